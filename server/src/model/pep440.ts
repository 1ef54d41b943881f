/** A whole number as it is written in a version. Dates and hashes may be longer than what a `number` holds exactly. */
type Numeral = number | bigint;

/** A version (PEP 440, "Public version identifiers" and "Local version identifiers"). */
export interface Pep440 {
  readonly epoch: Numeral;
  /** One at least. */
  readonly release: readonly Numeral[];
  readonly pre?: { readonly phase: 'a' | 'b' | 'rc'; readonly number: Numeral };
  readonly post?: Numeral;
  readonly dev?: Numeral;
  readonly local?: readonly (Numeral | string)[];
}

/**
 * Reads a version in any of the spellings that PEP 440 allows (Appendix B; packaging/version.py, `VERSION_PATTERN`).
 * `undefined` for anything else.
 */
export function parsePep440(text: string): Pep440 | undefined {
  const trimmed = text.trim();
  // Nearly all versions are a few numbers.
  if (FEW_NUMBERS.test(trimmed)) return { epoch: 0, release: trimmed.split('.').map(Number) };
  const groups = trimmed.length > LONGEST ? undefined : PATTERN.exec(trimmed)?.groups;
  if (groups === undefined) return undefined;
  const { epoch = '0', release = '', preWord, pre = '', postWord, dash, post = '', dev, local } = groups;
  return {
    epoch: numeral(epoch),
    release: release.split('.').map(numeral),
    ...(preWord === undefined ? {} : { pre: { phase: phaseOf(preWord), number: numeral(pre) } }),
    ...(dash === undefined ? {} : { post: numeral(dash) }),
    ...(postWord === undefined ? {} : { post: numeral(post) }),
    ...(dev === undefined ? {} : { dev: numeral(dev) }),
    ...(local === undefined ? {} : { local: local.split(/[-_.]/).map(localPart) }),
  };
}

/** A version in its normal form, as in `1.0rc1` for `v1.0-RC.1`. Equal versions may differ in trailing zeros alone. */
export function pep440Text({ epoch, release, pre, post, dev, local }: Pep440): string {
  return [
    ...(epoch > 0 ? [`${epoch}!`] : []),
    release.join('.'),
    ...(pre === undefined ? [] : [`${pre.phase}${pre.number}`]),
    ...(post === undefined ? [] : [`.post${post}`]),
    ...(dev === undefined ? [] : [`.dev${dev}`]),
    ...(local === undefined ? [] : [`+${local.join('.')}`]),
  ].join('');
}

/** Less than, equal to or more than zero as the first version is lower, equal or higher (packaging, `_cmpkey`). */
export function comparePep440(a: Pep440, b: Pep440): number {
  return (
    order(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    order(preRank(a), preRank(b)) ||
    order(a.pre?.number ?? 0, b.pre?.number ?? 0) ||
    order(a.post ?? -1, b.post ?? -1) ||
    order(a.dev ?? Number.POSITIVE_INFINITY, b.dev ?? Number.POSITIVE_INFINITY) ||
    compareLocals(a.local, b.local)
  );
}

/** The version without its local label. */
export function publicPart(version: Pep440): Pep440 {
  if (version.local === undefined) return version;
  const { local: _, ...rest } = version;
  return rest;
}

/** Whether two versions have the same epoch and numbers, whatever stands behind them. */
export function hasSameBase(a: Pep440, b: Pep440): boolean {
  return order(a.epoch, b.epoch) === 0 && compareReleases(a.release, b.release) === 0;
}

/** Developers' versions are pre-releases as well. */
export function isPre({ pre, dev }: Pep440): boolean {
  return pre !== undefined || dev !== undefined;
}

/** In characters. Longer ones are nobody's. */
const LONGEST = 512;

const FEW_NUMBERS = /^\d{1,9}(?:\.\d{1,9}){0,5}$/;

/** Case does not count. Digits and letters are ASCII's, as in packaging. */
const PATTERN = new RegExp(
  [
    '^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)',
    '(?:[-_.]?(?<preWord>a|b|c|rc|alpha|beta|pre|preview)[-_.]?(?<pre>[0-9]*))?',
    '(?:-(?<dash>[0-9]+)|[-_.]?(?<postWord>post|rev|r)[-_.]?(?<post>[0-9]*))?',
    '(?:[-_.]?dev[-_.]?(?<dev>[0-9]*))?',
    '(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
  ].join(''),
  'i',
);

/** A word without a number counts as the first of its kind. */
function numeral(digits: string): Numeral {
  return digits.length > 15 ? BigInt(digits) : Number(digits);
}

function localPart(text: string): Numeral | string {
  return /^[0-9]+$/.test(text) ? numeral(text) : text.toLowerCase();
}

function phaseOf(word: string): 'a' | 'b' | 'rc' {
  switch (word.toLowerCase()) {
    case 'a':
    case 'alpha':
      return 'a';
    case 'b':
    case 'beta':
      return 'b';
    default:
      return 'rc';
  }
}

/** A developers' version of a final one is below its pre-releases. */
function preRank({ pre, post, dev }: Pep440): number {
  if (pre !== undefined) return pre.phase === 'a' ? 1 : pre.phase === 'b' ? 2 : 3;
  return post === undefined && dev !== undefined ? 0 : 4;
}

function compareReleases(a: Pep440['release'], b: Pep440['release']): number {
  for (let index = 0; index < a.length || index < b.length; index += 1) {
    const difference = order(a[index] ?? 0, b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** None is below any; numbers are above words, and what goes on is above what ends. */
function compareLocals(a: Pep440['local'], b: Pep440['local']): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const difference = compareLocalParts(a[index] ?? 0, b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareLocalParts(a: Numeral | string, b: Numeral | string): number {
  if (typeof a === 'string') return typeof b === 'string' ? order(a, b) : -1;
  return typeof b === 'string' ? 1 : order(a, b);
}

function order<Value extends Numeral | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
