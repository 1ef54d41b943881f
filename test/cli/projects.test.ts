import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { startPrivateRegistry } from '../support/private-registry.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function registryOf(words: string): Promise<LocalServer> {
  const server = await startPrivateRegistry(words);
  stops.push(server.stop);
  return server;
}

/** A registry of images where every tag is the same image. */
async function imagesOf(): Promise<LocalServer> {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: `sha256:${'0'.repeat(64)}`, size: 2 };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  const server = await startLocalServer((request, response) => {
    response.writeHead(200, { 'content-type': mediaType, 'docker-content-digest': digest });
    response.end(request.method === 'HEAD' ? undefined : manifest);
  });
  stops.push(server.stop);
  return server;
}

/** Runs `check` over files below a folder of its own, with registries of one's own for all that no file maps. */
async function check(files: Readonly<Record<string, string>>, registries: object, ...options: string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'projects-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  const all = { ...files, 'settings.json': JSON.stringify({ 'registryLens.registries': registries }) };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  let out = '';
  await runIn(
    {
      cwd: folder,
      environment: { REGISTRY_LENS_CACHE: path.join(folder, 'cache'), NO_PROXY: '127.0.0.1' },
      home: path.join(folder, 'home'),
      platform: process.platform,
      version: '1.2.3',
      signal: new AbortController().signal,
      createLens,
      out: {
        write: (text, written) => {
          out += text;
          written?.();
        },
      },
      err: { write: (_, written) => written?.() },
    },
    ['check', 'repo', '--settings', 'settings.json', '--format', 'json', ...options],
  );
  const printed: Printed = JSON.parse(out);
  const told = printed.findings.map(({ file, rule, message }) => [file, rule, /use \w+/.exec(message)?.[0]]);
  return { told, unknown: printed.unknown.map(({ file, name, why }) => [file, name, why]) };
}

interface Printed {
  readonly findings: readonly { readonly file: string; readonly rule: string; readonly message: string }[];
  readonly unknown: readonly { readonly file: string; readonly name: string; readonly why: string }[];
}

const MANIFEST = '{"dependencies": {"@priv/x": "1.0.0"}}';

test.each(['.npmrc', '.yarnrc.yml', 'pnpm-workspace.yaml'])(
  'each project is asked about by its own %s, in the order of the files',
  async file => {
    const [usual, one, two, images] = [
      await registryOf('use usual'),
      await registryOf('use one'),
      await registryOf('use two'),
      await imagesOf(),
    ];
    const mapping = ({ base }: LocalServer) =>
      ({
        '.npmrc': `@priv:registry=${base}\n`,
        '.yarnrc.yml': `npmScopes: {priv: {npmRegistryServer: "${base}"}}\n`,
        'pnpm-workspace.yaml': `registries: {"@priv": "${base}"}\n`,
      })[file] ?? '';
    const { told, unknown } = await check(
      {
        'repo/a/package.json': MANIFEST,
        [`repo/a/${file}`]: mapping(one),
        'repo/a/Dockerfile': 'FROM images.example/app:1\n',
        'repo/b/app/package.json': MANIFEST,
        [`repo/b/${file}`]: mapping(two),
        'repo/b/Dockerfile': 'FROM images.example/app:1\n',
        'repo/c/package.json': '{"dependencies": {"open": "1.0.0"}}',
        'repo/d/package.json': MANIFEST,
        [`repo/d/${file}`]: mapping(one),
      },
      { npm: usual.base, oci: { 'images.example': images.base } },
    );
    expect(told).toEqual([
      ['a/Dockerfile', 'unpinned-image', undefined],
      ['a/package.json', 'deprecated-release', 'use one'],
      ['b/Dockerfile', 'unpinned-image', undefined],
      ['b/app/package.json', 'deprecated-release', 'use two'],
      ['c/package.json', 'missing-package', undefined],
      ['d/package.json', 'deprecated-release', 'use one'],
    ]);
    expect(unknown).toEqual([]);
    expect(usual.requests.filter(request => request.includes('priv'))).toEqual([]);
    expect(new Set(one.requests).size).toBe(one.requests.length);
    expect(images.requests.filter(request => request.startsWith('HEAD'))).toHaveLength(1);
  },
);

test('a file that cannot be understood keeps the names of its project inside, and of no other', async () => {
  const usual = await registryOf('use usual');
  const { told, unknown } = await check(
    {
      'repo/a/package.json': MANIFEST,
      'repo/a/.yarnrc.yml': 'npmScopes: [',
      'repo/b/package.json': MANIFEST,
    },
    { npm: usual.base },
  );
  expect(told).toEqual([['b/package.json', 'deprecated-release', 'use usual']]);
  expect(unknown).toEqual([['a/package.json', '@priv/x', 'unreachable']]);
});

test.each(['pyproject.toml', '.cargo/config.toml'])('no project of npm begins where %s lies', async file => {
  const one = await registryOf('use one');
  const { told } = await check(
    {
      'repo/.npmrc': `registry=${one.base}\n`,
      'repo/a/package.json': MANIFEST,
      [`repo/a/${file}`]: '',
      'repo/b/package.json': MANIFEST,
    },
    {},
  );
  expect(told).toEqual([
    ['a/package.json', 'deprecated-release', 'use one'],
    ['b/package.json', 'deprecated-release', 'use one'],
  ]);
});

test('nothing is obeyed that nobody trusts', async () => {
  const [usual, one] = [await registryOf('use usual'), await registryOf('use one')];
  const files = { 'repo/a/package.json': MANIFEST, 'repo/a/.npmrc': `@priv:registry=${one.base}` };
  const { told, unknown } = await check(files, { npm: usual.base }, '--untrusted');
  expect({ told, unknown }).toEqual({ told: [], unknown: [['a/package.json', '@priv/x', 'untrusted']] });
  expect([...usual.requests, ...one.requests]).toEqual([]);
});

test('a package manager that the registry of the project lacks is Corepack’s to find', async () => {
  const usual = await registryOf('use usual');
  const { told } = await check({ 'repo/package.json': '{"packageManager": "pnpm@10.0.0"}' }, { npm: usual.base });
  expect(told).toEqual([]);
});
