import type { Span } from '../model/span.ts';
import type { YamlDocument, YamlEntry, YamlItem, YamlList, YamlMap, YamlScalar } from './yaml-nodes.ts';

/**
 * One TOML document with places. It is a document as those of YAML are, so whatever finds paths, comments and images
 * there does so here.
 */
export interface TomlDocument extends YamlDocument {
  /** Empty for a text without a statement. */
  readonly root: TomlTable;
  /** The strings that go over several lines, in the order of the text: no comment can stand within one. */
  readonly longStrings: readonly Span[];
}

export type TomlNode = TomlTable | TomlArray | TomlScalar;

/**
 * A table, however it is written: one object for all headers and dotted keys that name it. `flow` is set for one in
 * braces, which nothing outside them adds to. Its span is that of its first place.
 */
export interface TomlTable extends YamlMap {
  /** In the order in which the text names them first, with repeated keys. */
  readonly entries: readonly TomlEntry[];
  /** Where it is written, in the order of the text; at least one. What it holds stands in one of them. */
  readonly places: readonly TomlPlace[];
  /** The entries of one key, in the order of the text. TOML allows one; another one is being typed. */
  named(key: string): readonly TomlEntry[];
  /** The one that counts: the first of that key. */
  first(key: string): TomlEntry | undefined;
}

/**
 * One place of a table.
 *
 * - `document`: the whole text, for the outermost table.
 * - `section`: what stands below `[its.name]` or `[[its.name]]`, the header included.
 * - `passed`: the section of a table within it, whose header names it on the way.
 * - `dotted`: a statement or a member `its.name.key = …`.
 * - `braces`: `{ … }`.
 */
export type TomlPlace =
  | { readonly form: 'document' | 'braces'; readonly span: Span }
  | {
      readonly form: 'section' | 'passed' | 'dotted';
      readonly span: Span;
      /** Its own name there. */
      readonly key: TomlScalar;
    };

/** One key of a table, and its value. */
export interface TomlEntry extends YamlEntry {
  readonly key: TomlScalar;
  /** Absent where none is written yet, or nothing that TOML knows. */
  readonly value?: TomlNode;
  /** Behind the equals sign; behind the key where the key is part of a longer name. */
  readonly behindColon: number;
  /** The statement, member or header that names it first: from its first key or bracket on. */
  readonly span: Span;
}

/** An array in brackets, or with `flow` unset the tables below headers such as `[[bin]]`. */
export interface TomlArray extends YamlList {
  readonly items: readonly TomlItem[];
}

/** One item of an array. What TOML does not know is left out. */
export interface TomlItem extends YamlItem {
  readonly value: TomlNode;
}

/**
 * A string, or anything else that is no table and no array: a number, a truth value, a date, as it is written. A key is
 * a string however it is written.
 */
export interface TomlScalar extends YamlScalar {
  /** Without quotes and what belongs to them. */
  readonly inner: Span;
  /** Whether what stands in `inner` is the value, character by character, so that a part of it can be replaced. */
  readonly isVerbatim: boolean;
  /** Whether it stands between three quotes each, where line breaks may be. */
  readonly isLong: boolean;
}
