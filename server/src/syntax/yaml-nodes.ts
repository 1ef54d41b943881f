import type { Span } from '../model/span.ts';
import type { TracedText } from './traced-text.ts';
import type { ScalarStyle } from './yaml-scalars.ts';

/** One YAML document with places. JSON is YAML in flow style, so it is read the same way. */
export interface YamlDocument {
  readonly text: string;
  /** The line break that it uses. */
  readonly newline: '\n' | '\r\n';
  /** Absent for a document without content. */
  readonly root?: YamlNode;
  /** Comments that may speak to this program. Each stands behind the `#`, at its offset. */
  readonly comments: readonly YamlComment[];
  /**
   * Whether another language's `{{` stands where YAML has its own marks, so that what is read here is not what will be
   * there.
   */
  readonly isTemplate: boolean;
  /** Set where something is out of line or was left open, so that what stands behind it may belong to it. */
  readonly isBroken?: true;
  /**
   * The scalars that aliases repeat and the maps that are merged into others: what is written into them is read
   * elsewhere too.
   */
  readonly shared: ReadonlySet<YamlNode>;
  /**
   * The entries of the outermost map, in their order, each as a document of its own; present where it was read so. One
   * that did not change is the same object as before.
   */
  readonly sections?: readonly PlacedSection[];
}

/** One entry of a document's outermost map, which nothing else in the document bears on. */
export interface YamlSection {
  /** Whose root holds the entry alone, or with one more that stands for what follows. */
  readonly document: YamlDocument;
  /** With places in that document. */
  readonly entry: YamlEntry;
}

/** A section, and where it begins in the document. */
export interface PlacedSection {
  readonly section: YamlSection;
  readonly offset: number;
}

/**
 * A node is one object however many aliases lead to it: who keeps a set of the nodes he has seen visits each once, and
 * edits at the anchor.
 */
export type YamlNode = YamlMap | YamlList | YamlScalar;

/** A map, in blocks or in braces. */
export interface YamlMap {
  readonly kind: 'map';
  readonly span: Span;
  readonly flow: boolean;
  /** The column at which the keys of a block map begin. */
  readonly indent: number;
  /** In the order of the text, with repeated keys, without merges. */
  readonly entries: readonly YamlEntry[];
  /** What `<<` names, the most important first. */
  readonly merges: readonly YamlMap[];
  /** The entries of one key, in the order of the text. As cheap as there are any. */
  named(key: string): readonly YamlEntry[];
}

/** One key of a map, and its value. */
export interface YamlEntry {
  readonly key: YamlScalar;
  /** Absent where nothing is written, which means null, and where an alias leads nowhere. */
  readonly value?: YamlNode;
  /** Behind the colon, or behind the key where none is written yet. */
  readonly behindColon: number;
  /** Whether the value is written elsewhere, at an anchor. */
  readonly isAlias: boolean;
}

/** A list, in blocks or in brackets. */
export interface YamlList {
  readonly kind: 'list';
  readonly span: Span;
  readonly flow: boolean;
  readonly items: readonly YamlItem[];
}

/** One item of a list; absent values and aliases as in {@link YamlEntry}. */
export interface YamlItem {
  readonly value?: YamlNode;
  readonly isAlias: boolean;
}

/** A text, a number or the like, which is all text here. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** With quotes, or from a block's header on. */
  readonly span: Span;
  /** Whether YAML's core schema (1.2.2, chapter 10.3) takes it for text and not for a number, a truth value or null. */
  readonly isString: boolean;
  /** The text, whatever type YAML gives it: `1.20` stays `1.20`. */
  readonly value: string;
  /** The same, and where each character of it stands. Made when asked for. */
  readonly written: TracedText;
}

/** A comment, which ends with its line. */
export interface YamlComment {
  /** Of the `#`. */
  readonly offset: number;
  /** Behind the `#`, to the end of the line. */
  readonly text: string;
}
