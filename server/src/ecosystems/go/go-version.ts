/** A version as golang.org/x/mod/semver reads it. Numbers are kept as texts: they may be longer than numbers are. */
export interface GoVersion {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** What stands between dots behind the dash; empty for a release. */
  readonly pre: readonly string[];
  /** Set for a version 2 or later of a module whose path does not say so. */
  readonly isIncompatible: boolean;
}

const VERSION = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(\+incompatible)?$/;

/**
 * Reads a canonical version, as the go command writes it; `undefined` for any other text, such as `v1.2` or a branch.
 */
export function parseGoVersion(text: string): GoVersion | undefined {
  if (text.length > LONGEST) return undefined;
  const [, major, minor, patch, written, incompatible] = VERSION.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  const pre = written?.split('.') ?? [];
  if (pre.some(each => /^0\d+$/.test(each))) return undefined;
  return { major, minor, patch, pre, isIncompatible: incompatible !== undefined };
}

/** The order of golang.org/x/mod/semver; what is behind a plus does not count. */
export function compareGoVersions(a: GoVersion, b: GoVersion): number {
  return compareNumbers(a, b) || comparePre(a.pre, b.pre);
}

/** By the three numbers alone. */
export function compareNumbers(a: GoVersion, b: GoVersion): number {
  return compareDigits(a.major, b.major) || compareDigits(a.minor, b.minor) || compareDigits(a.patch, b.patch);
}

/**
 * Whether a version stands for a commit that has none (golang.org/x/mod, module/pseudo.go). No proxy lists these.
 */
export function isPseudoVersion(text: string): boolean {
  return text.length <= LONGEST && PSEUDO.test(text);
}

const PSEUDO = /^v\d+\.(?:0\.0-|\d+\.\d+-(?:[^+]*\.)?0\.)\d{14}-[A-Za-z0-9]+(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
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
