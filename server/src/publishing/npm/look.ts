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

/** Whether the step asks for provenance, by an option or by a variable that npm and what runs it read. */
export function asksForProvenance({ subject, act }: NpmLook): boolean {
  const names = ['NPM_CONFIG_PROVENANCE', 'npm_config_provenance'];
  const given = names.map(name => subject.command?.sets.get(name)?.text ?? subject.step.variables.get(name)?.text);
  return act?.options.has('--provenance') === true || given.includes('true');
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
