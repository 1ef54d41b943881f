import type { Peek } from '../model/answer.ts';
import type { Derive } from '../model/derive.ts';
import type { Fix } from '../model/finding.ts';
import type { Pipeline, PipelineJob, PipelineStep, PublishSubject, ShellCommand } from '../model/pipeline.ts';
import type { Span } from '../model/span.ts';
import type { Told } from '../model/statement.ts';

/** A registry as pipelines publish to it: how they do, what it refuses, and what it would like better. */
export interface Destination {
  /** As `PublishSubject.to`. */
  readonly id: string;
  /** Finds something in every text in which a step is recognised: a look that costs nothing. */
  readonly telltale: RegExp;
  /**
   * What a step, or one command of it, publishes here; `undefined` for all others, and where it goes to another
   * registry of that kind.
   */
  recognise(act: Act): Published | undefined;
  /** What there is to say of a step that publishes here, by the rule that says it. Pure. */
  remarks(subject: PublishSubject, look: RemarkLook): readonly Remark[];
}

/** Something that a pipeline does. */
export interface Act {
  readonly pipeline: Pipeline;
  /** The path of its file, with `/` from the workspace folder on. */
  readonly file: string;
  readonly job: PipelineJob;
  readonly step: PipelineStep;
  /** Of a step of commands: one of them. */
  readonly command?: ShellCommand;
}

/** What an act publishes. */
export interface Published {
  /** The text that says so. */
  readonly at: Span;
  /** The name of what is published, where the text tells it. */
  readonly name?: string;
}

/** What a destination may look at besides the step. */
export interface RemarkLook {
  /** Who asks: what only another rule says need not be found out. */
  readonly rule: PublishRuleId;
  /** The document that the step stands in. */
  readonly text: string;
  readonly told: Told;
  readonly peek: Peek;
  readonly derive: Derive;
}

/** The rules about steps that publish. */
export type PublishRuleId =
  | 'publish-will-fail'
  | 'long-lived-token'
  | 'publish-without-provenance'
  | 'scoped-without-access'
  | 'staging-skipped'
  | 'tag-overwrite'
  | 'latest-only-publish';

/** What there is to say of a step. */
export interface Remark {
  readonly rule: PublishRuleId;
  /** As `Finding.message`. */
  readonly message: string;
  /** Where it stands; absent: at the step. */
  readonly at?: Span;
  readonly fixes: readonly Fix[];
}
