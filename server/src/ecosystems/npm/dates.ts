import type semver from 'semver';
import type { HistoryFact } from '../../model/answer.ts';
import { type OrderedVersions, orderedVersions, type Run, runsOf } from './ordered-versions.ts';

/** The dated versions of a package in their order, each with its place among the dates. */
export interface NpmDates {
  readonly versions: readonly string[];
  readonly order: OrderedVersions<number>;
  readonly finals: GreatestWithin;
  readonly pres: GreatestWithin;
}

/** A derivation: see `Derive`. */
export function npmDates({ published }: HistoryFact): NpmDates {
  const versions = Object.keys(published);
  // Of equal ones the last counts, so they come with the last first.
  const places = versions.map((_, place) => place).reverse();
  const order = orderedVersions(places, place => versions[place] ?? '');
  return {
    ...{ versions, order },
    finals: greatestWithin(order.finals.map(({ item }) => item)),
    pres: greatestWithin(order.pres.map(({ item }) => item)),
  };
}

/** The version in a range that stands last among the dates, which is the one that was published last. */
export function lastDatedIn(range: semver.Range, { versions, order, finals, pres }: NpmDates): string | undefined {
  const runs = runsOf(range, order);
  const places = [...runs.finals.map(finals), ...runs.pres.map(pres)];
  const last = places.reduce((greatest, place) => Math.max(greatest, place), -1);
  return versions[last];
}

/** The greatest of the numbers in a run, or -1 where it is empty. */
type GreatestWithin = (run: Run) => number;

/**
 * A tree of the greatest of every two, so that a run of any length costs a few looks: a range may cover a hundred
 * thousand.
 */
function greatestWithin(numbers: readonly number[]): GreatestWithin {
  const { length } = numbers;
  const tree = new Float64Array(2 * length);
  tree.set(numbers, length);
  const at = (index: number) => tree[index] ?? -1;
  for (let index = length - 1; index > 0; index--) tree[index] = Math.max(at(2 * index), at(2 * index + 1));
  return ({ from, to }) => {
    let greatest = -1;
    for (let [left, right] = [from + length, to + length]; left < right; left >>= 1, right >>= 1) {
      if (left % 2 === 1) greatest = Math.max(greatest, at(left++));
      if (right % 2 === 1) greatest = Math.max(greatest, at(--right));
    }
    return greatest;
  };
}
