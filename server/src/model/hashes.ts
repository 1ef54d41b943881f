/**
 * A hash of a release's bytes, as a lockfile records it or a registry tells it. Of one algorithm and file, two that
 * differ mean different bytes.
 */
export interface ReleaseHash {
  /** In the ecosystem's own word, as in `sha512`. */
  readonly algorithm: string;
  /**
   * As the ecosystem's lockfiles write it, the algorithm included where they do: `sha512-…`, `sha256:…`, `h1:…`.
   */
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
 * Holds what is recorded against what a registry serves. What is recorded of a file is held against what is served of
 * its namesake, by the strongest algorithm that both have; several of one algorithm are alternatives, as an SRI text
 * and several mirrors have them. A file that only one side knows says nothing: it was removed, or came later.
 *
 * Where no names of files are recorded, and the registry has several files, the list is of what may be installed, as
 * pip and Pipenv take it: one that is among them is enough, since the others may have come later, for other platforms.
 */
export function compareHashes(recorded: readonly ReleaseHash[], served: readonly ReleaseHash[]): HashComparison {
  const unnamed = recorded.filter(({ file }) => file === undefined);
  const servedByFile = byFile(served);
  let seen: HashComparison = { is: 'incomparable' };
  for (const [file, mine] of byFile(recorded)) {
    const theirs = servedByFile.get(file);
    const its = theirs === undefined ? INCOMPARABLE : compareFile(mine, theirs);
    if (its.is === 'different') return its;
    if (its.is === 'same') seen = its;
  }
  const its = served.some(({ file }) => file !== undefined)
    ? compareSet(unnamed, served)
    : compareFile(unnamed, served);
  return its.is === 'incomparable' ? seen : its;
}

/** Whether all hashes that a release is recorded with are of algorithms that no longer tell bytes apart. */
export function areWeak(hashes: readonly ReleaseHash[]): boolean {
  return hashes.length > 0 && hashes.every(({ algorithm }) => WEAK.includes(algorithm));
}

/** The strongest first; whatever else there is, no two sides have in common. */
const ALGORITHMS = ['sha512', 'sha384', 'sha256', 'h1', 'sha1', 'md5'];
const WEAK = ['sha1', 'md5'];

function isSameText(a: string, b: string): boolean {
  return a === b || folded(a) === folded(b);
}

/** Hexadecimal digits are written in both cases; the rest of what lockfiles write is not. */
function folded(text: string): string {
  return HEX.test(text) ? text.toLowerCase() : text;
}

const HEX = /^(?:[a-z]\w*:)?[\da-f]+$/i;

const INCOMPARABLE: HashComparison = { is: 'incomparable' };

function byFile(hashes: readonly ReleaseHash[]): ReadonlyMap<string, readonly ReleaseHash[]> {
  const files = new Map<string, ReleaseHash[]>();
  for (const hash of hashes) {
    if (hash.file === undefined) continue;
    const those = files.get(hash.file);
    if (those === undefined) files.set(hash.file, [hash]);
    else those.push(hash);
  }
  return files;
}

/** Both are of one file. */
function compareFile(recorded: readonly ReleaseHash[], served: readonly ReleaseHash[]): HashComparison {
  for (const algorithm of ALGORITHMS) {
    const mine = recorded.filter(hash => hash.algorithm === algorithm);
    const theirs = served.filter(hash => hash.algorithm === algorithm);
    const [first, now] = [mine[0], theirs[0]];
    if (first === undefined || now === undefined) continue;
    if (mine.some(hash => theirs.some(each => isSameText(each.text, hash.text)))) return { is: 'same' };
    return { is: 'different', recorded: first, served: now };
  }
  return INCOMPARABLE;
}

/** A list without names of files. One of an algorithm that is not served may be of any file. */
function compareSet(recorded: readonly ReleaseHash[], served: readonly ReleaseHash[]): HashComparison {
  if (recorded.length === 0) return INCOMPARABLE;
  const theirs = new Set(served.map(({ text }) => folded(text)));
  if (recorded.some(({ text }) => theirs.has(folded(text)))) return { is: 'same' };
  const algorithms = new Set(served.map(({ algorithm }) => algorithm));
  const [first] = recorded;
  const now = served.find(({ algorithm }) => algorithm === first?.algorithm);
  if (first === undefined || now === undefined) return INCOMPARABLE;
  return recorded.every(({ algorithm }) => algorithms.has(algorithm))
    ? { is: 'different', recorded: first, served: now }
    : INCOMPARABLE;
}
