/**
 * Cargo's versions: those of its Rust library `semver` (crate `semver` 1, src/parse.rs, src/impls.rs), which differ
 * from node-semver in this: nothing is read loosely, numbers go to 2⁶⁴ − 1, and what stands behind a `+` orders
 * as well.
 */
export interface CargoVersion extends Numbers {
  /** The identifiers behind a `-`; empty for a final version. */
  readonly pre: readonly string[];
  /** The identifiers behind a `+`. */
  readonly build: readonly string[];
}

export interface Numbers {
  readonly major: Whole;
  readonly minor: Whole;
  readonly patch: Whole;
}

/** A `bigint` where no `number` holds it exactly, and never otherwise, so that equal ones are the same. */
export type Whole = number | bigint;

/** Reads a whole version; `undefined` for whatever cargo refuses. */
export function parseCargoVersion(text: string): CargoVersion | undefined {
  if (text.length > LONGEST) return undefined;
  const found = VERSION.exec(text);
  if (found === null) return undefined;
  const [major, minor, patch] = [found[1], found[2], found[3]].map(readWhole);
  const pre = readPre(found[4]);
  const build = readBuild(found[5]);
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return pre === undefined || build === undefined ? undefined : { major, minor, patch, pre, build };
}

/** A version as a requirement names it: cargo warns of a build there, and takes no notice of it. */
export function withoutBuild(version: string): string {
  return version.replace(/\+.*$/s, '');
}

/** A number without leading zeros that fits into 64 bits. */
export function readWhole(digits: string | undefined): Whole | undefined {
  if (digits === undefined || !/^(?:0|[1-9]\d*)$/.test(digits)) return undefined;
  if (digits.length <= EXACT_DIGITS) return Number(digits);
  if (digits.length > MOST_DIGITS) return undefined;
  const value = BigInt(digits);
  return value <= GREATEST ? value : undefined;
}

/** The identifiers of a pre-release; none where none is written, `undefined` for those that cargo refuses. */
export function readPre(text: string | undefined): readonly string[] | undefined {
  const identifiers = text?.split('.') ?? [];
  return identifiers.every(each => IDENTIFIER.test(each) && !/^0\d+$/.test(each)) ? identifiers : undefined;
}

/** The same for a build, whose numbers may begin with zeros. */
export function readBuild(text: string | undefined): readonly string[] | undefined {
  const identifiers = text?.split('.') ?? [];
  return identifiers.every(each => IDENTIFIER.test(each)) ? identifiers : undefined;
}

/** Less than, equal to or more than zero as the first version is lower, equal or higher. */
export function compareVersions(a: CargoVersion, b: CargoVersion): number {
  return compareNumbers(a, b) || comparePre(a.pre, b.pre) || compareBuild(a.build, b.build);
}

export function compareNumbers(a: Numbers, b: Numbers): number {
  return compareWhole(a.major, b.major) || compareWhole(a.minor, b.minor) || compareWhole(a.patch, b.patch);
}

export function compareWhole(a: Whole, b: Whole): number {
  return a < b ? -1 : Number(a > b);
}

/** A final version is above its pre-releases. */
export function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0);
  return compareLists(a, b, (one, other) => compareDigits(one, other));
}

/** Cargo takes the highest of several releases that differ in their build alone: `0 < 00 < 1`, digits below letters. */
function compareBuild(a: readonly string[], b: readonly string[]): number {
  return compareLists(a, b, (one, other) => {
    const [bare, bareOther] = [one, other].map(each => (/^\d+$/.test(each) ? each.replace(/^0+/, '') : each));
    return compareDigits(one, other, bare, bareOther) || compareWhole(one.length, other.length);
  });
}

/** Digits by their value, and below everything else. */
function compareDigits(a: string, b: string, bare = a, bareOther = b): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  const byLength = isNumber ? compareWhole(bare.length, bareOther.length) : 0;
  return byLength || (bare < bareOther ? -1 : Number(bare > bareOther));
}

function compareLists(a: readonly string[], b: readonly string[], compare: (a: string, b: string) => number): number {
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compare(one, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([^+]*))?(?:\+(.*))?$/s;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;
/** Longer than any that a registry takes; in characters. */
const LONGEST = 1000;
const EXACT_DIGITS = 15;
const MOST_DIGITS = 20;
const GREATEST = 2n ** 64n - 1n;
