import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLens } from '../../server/src/lens.ts';
import { startClient, type TestClient } from '../editor/client.ts';
import { startVerdaccio, type Verdaccio } from '../support/verdaccio.ts';

/**
 * What becomes of a package after it was locked: npm writes a lockfile from a real registry, then the package is
 * deprecated, taken back and served with other bytes; and each time the editor asks again once.
 */
let verdaccio: Verdaccio;
let folder: string;

beforeAll(async () => {
  verdaccio = await startVerdaccio();
  folder = await mkdtemp(path.join(tmpdir(), 'locked-'));
});

afterAll(async () => {
  await verdaccio?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Each finding as `severity rule message`. */
async function found(client: TestClient, file: string): Promise<string[]> {
  const { items = [] } = await client.pull(file);
  return items.map(
    ({ severity = 0, code, message }) =>
      `${['', 'error', 'warning', 'information', 'hint'][severity]} ${code} ${message}`,
  );
}

/** The files of each project, to open them once more. */
const files = new WeakMap<TestClient, Readonly<Record<string, string>>>();

async function reopened(before: TestClient): Promise<TestClient> {
  return opened(files.get(before) ?? {});
}

async function opened(its: Readonly<Record<string, string>>): Promise<TestClient> {
  const settings = { registryLens: { registries: { npm: verdaccio.base } } };
  const client = await startClient({ createLens, settings, files: its });
  files.set(client, its);
  for (const [file, text] of Object.entries(its)) client.open(file, text);
  await client.until(() => client.logs.some(line => line.startsWith('Checked: ')));
  return client;
}

/** Opens a project that wants a stem, which brings in a leaf, with the lockfile that npm writes for it. */
async function lockedProject(name: string): Promise<TestClient> {
  const [stem, leaf] = [`${name}-stem`, `${name}-leaf`];
  await verdaccio.publish({ name: leaf, version: '1.0.0' });
  await verdaccio.publish({ name: stem, version: '1.0.0', dependencies: { [leaf]: '^1.0.0' } });
  const manifest = JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { [stem]: '^1.0.0' } });
  const project = await mkdtemp(path.join(folder, 'project-'));
  await writeFile(path.join(project, 'package.json'), manifest);
  await verdaccio.npm('install', '--package-lock-only', '--ignore-scripts', '--prefix', project);
  const lock = await readFile(path.join(project, 'package-lock.json'), 'utf8');
  expect(lock.match(/"integrity": "sha512-/g)).toHaveLength(2);
  const client = await opened({ 'package.json': manifest, 'package-lock.json': lock });
  expect(await found(client, 'package.json')).toEqual([]);
  expect(await found(client, 'package-lock.json')).toEqual([]);
  return client;
}

/** Asks again once, and waits until both files say something; the advice in it may come later. */
async function refreshed(client: TestClient, wanted = /./): Promise<{ manifest: string[]; lockfile: string[] }> {
  await client.execute('registryLens.refresh');
  for (let look = 0; look < 200; look += 1) {
    const [manifest, lockfile] = [await found(client, 'package.json'), await found(client, 'package-lock.json')];
    if ([manifest, lockfile].every(its => its.some(line => wanted.test(line)))) return { manifest, lockfile };
    await setTimeout(50);
  }
  throw new Error('Nothing was found after ten seconds.');
}

async function editDocument(name: string, edit: (text: string) => string): Promise<void> {
  const file = path.join(verdaccio.store, name, 'package.json');
  await writeFile(file, edit(await readFile(file, 'utf8')));
}

test('a direct dependency that is deprecated is told at both places', async () => {
  const client = await lockedProject('old');
  await verdaccio.publish({ name: 'old-stem', version: '2.0.0' });
  await verdaccio.npm('deprecate', 'old-stem@1.0.0', 'use another');
  expect(await refreshed(client, /Use `2\.0\.0`/)).toEqual({
    manifest: [
      'warning deprecated-release `old-stem` `1.0.0`, which `package-lock.json` holds, is deprecated: “use another”. Use `2.0.0` instead.',
    ],
    lockfile: ['warning deprecated-release `old-stem` `1.0.0` is deprecated: “use another”. Use `2.0.0` instead.'],
  });
  await client.stop();
});

test('a release that was taken back is told with what brings it in', async () => {
  const client = await lockedProject('gone');
  await verdaccio.publish({ name: 'gone-leaf', version: '1.0.1' });
  await verdaccio.npm('unpublish', 'gone-leaf@1.0.0');
  // This registry forgets that it was there: then it is missing, one step quieter.
  const forgotten = await refreshed(client);
  expect(forgotten.manifest).toEqual([
    'warning withdrawn-transitive `gone-stem` `1.0.0` brings in `gone-leaf` `1.0.0`, which is not in its registry. `package-lock.json` holds it.',
  ]);
  expect(forgotten.lockfile).toEqual([
    'warning missing-release `gone-leaf` has no version `1.0.0` in its registry. Use `1.0.1` instead. It comes with `gone-stem`.',
  ]);
  // The public one keeps the date.
  await editDocument('gone-leaf', text => text.replace('"time": {', '"time": { "1.0.0": "2024-01-01T00:00:00.000Z",'));
  await client.stop();
  const again = await reopened(client);
  const { manifest, lockfile } = await refreshed(again);
  expect(manifest).toEqual([
    'error withdrawn-transitive `gone-stem` `1.0.0` brings in `gone-leaf` `1.0.0`, which was unpublished. `package-lock.json` holds it.',
  ]);
  expect(lockfile).toEqual([
    'error unpublished-release `gone-leaf` `1.0.0` was unpublished (its last date is 2024-01-01): it cannot be installed any more. Use `1.0.1` instead. It comes with `gone-stem`.',
  ]);
  await again.stop();
});

test('other bytes under the same version are told with both hashes', async () => {
  const client = await lockedProject('other');
  const document = JSON.parse(await readFile(path.join(verdaccio.store, 'other-leaf', 'package.json'), 'utf8'));
  const { integrity } = document.versions['1.0.0'].dist;
  const forged = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
  await editDocument('other-leaf', text => text.replaceAll(integrity, forged));
  const { manifest, lockfile } = await refreshed(client);
  expect(manifest).toEqual([
    expect.stringContaining(
      'error withdrawn-transitive `other-stem` `1.0.0` brings in `other-leaf` `1.0.0`, which is served with other bytes',
    ),
  ]);
  expect(lockfile).toEqual([
    expect.stringContaining(
      `error integrity-mismatch \`other-leaf\` \`1.0.0\` is locked with \`${integrity}\`, and the registry has \`${forged}\``,
    ),
  ]);
  await client.stop();
});
