import type { Severity } from './finding.ts';
import type { Subject } from './reference.ts';

/** What the user and the repository want of the findings of one file. */
export interface Policy {
  /** The severity that somebody chose for a rule at a subject; `undefined`: the rule's own. */
  severityOf(ruleId: string, subject: Subject): Severity | 'off' | undefined;
  /** Whether a subject is listed, and neither judged nor asked about. */
  ignores(subject: Subject): boolean;
}

/** Nobody wants anything. */
export const NO_POLICY: Policy = { severityOf: () => undefined, ignores: () => false };

/** Finds the policy for a file, by its names from the folder on. */
export type PolicyFor = (names: readonly string[]) => Policy;
