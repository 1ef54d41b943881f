import type { IndexedRecord } from './record-index.ts';
import type { Segment } from './segments.ts';

/** What of a store is worth keeping. */
export interface Wanted {
  /** By the number of a segment, the bytes in it of records that are wanted. */
  readonly bytes: ReadonlyMap<number, number>;
  readonly isWanted: (record: IndexedRecord) => boolean;
  /** What may change and was saved before is too old, in milliseconds since the epoch. */
  readonly changedBefore: number;
}

export interface PlanOptions {
  readonly all: readonly Segment[];
  /** Those of them to which no process writes any more. */
  readonly ended: readonly Segment[];
  readonly wanted: Wanted;
  readonly maxBytes: number;
  readonly segmentBytes: number;
  readonly thorough: boolean;
  /** See `RecordIndex.liveBytes`. */
  readonly liveBytes: (segment: number) => number;
}

/** As many small segments as are left alone, left behind by command lines that asked a little. */
const MOST_SMALL = 8;
/** In bytes; less is not worth the work. */
const LITTLE = 1024 * 1024;

/**
 * Which segments to write anew, in groups that become one segment each: those of which nothing is wanted; where more
 * than a third of all is garbage, those that hold it; where there are many small ones, those; where all together take
 * too much, as many as make them fit; and, if it is to be thorough, those that hold what is too old.
 */
export function planCompaction(options: PlanOptions): readonly (readonly Segment[])[] {
  const { all, ended, wanted, maxBytes, segmentBytes, thorough, liveBytes } = options;
  const wantedOf = ({ number }: Segment) => wanted.bytes.get(number) ?? 0;
  const garbageOf = (segment: Segment) => segment.length - wantedOf(segment);
  const chosen = new Set<Segment>(ended.filter(segment => wantedOf(segment) === 0));

  const garbage = sum(ended, garbageOf);
  if (garbage > sum(ended, wantedOf) / 2 + LITTLE)
    for (const segment of ended) if (garbageOf(segment) > segment.length / 5) chosen.add(segment);

  const small = ended.filter(({ length }) => length < segmentBytes / 4);
  if (small.length > MOST_SMALL) for (const segment of small) chosen.add(segment);

  const holdsOld = (segment: Segment) =>
    segment.oldest < wanted.changedBefore || wantedOf(segment) < liveBytes(segment.number);
  if (thorough) for (const segment of ended.filter(holdsOld)) chosen.add(segment);

  let left = sum(all, ({ length }) => length) - sum([...chosen], garbageOf);
  for (const segment of [...ended].sort((a, b) => garbageOf(b) - garbageOf(a))) {
    if (left <= maxBytes) break;
    if (chosen.has(segment)) continue;
    chosen.add(segment);
    left -= garbageOf(segment);
  }
  return groups([...chosen], wantedOf, segmentBytes);
}

function groups(
  segments: readonly Segment[],
  wantedOf: (segment: Segment) => number,
  segmentBytes: number,
): readonly (readonly Segment[])[] {
  const made: Segment[][] = [];
  let room = 0;
  for (const segment of segments) {
    const bytes = wantedOf(segment);
    if (bytes > room || made.length === 0) {
      made.push([]);
      room = segmentBytes;
    }
    room -= bytes;
    made.at(-1)?.push(segment);
  }
  return made;
}

function sum(segments: readonly Segment[], bytesOf: (segment: Segment) => number): number {
  return segments.reduce((total, segment) => total + bytesOf(segment), 0);
}
