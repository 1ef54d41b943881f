import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { replacingCratesIo } from '../support/cargo-verdicts.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { startSimpleIndex, startSparseIndex } from '../support/static-indexes.ts';

/** What is published while an older answer is kept, and within its lifetime. */
let folder: string;
let index: LocalServer;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'just-published-'));
});
afterEach(async () => {
  await index.stop();
  rmSync(folder, { recursive: true });
});

interface Printed {
  readonly findings: readonly { readonly rule: string; readonly file: string }[];
  readonly unknown: readonly { readonly name: string; readonly why: string }[];
}

/** What one run finds, in words, and how often it asks. Each is a process of its own, with one cache. */
async function check(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const before = index.requests.length;
  let out = '';
  await runIn(
    {
      ...{ cwd: folder, home: path.join(folder, 'home'), platform: process.platform, version: '1.2.3' },
      environment: { REGISTRY_LENS_CACHE: path.join(folder, 'cache'), NO_PROXY: '127.0.0.1' },
      ...{ signal: new AbortController().signal, createLens },
      out: {
        write: (text, written) => {
          out += text;
          written?.();
        },
      },
      err: { write: (_, written) => written?.() },
    },
    ['check', 'repo', '--format', 'json', '--fail-on', 'never', ...options],
  );
  const { findings, unknown }: Printed = JSON.parse(out);
  return {
    found: findings.map(({ rule, file }) => `${path.basename(file)} ${rule}`),
    unknown: unknown.map(({ name, why }) => `${name} ${why}`),
    asked: index.requests.slice(before),
  };
}

/** The directive of each of the last requests that is for caches. */
function lastDirectives(count: number): readonly (string | undefined)[] {
  return index.headers.slice(-count).map(headers => headers['cache-control']);
}

describe('a crate', () => {
  const SOURCE = 'source = "registry+https://github.com/rust-lang/crates.io-index"';
  const CKSUM = '0'.repeat(64);
  const project = (wanted: string, locked: string) => ({
    'home/.cargo/config.toml': replacingCratesIo(index.base),
    'repo/Cargo.toml': `[package]\nname = "app"\nversion = "0.1.0"\n[dependencies]\ndemo = "${wanted}"\n`,
    'repo/Cargo.lock': `version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "demo",\n]\n\n[[package]]\nname = "demo"\nversion = "${locked}"\n${SOURCE}\nchecksum = "${CKSUM}"\n`,
  });
  const FILE = 'GET /de/mo/demo';
  let releases: { vers: string }[];
  beforeEach(async () => {
    releases = [{ vers: '1.0.0' }];
    index = await startSparseIndex({ demo: releases });
  });

  test('that is published and locked after it was asked about is there', async () => {
    expect(await check(project('1', '1.0.0'))).toEqual({ found: [], unknown: [], asked: [FILE] });
    releases.push({ vers: '1.1.0' });
    expect(await check(project('1', '1.1.0'))).toEqual({ found: [], unknown: [], asked: [FILE] });
    expect(lastDirectives(1)).toEqual(['no-cache']);
    // What is kept since then tells.
    expect(await check(project('=1.1.0', '1.1.0'))).toEqual({ found: [], unknown: [], asked: [] });
    releases.push({ vers: '2.0.0' });
    const unlocked = { ...project('2', '1.0.0'), 'repo/Cargo.lock': 'version = 4\n' };
    expect(await check(unlocked)).toMatchObject({ found: [], unknown: [], asked: [FILE] });
  });

  test('that is gone is told of after one more look, which is kept', async () => {
    const gone = { found: ['Cargo.lock missing-release', 'Cargo.toml missing-release'], unknown: [] };
    expect(await check(project('1', '1.9.0'))).toEqual({ ...gone, asked: [FILE, FILE] });
    expect(lastDirectives(2)).toEqual([undefined, 'no-cache']);
    expect(await check(project('1', '1.9.0'))).toEqual({ ...gone, asked: [] });
    expect(await check(project('1', '1.9.0'), '--offline')).toEqual({ ...gone, asked: [] });
  });

  test('that cannot be looked for again is not told of', async () => {
    await check(project('1', '1.0.0'));
    const offline = await check(project('1', '1.9.0'), '--offline');
    expect(offline).toEqual({ found: [], unknown: ['demo offline', 'demo offline'], asked: [] });
    expect((await check(project('1', '1.0.0'), '--offline')).found).toEqual([]);
  });
});

describe('a Python project', () => {
  const project = (pin: string) => ({ 'repo/requirements.txt': `-i ${index.base}/simple\ndemo${pin}\n` });
  const PAGE = 'GET /simple/demo/';
  let releases: { version: string }[];
  beforeEach(async () => {
    releases = [{ version: '1.0' }];
    index = await startSimpleIndex({ demo: releases });
  });

  test('whose release is published and pinned after it was asked about has it', async () => {
    expect(await check(project('==1.0'))).toEqual({ found: [], unknown: [], asked: [PAGE] });
    releases.push({ version: '1.1' });
    expect(await check(project('==1.1'))).toEqual({ found: [], unknown: [], asked: [PAGE] });
    expect(lastDirectives(1)).toEqual(['no-cache']);
    releases.push({ version: '2.0' });
    expect(await check(project('~=2.0'))).toMatchObject({ unknown: [], asked: [PAGE] });
  });

  test('whose release is gone is told of after one more look, or not at all', async () => {
    await check(project('==1.0'));
    expect(await check(project('==1.9'), '--offline')).toEqual({ found: [], unknown: ['demo offline'], asked: [] });
    const gone = { found: ['requirements.txt missing-release'], unknown: [] };
    expect(await check(project('==1.9'))).toEqual({ ...gone, asked: [PAGE] });
    expect(await check(project('==1.9'))).toEqual({ ...gone, asked: [] });
  });
});

test('a package of npm’s that has a release that only a range of today matches was not unpublished', async () => {
  const versions = new Map([['1.0.0', '2020-01-01T00:00:00.000Z']]);
  index = await startLocalServer(({ url }, response) => {
    response.writeHead(url === '/demo' ? 200 : 404, { 'content-type': 'application/json' });
    const latest = [...versions.keys()].at(-1);
    const each = Object.fromEntries([...versions.keys()].map(version => [version, { name: 'demo', version }]));
    const time = Object.fromEntries(versions);
    response.end(JSON.stringify({ name: 'demo', 'dist-tags': { latest }, versions: each, time }));
  });
  const project = (range: string) => ({
    'home/.npmrc': `registry=${index.base}/\n`,
    'repo/package.json': `{ "name": "app", "dependencies": { "demo": "${range}" } }\n`,
  });
  expect(await check(project('^1.0.0'))).toMatchObject({ found: [], unknown: [] });
  versions.set('2.0.0', '2026-01-01T00:00:00.000Z');
  expect(await check(project('^2.0.0'))).toMatchObject({ found: [], unknown: [] });
});
