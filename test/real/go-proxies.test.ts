import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLens } from '../../server/src/lens.ts';
import type { Question } from '../../server/src/model/question.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { GO, installCommand, isMissing } from '../setup/programs.ts';
import { listModules } from '../support/go.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';

/**
 * Which proxies hear of a module, and what comes of it, by us and by the go of this machine: two proxies that answer as
 * a test says, and configurations of all forms.
 */
let folder: string;
let first: LocalServer;
let second: LocalServer;
/** What each of them answers of anything. */
let statuses: readonly [number, number];
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'go-proxies-'));
  [first, second] = (await Promise.all([0, 1].map(startProxy))) as [LocalServer, LocalServer];
});
afterEach(async () => {
  await Promise.all([first.stop(), second.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const NAME = 'corp.example/team/module';

function startProxy(at: number): Promise<LocalServer> {
  return startLocalServer(({ url = '' }, response) => {
    const status = statuses[at] ?? 500;
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.end(
      status !== 200 ? 'not found: by this test' : url.endsWith('.info') ? '{"Version":"v1.0.0"}' : `module ${NAME}\n`,
    );
  });
}

/** `found`, `missing` or `untold`, and who heard of it. */
type Outcome = readonly [string, string];

const ROWS: readonly [string, readonly [number, number], (a: string, b: string) => Record<string, string>][] = [
  ['the first has it', [200, 200], (a, b) => ({ GOPROXY: `${a},${b}` })],
  ['the first does not have it', [404, 200], (a, b) => ({ GOPROXY: `${a},${b}` })],
  ['the first has it no more', [410, 200], (a, b) => ({ GOPROXY: `${a}, ${b}` })],
  ['the first refuses', [403, 200], (a, b) => ({ GOPROXY: `${a},${b}` })],
  ['the first wants a login', [401, 200], (a, b) => ({ GOPROXY: `${a},${b}` })],
  ['the first fails', [500, 200], (a, b) => ({ GOPROXY: `${a},${b}` })],
  ['the first refuses, and may', [403, 200], (a, b) => ({ GOPROXY: `${a}|${b}` })],
  ['the first fails, and may', [500, 200], (a, b) => ({ GOPROXY: `${a}|${b}` })],
  ['the first does not have it, and may fail', [404, 200], (a, b) => ({ GOPROXY: `${a}|${b}` })],
  ['none has it', [404, 404], (a, b) => ({ GOPROXY: `${a},${b}` })],
  ['none has it, and nothing else may be asked', [404, 404], (a, b) => ({ GOPROXY: `${a}|${b},off` })],
  ['the first may fail, and the second does not have it', [500, 404], (a, b) => ({ GOPROXY: `${a}|${b}` })],
  ['the first does not have it, and the second fails', [404, 500], (a, b) => ({ GOPROXY: `${a}|${b}` })],
  ['the second is behind nothing', [404, 200], (a, b) => ({ GOPROXY: `${a},off,${b}` })],
  ['the second is behind the origin', [404, 200], (a, b) => ({ GOPROXY: `${a},direct,${b}` })],
  ['nobody may be asked', [200, 200], (a, b) => ({ GOPROXY: `off,${a},${b}` })],
  ['the origin alone may be asked', [200, 200], () => ({ GOPROXY: 'direct' })],
  ['the list is empty', [200, 200], () => ({ GOPROXY: ',' })],
  ['the list begins with nothing', [200, 200], a => ({ GOPROXY: `, ,${a}` })],
  ['the list cannot be understood', [200, 200], a => ({ GOPROXY: `${a},none` })],
  ['the list has a login without https', [200, 200], a => ({ GOPROXY: a.replace('//', '//u:p@') })],
  ['it is private', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: 'corp.example' })],
  ['its host is private', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: 'x.example,*.example' })],
  ['its team is private', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: 'corp.example/t*m/' })],
  ['another team is private', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: 'corp.example/t?m' })],
  ['what is longer is private', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: 'corp.example/team/module/more' })],
  ['a class of names is private', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: '[a-d]orp.example/[^x]*' })],
  ['what is private cannot be understood', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: 'corp.example/[' })],
  ['it is private and asked all the same', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: '*', GONOPROXY: 'none' })],
  ['it is nothing for proxies', [200, 200], a => ({ GOPROXY: a, GONOPROXY: '*.example/team' })],
  ['the list is empty for proxies', [200, 200], a => ({ GOPROXY: a, GOPRIVATE: '*', GONOPROXY: '' })],
];

describe.skipIf(isMissing(GO))(isMissing(GO) ? `go (${installCommand(GO)})` : 'go', () => {
  test.each(ROWS)('%s', async (_, answers, environment) => {
    statuses = answers;
    const env = environment(first.base, second.base);
    expect(await askOurselves(env)).toEqual(await askGo(env));
  });

  test.each(ROWS)('%s, as go env -w wrote it', async (_, answers, environment) => {
    statuses = answers;
    const GOENV = path.join(folder, 'go.env');
    const lines = Object.entries(environment(first.base, second.base)).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(GOENV, `# mine\n${lines.join('')}`);
    expect(await askOurselves({ GOENV })).toEqual(await askGo({ GOENV }));
  });
});

async function askGo(environment: Readonly<Record<string, string>>): Promise<Outcome> {
  const heard = listening();
  const { modules, stderr } = await listModules(['-e', `${NAME}@v1.0.0`], '', environment);
  const said = modules[0]?.Error?.Err ?? stderr;
  const isFound = modules[0]?.Version !== undefined && modules[0].Error === undefined;
  // Where nothing may be asked behind those that do not have it, go says that last.
  const isMissingThere = /404 Not Found|410 Gone/.test(said) || (/GOPROXY=off/.test(said) && heard().includes('heard'));
  return [isFound ? 'found' : isMissingThere ? 'missing' : 'untold', heard()];
}

async function askOurselves(env: Readonly<Record<string, string>>): Promise<Outcome> {
  const heard = listening();
  const { settings } = readSettings({}, []);
  const root = path.join(folder, 'repo');
  mkdirSync(root, { recursive: true });
  const environment = { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(folder, 'cache'), ...env };
  const lens = createLens({ environment, home: path.join(folder, 'home'), settings, log: () => undefined });
  const opened = await lens.openFolder({ root, settings, trusted: true });
  const question: Question = { ask: 'release', registry: 'go', name: NAME, version: 'v1.0.0' };
  await opened.settle([question]);
  await lens.close();
  const { state } = opened.peek(question);
  return [state === 'known' ? 'found' : state === 'absent' ? 'missing' : 'untold', heard()];
}

/** Who is asked from now on. */
function listening(): () => string {
  const before = [first.requests.length, second.requests.length];
  return () => [first, second].map(({ requests }, i) => (requests.length > (before[i] ?? 0) ? 'heard' : '-')).join(' ');
}
