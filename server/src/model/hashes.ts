/**
 * A hash of a release's bytes, as a lockfile records it or a registry tells it. Of one algorithm and file, two that
 * differ mean different bytes.
 */
export interface ReleaseHash {
  /** In the ecosystem's own word, as in `sha512`. */
  readonly algorithm: string;
  /** As the ecosystem's lockfiles write it, the algorithm included where they do: `sha512-…`, `sha256:…`, `h1:…`. */
  readonly text: string;
  /** The name of the file, where a release has several. */
  readonly file?: string;
}

/** What two sets of hashes of one release say of each other. */
export type HashComparison =
  /** Nothing that can be compared: no common algorithm, or of other files. */
  | { readonly is: 'incomparable' }
  | { readonly is: 'same' }
  /** Both are of one algorithm and, where files are told, of one file. */
  | { readonly is: 'different'; readonly recorded: ReleaseHash; readonly served: ReleaseHash };

/**
 * Holds what is recorded against what a registry serves, by the strongest algorithm that both have of a file. Where a
 * release has several files, each is held against its namesake; and one of which no name is told is the same where any
 * served file has it.
 */
export function compareHashes(recorded: readonly ReleaseHash[], served: readonly ReleaseHash[]): HashComparison {
  let seen: HashComparison = { is: 'incomparable' };
  for (const algorithm of ALGORITHMS) {
    const mine = recorded.filter(hash => hash.algorithm === algorithm);
    const theirs = served.filter(hash => hash.algorithm === algorithm);
    if (mine.length === 0 || theirs.length === 0) continue;
    for (const hash of mine) {
      const candidates = theirs.filter(
        ({ file }) => file === undefined || hash.file === undefined || file === hash.file,
      );
      if (candidates.length === 0) continue;
      // Several of one file, as an SRI text may hold them, are alternatives.
      if (candidates.some(each => isSameText(each.text, hash.text))) seen = { is: 'same' };
      else if (isOneFile(hash, mine, candidates))
        return { is: 'different', recorded: hash, served: candidates[0] ?? hash };
    }
    if (seen.is === 'same') return seen;
  }
  return seen;
}

/** Whether all hashes that a release is recorded with are of algorithms that no longer tell bytes apart. */
export function areWeak(hashes: readonly ReleaseHash[]): boolean {
  return hashes.length > 0 && hashes.every(({ algorithm }) => WEAK.includes(algorithm));
}

/** The strongest first; whatever else there is, no two sides have in common. */
const ALGORITHMS = ['sha512', 'sha384', 'sha256', 'h1', 'sha1', 'md5'];
const WEAK = ['sha1', 'md5'];

/** Hexadecimal digits are written in both cases; the rest of what lockfiles write is not. */
function isSameText(a: string, b: string): boolean {
  return a === b || (HEX.test(a) && a.toLowerCase() === b.toLowerCase());
}

const HEX = /^(?:[a-z]\w*:)?[\da-f]+$/i;

/** Without names of files, and with several on either side, which one is meant cannot be told. */
function isOneFile(hash: ReleaseHash, recorded: readonly ReleaseHash[], served: readonly ReleaseHash[]): boolean {
  if (hash.file !== undefined && served.every(({ file }) => file === hash.file)) {
    return !recorded.some(
      other => other !== hash && other.file === hash.file && served.some(each => isSameText(each.text, other.text)),
    );
  }
  const mine = new Set(recorded.map(({ text }) => text));
  return served.length === 1 && ![...mine].some(text => served.some(each => isSameText(each.text, text)));
}
