import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleRegistries, startSampleRegistries } from '../support/sample-registries/server.ts';

const main = path.resolve(import.meta.dirname, '../../server/src/main.ts');
const NAMES = 2000;

let registries: SampleRegistries;
let folder: string;
beforeAll(async () => {
  registries = await startSampleRegistries({ faults: [{ path: /alpine/, what: { is: 'hang' } }] });
  folder = mkdtempSync(path.join(tmpdir(), 'process-'));
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(registries.settings));
  writeFileSync(path.join(folder, 'Dockerfile'), 'FROM alpine:3.19\n');
  const dependencies = Object.fromEntries(Array.from({ length: NAMES }, (_, i) => [`package-${i}`, '^1.0.0']));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ dependencies }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await registries.stop();
});

/** Starts the command line as a process of its own, from its sources. */
function start(...argv: string[]): ChildProcess {
  const home = path.join(folder, 'home');
  const own = { HOME: home, USERPROFILE: home, XDG_STATE_HOME: '', LOCALAPPDATA: '' };
  const cache = path.join(folder, 'cache');
  const environment = { ...process.env, ...own, REGISTRY_LENS_CACHE: cache, NO_PROXY: '127.0.0.1' };
  return spawn(process.execPath, [main, ...argv], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise(resolve => child.on('close', (code, signal) => resolve({ code, signal })));
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  if (stream !== null) for await (const chunk of stream) text += String(chunk);
  return text;
}

test('writes all of a long output into a pipe before it exits', async () => {
  const child = start('list', 'package.json', '--format', 'json');
  const [out, { code }] = await Promise.all([textOf(child.stdout), ended(child)]);
  expect(out.length).toBeGreaterThan(64 * 1024);
  expect(JSON.parse(out).references).toHaveLength(NAMES);
  expect(code).toBe(0);
});

test('is quiet when nobody reads on', async () => {
  const child = start('list', 'package.json', '--format', 'json');
  child.stdout?.once('data', () => child.stdout?.destroy());
  const [err] = await Promise.all([textOf(child.stderr), ended(child)]);
  expect(err).toBe('');
});

test('takes what stands behind a command for files, however they are called', async () => {
  const child = start('check', '--', '--socket=1');
  const [err, { code }] = await Promise.all([textOf(child.stderr), ended(child)]);
  expect(err).toContain('--socket=1');
  expect(code).toBe(3);
});

test.skipIf(process.platform === 'win32')('says that its working folder is gone', async () => {
  const gone = path.join(folder, 'gone');
  mkdirSync(gone);
  const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" check .';
  const child = spawn('sh', ['-c', script, 'sh', gone, process.execPath, main], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [err, { code }] = await Promise.all([textOf(child.stderr), ended(child)]);
  expect(err).toBe('registry-lens: The working folder is gone or cannot be read. Change to another one.\n');
  expect(code).toBe(3);
});

test('stops at once when it is interrupted while a registry is silent', async () => {
  const asked = registries.requests.length;
  const child = start('check', 'Dockerfile', '--settings', 'settings.json');
  const outcome = ended(child);
  await expect.poll(() => registries.requests.length, { timeout: 30_000, interval: 10 }).toBeGreaterThan(asked);
  child.kill('SIGINT');
  const startedAt = performance.now();
  // Where there are no signals, killing is all that can be done.
  expect(await outcome).toEqual(process.platform === 'win32' ? expect.anything() : { code: 130, signal: null });
  // A silent registry has ten seconds, twice.
  expect(performance.now() - startedAt).toBeLessThan(8000);
});

/** A folder whose walk is long, and which says so at once. */
function longWalk(): string {
  const place = mkdtempSync(path.join(folder, 'long-'));
  writeFileSync(path.join(place, '.gitignore'), `${'*'.repeat(5000)}\n`);
  for (let i = 0; i < 3000; i++) writeFileSync(path.join(place, `Dockerfile.${i}`), 'FROM alpine\n');
  return place;
}

test.skipIf(process.platform === 'win32')('stops when it is terminated while it walks', async () => {
  const child = start('list', longWalk());
  const outcome = ended(child);
  child.stderr?.once('data', () => child.kill('SIGTERM'));
  expect(await outcome).toEqual({ code: 130, signal: null });
});
