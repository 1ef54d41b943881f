import type { Companion } from '../../../model/reader.ts';
import type { IgnorePlace } from '../../../model/reference.ts';
import type { RetentionPolicy } from '../../../model/retention.ts';
import type { Span } from '../../../model/span.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import type { TerraformBlock } from './terraform-blocks.ts';

/**
 * How one provider's policies are written, and what they mean: a row of the table in `index.ts`. A new kind is a file
 * or a folder beside this one, and a line there.
 */
export interface RetentionKind {
  /** As `RetentionPolicy.kind`, or what those of the kind have in common. */
  readonly id: string;
  /** Files of JSON or YAML that hold nothing else, or that nobody else reads. */
  readonly documents?: readonly DocumentForm[];
  /** Blocks of Terraform, by the type of the resource, or by `data.` and its type, or by `module.` and its source. */
  readonly terraform?: Readonly<Record<string, TerraformForm>>;
  /** What is read besides in files that other readers read, as steps in pipelines. */
  readonly companions?: readonly Companion[];
}

/** A form of a policy in JSON or YAML. */
export interface DocumentForm {
  /** The id of the reader that is made of it. */
  readonly id: string;
  /** As `Reader.files`. */
  readonly files: readonly string[];
  /** All of them stand in every such text: who opens one has the program started, and others are not looked into. */
  readonly words: readonly string[];
  /** Looks closer at a text that holds the words, and costs little too. */
  recognises?(text: string): boolean;
  /** No such text is longer, in characters. */
  readonly longest: number;
  /** The policies of a document; never throws. */
  read(document: YamlDocument): readonly WrittenPolicy[];
}

/** The policies of one block. */
export type TerraformForm = (block: TerraformBlock) => readonly WrittenPolicy[];

/** A policy, and where it is written. */
export interface WrittenPolicy {
  /** Where the squiggle goes for what is said of it as a whole. */
  readonly at: Span;
  readonly ignoreAt?: IgnorePlace;
  /** With spans into the document that was read. */
  readonly policy: RetentionPolicy;
}
