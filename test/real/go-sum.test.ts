import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { goSum } from '../../server/src/ecosystems/go/readers/go-sum.ts';
import { createLens } from '../../server/src/lens.ts';
import type { Question } from '../../server/src/model/question.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { GO, installCommand, isMissing } from '../setup/programs.ts';
import { type FakeDatabase, fakeDatabase, type SumRecord } from '../support/checksum-database.ts';
import { runGo } from '../support/go.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { zip } from '../support/wheels.ts';

/**
 * What stands in a go.sum, and who is asked whether it is right, by us and by the go of this machine: modules at a
 * proxy, and a checksum database, whose signatures go verifies.
 */
let folder: string;
let proxy: LocalServer;
let direct: LocalServer;
let database: FakeDatabase | undefined;
/** What the proxy says of whether it stands in for the database. */
let supported: number;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'go-sum-'));
  database = undefined;
  supported = 404;
  proxy = await startLocalServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    const [, below] = /^\/sumdb\/[^/]+(?::\d+)?(\/.*)$/.exec(url) ?? [];
    const isSupported = below === '/supported' ? supported : 200;
    const found = below === undefined ? moduleFile(url) : database?.reply(below);
    const status = found === undefined ? 404 : isSupported;
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.end(status === 200 ? found : 'not found: by this test');
  });
  direct = await startLocalServer(({ url = '' }, response) => {
    const found = database?.reply(decodeURIComponent(url));
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'text/plain' });
    response.end(found ?? 'not found: by this test');
  });
});
afterEach(async () => {
  await Promise.all([proxy.stop(), direct.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** By path and version: what each requires. */
const MODULES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'a.example/Top': { 'v1.2.0-RC1': ['b.example/mid v1.0.0', 'c.example/leaf/v2 v2.0.1'] },
  'b.example/mid': { 'v1.0.0': ['c.example/leaf/v2 v2.0.0', 'd.example/old v2.0.0+incompatible'] },
  'c.example/leaf/v2': { 'v2.0.0': [], 'v2.0.1': [] },
  'd.example/old': { 'v2.0.0+incompatible': [] },
};

/** What a proxy has of a module (Go modules reference, “GOPROXY protocol”). */
function moduleFile(url: string): string | Buffer | undefined {
  const plain = url.replace(/!([a-z])/g, (_, letter) => letter.toUpperCase());
  const [, name = '', version = '', kind] = /^\/(.*)\/@v\/(?:(.*)\.(info|mod|zip)|list)$/.exec(plain) ?? [];
  const versions = MODULES[name];
  if (versions === undefined) return undefined;
  if (kind === undefined) return Object.keys(versions).join('\n');
  const requires = versions[version];
  if (requires === undefined) return undefined;
  const isOld = version.endsWith('+incompatible');
  const mod = `module ${name}\n${isOld ? '' : `\ngo 1.17\n${requires.map(each => `\nrequire ${each}\n`).join('')}`}`;
  if (kind === 'info') return JSON.stringify({ Version: version, Time: '2026-01-02T03:04:05Z' });
  if (kind === 'mod') return mod;
  const imports = requires.map(each => `import _ "${each.split(' ')[0]}"\n`).join('');
  const inside = `${name}@${version}`;
  return zip({
    ...(isOld ? {} : { [`${inside}/go.mod`]: mod }),
    [`${inside}/x.go`]: `package x\n\n${imports}`,
    [`${inside}/sub/Y.go`]: 'package sub\n',
  });
}

const APP = {
  'go.mod': 'module app.example/app\n\ngo 1.17\n',
  'main.go': 'package main\n\nimport _ "a.example/Top"\n\nfunc main() {}\n',
};

interface Tidied {
  readonly sum: string;
  readonly mod: string;
}

/** A go.sum as go writes it, and the go.mod beside. */
async function tidied(): Promise<Tidied> {
  const { sum, stderr } = await runGo(['mod', 'tidy'], APP, { GOPROXY: proxy.base });
  if (sum === undefined) throw new Error(stderr);
  const requires = ['a.example/Top v1.2.0-RC1', 'b.example/mid v1.0.0', 'c.example/leaf/v2 v2.0.1'];
  const all = [...requires, 'd.example/old v2.0.0+incompatible'].map(each => `\t${each}\n`).join('');
  return { sum, mod: `module app.example/app\n\ngo 1.17\n\nrequire (\n${all})\n` };
}

/** What go says of modules that it downloads. */
interface Downloaded {
  readonly Path: string;
  readonly Version: string;
  readonly Sum?: string;
  readonly GoModSum?: string;
  readonly Error?: string;
}

async function download(
  modules: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly Downloaded[]> {
  const { stdout, stderr } = await runGo(['mod', 'download', '-json', ...modules], APP, {
    GOPROXY: proxy.base,
    ...environment,
  });
  const documents = stdout.split(/(?<=^\})\n/m).filter(text => text.trim() !== '');
  if (documents.length === 0) throw new Error(stderr);
  return documents.map(text => JSON.parse(text));
}

const EACH = Object.entries(MODULES).flatMap(([name, versions]) => Object.keys(versions).map(v => `${name}@${v}`));

async function records(): Promise<readonly SumRecord[]> {
  return (await download(EACH, {})).map(({ Path, Version, Sum = '', GoModSum = '' }) => ({
    ...{ path: Path, version: Version, zip: Sum, mod: GoModSum },
  }));
}

/** What is found in a folder by our own command line's engine, and what a lens is asked. */
async function withLens<Value>(
  env: Readonly<Record<string, string>>,
  work: (folder: Awaited<ReturnType<ReturnType<typeof createLens>['openFolder']>>) => Promise<Value>,
): Promise<Value> {
  const { settings } = readSettings({}, []);
  const root = path.join(folder, 'repo');
  mkdirSync(root, { recursive: true });
  const cache = mkdtempSync(path.join(folder, 'cache-'));
  const environment = { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: cache, GOENV: 'off', ...env };
  const lens = createLens({ environment, home: path.join(folder, 'home'), settings, log: () => undefined });
  try {
    return await work(await lens.openFolder({ root, settings, trusted: true }));
  } finally {
    await lens.close();
  }
}

function question(name: string, version: string): Question {
  return { ask: 'release', registry: 'go', name, version, source: 'checksum-database' };
}

describe.skipIf(isMissing(GO))(isMissing(GO) ? `go (${installCommand(GO)})` : 'go', () => {
  test('writes what we read, line by line', async () => {
    const { sum } = await tidied();
    const { references } = goSum.read(sum, 'go.sum');
    const ours = references.map(({ subject }) =>
      subject.kind === 'release'
        ? `${subject.name} ${subject.want.text} ${subject.locked?.hashes?.map(({ text }) => text).join()}`
        : subject.kind,
    );
    expect(ours).toEqual(sum.trimEnd().split('\n'));
    const theirs = (await records()).flatMap(({ path: name, version, zip: its, mod }) => [
      `${name} ${version} ${its}`,
      `${name} ${version}/go.mod ${mod}`,
    ]);
    expect(theirs).toEqual(expect.arrayContaining(ours));
    expect(ours.length).toBeGreaterThan(7);
  }, 60_000);

  test('believes the database, and so do we', async () => {
    const written = await tidied();
    database = fakeDatabase('sums.example', await records());
    const GOSUMDB = `${database.key} ${direct.base}`;
    const downloaded = await download(EACH, { GOSUMDB });
    expect(downloaded.flatMap(({ Error: error = [] }) => error)).toEqual([]);
    expect(await found({ GOSUMDB }, written)).toEqual([]);
    const lookups = direct.requests.filter(each => each.includes('/lookup/')).slice(EACH.length);
    // The version that no line of go.mod has is not asked about; each other is once, for both of its lines.
    expect(lookups.sort()).toEqual([
      'GET /lookup/a.example/!top@v1.2.0-!r!c1',
      'GET /lookup/b.example/mid@v1.0.0',
      'GET /lookup/c.example/leaf/v2@v2.0.1',
      'GET /lookup/d.example/old@v2.0.0+incompatible',
    ]);
  }, 60_000);

  test('stops where the database knows other bytes, and we say in which line', async () => {
    const written = await tidied();
    const other = 'h1:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzw=';
    const all = await records();
    const wrong = all.map(record => {
      if (record.path === 'b.example/mid') return { ...record, zip: other };
      return record.version === 'v2.0.1' ? { ...record, mod: other } : record;
    });
    database = fakeDatabase('sums.example', wrong);
    const GOSUMDB = `${database.key} ${direct.base}`;
    const refused = (await download(EACH, { GOSUMDB })).filter(({ Error: error }) => error !== undefined);
    expect(refused.map(({ Path, Version }) => `${Path} ${Version}`).sort()).toEqual([
      'b.example/mid v1.0.0',
      'c.example/leaf/v2 v2.0.1',
    ]);
    for (const { Error: error } of refused) expect(error).toContain('SECURITY ERROR');
    expect(await found({ GOSUMDB }, written)).toEqual([
      'integrity-mismatch in go.mod: b.example/mid v1.0.0',
      'integrity-mismatch in go.sum: b.example/mid v1.0.0',
      'integrity-mismatch in go.sum: c.example/leaf/v2 v2.0.1/go.mod',
    ]);
    expect(await found({ GOSUMDB, GONOSUMDB: 'b.example' }, written)).toEqual([
      'integrity-mismatch in go.sum: c.example/leaf/v2 v2.0.1/go.mod',
    ]);
    expect(await found({ GOSUMDB: 'off' }, written)).toEqual([]);
  }, 60_000);

  test('believes nobody without the key, and nor do we', async () => {
    const written = await tidied();
    const wrong = (await records()).map(record => ({
      ...record,
      zip: 'h1:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzw=',
    }));
    database = fakeDatabase('sums.example', wrong);
    const GOSUMDB = `${fakeDatabase('sums.example', wrong).key} ${direct.base}`;
    const refused = (await download(EACH, { GOSUMDB })).filter(({ Error: error }) => error !== undefined);
    expect(refused).toHaveLength(EACH.length);
    for (const { Error: error } of refused) expect(error).not.toContain('checksum mismatch');
    expect(await found({ GOSUMDB }, written)).toEqual([]);
  }, 60_000);
});

/** What our command line finds in a go.sum and the go.mod beside, each with the line that it is about. */
async function found(env: Readonly<Record<string, string>>, { sum, mod }: Tidied): Promise<readonly string[]> {
  const root = path.join(folder, 'repo');
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, 'go.mod'), mod);
  writeFileSync(path.join(root, 'go.sum'), sum);
  const out: string[] = [];
  const stream = (texts: string[]) => ({
    write(text: string, written?: () => void) {
      texts.push(text);
      written?.();
    },
  });
  const environment = {
    ...{ NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: mkdtempSync(path.join(folder, 'cache-')), GOENV: 'off' },
    ...{ GOPROXY: proxy.base, ...env },
  };
  const place = { cwd: root, environment, home: path.join(folder, 'home'), platform: process.platform };
  const signal = new AbortController().signal;
  await runIn({ ...place, version: '0.0.0', signal, createLens, out: stream(out), err: stream([]) }, [
    'check',
    '--format',
    'json',
    '.',
  ]);
  const { findings } = JSON.parse(out.join(''));
  const lines = { 'go.mod': mod.split('\n'), 'go.sum': sum.split('\n') };
  return findings.map(
    ({ rule, file, range }: { rule: string; file: 'go.mod' | 'go.sum'; range: { start: { line: number } } }) =>
      `${rule} in ${file}: ${lines[file][range.start.line]?.trim().split(' ').slice(0, 2).join(' ')}`,
  );
}

const ASKED = { name: 'b.example/mid', version: 'v1.0.0' };

const ROWS: readonly [
  string,
  string,
  number,
  (proxy: string, key: string, direct: string) => Record<string, string>,
][] = [
  ['the proxy stands in', 'asked told', 200, (a, key) => ({ GOPROXY: a, GOSUMDB: key })],
  ['the proxy does not stand in', 'asked itself', 404, (a, key) => ({ GOPROXY: a, GOSUMDB: key })],
  ['the proxy stands in no more', 'asked itself', 410, (a, key) => ({ GOPROXY: `${a},direct`, GOSUMDB: key })],
  [
    'the proxy does not stand in, and nothing comes from elsewhere',
    'asked itself',
    404,
    (a, k) => ({ GOPROXY: `${a},off`, GOSUMDB: k }),
  ],
  ['the proxy refuses', 'asked', 403, (a, key) => ({ GOPROXY: a, GOSUMDB: key })],
  ['the proxy fails', 'asked', 500, (a, key) => ({ GOPROXY: a, GOSUMDB: key })],
  ['the proxy fails, and may', 'asked itself', 500, (a, key) => ({ GOPROXY: `${a}|direct`, GOSUMDB: key })],
  ['the database has an address', 'itself', 200, (a, key, at) => ({ GOPROXY: a, GOSUMDB: `${key} ${at}` })],
  ['the database is off', 'nobody', 200, a => ({ GOPROXY: a, GOSUMDB: 'off' })],
  [
    'it is private',
    'nobody',
    200,
    (a, key) => ({ GOPROXY: a, GOSUMDB: key, GOPRIVATE: 'b.example', GONOPROXY: 'none' }),
  ],
  [
    'it is nothing for the database',
    'nobody',
    200,
    (a, key) => ({ GOPROXY: a, GOSUMDB: key, GONOSUMDB: '*.example/m*' }),
  ],
  ['something else is', 'asked told', 200, (a, key) => ({ GOPROXY: a, GOSUMDB: key, GONOSUMDB: 'a.example' })],
  ['the key is none', 'nobody', 200, a => ({ GOPROXY: a, GOSUMDB: 'sums.example' })],
  ['the key is broken', 'nobody', 200, a => ({ GOPROXY: a, GOSUMDB: 'sums.example+1234' })],
  ['the name is none', 'nobody', 200, (a, key) => ({ GOPROXY: a, GOSUMDB: key.replace(/^[^+]*/, 'sums.example/') })],
];

describe.skipIf(isMissing(GO))(`who is asked (${installCommand(GO)})`, () => {
  test.each(ROWS)(
    '%s: %s',
    async (_, who, status, environment) => {
      const all = await records();
      // Its own address is this host, which speaks no https: that somebody comes is all that is seen of it.
      database = fakeDatabase(new URL(direct.base).host, all);
      supported = status;
      const env = environment(proxy.base, database.key, direct.base);
      const ours = await heardBy(() =>
        withLens(env, async opened => {
          const asked = question(ASKED.name, ASKED.version);
          await opened.settle([asked]);
        }),
      );
      const go = await heardBy(() => runGo(['mod', 'download', `${ASKED.name}@${ASKED.version}`], APP, env));
      expect([ours, go]).toEqual([who, who]);
    },
    60_000,
  );
});

/** Who heard of the module meanwhile, as of a database. */
async function heardBy(work: () => Promise<unknown>): Promise<string> {
  const [before, opened] = [proxy.requests.length, direct.connections.opened];
  await work();
  const atProxy = proxy.requests.slice(before);
  const isAsked = atProxy.some(each => each.endsWith('/supported'));
  const isTold = atProxy.some(each => each.includes('/lookup/'));
  const itself = direct.connections.opened > opened;
  return (
    [...(isAsked ? ['asked'] : []), ...(isTold ? ['told'] : []), ...(itself ? ['itself'] : [])].join(' ') || 'nobody'
  );
}
