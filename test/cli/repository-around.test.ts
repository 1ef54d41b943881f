import { afterEach, expect, test } from 'vitest';
import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

const FILES = {
  'repo/.git/HEAD': 'ref: refs/heads/main\n',
  'repo/req/requirements.txt': '-i https://index.example/simple\n-r ../lib/base.txt\n',
  'repo/lib/base.txt': '-r ../dep/requirements-common.txt\n-r ../dep/main.txt\n',
  'repo/dep/requirements-common.txt': 'secret==1\nother==1\n',
  'repo/dep/main.txt': 'third==1\n',
  'repo/dep/requirements-alone.txt': 'fourth==1\n',
  'repo/project/pyproject.toml': '[project]\nname = "other"\n',
};
const REFUSED: Answer<AnyFact> = { state: 'unknown', why: 'refused' };
const PRIVATE = 'from pip index-url=https://index.example/simple';

/** What registries are asked, at once or before all was looked at. */
async function asked(files: Readonly<Record<string, string>>, ...paths: string[]): Promise<readonly string[]> {
  const names = ['secret', 'other', 'third', 'fourth'].flatMap(name => [name, `${name} ${PRIVATE}`]);
  const known = Object.fromEntries(names.map(name => [`package pypi ${name}`, REFUSED]));
  world = fakeWorld({ files, known });
  const ran = await world.run('check', ...paths);
  return [...new Set([...ran.asked, ...ran.wanted])].map(key => key.replace('package pypi ', '')).sort();
}

test('a file that is looked at alone knows what its repository says of its names', async () => {
  expect(await asked(FILES, 'repo/dep/requirements-common.txt')).toEqual([`secret ${PRIVATE}`]);
});

test('so does a folder, and what is included there is read', async () => {
  expect(await asked(FILES, 'repo/dep')).toEqual(['fourth', `secret ${PRIVATE}`, `third ${PRIVATE}`]);
});

test('and each of several files', async () => {
  const paths = ['repo/dep/requirements-alone.txt', 'repo/dep/requirements-common.txt', 'repo/req/requirements.txt'];
  expect(await asked(FILES, ...paths)).toEqual(['fourth', `secret ${PRIVATE}`]);
});

test('the whole repository is the same', async () => {
  expect(await asked(FILES, 'repo')).toEqual(['fourth', `secret ${PRIVATE}`, `third ${PRIVATE}`]);
});

test('without a repository around it nothing else is looked at', async () => {
  const { 'repo/.git/HEAD': _, ...others } = FILES;
  expect(await asked(others, 'repo/dep/requirements-common.txt')).toEqual(['other', 'secret']);
});

test('nothing is looked at for a file whose names no other file decides', async () => {
  world = fakeWorld({
    files: { ...FILES, 'repo/Pipfile': '[packages]\n', 'repo/package.json': '{"name": "a"}\n' },
  });
  const ran = await world.run('check', 'repo/package.json');
  expect(ran.status).toBe(0);
});
