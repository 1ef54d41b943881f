import type { ReleaseSubject } from './reference.ts';

/**
 * What a document says of versions for all that build on it, as a parent does, or take it over: properties, versions,
 * and where more is said. Texts are as written, and may hold properties; names of things are words of the ecosystem,
 * whose rooms alone write and read them.
 */
export interface Terms {
  /** What is said of the document itself, which nobody inherits. */
  readonly own: Texts;
  /** What those who build on it inherit, unless they say otherwise. */
  readonly properties: Texts;
  /** Things, and the version that each gets where none is written. */
  readonly versions: Texts;
  /** Properties and things of which conditions decide that are not looked into. */
  readonly unsure: readonly string[];
  /** Things of which those who build on it get nothing, neither from it nor from what it builds on itself. */
  readonly hides?: readonly string[];
  /** What it builds on itself. */
  readonly parent?: DocumentName;
  /**
   * What it takes the versions of things over from that it says nothing of, in order: the first that has one counts.
   */
  readonly imports: readonly DocumentName[];
  /** Set where it says as well where things are to be had. */
  readonly namesPlaces?: true;
}

export type Texts = Readonly<Record<string, string>>;

/** A release whose document is meant; both may hold properties. */
export interface DocumentName {
  readonly name: string;
  readonly version: string;
}

/**
 * What documents in registries have a say in. The ecosystem works out what they decide when they are known; as long as
 * they are not, a reference is what it is without them.
 */
export interface Undecided {
  /** The thing whose version they decide, or the version as written; absent: where it is to be had alone. */
  readonly of?: { readonly thing: string } | { readonly text: string };
  /** As in `ReleaseSubject`. */
  readonly wantedIf?: ReleaseSubject['wantedIf'];
  /** What the file says itself, and of those above it in the workspace what leads out of there. */
  readonly terms: Terms;
  /** Those above it in the workspace, the nearest first, each by what it states things under. */
  readonly above: readonly string[];
  /** As in `ReleaseSubject.source`: where the thing is asked, and where the documents are. */
  readonly source?: string;
  readonly documentsFrom?: string;
}

/** Looks up what a document says; `undefined` where that is not known, or where nobody is asked. */
export type TermsOf = (document: DocumentName) => Terms | undefined;
