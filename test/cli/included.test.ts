import { mkdirSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LARGEST_LOCKFILE } from '../../server/src/model/reader.ts';
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

const JOB = 'jobs: [{job: a, container: "acme/build:latest"}]\n';

test('templates of pipelines of Azure are found from the file, and from the root', async () => {
  expect(
    await listed({
      'ci/azure-pipelines.yml':
        'stages: [{template: parts/build.yml}, {template: ../b.yml}, {template: b.yml@other}]\n',
      'ci/parts/build.yml': `extends: {template: /shared/all.yml}\n${JOB}`,
      'ci/b.yml': JOB,
      'b.yml': JOB,
      'shared/all.yml': JOB,
      'shared/other.yml': JOB,
    }),
  ).toEqual([
    'b.yml azure-pipelines acme/build:latest',
    'ci/parts/build.yml azure-pipelines acme/build:latest',
    'shared/all.yml azure-pipelines acme/build:latest',
  ]);
});

test('a default that each use of a template gives is judged nowhere', async () => {
  const part = (name: string) =>
    `parameters: [{name: ${name}, default: "acme/x:latest"}]\njobs: [{job: a, container: "\${{ parameters.${name} }}"}]\n`;
  world = fakeWorld({
    files: {
      'azure-pipelines.yml':
        'jobs: [{template: a.yml, parameters: {A: "1"}}, {template: /a.yml, parameters: {a: "2"}}, {template: b.yml}]\n',
      'a.yml': part('a'),
      'b.yml': part('b'),
    },
  });
  const ran = await world.run('list', '.', '--format', 'json');
  const { references } = JSON.parse(ran.out) as { references: { file: string; name: string; opaque: string }[] };
  expect(references.map(({ file, name, opaque }) => `${file} ${opaque ?? name}`)).toEqual([
    'a.yml template',
    'b.yml docker.io/acme/x',
  ]);
});

test('the root from which templates are named may lie below the folder that is looked at', async () => {
  world = fakeWorld({
    files: {
      'r/azure-pipelines.yml': 'jobs: [{template: ci/a.yml, parameters: {a: "1"}}, {template: /ci/a.yml}]\n',
      'r/ci/a.yml':
        'parameters: [{name: a, default: "acme/x:latest"}]\njobs: [{job: a, container: "${{ parameters.a }}"}]\n',
    },
  });
  const ran = await world.run('list', '.', '--format', 'json');
  const { references } = JSON.parse(ran.out) as { references: { file: string; name: string }[] };
  expect(references).toMatchObject([{ file: 'r/ci/a.yml', name: 'docker.io/acme/x' }]);
});

test('what Compose files take in is read as one', async () => {
  const service = 'services: {a: {image: "acme/a:1.0"}}\n';
  expect(
    await listed({
      'compose.yaml':
        'include: [parts/db.yaml, {path: [parts/web.yml, "oci://acme/c.yml"]}]\nservices: {b: {extends: {file: base.yml, service: a}}}\n',
      'base.yml': service,
      'parts/db.yaml': service,
      'parts/web.yml': service,
      'parts/other.yml': service,
    }),
  ).toEqual(['base.yml compose acme/a:1.0', 'parts/db.yaml compose acme/a:1.0', 'parts/web.yml compose acme/a:1.0']);
});

test('a single file is what the pipeline above it says', async () => {
  const files = { '.gitlab-ci.yml': 'include: ci/*.yml\n', 'ci/build.yml': BUILD };
  expect(await listed(files, 'ci/build.yml')).toEqual(['build.yml gitlab-ci acme/build:latest']);
});

test('so is a template below a pipeline of Azure', async () => {
  const files = { 'azure-pipelines.yml': 'steps: [{template: ci/build.yml}]\n', 'ci/build.yml': JOB };
  expect(await listed(files, 'ci/build.yml')).toEqual(['build.yml azure-pipelines acme/build:latest']);
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

test.each(['utf16le', 'utf16be'])('requirements in UTF-16 are read, as PowerShell writes them: %s', async order => {
  world = fakeWorld({ files: {} });
  const bytes = Buffer.from('\uFEFFdemo==1.1\r\n', 'utf16le');
  writeFileSync(path.join(world.folder, 'requirements.txt'), order === 'utf16le' ? bytes : bytes.swap16());
  const ran = await world.run('list', '.', '--format', 'json');
  expect(JSON.parse(ran.out)).toMatchObject({ references: [{ file: 'requirements.txt', text: 'demo==1.1' }] });
});

test('what requirements files say of indexes counts for those that they include and that include them', async () => {
  world = fakeWorld({
    files: {
      'requirements.txt': '-r base.txt\na==1\n',
      'base.txt': 'b==1\n',
      'deploy/requirements.txt': '-i https://index.example/simple\n-r ../deps/private.txt\nc==1\n',
      'deps/private.txt': 'd==1\n',
      'deps/other.txt': 'no requirement\n',
      'docs/requirements.txt': '-r gone.txt\ne==1\n',
    },
  });
  const ran = await world.run('list', '.', '--format', 'json');
  const { references } = JSON.parse(ran.out) as { references: { file: string; text: string; opaque: string | null }[] };
  expect(references.map(({ file, text, opaque }) => [file, text, opaque ?? 'asked'].join(' '))).toEqual([
    'base.txt b==1 asked',
    'deploy/requirements.txt c==1 asked',
    'deps/private.txt d==1 asked',
    // What it includes might name a private index.
    'docs/requirements.txt e==1 managed',
    'requirements.txt a==1 asked',
  ]);
});

test.each(['../c[1]/x.lst', 'FOLDER/c[1]/x.lst', 'file://FOLDER/c%5B1%5D/x.lst'])(
  'requirements that are included by %s lead on',
  async written => {
    world = fakeWorld({ files: { 'c[1]/x.lst': '-r ../e/requirements.txt\n', 'e/requirements.txt': 'secret\n' } });
    mkdirSync(path.join(world.folder, 'a'));
    const includes = `-r ${written.replace('FOLDER', realpathSync(world.folder))}\n`;
    writeFileSync(path.join(world.folder, 'a/requirements.txt'), `-i https://index.example/simple\n${includes}`);
    await expect(world.run('list', '.', '--resolve')).rejects.toThrow(
      'Unexpected question: package pypi secret from pip index-url=https://index.example/simple',
    );
  },
);

test.each<[string, Buffer]>([
  [
    'in no known encoding',
    Buffer.from('# \xE9\n-i https://index.example/simple\n-r ../b/requirements.txt\n', 'latin1'),
  ],
  ['too large', Buffer.alloc(5_000_000, '# all of it\n')],
])('what a requirements file may include that is %s is asked of nobody', async (_, bytes) => {
  world = fakeWorld({ files: { 'b/requirements.txt': 'secret\n' } });
  mkdirSync(path.join(world.folder, 'a'));
  mkdirSync(path.join(world.folder, '.git'));
  writeFileSync(path.join(world.folder, 'a/requirements.txt'), bytes);
  for (const place of ['.', 'b', 'b/requirements.txt']) {
    const ran = await world.run('list', place, '--format', 'json');
    expect(JSON.parse(ran.out)).toMatchObject({ references: [{ text: 'secret', opaque: 'managed' }] });
  }
});

test.each<[string, (folder: string) => void]>([
  [
    'is too large',
    folder => {
      writeFileSync(path.join(folder, 'p/uv.lock'), '# x\n');
      truncateSync(path.join(folder, 'p/uv.lock'), LARGEST_LOCKFILE + 1);
    },
  ],
  [
    'leads out of what is looked at',
    folder => {
      mkdirSync(path.join(folder, 'shared'));
      writeFileSync(path.join(folder, 'shared/uv.lock'), 'version = 1\n');
      symlinkSync('../shared/uv.lock', path.join(folder, 'p/uv.lock'));
    },
  ],
])('PyPI hears of nothing that a lockfile may have which %s', async (_, write) => {
  world = fakeWorld({ files: { 'p/pyproject.toml': '[project]\ndependencies = ["secret"]\n[tool.uv]\n' } });
  write(world.folder);
  await expect(world.run('list', 'p', '--resolve')).rejects.toThrow('package pypi secret from uv locked-at=?');
});

test('files of requirements that setuptools reads are such files, whatever they are called', async () => {
  expect(
    await listed({
      'pyproject.toml': '[tool.setuptools.dynamic]\ndependencies = {file = ["main.txt"]}\n',
      'main.txt': 'demo==1.1\n',
      'tests.txt': 'no requirement\n',
      'old/setup.cfg': '[options]\ninstall_requires = file: base.in, gone.in\n',
      'old/base.in': 'demo==1.2\n',
    }),
  ).toEqual(['main.txt included-requirements demo==1.1', 'old/base.in included-requirements demo==1.2']);
});
