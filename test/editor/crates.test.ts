import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { indexReply } from '../support/sample-registries/crates.ts';
import { PLAIN, startClient, type TestClient } from './client.ts';

/** In one index the crate was yanked, the other has none of this name. */
let client: TestClient;
let yanking: LocalServer;
let empty: LocalServer;

function startIndex(crates: Parameters<typeof indexReply>[1]): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    const { status, headers, body } = indexReply((request.url ?? '/').slice(1), crates);
    response.writeHead(status, headers).end(body);
  });
}

beforeEach(async () => {
  yanking = await startIndex({ demo: [{ version: '1.0.0', yanked: true }] });
  empty = await startIndex({});
});
afterEach(async () => {
  await client.stop();
  await Promise.all([yanking.stop(), empty.stop()]);
});

const MANIFEST =
  '[package]\nname = "shop"\nversion = "0.1.0"\n[dependencies]\ndemo = { version = "=1.0.0", registry = "own" }\n';

function config({ base }: LocalServer): string {
  return `[registries.own]\nindex = "sparse+${base}/"\n`;
}

/** Waits until the manifest is told of by this rule; by none for `undefined`. */
function untilToldBy(rule: string | undefined): Promise<void> {
  return client.until(() => {
    const told = client.pushed.get('a/Cargo.toml');
    return told !== undefined && told.diagnostics.map(({ code }) => code).join() === (rule ?? '');
  });
}

it('asks about crates where their project says, and anew where its configuration changes, goes or comes', async () => {
  const initializationOptions = { registryLens: { registries: { cargo: empty.base } } };
  const files = { 'a/Cargo.toml': MANIFEST, 'a/.cargo/config.toml': config(yanking) };
  client = await startClient({ capabilities: PLAIN, files, initializationOptions, createLens });
  const { root, write, touch } = client;
  await untilToldBy('yanked-release');

  await write('a/.cargo/config.toml', config(empty));
  touch('a/.cargo/config.toml', FileChangeType.Changed);
  await untilToldBy('missing-package');
  const asked = empty.requests.length;

  await rename(path.join(root, 'a/.cargo'), path.join(root, 'a/.was'));
  touch(['a/.cargo', 'a/.cargo/config.toml'], FileChangeType.Deleted);
  await untilToldBy(undefined);

  await write('a/.was/config.toml', config(yanking));
  await rename(path.join(root, 'a/.was'), path.join(root, 'a/.cargo'));
  touch(['a/.cargo', 'a/.cargo/config.toml'], FileChangeType.Created);
  await untilToldBy('yanked-release');
  expect(empty.requests.slice(asked)).toEqual([]);
});
