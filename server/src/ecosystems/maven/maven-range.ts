import { compareGeneric, type GenericVersion, parseGeneric } from './generic-version.ts';

/** What a version element of Maven asks for (maven-resolver-util 1.6.3, `GenericVersionScheme`). */
export type Requirement =
  /** A version without brackets: Maven takes it as it stands, and asks for no list. */
  | { readonly is: 'soft' }
  /** Any of these. */
  | { readonly is: 'ranges'; readonly ranges: readonly VersionRange[] }
  /** The resolver refuses it. */
  | { readonly is: 'refused' };

/** A stretch of versions in the resolver's order; an end that is absent is open. */
export interface VersionRange {
  readonly low?: Bound;
  readonly high?: Bound;
}

interface Bound {
  readonly version: GenericVersion;
  readonly text: string;
  readonly isIn: boolean;
}

/** Reads `[1.0,2.0)`, `(,1.0]`, `[1.5]`, `[1.5.*]`, and sets of them. */
export function parseRequirement(text: string): Requirement {
  if (!/^[[(]/.test(text)) return { is: 'soft' };
  const ranges: VersionRange[] = [];
  let rest = text;
  while (/^[[(]/.test(rest)) {
    const end = rest.search(/[)\]]/);
    const range = end < 0 || ranges.length >= MOST_RANGES ? undefined : parseRange(rest.slice(0, end + 1));
    if (range === undefined) return { is: 'refused' };
    ranges.push(range);
    rest = rest.slice(end + 1).trim();
    if (rest.startsWith(',')) rest = rest.slice(1).trim();
  }
  return rest === '' ? { is: 'ranges', ranges } : { is: 'refused' };
}

/** `[1.0,2.0)` holds `2.0-beta1`, which is below `2.0`. */
export function isInRanges(ranges: readonly VersionRange[], version: GenericVersion): boolean {
  return ranges.some(({ low, high }) => {
    const fromLow = low === undefined ? 1 : compareGeneric(version, low.version);
    const fromHigh = high === undefined ? -1 : compareGeneric(version, high.version);
    return (
      (fromLow > 0 || (fromLow === 0 && low?.isIn === true)) &&
      (fromHigh < 0 || (fromHigh === 0 && high?.isIn === true))
    );
  });
}

/** People write a few. */
const MOST_RANGES = 100;

function parseRange(text: string): VersionRange | undefined {
  const [isLowIn, isHighIn] = [text.startsWith('['), text.endsWith(']')];
  const bounds = text
    .slice(1, -1)
    .split(',')
    .map(bound => bound.trim());
  const [low = '', high] = bounds;
  if (bounds.length > 2) return undefined;
  if (high === undefined) {
    if (!isLowIn || !isHighIn) return undefined;
    if (low.endsWith('.*')) return between(`${low.slice(0, -1)}min`, `${low.slice(0, -1)}max`, true, true);
    return between(low === '' ? '0' : low, low === '' ? '0' : low, true, true);
  }
  const range = between(low, high, isLowIn, isHighIn);
  const isTurned = range.low && range.high && compareGeneric(range.high.version, range.low.version) < 0;
  return isTurned === true ? undefined : range;
}

function between(low: string, high: string, isLowIn: boolean, isHighIn: boolean): VersionRange {
  return {
    ...(low === '' ? {} : { low: { version: parseGeneric(low), text: low, isIn: isLowIn } }),
    ...(high === '' ? {} : { high: { version: parseGeneric(high), text: high, isIn: isHighIn } }),
  };
}
