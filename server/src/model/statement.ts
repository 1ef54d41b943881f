import type { Severity } from './finding.ts';
import type { Digest, ImageName, RegistryId } from './names.ts';
import { imageNameText } from './names.ts';
import type { Range } from './positions.ts';
import type { Span } from './span.ts';

/**
 * What one file says that others are read or judged by. Readers and rules look by the key ({@link Told}), and look
 * again when something under that key changes; they need not know which files may say so.
 */
export type Statement = Said & {
  /**
   * Made by one function, so that who states and who looks mean the same: by one of those below, or in the room of an
   * ecosystem by one of its own, where only its files speak to each other.
   */
  readonly key: string;
  readonly reach: Reach;
  /** Where it is written, for who points there: whoever looks is told when that moves. Absent where nobody does. */
  readonly span?: Span;
};

/**
 * Which documents a statement speaks to.
 *
 * - `everywhere`: all that are open or checked together.
 * - `below`: those in the stating file's folder, and in folders below it.
 * - `beside`: those in the stating file's folder alone.
 */
export type Reach = 'everywhere' | 'below' | 'beside';

/** What is said. */
export type Said =
  /** Here a tag and a digest stand side by side. */
  | { readonly says: 'pins'; readonly digest: Digest; readonly span: Span }
  /** The workspace makes this itself, so that its name means no registry's. */
  | { readonly says: 'makes' }
  /**
   * Something removes from these hosts what no tag points to, or archives it, so that it can't be pulled.
   * `repositories`: of those alone. Both are patterns with blanks between, in which a star stands for any text.
   */
  | {
      readonly says: 'collects';
      readonly hosts: string;
      readonly repositories?: string;
      readonly archives?: true;
    }
  /** Here a digest is pinned in a registry whose owners decide how long it keeps what no tag points to. */
  | {
      readonly says: 'holds';
      readonly image: string;
      readonly tag: string;
      readonly digest: Digest;
      readonly span: Span;
    }
  /** A lockfile takes this for what a manifest wants: an image's digest, a package's version. */
  | { readonly says: 'locks'; readonly to: string }
  /**
   * What lies there is of the kind of this reader, whatever it is called: a path with `/`, or a glob as `readGlobs`
   * takes it, from a folder on that lies so many folders above the one of who says it. A path that is not exact may
   * begin below as well: whoever writes it knows the root of the repository, and a reader does not.
   */
  | {
      readonly says: 'includes';
      readonly kind: string;
      readonly path: string;
      readonly up: number;
      readonly isExact?: true;
    }
  /** A build gives values to these arguments of what it is described by; names with blanks between. */
  | { readonly says: 'builds'; readonly gives: string }
  /**
   * A stage of a build starts from an image whose reference ends with what an argument stands for, behind `before`;
   * `beside`: the arguments that decide what that is. `stages` are those that it may be one of instead, with blanks
   * between both. `runs`: whether containers start from it; `isSole`: whether the argument is read as this image alone.
   */
  | {
      readonly says: 'starts';
      readonly argument: string;
      readonly before: string;
      readonly beside: string;
      readonly stages: string;
      readonly runs: boolean;
      readonly isSole: boolean;
    }
  /** A name stands for this value. */
  | { readonly says: 'gives'; readonly value: string }
  /**
   * A lockfile holds a release of which something is wrong, and which comes with what is wanted: `chain` are the names
   * on the way down to it, with blanks between; `what` is the rest of a sentence that begins with its name and version.
   */
  | {
      readonly says: 'brings';
      readonly name: string;
      readonly version: string;
      /** A later version that nothing is wrong with, where one is known. */
      readonly better?: string;
      /** Set where the lockfile holds no other version under that name. */
      readonly isAlone?: true;
      /** The command that renews it in the lockfile, its words with blanks between; absent where none does. */
      readonly command?: string;
      readonly severity: Severity;
      readonly what: string;
      readonly chain: string;
    };

/** A statement, and where it is made. */
export type PlacedStatement = Statement & { readonly from: Stating };

/** The file that states something. */
export interface Stating {
  /** Tells the file from all others: its absolute path, or the URI of a document that lies nowhere. */
  readonly id: string;
  /** What it lies in, a real path; absent for a document that lies nowhere. */
  readonly folder?: string | undefined;
  /** Its path as people know it, with `/`. */
  readonly file: string;
  /** Its URI, where an editor needs it. */
  readonly uri?: string | undefined;
  /** Where a stretch of its text stands, in lines. */
  rangeOf(span: Span): Range;
}

/**
 * Looks up what is stated under a key, as far as it speaks to the one who looks: in the order of the files' names, and
 * behind what is said everywhere what is said from a folder, the nearest last. The same value as long as the same is
 * stated. Synchronous; what is not stated (yet) is an empty list.
 */
export type Told = (key: string) => readonly PlacedStatement[];

/** What a document is told that stands alone. */
export const TOLD_NOTHING: Told = () => NO_STATEMENTS;

const NO_STATEMENTS: readonly PlacedStatement[] = [];

/** Under this, every place is found that pins an image under a tag. */
export function pinsKey(image: ImageName, tag: string): string {
  return `pins ${imageNameText(image)}:${tag}`;
}

/**
 * Under this, it is found whether the workspace makes something itself.
 *
 * @param name canonical: of a package as in `ReleaseSubject.name`, of an image as `imageNameText` has it
 * @param version an image's tag; absent: any, and for what is made in whatever version is wanted, as packages are
 */
export function makesKey(registry: RegistryId, name: string, version?: string): string {
  return version === undefined ? `makes ${registry} ${name}` : `makes ${registry} ${name}:${version}`;
}

/**
 * Under this, it is found what a manifest says of its own package, for who publishes it: one statement `gives` for each
 * manifest that says it.
 *
 * @param what a word of the ecosystem, as `name`, `access`
 */
export function ownManifestKey(registry: RegistryId, what: string): string {
  return `own manifest ${registry} ${what}`;
}

/**
 * Under this, it is found whether a manifest itself names the registry at an address, which no configuration has to do
 * then.
 *
 * @param address as `Locked.from` has it
 */
export function namedRegistryKey(registry: RegistryId, address: string): string {
  return `names ${registry} ${address}`;
}

/** Under this, it is found whether a build is given something else under an image's name and tag. */
export function contextKey(image: ImageName, tag: string): string {
  return `context ${imageNameText(image)}:${tag}`;
}

/**
 * Under this, it is found what a lockfile takes for what a manifest wants.
 *
 * @param lockfile the name of the file, without folders: several may lie beside each other, each for its own manifest
 * @param wanted the text by which the lockfile knows it, as its tool writes it: `ghcr.io/acme/features/go:1`
 */
export function locksKey(lockfile: string, wanted: string): string {
  return `locks ${lockfile} ${wanted}`;
}

/**
 * Under this, it is found what is wrong with what comes with a direct dependency, by the lockfile that says so.
 *
 * @param lockfile the name of the file, without folders
 * @param importer as in `LockRoot`
 * @param name as in `LockRoot`
 */
export function broughtKey(lockfile: string, importer: string, name: string): string {
  return `brought ${lockfile} ${importer} ${name}`;
}

/** Under this, the values of a variable are found. */
export function variableKey(name: string): string {
  return `variable ${name}`;
}

/** Under this, all is found that files include. */
export const INCLUDES_KEY = 'includes';

/**
 * Under this, the places are found of files that are included as a kind and that were not read: they are outside of
 * what is looked at, hidden there, or cannot be read.
 */
export function unreadKey(kind: string): string {
  return `unread ${kind}`;
}

/** Under this, all statements about hosts are found that are cleaned up. */
export const COLLECTS_KEY = 'collects';

/** Under this, all pins are found in registries that may be cleaned up by their owners. */
export const HOLDS_KEY = 'holds';

/** Whether something that is said of hosts and repositories is said of an image. */
export function isCollected({ hosts, repositories }: Collecting, { host, repository }: ImageName): boolean {
  if (!coversSome(hosts, host)) return false;
  return repositories === undefined || coversSome(repositories, repository);
}

/** As `collects` says it. */
interface Collecting {
  readonly hosts: string;
  readonly repositories?: string;
}

/** Whether one of several patterns, with blanks between, stands for a text as a whole. */
export function coversSome(patterns: string, text: string): boolean {
  return patterns.split(' ').some(pattern => covers(pattern, text));
}

/** Whether a pattern of hosts stands for a host as a whole. Hosts are short and patterns are our own. */
export function covers(pattern: string, host: string): boolean {
  const parts = pattern.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return host === pattern;
  if (host.length < first.length + last.length || !host.startsWith(first) || !host.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = host.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= host.length - last.length;
}
