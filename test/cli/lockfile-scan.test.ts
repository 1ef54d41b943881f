import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lockedName, packageLock } from '../bench/lockfile-texts.ts';
import { checkFolder } from '../support/check-folder.ts';
import { type SampleRegistries, startSampleRegistries } from '../support/sample-registries/server.ts';

/** What a check of a lockfile asks: the first time, again at once, and when its answers are no longer fresh. */
const ENTRIES = 120;
let registries: SampleRegistries;
let folder: string;

beforeAll(async () => {
  const release = { tags: { latest: '1.0.0' }, versions: { '1.0.0': { published: '2024-01-10T10:00:00.000Z' } } };
  const packages = Object.fromEntries(Array.from({ length: ENTRIES }, (_, i) => [lockedName(i), release]));
  registries = await startSampleRegistries({ seed: { images: {}, packages } });
  folder = mkdtempSync(path.join(tmpdir(), 'lockfile-scan-'));
  mkdirSync(path.join(folder, 'project'));
  writeFileSync(path.join(folder, 'project/package-lock.json'), packageLock(ENTRIES));
});
afterAll(async () => {
  await registries?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Printed {
  readonly findings: readonly unknown[];
  readonly unknown: readonly unknown[];
  readonly stats: { readonly bytes: number; readonly requests: number };
}

async function check() {
  registries.requests.length = 0;
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(registries.settings));
  const { printed } = await checkFolder<Printed>(folder, 'project');
  const { findings, unknown, stats } = printed;
  expect([findings, unknown]).toEqual([[], []]);
  return { asked: registries.requests.map(({ path: at, headers }) => ({ at, etag: headers['if-none-match'] })), stats };
}

test('a package is asked about once, by the document of its version; and later only whether that changed', async () => {
  const cold = await check();
  expect(cold.asked.map(({ at }) => at).sort()).toEqual(
    Array.from({ length: ENTRIES }, (_, i) => `/npm/${lockedName(i)}/1.0.0`).sort(),
  );
  expect((await check()).asked).toEqual([]);
  // The registry gives its answers five minutes.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
  const stale = await check();
  vi.useRealTimers();
  expect(stale.asked).toHaveLength(ENTRIES);
  expect(stale.asked.filter(({ etag }) => etag === undefined)).toEqual([]);
  expect(stale.stats).toMatchObject({ bytes: 0, requests: ENTRIES });
});
