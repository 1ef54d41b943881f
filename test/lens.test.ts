import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLens, type LensFolder } from '../server/src/lens.ts';
import type { Question } from '../server/src/model/question.ts';
import { readSettings } from '../server/src/read-settings.ts';
import { startLocalServer } from './support/local-server.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'lens-home-'));
});
afterEach(() => rm(home, { recursive: true }));

const QUESTIONS: readonly Question[] = [
  { ask: 'package', registry: 'npm', name: 'demo' },
  { ask: 'tags', image: { host: 'docker.io', repository: 'library/node' } },
];

test.each(QUESTIONS)('offline, no registry is asked, and the route stays known: $ask', async question => {
  const { settings } = readSettings({ 'registryLens.offline': true }, []);
  const lens = createLens({ environment: {}, home, settings, log: () => undefined });
  const folder = await lens.openFolder({ settings, trusted: true });
  await folder.settle([question]);
  expect(folder.peek(question)).toEqual({ state: 'unknown', why: 'offline' });
  expect(folder.goesToDefaultRegistry(question)).toBe(true);
  expect(lens.http.requests).toBe(0);
  await lens.close();
});

/**
 * Whether `@priv/x` goes to the default registry from each directory below the home, and which directories share a
 * view.
 */
async function viewsOf(files: Readonly<Record<string, string>>, root: string | undefined, trusted = true) {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(home, file)), { recursive: true });
    await writeFile(path.join(home, file), text);
  }
  const { settings } = readSettings({ 'registryLens.offline': true }, []);
  const lens = createLens({ environment: {}, home, settings, log: () => undefined });
  const folder = await lens.openFolder({
    ...(root === undefined ? {} : { root: path.join(home, root) }),
    settings,
    trusted,
  });
  await lens.close();
  const question: Question = { ask: 'package', registry: 'npm', name: '@priv/x' };
  return {
    folder,
    at: (directory: string) => folder.at(path.join(home, directory)),
    isDefault: (view: LensFolder) => view.goesToDefaultRegistry(question),
  };
}

const MAPPED = '@priv:registry=https://registry.example';

test('a project begins where a directory maps, and is one for all directories in it', async () => {
  const { folder, at, isDefault } = await viewsOf({ 'repo/a/.npmrc': MAPPED, 'repo/b/package.json': '{}' }, 'repo');
  const project = await at('repo/a');
  expect(await at('repo/a/deep/er')).toBe(project);
  expect(await project.at(path.join(home, 'repo/a/other'))).toBe(project);
  expect([isDefault(project), isDefault(folder)]).toEqual([false, true]);
  for (const directory of ['repo', 'repo/b', 'repo/not/there', 'elsewhere', ''])
    expect(await at(directory)).toBe(folder);
});

test('the configuration of the opened folder and of the home begins no project', async () => {
  const { folder, at } = await viewsOf({ 'repo/.npmrc': MAPPED, '.npmrc': '' }, 'repo');
  for (const directory of ['repo', 'repo/a', '']) expect(await at(directory)).toBe(folder);
});

test('a document in no opened folder is in a project all the same', async () => {
  const files = { 'repo/package.json': '{}', 'repo/.npmrc': MAPPED, 'other/package.json': '{}' };
  const { folder, at, isDefault } = await viewsOf(files, undefined);
  expect([isDefault(await at('repo/a')), isDefault(await at('other/a'))]).toEqual([false, true]);
  expect(await at('')).toBe(folder);
});

test('an untrusted folder has no projects, and is never stale', async () => {
  const { folder, at } = await viewsOf({ 'repo/a/.npmrc': MAPPED }, 'repo', false);
  expect(await at('repo/a')).toBe(folder);
  await writeFile(path.join(home, 'repo/package.json'), '{"packageManager": "yarn@4.0.0"}');
  expect(await folder.isStale()).toBe(false);
});

test.each([
  ['another package manager', '{"packageManager": "yarn@4.0.0"}', true],
  ['the same', '{"packageManager": "npm@11.0.0", "dependencies": {"a": "1"}}', false],
])('a view is stale when the manifest names %s', async (_, manifest, expected) => {
  const { folder, at } = await viewsOf({ 'repo/package.json': '{}', 'repo/a/.npmrc': MAPPED }, 'repo');
  const project = await at('repo/a');
  expect([await folder.isStale(), await project.isStale()]).toEqual([false, false]);
  await writeFile(path.join(home, 'repo/package.json'), manifest);
  expect([await folder.isStale(), await project.isStale()]).toEqual([expected, expected]);
});

test('a project is stale when a root above makes it a workspace', async () => {
  const { folder, at } = await viewsOf(
    { 'repo/package.json': '{}', 'repo/a/package.json': '{}', 'repo/a/.npmrc': MAPPED },
    'repo',
  );
  const project = await at('repo/a');
  await writeFile(path.join(home, 'repo/package.json'), '{"workspaces": ["a"]}');
  expect([await folder.isStale(), await project.isStale()]).toEqual([false, true]);
});

test('a home in the folder is none, and what it may map is not asked about', async () => {
  const log: string[] = [];
  await mkdir(path.join(home, 'repo', '.git'), { recursive: true });
  await mkdir(path.join(home, 'repo', 'home'));
  const { settings } = readSettings({ 'registryLens.offline': true }, []);
  const question: Question = { ask: 'package', registry: 'npm', name: '@priv/x' };
  const seen = async (userHome: string) => {
    const lens = createLens({ environment: {}, home: userHome, settings, log: line => log.push(line) });
    const folder = await lens.openFolder({ root: path.join(home, 'repo', 'a'), settings, trusted: true });
    await lens.close();
    return [folder.goesToDefaultRegistry(question), folder.peek(question)];
  };
  const userHome = path.join(home, 'repo', 'home');
  expect(await seen(userHome)).toEqual([true, { state: 'unknown', why: 'offline' }]);
  await writeFile(path.join(userHome, '.npmrc'), MAPPED);
  expect(await seen(userHome)).toEqual([false, { state: 'unknown', why: 'unreachable' }]);
  expect(log).toContainEqual(expect.stringContaining('nothing in it is taken for your own'));
  await mkdir(path.join(home, 'elsewhere'));
  await writeFile(path.join(home, 'elsewhere', '.npmrc'), MAPPED);
  expect(await seen(path.join(home, 'elsewhere'))).toEqual([false, { state: 'unknown', why: 'offline' }]);
});

test('a project whose configuration fails to be read is not asked about, and the others are', async () => {
  const log: string[] = [];
  const { settings } = readSettings({ 'registryLens.offline': true }, []);
  const broken = {
    ...settings,
    get registries(): never {
      throw new TypeError('a fault');
    },
  };
  const lens = createLens({ environment: {}, home, settings, log: line => log.push(line) });
  const [bad, good] = await Promise.all(
    [broken, settings].map(its => lens.openFolder({ root: home, settings: its, trusted: true })),
  );
  await lens.close();
  const question: Question = { ask: 'package', registry: 'npm', name: 'demo' };
  expect([bad?.peek(question), good?.peek(question)]).toEqual([
    { state: 'unknown', why: 'unreachable' },
    { state: 'unknown', why: 'offline' },
  ]);
  expect(log.filter(line => line.includes('by a fault of Registry Lens: TypeError: a fault'))).toHaveLength(1);
});

test('the thousand-and-first project is not asked about', async () => {
  const log: string[] = [];
  const { settings } = readSettings({ 'registryLens.offline': true }, []);
  const lens = createLens({ environment: {}, home, settings, log: line => log.push(line) });
  const folder = await lens.openFolder({ root: home, settings, trusted: true });
  const directories = Array.from({ length: 1001 }, (_, i) => path.join(home, String(i)));
  for (const directory of directories) {
    await mkdir(directory);
    await writeFile(path.join(directory, '.npmrc'), '');
  }
  const whys = new Map<string, number>();
  for (const directory of directories) {
    const answer = (await folder.at(directory)).peek({ ask: 'package', registry: 'npm', name: 'demo' });
    const why = answer.state === 'unknown' ? answer.why : answer.state;
    whys.set(why, (whys.get(why) ?? 0) + 1);
  }
  await lens.close();
  expect([...whys]).toEqual([
    ['offline', 1000],
    ['unreachable', 1],
  ]);
  expect(log).toEqual([expect.stringContaining('More than 1000 folders')]);
});

test('what a registry answers to a login is found again by who has the user’s secret, and tells no password', async () => {
  const document = { name: 'demo', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { version: '1.0.0' } } };
  const server = await startLocalServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(document));
  });
  const login = { is: 'bearer', token: 'hunter2' };
  const cacheFolder = path.join(home, 'cache');
  await writeFile(
    path.join(home, '.npmrc'),
    `registry=${server.base}\n//${new URL(server.base).host}/:_authToken=hunter2`,
  );
  const lines: string[] = [];

  /** How many requests a process sends that has this folder of the state. */
  async function requestsWith(stateFolder: string | undefined): Promise<number> {
    const { settings } = readSettings({}, []);
    const log = (line: string) => lines.push(line);
    const lens = createLens({ environment: {}, home, settings, cacheFolder, stateFolder, log });
    const folder = await lens.openFolder({ settings, trusted: true });
    const question: Question = { ask: 'package', registry: 'npm', name: 'demo' };
    await folder.settle([question]);
    expect(folder.peek(question)).toMatchObject({ state: 'known' });
    await lens.close();
    return lens.http.requests;
  }

  const state = path.join(home, 'state');
  expect(await requestsWith(state)).toBe(1);
  expect(await requestsWith(state)).toBe(0);
  expect(await requestsWith(path.join(home, 'another'))).toBe(1);
  expect(server.headers.map(({ authorization }) => authorization)).toEqual(['Bearer hunter2', 'Bearer hunter2']);
  expect(lines).toEqual([]);
  expect([await requestsWith(undefined), await requestsWith(undefined)]).toEqual([1, 1]);
  const line = 'What registries answer to a login is not found again by the next process: there is no home.';
  expect(lines).toEqual([line, line]);
  await server.stop();

  const kept = await readdir(cacheFolder, { recursive: true, withFileTypes: true });
  const files = kept.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
  const text = (await Promise.all(files.map(file => readFile(file, 'utf8')))).join();
  expect(text).toContain('demo');
  for (const guess of [login.token, createHash('sha256').update(JSON.stringify(login)).digest('hex').slice(0, 24)])
    expect(text).not.toContain(guess);
});

test('for an untrusted folder no secret is made', async () => {
  const { settings } = readSettings({}, []);
  const stateFolder = path.join(home, 'state');
  const cacheFolder = path.join(home, 'cache');
  const lens = createLens({ environment: {}, home, settings, cacheFolder, stateFolder, log: () => undefined });
  await lens.openFolder({ settings, trusted: false });
  expect(await readdir(home)).toEqual([]);
  await lens.openFolder({ settings, trusted: true });
  expect(await readdir(home)).toEqual(['state']);
  await lens.close();
});

test('of a document in no folder, what lies around it is not the user’s', async () => {
  const server = await startLocalServer((_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  });
  const { host } = new URL(server.base);
  const { settings } = readSettings({}, []);
  const auths = { auths: { [host]: { auth: Buffer.from('user:secret').toString('base64') } } };
  const question: Question = { ask: 'tags', image: { host, repository: 'team/app' } };
  for (const [place, times] of [
    ['ws/.docker', 0],
    ['elsewhere', 1],
  ] as const) {
    await mkdir(path.join(home, place), { recursive: true });
    await mkdir(path.join(home, 'ws', '.git'), { recursive: true });
    await writeFile(path.join(home, place, 'config.json'), JSON.stringify(auths));
    const environment = { DOCKER_CONFIG: path.join(home, place) };
    const lens = createLens({ environment, home: path.join(home, 'none'), settings, log: () => undefined });
    const folder = await lens.openFolder({ settings, trusted: true });
    await (await folder.at(path.join(home, 'ws'))).settle([question]);
    await lens.close();
    expect(server.headers.filter(({ authorization }) => authorization !== undefined).length > 0).toBe(times > 0);
  }
  await server.stop();
});

test('the user’s file in a home that is a repository keeps names inside, though it is not obeyed', async () => {
  const files = { '.npmrc': 'registry=https://registry.example', 'src/ws/package.json': '{}' };
  const question: Question = { ask: 'package', registry: 'npm', name: 'private-name' };
  const seen = async (more: Readonly<Record<string, string>>) => {
    const { at } = await viewsOf({ ...files, ...more }, 'src/ws');
    const view = await at('src/ws');
    return [view.goesToDefaultRegistry(question), view.peek(question)];
  };
  expect(await seen({})).toEqual([false, { state: 'unknown', why: 'offline' }]);
  expect(await seen({ '.git/config': '' })).toEqual([false, { state: 'unknown', why: 'unreachable' }]);
  expect(await seen({ 'src/ws/.git/config': '' })).toEqual([false, { state: 'unknown', why: 'offline' }]);
});
