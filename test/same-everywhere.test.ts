import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { runIn } from '../server/src/cli/command.ts';
import { createLens } from '../server/src/lens.ts';
import { SEVERITIES } from '../server/src/settings.ts';
import { PLAIN, startClient, type TestClient } from './editor/client.ts';
import { type SampleRegistries, startSampleRegistries } from './support/sample-registries/server.ts';

let registries: SampleRegistries;
beforeAll(async () => {
  registries = await startSampleRegistries();
});
afterAll(() => registries.stop());

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const EXAMPLES = path.resolve(import.meta.dirname, '../examples');

/** The examples, and beside them what looks past its document in every way that there is. */
const MORE: Readonly<Record<string, string>> = {
  'deploy/shop/pod.yaml': 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: "shop/web:1"}, {image: redis}]}\n',
  'zz/compose.yaml':
    'services:\n  web: {build: {context: ., additional_contexts: {base: ./base}}, image: "shop/web:1"}\n  db: {image: "postgres:${PG:-15}"}\n',
  'zz/.env': 'PG=16\n',
  'zz/Dockerfile': 'FROM base\nFROM node\n',
  'mono/package.json': '{"workspaces": ["packages/*"]}\n',
  'mono/packages/a/package.json': '{"name": "a", "dependencies": {"inner-b": "*", "left-pad": "1.0.0"}}\n',
  'mono/packages/b/package.json': '{"name": "inner-b"}\n',
  '.registry-lens.json':
    '{ // ours\n "ignore": ["oci:ghcr.io/ours/**"], "exclude": ["left-out"], "rules": {"latest-tag": "error"}, "kubernetes": {"imagePaths": ["Database:spec.engine"]}, "overrides": [{"files": ["quiet/**"], "rules": {"latest-tag": "off"}}] }\n',
  'own/Dockerfile': 'FROM ghcr.io/ours/base AS base\nFROM node\n',
  'own/db.yaml': 'apiVersion: db.example/v1\nkind: Database\nspec: {engine: node}\n',
  'quiet/Dockerfile': 'FROM node\n',
  'left-out/Dockerfile': 'FROM node\n',
  'tests/Dockerfile': 'FROM node\n',
};

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter(name => statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(
    files.map(name => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name), 'utf8')]),
  );
}

/** What is said of a finding, wherever it is said. */
interface Said extends Pick<Diagnostic, 'message' | 'range'> {
  readonly severity: unknown;
  readonly file: string;
  readonly rule: unknown;
}

function inOrder(said: readonly Said[]): readonly string[] {
  return said
    .map(({ file, rule, severity, message, range }) => JSON.stringify([file, range, rule, severity, message]))
    .sort();
}

async function run(folder: string, ...argv: string[]) {
  let out = '';
  await runIn(
    {
      cwd: folder,
      environment: { REGISTRY_LENS_CACHE: path.join(folder, '../cache'), NO_PROXY: '127.0.0.1' },
      home: path.dirname(folder),
      platform: process.platform,
      version: '1.2.3',
      signal: new AbortController().signal,
      createLens,
      out: { write: (text, written) => take(() => (out += text), written) },
      err: { write: (_, written) => written?.() },
    },
    [...argv, '--format', 'json'],
  );
  return JSON.parse(out);
}

function take(keep: () => void, written?: () => void): void {
  keep();
  written?.();
}

test('`list`, `check` and the editor tell the same of the same folder', async () => {
  const top = mkdtempSync(path.join(tmpdir(), 'same-'));
  stops.push(() => rmSync(top, { recursive: true, force: true }));
  const folder = path.join(top, 'workspace');
  cpSync(EXAMPLES, folder, { recursive: true });
  for (const [file, text] of Object.entries(MORE)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const settingsFile = path.join(top, 'settings.json');
  writeFileSync(settingsFile, JSON.stringify(registries.settings));
  const listed = await run(folder, 'list', '.');
  const checked = await run(folder, 'check', '.', '--settings', settingsFile);
  const askedByCheck = new Set(registries.requests.splice(0).map(({ path: asked }) => asked));

  const client: TestClient = await startClient({
    capabilities: PLAIN,
    files: filesIn(folder),
    initializationOptions: { registryLens: { registries: registries.settings['registryLens.registries'] } },
    createLens,
    now: Date.now,
  });
  stops.push(() => client.stop());
  const inEditor = () =>
    [...client.pushed].flatMap(([file, { diagnostics }]) =>
      diagnostics.map(
        ({ message, range, code, severity }): Said => ({
          ...{ file, rule: code, message, range },
          severity: SEVERITIES[(severity ?? 1) - 1],
        }),
      ),
    );
  const same = () => expect(inOrder(inEditor())).toEqual(inOrder(checked.findings));
  await vi.waitFor(same, { timeout: 30_000, interval: 50 });
  expect(checked.findings.length).toBeGreaterThan(25);
  // The command line proves the digests of all fixes besides, which the editor does at a click.
  expect(registries.requests.filter(({ path: asked }) => !askedByCheck.has(asked))).toEqual([]);

  // What is listed as the workspace's own is asked of nobody, and nothing is found at it.
  const own = listed.references.filter(({ opaque }: { opaque: unknown }) => opaque === 'workspace');
  expect(own.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['docker.io/shop/web', 'inner-b']),
  );
  for (const { name } of own)
    expect([...askedByCheck].filter(asked => asked.includes(`/${path.posix.basename(name)}`))).toEqual([]);
  expect(checked.stats.references).toBe(listed.references.length);

  // What the repository says of itself is heard by all of them.
  const ignored = listed.references.filter(({ opaque }: { opaque: unknown }) => opaque === 'ignored');
  expect(ignored.map(({ name }: { name: string }) => name)).toEqual(['ghcr.io/ours/base']);
  expect([...askedByCheck].filter(asked => asked.includes('/ours/'))).toEqual([]);
  const latest = checked.findings.filter(
    ({ file, rule }: Said) => rule === 'latest-tag' && /own|tests|quiet/.test(file),
  );
  expect(latest.map(({ file, severity }: Said) => [file, severity])).toEqual([
    ['own/Dockerfile', 'error'],
    ['own/db.yaml', 'error'],
    ['tests/Dockerfile', 'error'],
  ]);
  expect(listed.references.filter(({ file }: Said) => file.startsWith('left-out'))).toEqual([]);
});
