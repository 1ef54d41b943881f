import { afterEach, expect, test } from 'vitest';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

const BUILD = 'build: {image: "acme/build:latest", script: [x]}\n';

async function listed(files: Readonly<Record<string, string>>, ...paths: string[]): Promise<readonly string[]> {
  world = fakeWorld({ files });
  const ran = await world.run('list', ...(paths.length === 0 ? ['.'] : paths), '--format', 'json');
  const { references } = JSON.parse(ran.out) as { references: { file: string; kind: string; text: string }[] };
  return references.map(({ file, kind, text }) => `${file} ${kind} ${text}`);
}

test('what a pipeline includes of its repository is read as one, whatever it is called', async () => {
  expect(
    await listed({
      '.gitlab-ci.yml': 'include:\n- local: "/ci/*.yml"\n- /z/deep/all.yml\nmain: {image: "acme/main:1.0"}\n',
      'ci/build.yml': BUILD,
      'ci/sub/build.yml': BUILD,
      'other/build.yml': BUILD,
      'z/deep/all.yml': 'include: a/first.yml\n',
      'a/first.yml': BUILD,
    }),
  ).toEqual([
    '.gitlab-ci.yml gitlab-ci acme/main:1.0',
    'a/first.yml gitlab-ci acme/build:latest',
    'ci/build.yml gitlab-ci acme/build:latest',
  ]);
});

test('a single file is what the pipeline above it says', async () => {
  const files = { '.gitlab-ci.yml': 'include: ci/*.yml\n', 'ci/build.yml': BUILD };
  expect(await listed(files, 'ci/build.yml')).toEqual(['build.yml gitlab-ci acme/build:latest']);
});

test('what another kind knows is its own, and what leads outside is nobody’s', async () => {
  expect(
    await listed({
      'a/.gitlab-ci.yml': 'include: ["**/*.yml", ../b/x.yml, /../b/x.yml]\n',
      'a/pod.yml': 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: a}]}\n',
      'b/x.yml': BUILD,
    }),
  ).toEqual(['a/pod.yml kubernetes a']);
});

test('an included file is checked with the values of the pipeline', async () => {
  world = fakeWorld({
    files: {
      '.gitlab-ci.yml': 'include: ci/build.yml\nvariables: {TAG: latest}\n',
      'ci/build.yml': 'build: {image: "acme/build:$TAG"}\n',
    },
  });
  const ran = await world.run('check', '.', '--offline');
  expect(ran.out).toContain('`acme/build:latest` is whatever was pushed last.');
});
