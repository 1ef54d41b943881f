/** A version as Gradle takes it apart. */
export interface GradleVersion {
  /** As written. */
  readonly text: string;
  readonly parts: readonly GradlePart[];
}

/** A number of a version, of which the digits count, or anything else. */
interface GradlePart {
  readonly text: string;
  /** Without zeros in front; absent where it is no number that Gradle reads as one. */
  readonly digits?: string;
}

/**
 * Takes a version apart: at `.`, `_`, `-` and `+`, and where digits begin or end (Gradle, VersionParser). Any text is a
 * version.
 */
export function parseGradleVersion(text: string): GradleVersion {
  const pieces = text.split(/[._+-]/).flatMap(piece => (piece === '' ? [''] : (piece.match(DIGITS_OR_NOT) ?? [])));
  // Nothing stands behind a separator at the end.
  if (pieces.at(-1) === '') pieces.pop();
  return { text, parts: pieces.map(partOf) };
}

/**
 * Gradle's order: `1.0` before `1.0.0`, any word before nothing and before any number (Gradle, StaticVersionComparator;
 * "Declaring Versions and Ranges", version ordering). Negative, zero or positive; zero also for what differs in
 * separators alone.
 */
export function compareGradleVersions(a: GradleVersion, b: GradleVersion): number {
  const both = Math.min(a.parts.length, b.parts.length);
  for (let index = 0; index < both; index++) {
    const difference = compareParts(a.parts[index] ?? NO_PART, b.parts[index] ?? NO_PART);
    if (difference !== 0) return difference;
  }
  const [next, sign] = a.parts.length > both ? [a.parts[both], 1] : [b.parts[both], -1];
  if (next === undefined) return 0;
  return next.digits === undefined ? -sign : sign;
}

const DIGITS_OR_NOT = /[0-9]+|[^0-9]+/g;
const NO_PART: GradlePart = { text: '' };
/** What Gradle reads numbers as ends here. */
const HIGHEST_NUMBER = '9223372036854775807';

/** Words with a meaning, whatever their case; all others lie between `dev` and `rc`. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ['dev', -1],
  ['rc', 1],
  ['snapshot', 2],
  ['final', 3],
  ['ga', 4],
  ['release', 5],
  ['sp', 6],
]);

function partOf(text: string): GradlePart {
  if (!/^[0-9]/.test(text)) return { text };
  const digits = text.replace(/^0+(?=[0-9])/, '');
  return compareDigits(digits, HIGHEST_NUMBER) > 0 ? { text } : { text, digits };
}

function compareParts(a: GradlePart, b: GradlePart): number {
  if (a.text === b.text) return 0;
  if (a.digits !== undefined && b.digits !== undefined) return compareDigits(a.digits, b.digits);
  if (a.digits !== undefined) return 1;
  if (b.digits !== undefined) return -1;
  const [rankA, rankB] = [rankOf(a.text), rankOf(b.text)];
  if (rankA !== undefined || rankB !== undefined) return (rankA ?? 0) - (rankB ?? 0);
  return a.text < b.text ? -1 : 1;
}

function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function rankOf(word: string): number | undefined {
  return RANKS.get(word.toLowerCase());
}
