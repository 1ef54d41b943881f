/** What people read in a version, whichever order it is sorted by. */
export interface VersionWords {
  /** The numbers that it begins with, as text. */
  readonly numbers: readonly string[];
  readonly isPre: boolean;
  /**
   * What kind of builds it is of, as `jre` and `android` are: words that are neither a stage before a release nor a
   * name for one. Maven orders them above the release, and nobody means one by the other. Empty for the plain line.
   */
  readonly line: string;
  /** Whether it is a date: old artifacts began so, and every later version is below. */
  readonly isDated: boolean;
}

/** Reads any text. */
export function wordsOf(version: string): VersionWords {
  const text = version.slice(0, LONGEST).toLowerCase();
  const numbers = /^v?(\d+(?:[._]\d+)*)/.exec(text)?.[1]?.split(/[._]/) ?? [];
  const pieces = text.match(/[a-z]+\d?/g) ?? [];
  const isPre = pieces.some(piece => PRE_RELEASE.test(piece));
  const line = pieces
    .filter(piece => !PRE_RELEASE.test(piece))
    .map(piece => piece.replace(/\d$/, ''))
    .filter(word => !MEANS_NOTHING.has(word))
    .join('-');
  return { numbers, isPre, line, isDated: /^(?:19|20)\d{6}$/.test(numbers[0] ?? '') };
}

/** `a`, `b` and `m` mean a stage before a digit alone (Maven); the last five are nobody's rule, and everybody's use. */
const PRE_RELEASE = /^(?:(?:alpha|beta|milestone|rc|cr|snapshot|pre|preview|dev|ea|eap|nightly|canary)\d?|[abm]\d)$/;
/** `v` stands before numbers and dates. */
const MEANS_NOTHING = new Set(['ga', 'final', 'release', 'sp', 'incubating', 'v']);
const LONGEST = 500;
