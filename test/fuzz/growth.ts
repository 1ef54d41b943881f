import type { Reader } from '../../server/src/model/reader.ts';
import { HOLE, type ManyEntries, type ReaderKit } from './kit.ts';

/** A text that can be made as long as one likes. */
export interface Shape {
  readonly name: string;
  /** Whether it is a list of many entries, and not a piece that is repeated. */
  readonly isList: boolean;
  /** @param length in characters, about */
  readonly textOf: (length: number) => string;
}

/** All shapes for a kind: each repeated piece in each frame, and its lists. */
export function shapesOf({ frames, lists }: ReaderKit, repeated: readonly string[]): Shape[] {
  return [
    ...frames.flatMap(frame =>
      repeated.map((piece): Shape => {
        const filled = (length: number) => frame.replaceAll(HOLE, () => piece.repeat(Math.ceil(length / piece.length)));
        return { name: JSON.stringify(frame.replaceAll(HOLE, () => `<${piece} …>`)), isList: false, textOf: filled };
      }),
    ),
    ...lists.map(
      (list): Shape => ({
        name: JSON.stringify(manyEntries(list, 1)),
        isList: true,
        textOf: length => listOf(list, length),
      }),
    ),
  ];
}

/** What reading the same number of characters costs, in milliseconds: as many short texts, and one long one. */
export interface Growth {
  readonly short: number;
  readonly long: number;
  /** The length of the long text, in characters, about. */
  readonly length: number;
}

/**
 * Whether a growth is more than that of `n·log n`, with as much doubt as clocks deserve: the square of `n` would be
 * {@link TIMES}.
 */
export function isSteep({ short, long }: Growth): boolean {
  // Below this, compiling and collecting garbage decide.
  return long > WORTH_MEASURING && long / short > LOGARITHM * DOUBT;
}

/**
 * How reading a shape grows. A longer text is taken as long as it costs next to nothing. What looks steep is looked at
 * several times, of which the best counts, and again in a longer text: a busy machine costs time and not a wrong word.
 */
export function growthOf(reader: Reader, file: string, shape: Shape, longest: number): Growth {
  for (let length = Math.min(FIRST_LENGTH, longest); ; length *= 4) {
    const growth = growthAt(reader, file, shape, length);
    if (isSteep(growth)) {
      const longer = growthAt(reader, file, shape, length * 2);
      return isSteep(longer) ? growthAt(reader, file, shape, length * 3) : longer;
    }
    if (growth.long > ENOUGH || length * 4 > longest) return growth;
  }
}

function growthAt(reader: Reader, file: string, shape: Shape, length: number): Growth {
  const [short, long] = [shape.textOf(length / TIMES), shape.textOf(length)];
  // Once for the compiler.
  costOf(reader, file, short, 1);
  let growth: Growth = { length, short: Number.POSITIVE_INFINITY, long: Number.POSITIVE_INFINITY };
  for (let look = 0; look === 0 || (look < MOST_LOOKS && isSteep(growth)); look++) {
    growth = {
      length,
      short: Math.min(growth.short, costOf(reader, file, short, TIMES)),
      long: Math.min(growth.long, costOf(reader, file, long, 1)),
    };
  }
  return growth;
}

/** How many short texts are as long as the long one. */
const TIMES = 8;
/** The logarithm of the length of the long text by that of the short one, for the shortest of both. */
const LOGARITHM = 1.3;
const DOUBT = 1.8;
const MOST_LOOKS = 5;
/** In milliseconds. */
const WORTH_MEASURING = 5;
/** Longer than this a text need not take to tell how it grows. */
const ENOUGH = 8;
const FIRST_LENGTH = 8_000;

function costOf(reader: Reader, file: string, text: string, times: number): number {
  const begun = performance.now();
  for (let time = 0; time < times; time++) {
    reader.recognises?.(text);
    reader.read(text, file);
  }
  return performance.now() - begun;
}

function listOf(list: ManyEntries, length: number): string {
  const size = manyEntries(list, 10).length - manyEntries(list, 0).length;
  return manyEntries(list, Math.ceil((length * 10) / size));
}

function manyEntries({ head, entry, tail = '', behind }: ManyEntries, count: number): string {
  const entries = Array.from({ length: count }, (_, index) => entry(index)).join('');
  return `${head}${entries}${tail}${behind === undefined ? '' : manyEntries(behind, count)}`;
}
