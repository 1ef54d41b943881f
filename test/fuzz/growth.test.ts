import { describe, expect, test } from 'vitest';
import { READERS } from '../../server/src/readers/index.ts';
import type { Reader } from '../../server/src/readers/reader.ts';
import { growthOf, isSteep, shapesOf } from './growth.ts';
import { KITS, repeatedFor } from './kits.ts';

/** In characters; `npm run fuzz` takes longer ones. */
const LONGEST = 32_768;
/** `npm run fuzz` looks at all shapes; here every kind of file gets some of them, each its own. */
const ONE_OF = 3;
const FEWEST_SHAPES = 100;

describe.each(READERS.map((reader, index) => [reader.id, reader, index] as const))('%s', (id, reader, index) => {
  test('takes no longer than n·log n for any shape of text', () => {
    const kit = KITS[id];
    if (kit === undefined) throw new Error('There is no kit for this reader.');
    const shapes = shapesOf(kit, repeatedFor(kit));
    const some = shapes.filter(({ isList }, place) => isList || place % ONE_OF === index % ONE_OF);
    expect(some.length).toBeGreaterThanOrEqual(FEWEST_SHAPES);
    const steep = some.filter(shape => isSteep(growthOf(reader, kit.file, shape, LONGEST)));
    expect(steep.map(({ name }) => name)).toEqual([]);
  }, 120_000);
});

test('a reader whose work is the square of the text is told', () => {
  const square: Reader = {
    id: 'square',
    files: [],
    languages: [],
    read: text => {
      let found = 0;
      for (let at = 0; at < text.length; at++) if (text.indexOf('\u0001', at) >= 0) found += 1;
      return { references: [], ignores: [], collects: [String(found)] };
    },
  };
  const shape = { name: 'x', isList: false, textOf: (length: number) => 'x'.repeat(length) };
  expect(isSteep(growthOf(square, 'x', shape, 1_000_000))).toBe(true);
});
