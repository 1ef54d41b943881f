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

const CHAIN = {
  'repo/.git/HEAD': 'ref: refs/heads/main\n',
  'repo/a/requirements.txt': '-i https://index.example/simple\n-r ../b/f1.txt\n',
  'repo/b/f1.txt': '-r ../b/second\n',
  'repo/b/second': '-r ../c/requirements-x.txt\n',
  'repo/c/requirements-x.txt': 'secret\n',
  'repo/d/requirements.txt': 'fourth\n',
};

test.each([
  ['the repository', 'repo', ['fourth', `secret ${PRIVATE}`]],
  ['a folder of it', 'repo/c', [`secret ${PRIVATE}`]],
  ['a file of it', 'repo/c/requirements-x.txt', [`secret ${PRIVATE}`]],
])('what is included by its path is read under whatever name: %s', async (_, place, expected) => {
  expect(await asked(CHAIN, place)).toEqual(expected);
});

test.each([
  ['hidden from git', { 'repo/.gitignore': 'f1.txt\n' }],
  ['no text', { 'repo/b/f1.txt': '\0' }],
  [
    'outside of what is looked at',
    { 'repo/a/requirements.txt': '-i https://index.example/simple\n-r ../../f1.txt\n', 'f1.txt': '' },
  ],
])('while it is not known what an included file includes, nobody is asked: it is %s', async (_, files) => {
  for (const place of ['repo', 'repo/c/requirements-x.txt'])
    expect(await asked({ ...CHAIN, ...files }, place)).toEqual([]);
});

test('a file that is not there includes nothing', async () => {
  const files = { ...CHAIN, 'repo/a/requirements.txt': '-r ../b/gone.txt\nother\n' };
  expect(await asked(files, 'repo/d')).toEqual(['fourth']);
});

test.each(['req.in', 'req.txt', 'requires.txt', 'requirements.pip', 'python.txt', 'backend.txt'])(
  'a file that says where to ask is known by its text as well: %s',
  async name => {
    const files = {
      'repo/.git/HEAD': 'ref: refs/heads/main\n',
      [`repo/a/${name}`]: '# ours\n-i https://index.example/simple\n-r ../c/requirements.txt\n',
      'repo/c/requirements.txt': 'secret\n',
    };
    expect(await asked(files, 'repo')).toEqual([`secret ${PRIVATE}`]);
    expect(await asked(files, 'repo/c/requirements.txt')).toEqual([`secret ${PRIVATE}`]);
  },
);

test('a text that only has such a line is none', async () => {
  expect(await asked({ 'a/req.txt': 'usage\n-r FILE\n  what is read from a file\nsecret\n' }, 'a')).toEqual([]);
});
