import {
  type CargoVersion,
  compareNumbers,
  comparePre,
  compareWhole,
  type Numbers,
  readBuild,
  readPre,
  readWhole,
  type Whole,
} from './cargo-version.ts';

/**
 * What a version must be for a manifest: all of its comparators must hold. None of them is `*`, which holds for each
 * final version.
 */
export type Requirement = readonly Comparator[];

/** One comparator, with as many numbers as are written. A build behind it means nothing. */
export interface Comparator {
  readonly op: '=' | '>' | '>=' | '<' | '<=' | '~' | '^' | '*';
  readonly major: Whole;
  readonly minor?: Whole;
  readonly patch?: Whole;
  /** Only behind three numbers. */
  readonly pre: readonly string[];
}

/**
 * Reads a requirement exactly as cargo does (crate `semver` 1, src/parse.rs); `undefined` where cargo refuses the
 * manifest for it.
 */
export function parseRequirement(text: string): Requirement | undefined {
  if (text.length > LONGEST) return undefined;
  if (STAR.test(text)) return [];
  const parts = text.split(',');
  if (parts.length > MOST_COMPARATORS) return undefined;
  const comparators = parts.map(parseComparator);
  return comparators.every(each => each !== undefined) ? comparators : undefined;
}

/** Whether a requirement holds for a version (src/eval.rs, `matches_req`). */
export function matches(requirement: Requirement, version: CargoVersion): boolean {
  if (!requirement.every(comparator => holds(comparator, version))) return false;
  return version.pre.length === 0 || requirement.some(comparator => namesPresOf(comparator, version));
}

/** Whether a comparator lets pre-releases of the same three numbers in. */
function namesPresOf({ major, minor, patch, pre }: Comparator, version: Numbers): boolean {
  return pre.length > 0 && major === version.major && minor === version.minor && patch === version.patch;
}

/** Where a version stands to what a comparator takes, which has no gaps: below, within or above it. */
export function sideOf(comparator: Comparator, version: CargoVersion): -1 | 0 | 1 {
  if (holds(comparator, version)) return 0;
  switch (comparator.op) {
    case '>':
    case '>=':
      return -1;
    case '<':
    case '<=':
      return 1;
    case '=':
    case '~':
    case '^':
    case '*': {
      const base = baseOf(comparator);
      return (compareNumbers(version, base) || comparePre(version.pre, comparator.pre)) < 0 ? -1 : 1;
    }
  }
}

/** The lowest version that anybody who writes this may mean: its highest lower end. */
export function lowestOf(requirement: Requirement): CargoVersion {
  const starts = requirement.flatMap(comparator =>
    comparator.op === '<' || comparator.op === '<=' ? [] : [baseOf(comparator)],
  );
  const zero: CargoVersion = { major: 0, minor: 0, patch: 0, pre: [], build: [] };
  return starts.reduce((a, b) => ((compareNumbers(a, b) || comparePre(a.pre, b.pre)) < 0 ? b : a), zero);
}

function baseOf({ major, minor = 0, patch = 0, pre }: Comparator): CargoVersion {
  return { major, minor, patch, pre, build: [] };
}

const STAR = /^ *[*xX] *$/;
const COMPARATOR = /^(?:(>=|<=|[=<>~^]) *)?(\d+)(?:\.(\d+|[*xX])(?:\.(\d+|[*xX])(?:-([^+ ]*))?(?:\+([^ ]*))?)?)? *$/;
const WILD = /^[*xX]$/;
const MOST_COMPARATORS = 32;
/** Longer than any that people write; in characters. */
const LONGEST = 4096;

function parseComparator(text: string): Comparator | undefined {
  const [found, written, first, second, third, preText, buildText] = COMPARATOR.exec(text.replace(/^ +/, '')) ?? [];
  const major = readWhole(first);
  if (found === undefined || major === undefined) return undefined;
  const isWild = [second, third].some(each => WILD.test(each ?? ''));
  const op = (written as Comparator['op'] | undefined) ?? (isWild ? '*' : '^');
  if (isWild && (preText !== undefined || buildText !== undefined)) return undefined;
  if (second === undefined) return { op, major, pre: [] };
  if (WILD.test(second)) return third === undefined || WILD.test(third) ? { op, major, pre: [] } : undefined;
  const minor = readWhole(second);
  if (minor === undefined) return undefined;
  if (third === undefined || WILD.test(third)) return { op, major, minor, pre: [] };
  const patch = readWhole(third);
  const pre = readPre(preText);
  if (patch === undefined || pre === undefined || readBuild(buildText) === undefined) return undefined;
  return { op, major, minor, patch, pre };
}

function holds(comparator: Comparator, version: CargoVersion): boolean {
  switch (comparator.op) {
    case '=':
    case '*':
      return isExact(comparator, version);
    case '>':
      return order(comparator, version) > 0;
    case '>=':
      return isExact(comparator, version) || order(comparator, version) > 0;
    case '<':
      return order(comparator, version) < 0;
    case '<=':
      return isExact(comparator, version) || order(comparator, version) < 0;
    case '~':
      return isTilde(comparator, version);
    case '^':
      return isCaret(comparator, version);
  }
}

function isExact({ major, minor, patch, pre }: Comparator, version: CargoVersion): boolean {
  if (version.major !== major) return false;
  if (minor !== undefined && version.minor !== minor) return false;
  if (patch !== undefined && version.patch !== patch) return false;
  return comparePre(version.pre, pre) === 0;
}

/** Where the version stands to what is written: numbers that are not written are no difference. */
function order({ major, minor, patch, pre }: Comparator, version: CargoVersion): number {
  const byMajor = compareWhole(version.major, major);
  if (byMajor !== 0 || minor === undefined) return byMajor;
  const byMinor = compareWhole(version.minor, minor);
  if (byMinor !== 0 || patch === undefined) return byMinor;
  return compareWhole(version.patch, patch) || comparePre(version.pre, pre);
}

function isTilde({ major, minor, patch, pre }: Comparator, version: CargoVersion): boolean {
  if (version.major !== major || (minor !== undefined && version.minor !== minor)) return false;
  if (patch !== undefined && version.patch !== patch) return version.patch > patch;
  return comparePre(version.pre, pre) >= 0;
}

function isCaret({ major, minor, patch, pre }: Comparator, version: CargoVersion): boolean {
  if (version.major !== major) return false;
  if (minor === undefined) return true;
  if (patch === undefined) return major > 0 ? version.minor >= minor : version.minor === minor;
  if (major > 0) {
    if (version.minor !== minor) return version.minor > minor;
    if (version.patch !== patch) return version.patch > patch;
  } else if (minor > 0) {
    if (version.minor !== minor) return false;
    if (version.patch !== patch) return version.patch > patch;
  } else if (version.minor !== minor || version.patch !== patch) return false;
  return comparePre(version.pre, pre) >= 0;
}
