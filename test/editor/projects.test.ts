import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { createLens } from '../../server/src/lens.ts';
import type { LocalServer } from '../support/local-server.ts';
import { startPrivateRegistry } from '../support/private-registry.ts';
import { PLAIN, startClient, type TestClient } from './client.ts';

let client: TestClient;
let usual: LocalServer;
let one: LocalServer;
let two: LocalServer;

beforeEach(async () => {
  usual = await startPrivateRegistry('usual');
  one = await startPrivateRegistry('one');
  two = await startPrivateRegistry('two');
});
afterEach(async () => {
  await client.stop();
  await Promise.all([usual, one, two].map(server => server.stop()));
});

const MANIFEST = '{"dependencies": {"@priv/x": "1.0.0"}}';

/** An editor on these files, with a registry of one's own for all that no file maps, and the real routes. */
async function start(files: Readonly<Record<string, string>>, scanWorkspace: boolean): Promise<TestClient> {
  const registryLens = { registries: { npm: usual.base }, scanWorkspace };
  client = await startClient({ capabilities: PLAIN, files, initializationOptions: { registryLens }, createLens });
  return client;
}

/** Waits until a file's package is told to be deprecated in the words of this registry. */
function untilToldBy(words: string, file: string): Promise<void> {
  const told = () => client.pushed.get(file)?.diagnostics.map(({ message }) => String(message)) ?? [];
  return client.until(() => told().some(message => message.includes(words)));
}

function privateOnes({ requests }: LocalServer): readonly string[] {
  return requests.filter(request => request.includes('priv'));
}

it('asks about an open document where its project says, though no walk has reached it', async () => {
  const { open } = await start({ 'in/front/.npmrc': `@priv:registry=${one.base}` }, false);
  open('in/front/src/package.json', MANIFEST);
  await untilToldBy('one', 'in/front/src/package.json');
  expect(privateOnes(usual)).toEqual([]);
});

it('asks about documents on disk where their projects say, and judges them anew when that changes', async () => {
  const files = {
    'a/package.json': MANIFEST,
    'a/.npmrc': `@priv:registry=${one.base}`,
    'b/package.json': MANIFEST,
    'b/.yarnrc.yml': `npmScopes: {priv: {npmRegistryServer: "${two.base}"}}`,
  };
  const { write, touch, remove } = await start(files, true);
  await Promise.all([untilToldBy('one', 'a/package.json'), untilToldBy('two', 'b/package.json')]);

  await write('a/.npmrc', `@priv:registry=${two.base}`);
  touch('a/.npmrc', FileChangeType.Changed);
  await untilToldBy('two', 'a/package.json');
  expect(privateOnes(usual)).toEqual([]);

  await remove('b/.yarnrc.yml');
  touch('b/.yarnrc.yml', FileChangeType.Deleted);
  await untilToldBy('usual', 'b/package.json');
});

it('follows a project that begins below an open document’s folder', async () => {
  const { open, write, touch } = await start({}, false);
  open('front/package.json', MANIFEST);
  await untilToldBy('usual', 'front/package.json');
  await write('front/.npmrc', `@priv:registry=${one.base}`);
  touch('front/.npmrc', FileChangeType.Created);
  await untilToldBy('one', 'front/package.json');
});

it('asks by the new routes what comes together with them', async () => {
  const { write, touch } = await start({ 'front/package.json': '{"dependencies": {"open": "1.0.0"}}' }, true);
  await client.until(() => client.pushed.has('front/package.json'));
  await write('front/package.json', MANIFEST);
  await write('front/.npmrc', `@priv:registry=${one.base}`);
  touch(['front/package.json', 'front/.npmrc'], FileChangeType.Changed);
  await untilToldBy('one', 'front/package.json');
  expect(privateOnes(usual)).toEqual([]);
});

it('chooses the routes again when a manifest names another package manager', async () => {
  const files = {
    'front/package.json': '{"packageManager": "npm@11.0.0", "dependencies": {"@priv/x": "1.0.0"}}',
    'front/.npmrc': `@priv:registry=${one.base}`,
    'front/.yarnrc.yml': `npmScopes: {priv: {npmRegistryServer: "${two.base}"}}`,
  };
  const { write, touch } = await start(files, true);
  await untilToldBy('one', 'front/package.json');
  await write('front/package.json', '{"packageManager": "yarn@4.9.2", "dependencies": {"@priv/x": "1.0.0"}}');
  touch('front/package.json', FileChangeType.Changed);
  await untilToldBy('two', 'front/package.json');
  expect(privateOnes(usual)).toEqual([]);
});

it('asks where the project says that comes with a folder, and where the one says that comes instead', async () => {
  const { root, write, touch, remove } = await start({ Dockerfile: 'FROM alpine\n' }, true);
  await client.until(() => client.pushed.has('Dockerfile'));
  for (const [words, { base }] of [
    ['one', one],
    ['two', two],
    ['one', one],
  ] as const) {
    await write('node_modules/new/front/package.json', MANIFEST);
    await write('node_modules/new/.npmrc', `@priv:registry=${base}`);
    await remove('shop').catch(() => undefined);
    await rename(path.join(root, 'node_modules/new'), path.join(root, 'shop'));
    touch('shop', FileChangeType.Changed);
    await untilToldBy(words, 'shop/front/package.json');
  }
  expect(privateOnes(usual)).toEqual([]);
});
