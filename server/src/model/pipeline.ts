import type { Edit } from './finding.ts';
import type { Span } from './span.ts';

/** What a CI system runs by one file, in words that all of them share. A value: what is not known says so. */
export interface Pipeline {
  /** The CI system: a row of `pipelines/index.ts`. */
  readonly ci: string;
  /** What makes it run, as written (`push`, `pull_request_target`); absent where the file does not tell. */
  readonly events?: readonly string[];
  /** Whether others call it, so that they decide about its events and its rights. */
  readonly isCalled: boolean;
  readonly jobs: readonly PipelineJob[];
}

/** One job: a machine, its rights, and what it does in order. */
export interface PipelineJob {
  readonly id: string;
  /** Its name in the file. */
  readonly at: Span;
  readonly runner: 'hosted' | 'self-hosted' | 'unknown';
  /** Whether the job may get a token of its CI that says who it is. */
  readonly identity: Identity;
  /** Set where it runs for tags alone. */
  readonly refs?: 'tags';
  /** The deployment environment that it runs in. */
  readonly environment?: string;
  /** Another pipeline that is run in its place: its only step names it, too. */
  readonly calls?: Located;
  readonly steps: readonly PipelineStep[];
}

/** What a job may ask its CI for. */
export interface Identity {
  /**
   * - `granted`: it may get a token for whatever audience it wants, or for those that are named.
   * - `withheld`: it may not; the file says so, or says nothing and the default is not to.
   * - `unknown`: somebody else decides, such as who calls it.
   */
  readonly is: 'granted' | 'withheld' | 'unknown';
  /** The tokens by the variable that holds each, with its audiences; absent where a job asks for them while it runs. */
  readonly tokens?: ReadonlyMap<string, readonly string[]>;
  /** Where that is written. */
  readonly at?: Span;
  /** What gives it to the job, and changes nothing else; absent where that is given, or has no one place. */
  readonly grant?: Edit;
}

/** What a job does at one point: a prepared action with inputs, or commands of a shell. */
export type PipelineStep = ActionStep | CommandStep;

interface StepBase {
  readonly at: Span;
  readonly name?: string;
  /** Set where it is switched off by what is written, as `if: false`. */
  readonly isOff?: true;
  /** What its environment has, those of its job and its pipeline included. */
  readonly variables: Variables;
}

/** What a variable or an input is given, by its name. */
export type Variables = ReadonlyMap<string, Located>;

export interface ActionStep extends StepBase {
  readonly kind: 'action';
  /** Without a version, lower-case, as in `actions/setup-node`. */
  readonly action: string;
  /** What stands behind the `@`; empty where nothing does. */
  readonly version: string;
  readonly uses: Span;
  /** By their names in lower case. */
  readonly inputs: Variables;
}

export interface CommandStep extends StepBase {
  readonly kind: 'commands';
  /** The folder that it runs in, from the repository's root on, as written; absent: there. */
  readonly directory?: string;
  /** In order, those in conditions, functions and pipes too. Empty where the shell is none that is read. */
  readonly commands: readonly ShellCommand[];
}

/** A text, and where it stands. */
export interface Located {
  /** With expressions of the CI as written. */
  readonly text: string;
  readonly at: Span;
  /** What removes it together with its name; absent where it stands with something else. */
  readonly removal?: Edit;
}

/** One simple command of a shell. */
export interface ShellCommand {
  readonly at: Span;
  /** The command's name and what it is given. */
  readonly words: readonly ShellWord[];
  /** Variables that are set for it alone. */
  readonly sets: ReadonlyMap<string, ShellWord>;
  /** The files that its output goes to. */
  readonly writes: readonly ShellWord[];
}

/** One word, without its quotes. */
export interface ShellWord {
  /** With expansions as written. */
  readonly text: string;
  /** Whether nothing in it is expanded when it runs. */
  readonly isPlain: boolean;
  readonly at: Span;
}

/** A step of a pipeline that publishes something, or does something else at a registry in its owner's name. */
export interface PublishSubject {
  readonly kind: 'publish';
  /** Where to: a row of `publishing/index.ts`. */
  readonly to: string;
  /** What is published, where the file tells that. */
  readonly name?: string;
  /** The path of the pipeline's file, with `/` from the workspace folder on. */
  readonly file: string;
  readonly pipeline: Pipeline;
  readonly job: PipelineJob;
  readonly step: PipelineStep;
  /** Of a step of commands: the one that publishes. */
  readonly command?: ShellCommand;
}
