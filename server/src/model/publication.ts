import type { Peek } from './answer.ts';
import type { Derive } from './derive.ts';
import type { PackageRegistryId } from './names.ts';
import type { Span } from './span.ts';
import type { ToolCommand } from './tool-command.ts';

/** The version that a manifest gives its own package, as it would be published from here. */
export interface PublicationSubject {
  readonly kind: 'publication';
  readonly registry: PackageRegistryId;
  /** The canonical name. */
  readonly name: string;
  /** As written. */
  readonly version: string;
  /** Where it would be published, where the file says that; as `ReleaseSubject.source`. */
  readonly source?: string;
  /** The version's text, without quotes: the only text that a fix may replace. Absent where another file has it. */
  readonly edit?: Span;
  /** The path of that other file as people know it. */
  readonly writtenIn?: string;
  /**
   * What the file tells of the project, in words that only its ecosystem reads: by that it is told from a stranger's of
   * the same name. Absent where the ecosystem does not look at it.
   */
  readonly project?: string;
  /** The name of the lockfile beside that has the version as well, without folders; absent where none is known. */
  readonly lockfile?: string;
}

/** What the registry has under a version of one's own. Dates are ISO 8601 texts as the registry sent them. */
export type PublicationState =
  /** Not known yet, not to be had, or the registry does not have the name or does not show it. */
  | { readonly is: 'untold' }
  /** The registry has the name, and nothing tells that what it has is this project. */
  | { readonly is: 'namesake' }
  /** It has the name, and never had the version, as far as it tells. */
  | { readonly is: 'free' }
  | {
      readonly is: 'published';
      readonly on?: string;
      /** What else is to be said of it, as a sentence. */
      readonly note?: string;
      /** From when on, in milliseconds since the epoch, the release takes no more files, and that as a sentence. */
      readonly closes?: { readonly at: number; readonly says: string };
      readonly next: readonly NextVersion[];
    }
  /** It was there and was taken back. The date is that of its publishing, or of its removal: the registry's last. */
  | { readonly is: 'removed'; readonly on?: string; readonly next: readonly NextVersion[] };

/** A version to publish next, which the registry never had. */
export interface NextVersion {
  readonly part: VersionPart;
  /** As it is to be written. */
  readonly version: string;
}

export type VersionPart = 'patch' | 'minor' | 'major' | 'pre-release';

/** What is known of publishing in an ecosystem: a part of its row. Pure. */
export interface Publishing {
  /** What is peeked at is what gets asked. */
  state(subject: PublicationSubject, peek: Peek, derive: Derive): PublicationState;
  /**
   * That a removed version is never taken again, as the end of a sentence without its full stop; absent where the
   * registry does not tell of what was removed.
   */
  readonly neverAgain?: string;
  /** The tool's own command that writes another version, into the lockfile beside as well; absent: none. */
  raise?(subject: PublicationSubject, to: string): ToolCommand | undefined;
}

/**
 * Whether what lies there is for tests, for show or somebody else's: nobody publishes that, and its names are made up,
 * or anybody's.
 *
 * @param file the path with `/` from the workspace folder on
 */
export function isForShow(file: string): boolean {
  return FOR_SHOW.test(file);
}

const FOR_SHOW =
  /(?:^|\/)_{0,2}(?:tests?|spec|test[-_]?data|fixtures?|mocks?|e2e|benchmarks?|examples?|samples?|demos?|templates?|playgrounds?|sandbox(?:es)?|vendor|third[-_]?party)_{0,2}\//i;
