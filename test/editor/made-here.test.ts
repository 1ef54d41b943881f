import { rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FileChangeType, WorkDoneProgressCreateRequest } from 'vscode-languageserver/node';
import { TRUST_NOTIFICATION } from '../../server/src/editor/protocol.ts';
import { startClient, type TestClient } from './client.ts';

let client: TestClient;
afterEach(() => client.stop());

const POD = 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: "shop/web:1"}, {image: "alpine:3"}]}\n';
const BUILD = 'services: {web: {build: ., image: "shop/web:1"}}\n';
const WEB = 'manifest oci docker.io/shop/web :1';
const ALPINE = 'manifest oci docker.io/library/alpine :3';

const asked = (key: string) => client.lens.wanted.some(each => each.key === key);

test.each(['a', 'z'])('what %s/compose.yaml builds is asked of nobody, open or not', async folder => {
  client = await startClient({
    files: { 'deploy/pod.yaml': POD, 'other/pod.yaml': POD, [`${folder}/compose.yaml`]: BUILD },
  });
  client.open('deploy/pod.yaml', POD);
  await client.hover('deploy/pod.yaml', 2, 30);
  await client.hints('deploy/pod.yaml');
  await client.until(() => client.lens.wanted.filter(({ key }) => key === ALPINE).length > 1);
  await client.complete('deploy/pod.yaml', 2, 43);
  expect(client.lens.wanted.filter(({ key }) => key.includes('shop/web'))).toEqual([]);
});

test('it is asked once nothing builds it any more, and is not from when something does', async () => {
  client = await startClient({ files: { 'deploy/pod.yaml': POD, 'z/compose.yaml': BUILD } });
  await client.until(() => asked(ALPINE));
  expect(asked(WEB)).toBe(false);
  await client.remove('z/compose.yaml');
  client.touch('z/compose.yaml', FileChangeType.Deleted);
  await client.until(() => asked(WEB));
  await client.write('z/compose.yaml', BUILD);
  client.touch('z/compose.yaml', FileChangeType.Created);
  client.open('deploy/pod.yaml', POD);
  let hover: string | undefined = '';
  while (!hover?.includes('workspace')) hover = await client.hover('deploy/pod.yaml', 2, 35);
  const before = client.lens.wanted.length;
  client.change('deploy/pod.yaml', `${POD}# more\n`);
  expect(await client.hover('deploy/pod.yaml', 2, 35)).toContain('workspace');
  expect(client.lens.wanted.slice(before).filter(({ key }) => key.includes('shop/web'))).toEqual([]);
});

test('what is built is still so when its file was opened through a link and is closed', async () => {
  client = await startClient({ files: { 'deploy/pod.yaml': POD, 'z/compose.yaml': BUILD } });
  await symlink(path.join(client.root, 'z'), path.join(client.root, 'link'));
  await client.until(() => asked(ALPINE));
  client.open('link/compose.yaml', BUILD);
  while (!(await client.hover('link/compose.yaml', 0, 40))?.includes('workspace'));
  client.close('link/compose.yaml');
  await expect.poll(() => client.hover('link/compose.yaml', 0, 40)).toBeUndefined();
  // Whoever is judged anew is asked about after this.
  await client.write('last/pod.yaml', POD.replace('alpine:3', 'alpine:4'));
  client.touch('last/pod.yaml', FileChangeType.Created);
  await client.until(() => asked('manifest oci docker.io/library/alpine :4'));
  expect(asked(WEB)).toBe(false);
});

test('it is asked of nobody while what builds it is moved to another folder', async () => {
  client = await startClient({ files: { 'deploy/pod.yaml': POD, 'z/compose.yaml': BUILD } });
  await client.until(() => asked(ALPINE));
  await rename(path.join(client.root, 'z'), path.join(client.root, 'a'));
  await client.write('last/pod.yaml', POD.replace('alpine:3', 'alpine:4'));
  client.touch(['a', 'z', 'last'], FileChangeType.Changed);
  await client.until(() => asked('manifest oci docker.io/library/alpine :4'));
  expect(asked(WEB)).toBe(false);
});

test('what is to be asked once all was looked at is asked as the folder is seen then', async () => {
  client = await startClient({
    files: { 'deploy/pod.yaml': POD, 'z/compose.yaml': BUILD },
    initializationOptions: { trusted: false },
  });
  let walk: () => void = () => undefined;
  const mayWalk = new Promise<void>(resolve => {
    walk = resolve;
  });
  client.connection.onRequest(WorkDoneProgressCreateRequest.type, () => mayWalk);
  client.open('deploy/pod.yaml', POD);
  await client.complete('deploy/pod.yaml', 2, 60);
  await client.hover('deploy/pod.yaml', 2, 60);
  await client.connection.sendNotification(TRUST_NOTIFICATION);
  await client.until(() => client.lens.opened.some(({ trusted }) => trusted));
  walk();
  await client.until(() => asked('tags oci docker.io/library/alpine'));
});

test('a build that is typed anew is a build all the while', async () => {
  const text = 'services:\n  web: {build: ., image: "shop/web:1"}\n';
  client = await startClient({ files: { 'deploy/pod.yaml': POD, 'z/compose.yaml': text }, typingDelay: 500 });
  await client.until(() => asked(ALPINE));
  client.open('z/compose.yaml', text);
  await client.pull('z/compose.yaml');
  client.change('z/compose.yaml', text.replace('web:1', 'web:'));
  // The pod is judged by the half of the name before the rest comes.
  await new Promise<void>(resolve => setTimeout(resolve, 100));
  client.change('z/compose.yaml', `${text}  db: {image: "busybox:1"}\n`);
  await client.until(() => asked('manifest oci docker.io/library/busybox :1'));
  expect(client.lens.wanted.filter(({ key }) => key.includes('shop/web'))).toEqual([]);
});

test('a hover of which nothing can be asked waits for no walk', async () => {
  client = await startClient({
    files: { 'deploy/pod.yaml': POD },
    initializationOptions: { trusted: false },
    patience: 60_000,
  });
  client.connection.onRequest(WorkDoneProgressCreateRequest.type, () => new Promise<void>(() => undefined));
  client.open('deploy/pod.yaml', POD);
  expect(await client.hover('deploy/pod.yaml', 2, 60)).toContain('alpine');
});

test('a package of requirements is asked where a file in another folder says that includes them, from the first on', async () => {
  const base = 'secret==1.0\n';
  const including = '--index-url https://in.example/simple\n-r ../requirements/base.txt\nother==1.0\n';
  client = await startClient({ files: { 'requirements/base.txt': base, 'z/requirements.txt': including } });
  client.open('requirements/base.txt', base);
  await client.hover('requirements/base.txt', 0, 3);
  await client.complete('requirements/base.txt', 0, 11);
  await client.until(() => asked('package pypi secret from pip index-url=https://in.example/simple'));
  expect(client.lens.wanted.filter(({ key }) => key === 'package pypi secret')).toEqual([]);
});

test('what is included by what is included is asked where the first of them says', async () => {
  client = await startClient({
    files: {
      'req/requirements.txt': '-i https://index.example/simple\n-r ../lib/base.txt\n',
      'lib/base.txt': '-r ../common/main.txt\n',
      'common/main.txt': '-r ../dep/requirements.txt\n',
      'dep/requirements.txt': 'secret==1\n',
      'z/requirements.txt': 'public==1\n',
    },
  });
  await client.until(() => asked('package pypi public'));
  await client.until(() => asked('package pypi secret from pip index-url=https://index.example/simple'));
  expect(asked('package pypi secret')).toBe(false);
});
