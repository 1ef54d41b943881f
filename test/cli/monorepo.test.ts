import { afterEach, expect, test } from 'vitest';
import { digest } from '../support/judge.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

/** The member that names its sibling comes before it in every walk. A question that is not listed fails the run. */
const MONOREPO = {
  'mono/package.json': '{"name": "root", "workspaces": ["packages/*"], "dependencies": {"@in/b": "*"}}',
  'mono/packages/a/package.json': '{"name": "@in/a", "dependencies": {"@in/b": "0.18.0", "root": "^1.0.0"}}',
  'mono/packages/b/package.json': '{"name": "@in/b"}',
  'mono/fixtures/lodash/package.json': '{"name": "lodash"}',
};

async function listed(...argv: string[]) {
  const ran = await world?.run('list', ...argv, '--format', 'json');
  const { references } = JSON.parse(ran?.out ?? '');
  return references.map(({ file, name, want, opaque }: Record<string, string | null>) => [file, name, want, opaque]);
}

test.each([
  ['the folder above', '.'],
  ['the monorepo', 'mono'],
  ['one member', 'mono/packages/a'],
  ['one file', 'mono/packages/a/package.json'],
])('asks nobody about siblings, and finds nothing, when the path is %s', async (_, at) => {
  world = fakeWorld({ files: MONOREPO });
  for (const option of ['--fail-on=hint', '--untrusted']) {
    const ran = await world.run('check', at, option);
    expect(ran).toMatchObject({ status: 0, asked: [], err: '' });
  }
});

test('lists siblings with their names, as the workspace’s own', async () => {
  world = fakeWorld({ files: MONOREPO });
  expect(await listed('mono')).toEqual([
    ['package.json', '@in/b', '*', 'workspace'],
    ['packages/a/package.json', '@in/b', '0.18.0', 'workspace'],
    ['packages/a/package.json', 'root', '^1.0.0', 'workspace'],
  ]);
  expect(await listed('mono/packages/a/package.json')).toEqual([
    ['package.json', '@in/b', '0.18.0', 'workspace'],
    ['package.json', 'root', '^1.0.0', 'workspace'],
  ]);
});

test('asks about what is no member, wherever a manifest of that name lies', async () => {
  world = fakeWorld({
    files: { ...MONOREPO, 'mono/packages/a/package.json': '{"dependencies": {"lodash": "4.0.0"}}' },
  });
  await expect(world.run('check', 'mono')).rejects.toThrow('Unexpected question: release npm lodash 4.0.0');
});

test('asks about what only another workspace provides', async () => {
  world = fakeWorld({
    files: { ...MONOREPO, 'other/package.json': '{"workspaces": [], "dependencies": {"@in/b": "1.0.0"}}' },
  });
  await expect(world.run('check', '.')).rejects.toThrow('Unexpected question: release npm @in/b 1.0.0');
});

const BUILDS = {
  'skaffold.yaml': 'apiVersion: skaffold/v4beta11\nkind: Config\nbuild: {artifacts: [{image: cart}]}\n',
  'compose.yaml': 'services: {base: {build: base, image: "in/base:dev"}}\n',
};

test('asks nobody about images that the workspace builds, in whatever file they are named', async () => {
  world = fakeWorld({
    files: {
      ...BUILDS,
      'k8s/cart.yaml': 'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: cart, image: cart}]}\n',
      'cart/Dockerfile': 'FROM in/base:dev\n',
    },
  });
  expect(await world.run('check', '.', '--fail-on', 'hint')).toMatchObject({ status: 0, asked: [], err: '' });
});

test.each([
  ['under another tag', 'FROM in/base:1\n', ':1'],
  ['by a digest', `FROM in/base:dev@${digest('a')}\n`, ':dev'],
])('asks about an image that the workspace builds where it is named %s', async (_, text, at) => {
  world = fakeWorld({ files: { ...BUILDS, 'cart/Dockerfile': text } });
  await expect(world.run('check', '.')).rejects.toThrow(`Unexpected question: manifest oci docker.io/in/base ${at}`);
});
