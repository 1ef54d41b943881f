import { afterEach, expect, test } from 'vitest';
import { digest } from '../support/judge.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

const A = digest('a');

test('lists every reference with its place, and asks nobody', async () => {
  world = fakeWorld({
    files: {
      Dockerfile: `\uFEFFFROM node:20@${A} AS build\nFROM alpine\nCOPY --from=build /a /a\nFROM $NOTHING\n`,
      'package.json': '{"dependencies": {"a": "npm:@scope/b@^1", "c": "file:../c"}}',
    },
  });
  const ran = await world.run('list', '.', '--format', 'json');
  expect(ran).toMatchObject({ status: 0, err: '', asked: [] });
  const { references } = JSON.parse(ran.out);
  expect(references).toEqual([
    {
      file: 'Dockerfile',
      kind: 'dockerfile',
      registry: 'oci',
      name: 'docker.io/library/node',
      want: '20',
      digest: A,
      text: `node:20@${A}`,
      range: { start: { line: 0, character: 5 }, end: { line: 0, character: 84 } },
      role: 'manifest',
      opaque: null,
    },
    expect.objectContaining({ name: 'docker.io/library/alpine', want: null, digest: null, text: 'alpine' }),
    expect.objectContaining({ registry: 'oci', name: null, text: '$NOTHING', opaque: 'variable' }),
    expect.objectContaining({ kind: 'package-json', registry: 'npm', name: '@scope/b', want: '^1', digest: null }),
    expect.objectContaining({ name: 'c', opaque: 'path' }),
  ]);
});

test('says of a file that it is too large, once, and reads streams by their parts', async () => {
  const pod = 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: a}]}\n';
  const note = `# ${'x'.repeat(997)}\n`.repeat(3000);
  world = fakeWorld({
    files: {
      'data.json': `{"x": "${note.repeat(2)}"}`,
      'install.yaml': `${pod}${note}---\n${pod}${note}---\n${pod}`,
      'list.yaml': `${pod}${note.repeat(2)}`,
    },
  });
  const ran = await world.run('list', '.', '--format', 'json');
  expect(ran.err).toBe('registry-lens: Passed over `list.yaml`: one of its documents is larger than 4 MiB.\n');
  expect(JSON.parse(ran.out).references).toMatchObject([{}, {}, {}]);
});

test('knows the places of images that the settings name', async () => {
  const files = {
    'db.yaml': 'apiVersion: db.example/v1\nkind: Database\nspec: {engine: postgres:16}\n',
    'settings.json': '{"registryLens.kubernetes.imagePaths": ["Database:spec.engine"]}',
  };
  world = fakeWorld({ files });
  const ran = await world.run('list', '.', '--format', 'json', '--settings', 'settings.json');
  expect(JSON.parse(ran.out).references).toMatchObject([{ file: 'db.yaml', text: 'postgres:16' }]);
});

test.each([
  [['--format', 'sarif'], 3],
  [['--fix', 'safe'], 3],
  [['--fail-on', 'never'], 3],
  [['--offline', '--untrusted'], 0],
])('with %j exits with %i', async (options, status) => {
  world = fakeWorld({ files: { Dockerfile: 'FROM alpine\n' } });
  expect((await world.run('list', '.', ...options)).status).toBe(status);
});

test('draws a table for people', async () => {
  world = fakeWorld({ files: { 'a/Dockerfile': 'FROM node:20\nFROM ${X}\n' } });
  expect((await world.run('list', '.')).out).toBe(
    'a/Dockerfile\n  1:6  oci  docker.io/library/node 20\n  2:6  oci  ${X} (variable)\n\n2 references in 1 file.\n',
  );
});

test.each([['--help'], ['help'], ['check', '-h']])('explains itself for %s', async (...argv) => {
  world = fakeWorld({ files: {} });
  expect(await world.run(...argv)).toMatchObject({
    status: 0,
    err: '',
    out: expect.stringContaining('registry-lens check PATH'),
  });
});

test('tells its version', async () => {
  world = fakeWorld({ files: {} });
  expect(await world.run('--version')).toMatchObject({ status: 0, out: '1.2.3\n' });
});

test('of a folder without end, what the first files name is told, and that there is more', async () => {
  const text = 'FROM a:1\n'.repeat(20_000);
  const files = Array.from({ length: 11 }, (_, i) => `${String(i).padStart(2, '0')}/Dockerfile`);
  const world = fakeWorld({ files: Object.fromEntries(files.map(file => [file, text])) });
  const ran = await world.run('list', '.');
  expect(ran.out).toContain('200000 references in 10 files.');
  expect(ran.err).toMatch(
    /names more than 200000 images and packages\. What follows `10\/Dockerfile` is not checked\.\n$/,
  );
  world.remove();
});

test('prints no login that a file holds in an address', async () => {
  world = fakeWorld({
    files: { 'package.json': '{"dependencies": {"a": "git+https://tok3n:s3cret@git.example/a.git#v1@2"}}' },
  });
  const { out } = await world.run('list', '.');
  expect(out + (await world.run('list', '.', '--format', 'json')).out).not.toMatch(/s3cret|tok3n/);
});
