import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listFolder } from '../../server/src/files/listing.ts';
import type { Turn } from '../../server/src/files/turn.ts';

const COUNT = 1200;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'listing-'));
  for (let i = 0; i < COUNT; i++) writeFileSync(path.join(folder, `f${(i * 7919) % COUNT}`), '');
  mkdirSync(path.join(folder, 'sub'));
  symlinkSync('sub', path.join(folder, 'link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A turn that is over at every look. */
function shortTurns(): Turn & { readonly ended: () => number } {
  let ended = 0;
  return {
    isOver: () => true,
    async end() {
      ended += 1;
    },
    ended: () => ended,
  };
}

const NONE = new Set<string>();

test('tells what is kept in the order of the names, and what was looked for', async () => {
  const turn = shortTurns();
  const keeps = ({ name }: { name: string }) => name !== 'f7';
  const { entries, found } = await listFolder(folder, { keeps, looksFor: new Set(['f7', 'gone']), turn });
  const names = entries.map(({ name }) => name);
  expect(names).toHaveLength(COUNT + 1);
  expect(names).toEqual([...names].sort());
  expect(entries.find(({ name }) => name === 'sub')?.is).toBe('folder');
  expect(entries.find(({ name }) => name === 'link')?.is).toBe('link');
  expect([...found]).toEqual(['f7']);
});

test('lets others go first between any two names', async () => {
  const turn = shortTurns();
  await listFolder(folder, { keeps: () => false, looksFor: NONE, turn });
  expect(turn.ended()).toBeGreaterThanOrEqual(COUNT);
});

test('stops when it is told to', async () => {
  const signal = AbortSignal.abort();
  expect((await listFolder(folder, { keeps: () => true, looksFor: NONE, turn: shortTurns(), signal })).entries).toEqual(
    [],
  );
});
