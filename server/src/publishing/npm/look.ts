import type { Peek } from '../../model/answer.ts';
import type { PublishSubject } from '../../model/pipeline.ts';
import type { Remark } from '../destination.ts';
import type { NpmAct } from './acts.ts';
import type { NpmManifest } from './manifest.ts';
import { publishingAction, type Surroundings } from './surroundings.ts';

/** A step that publishes, and all that is known of it. */
export interface NpmLook {
  readonly subject: PublishSubject;
  readonly around: Surroundings;
  /** What is published, as far as its manifest is known. */
  readonly manifest: NpmManifest;
  readonly peek: Peek;
  /** Absent for an action. */
  readonly act?: NpmAct;
}

/** Finds one thing to say of a step. */
export type NpmFind = (look: NpmLook) => Remark | undefined;

/** The variable of GitLab by which provenance is signed. */
export const SIGSTORE = 'SIGSTORE_ID_TOKEN';

/** Whether the step asks for provenance: by an option, a variable that npm and what runs it read, or by its files. */
export function asksForProvenance({ subject, act, manifest }: NpmLook): boolean {
  if (act?.options.has('--provenance') === true) return true;
  if (act?.options.has('--no-provenance') === true || act?.options.value('--provenance') !== undefined) return false;
  const names = ['NPM_CONFIG_PROVENANCE', 'npm_config_provenance'];
  const given = names.map(name => variableOf(subject, name)).find(each => each !== undefined);
  return given === undefined ? manifest.provenance === 'true' && READ_BY.has(act?.by ?? '') : given === 'true';
}

/** Clients that ask for provenance where `publishConfig` or `.npmrc` do. */
const READ_BY: ReadonlySet<string> = new Set(['npm', 'pnpm']);

/** What a variable is set to for the command, or for its step. */
export function variableOf({ command, step }: PublishSubject, name: string): string | undefined {
  return command?.sets.get(name)?.text ?? step.variables.get(name)?.text;
}

/** Whether it publishes, and does not change what is there. */
export function isPublishing({ act }: NpmLook): boolean {
  return act === undefined || act.does !== 'manage';
}

/** What people call the act. */
export function nameOf({ act, subject }: NpmLook): string {
  if (act !== undefined) return act.name;
  return subject.step.kind === 'action' ? (publishingAction(subject.step)?.name ?? subject.step.action) : '';
}
