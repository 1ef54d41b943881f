import { describe, expect, test } from 'vitest';
import { READERS } from '../../server/src/ecosystems/readers.ts';
import type { Reader } from '../../server/src/model/reader.ts';
import { growthOf, isSteep, shapesOf } from './growth.ts';
import { KITS, repeatedFor } from './kits.ts';

/** In characters; `npm run fuzz` takes longer ones. */
const LONGEST = 32_768;
/**
 * `npm run fuzz` looks at all shapes; here every kind of file gets all of its lists and so many pieces in frames, each
 * its own.
 */
const PIECES = 100;

describe.each(READERS.map((reader, index) => [reader.id, reader, index] as const))('%s', (id, reader, index) => {
  test('takes no longer than n·log n for any shape of text', () => {
    const kit = KITS[id];
    if (kit === undefined) throw new Error('There is no kit for this reader.');
    const shapes = shapesOf(kit, repeatedFor(kit));
    const pieces = shapes.filter(({ isList }) => !isList);
    const step = pieces.length / PIECES;
    const some = Array.from({ length: PIECES }, (_, n) => pieces[(Math.floor(n * step) + index) % pieces.length]);
    const all = [...some, ...shapes.filter(({ isList }) => isList)].filter(shape => shape !== undefined);
    expect(all.length).toBeGreaterThan(PIECES);
    const steep = all.filter(shape => isSteep(growthOf(reader, kit.file, shape, LONGEST)));
    expect(steep.map(({ name }) => name)).toEqual([]);
  }, 600_000);
});

test('a reader whose work is the square of the text is told', () => {
  const square: Reader = {
    id: 'square',
    files: [],
    languages: [],
    read: text => {
      let found = 0;
      for (let at = 0; at < text.length; at += 8) if (text.indexOf('\u0001', at) >= 0) found += 1;
      return { references: [], ignores: [], collects: [String(found)] };
    },
  };
  const shape = { name: 'x', isList: false, textOf: (length: number) => 'x'.repeat(length) };
  expect(isSteep(growthOf(square, 'x', shape, 1_000_000))).toBe(true);
});
