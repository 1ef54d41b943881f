import type { Fix } from '../model/finding.ts';
import type { PolicyFault, PolicySubject } from '../model/retention.ts';
import { spanOf } from '../model/span.ts';
import type { Verdict } from './rule.ts';

/**
 * What is wrong with a policy itself, as far as one rule says it.
 *
 * @param consequence what comes of it, as a sentence
 */
export function faultVerdicts(
  { policy, offset }: PolicySubject,
  says: readonly PolicyFault['is'][],
  consequence: string,
): Verdict[] {
  return policy.faults
    .filter(({ is }) => says.includes(is))
    .map(({ at, message, fixes = [] }) => ({
      at: spanOf(at.start + offset, at.end + offset),
      message: `${message} ${consequence}`,
      fixes: placedFixes(fixes, offset),
    }));
}

/** Changes of a policy's text as changes of the document that it stands in. */
export function placedFixes(fixes: readonly Fix[], offset: number): Fix[] {
  return fixes.map(fix => ({
    ...fix,
    edits: fix.edits.map(edit => ({ ...edit, span: spanOf(edit.span.start + offset, edit.span.end + offset) })),
  }));
}

/** Whether a policy does what it says: it is switched on, and its provider takes it. */
export function isInForce({ policy: { isIdle, faults } }: PolicySubject): boolean {
  return isIdle !== true && !faults.some(({ is }) => is === 'invalid');
}
