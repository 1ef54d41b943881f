import type { Span } from '../model/span.ts';

/** A text of XML as far as it can be read. */
export interface XmlDocument {
  readonly text: string;
  /** What stands outside of all elements has this one around it, which has no name. */
  readonly root: XmlElement;
  /** The inside of each comment, and where it opens. */
  readonly comments: readonly XmlComment[];
  readonly newline: '\n' | '\r\n';
}

export interface XmlComment {
  readonly offset: number;
  readonly text: string;
  /** Behind its closing mark. */
  readonly end: number;
}

export interface XmlElement {
  /** As written, with its prefix. */
  readonly name: string;
  /** From the start tag to the end tag, or to where it ends without one. */
  readonly span: Span;
  /** Its start tag. */
  readonly open: Span;
  /** What stands between the tags; empty where it is one tag. */
  readonly content: Span;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The stretches of text between its children and comments, in order. */
  readonly pieces: readonly XmlPiece[];
  /** Whether it has an end tag: what has none is being typed. */
  readonly isClosed: boolean;
}

export interface XmlAttribute {
  readonly name: string;
  /** Without quotes. */
  readonly value: Span;
}

/** A stretch of text; `isVerbatim`: it is CDATA, in which nothing is an entity. */
export interface XmlPiece {
  readonly span: Span;
  readonly isVerbatim: boolean;
}

/**
 * Where elements of a kind of document stand, so that one that lost its end does not swallow what follows: an element
 * that is named here ends what is open between it and the nearest that it may stand in.
 */
export type XmlPlaces = Readonly<
  Record<string, { readonly in: readonly string[]; readonly notBelow: readonly string[] }>
>;
