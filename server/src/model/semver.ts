/**
 * A version by Semantic Versioning 2.0.0. Numbers are kept as texts, as they may be longer than a `number` is exact:
 * the library `semver` reads no such version, and orders long numbers of pre-releases by what is left of them.
 */
export interface Semver {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** What stands between dots behind the dash; empty for a release. */
  readonly pre: readonly string[];
  /** What stands behind the plus; empty where there is none. It has no say in the order. */
  readonly build: string;
}

/** Reads a whole version (semver.org, items 2, 9 and 10), without a `v` before it; `undefined` for any other text. */
export function parseSemver(text: string): Semver | undefined {
  if (text.length > LONGEST) return undefined;
  const [, major, minor, patch, written, build = ''] = VERSION.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  const pre = written?.split('.') ?? [];
  return pre.some(each => /^0\d+$/.test(each)) ? undefined : { major, minor, patch, pre, build };
}

/** Less than, equal to or more than zero as the first is lower, equal or higher (semver.org, item 11). */
export function compareSemver(a: Semver, b: Semver): number {
  return compareNumbers(a, b) || comparePre(a.pre, b.pre);
}

/** By the three numbers alone. */
export function compareNumbers(a: Semver, b: Semver): number {
  return compareDigits(a.major, b.major) || compareDigits(a.minor, b.minor) || compareDigits(a.patch, b.patch);
}

/**
 * Whether a version stands for a commit that has no other: its pre-release ends in the time of the commit, of 14
 * digits, and in the beginning of its hash. These follow a version that is before the commit, or else x.0.0.
 */
export function isOfCommit({ minor, patch, pre }: Semver): boolean {
  if (!/^\d{14}-[0-9A-Za-z]+$/.test(pre.at(-1) ?? '')) return false;
  return pre.length === 1 ? minor === '0' && patch === '0' : pre.at(-2) === '0';
}

const VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
/** In characters. */
const LONGEST = 256;

function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return a.length === b.length ? 0 : -1;
}

function compareIdentifiers(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return isNumberA ? compareDigits(a, b) : compareTexts(a, b);
}

function compareDigits(a: string, b: string): number {
  return Math.sign(a.length - b.length) || compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
