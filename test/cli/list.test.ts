import { afterEach, describe, expect, test } from 'vitest';
import { absent, digest, type Known, known, manifest, npmPackage } from '../support/judge.ts';
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
  const files = {
    'package.json': '{"dependencies": {"a": "git+https://tok3n:s3cret@git.example/a.git#v1@2"}}',
    'requirements.txt': 'https://ann:s3cret@host.example/x.whl\n-e git+https://s3cret@host.example/h@main\n',
  };
  world = fakeWorld({ files });
  const printed = await Promise.all([world.run('list', '.'), world.run('list', '.', '--format', 'json')]);
  expect(printed.map(({ out }) => out).join()).not.toMatch(/s3cret|tok3n/);
  expect(JSON.parse(printed[1]?.out ?? '').references).toHaveLength(3);
});

describe('what clients would take', () => {
  const files = {
    Dockerfile: `FROM node:20\nFROM gone\nFROM node@${A}\nFROM $NOTHING\n`,
    'package.json': '{"dependencies": {"bad": "^1.0.0", "no": "1", "old": "1.0.0", "good": "^1"}}',
  };
  const answers: Known = {
    'manifest oci docker.io/library/node :20': manifest('b', 'index'),
    'manifest oci docker.io/library/gone :latest': absent('repository'),
    [`manifest oci docker.io/library/node @${A}`]: absent('digest'),
    'package npm bad': npmPackage({ '1.0.0': 'no', '1.1.0': 'no', '2.0.0': 'live' }, { latest: '2.0.0' }),
    'package npm no': absent('package'),
    'release npm old 1.0.0': absent('version'),
    'package npm old': npmPackage({ '2.0.0': 'live' }, { latest: '2.0.0' }),
    'history npm old': known({ published: { '1.0.0': '2020-01-01T00:00:00Z' } }),
    'package npm good': npmPackage({ '1.0.0': 'live', '1.2.0': 'live' }, { latest: '1.2.0' }),
  };

  test('is asked, and told beside each reference', async () => {
    world = fakeWorld({ files, known: answers });
    const ran = await world.run('list', '.', '--resolve', '--format', 'json');
    expect(ran).toMatchObject({ status: 0, err: '' });
    const { references } = JSON.parse(ran.out);
    const asOf = '2026-01-01T00:00:00.000Z';
    expect(references).toMatchObject([
      { chosen: digest('b'), standing: 'live', latest: null, asOf },
      { chosen: null, standing: 'missing-package', latest: null, asOf },
      { chosen: null, standing: 'missing-version', latest: null, asOf },
      { opaque: 'variable', chosen: null, standing: null, latest: null, asOf: null },
      { name: 'bad', chosen: '1.1.0', standing: 'deprecated', latest: '2.0.0', asOf },
      { name: 'no', chosen: null, standing: 'missing-package', latest: null },
      { name: 'old', chosen: null, standing: 'unpublished', latest: '2.0.0' },
      { name: 'good', chosen: '1.2.0', standing: 'live', latest: '1.2.0' },
    ]);
  });

  test('is a column in the terminal', async () => {
    world = fakeWorld({ files: { 'package.json': files['package.json'] }, known: answers });
    const ran = await world.run('list', '.', '--resolve');
    expect(ran.out).toBe(
      [
        'package.json',
        '  1:19  npm  bad ^1.0.0  → 1.1.0, deprecated (latest 2.0.0)',
        '  1:36  npm  no 1        → missing-package',
        '  1:47  npm  old 1.0.0   → unpublished (latest 2.0.0)',
        '  1:63  npm  good ^1     → 1.2.0',
        '',
        '4 references in 1 file.',
        '',
      ].join('\n'),
    );
  });

  test('is unknown where it could not be asked, and the status says so', async () => {
    world = fakeWorld({ files, known: answers });
    const ran = await world.run('list', '.', '--resolve', '--offline', '--format', 'json');
    expect(ran).toMatchObject({ status: 2, asked: [] });
    expect(JSON.parse(ran.out).references[0]).toMatchObject({ chosen: null, standing: 'unknown', asOf: null });
    expect(await world.run('list', '.', '--resolve', '--untrusted')).toMatchObject({ status: 2, asked: [] });
  });

  test('is not asked without the option, nor of what is ignored', async () => {
    const settings = JSON.stringify({ 'registryLens.ignore': ['npm:*', 'oci:**'] });
    world = fakeWorld({ files: { ...files, 's.json': settings }, known: {} });
    expect(await world.run('list', '.')).toMatchObject({ status: 0, asked: [] });
    expect(await world.run('list', '.', '--resolve', '--settings', 's.json')).toMatchObject({ status: 0, asked: [] });
  });
});
