import { afterEach, expect, test } from 'vitest';
import { FileChangeType } from 'vscode-languageserver/node';
import { startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const PIPELINE = 'include: x/all.yml\n';
const ALL = 'include: ci/*.yml\n';
const BUILD = 'build: {image: "acme/build:1"}\n';
const KEY = 'manifest oci docker.io/acme/build :1';

const asked = () => client.lens.wanted.some(({ key }) => key === KEY);

test('a file is a pipeline for as long as one includes it, on disk', async () => {
  client = await startClient({ files: { '.gitlab-ci.yml': PIPELINE, 'x/all.yml': ALL, 'ci/build.yml': BUILD } });
  await client.until(asked);
});

test('and open, from when it is included to when it no longer is', async () => {
  client = await startClient({ files: { 'x/all.yml': ALL, 'ci/build.yml': BUILD } });
  client.open('ci/build.yml', BUILD);
  expect(await client.hover('ci/build.yml', 0, 20)).toBeUndefined();
  await client.write('.gitlab-ci.yml', PIPELINE);
  client.touch('.gitlab-ci.yml', FileChangeType.Created);
  await expect.poll(() => client.hover('ci/build.yml', 0, 20)).toContain('acme/build');
  client.open('.gitlab-ci.yml', PIPELINE);
  client.change('.gitlab-ci.yml', 'include: y/all.yml\n');
  await expect.poll(() => client.hover('ci/build.yml', 0, 20)).toBeUndefined();
  client.change('.gitlab-ci.yml', 'include: ci/build.yml\n');
  await expect.poll(() => client.hover('ci/build.yml', 0, 20)).toContain('acme/build');
});

const SECRET = 'package pypi secret from pip index-url=https://index.example/simple';

test.each([false, true])(
  'requirements that a file of any name leads to are asked where it is said, open: %s',
  async isOpen => {
    client = await startClient({
      files: {
        'a/requirements.txt': '-i https://index.example/simple\n-r ../b/f1.txt\n',
        'b/f1.txt': '-r ../b/second\n',
        'b/second': '-r ../c/requirements-x.txt\n',
        'c/requirements-x.txt': 'secret\n',
      },
    });
    if (isOpen) client.open('c/requirements-x.txt', 'secret\n');
    await client.until(() => client.lens.wanted.some(({ key }) => key === SECRET));
    expect(client.lens.wanted.filter(({ key }) => key.includes('secret') && key !== SECRET)).toEqual([]);
  },
);

test('while what is included is not known, nobody is asked', async () => {
  client = await startClient({
    files: {
      'a/requirements.txt': '-i https://index.example/simple\n-r ../b/f1.txt\n',
      'b/f1.txt': '-r ../c/requirements-x.txt\n',
      '.gitignore': 'f1.txt\n',
      'c/requirements-x.txt': 'secret\n',
      'd/compose.yaml': 'services: {a: {image: "acme/build:1"}}\n',
    },
  });
  await client.until(asked);
  expect(client.lens.wanted.filter(({ key }) => key.includes('secret'))).toEqual([]);
});

test('files that come together later are asked about only when all were read that say where', async () => {
  const build = 'services: {a: {image: "acme/build:1"}}\n';
  client = await startClient({ files: { 'x/compose.yaml': build } });
  await client.until(asked);
  const come = {
    'b/requirements.txt': 'secret\n',
    'c/requirements.txt': '-i https://index.example/simple\n-r ../b/requirements.txt\n',
  };
  for (const [file, text] of Object.entries(come)) await client.write(file, text);
  for (const file of Object.keys(come)) client.touch(file, FileChangeType.Created);
  await client.until(() => client.lens.wanted.some(({ key }) => key === SECRET));
  expect(client.lens.wanted.filter(({ key }) => key.includes('secret') && key !== SECRET)).toEqual([]);
});

test('what a file may include that cannot be read is asked about when that can be read, or is gone', async () => {
  const build = 'services: {a: {image: "acme/build:1"}}\n';
  const hidden = '# all of it\n'.repeat(400_000);
  client = await startClient({
    files: { 'a/requirements.txt': hidden, 'b/requirements.txt': 'secret\n', 'd/compose.yaml': build },
  });
  await client.until(asked);
  expect(client.lens.wanted.filter(({ key }) => key.includes('secret'))).toEqual([]);
  await client.write('a/requirements.txt', '-i https://index.example/simple\n-r ../b/requirements.txt\n');
  client.touch('a/requirements.txt', FileChangeType.Changed);
  await client.until(() => client.lens.wanted.some(({ key }) => key === SECRET));
  expect(client.lens.wanted.filter(({ key }) => key.includes('secret') && key !== SECRET)).toEqual([]);
});

test('what is gone hides nothing any more', async () => {
  client = await startClient({
    files: { 'a/requirements.txt': '# all of it\n'.repeat(400_000), 'b/requirements.txt': 'open\n' },
  });
  await client.remove('a/requirements.txt');
  client.touch('a/requirements.txt', FileChangeType.Deleted);
  await client.until(() => client.lens.wanted.some(({ key }) => key === 'package pypi open'));
});

test('what a file of any name requires itself is asked where it is said', async () => {
  client = await startClient({
    files: {
      'a/requirements.txt': '-i https://index.example/simple\n-r ../b/f1.lst\n',
      'b/f1.lst': '-r ../c/requirements-x.txt\nsecret\n',
      'c/requirements-x.txt': 'secret-too\n',
    },
  });
  await client.until(() =>
    ['secret', 'secret-too'].every(name =>
      client.lens.wanted.some(({ key }) => key.startsWith(`package pypi ${name} from`)),
    ),
  );
  expect(
    client.lens.wanted.filter(({ key }) => !key.endsWith(' from pip index-url=https://index.example/simple')),
  ).toEqual([]);
});
