import { checkEdits, combineFixes } from '../fixes/apply.ts';
import { fixesOf } from '../fixes/ignore.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Question } from '../model/question.ts';
import { isStored } from '../model/reference.ts';
import type { OfferedFix } from '../views/actions.ts';
import type { DocumentEdits } from './edits.ts';
import type { Checked } from './workspace.ts';

/**
 * The fixes of a finding that fit the text as it is; edits that must be proven first are left out.
 *
 * @param current finds the other documents that fixes are of; for those that it does not find, none is offered
 */
export function offeredFixes(checked: Checked, finding: Finding, current: Current = () => undefined): OfferedFix[] {
  return fixesOf(finding).flatMap((fix): OfferedFix[] => {
    if (fix.elsewhere !== undefined) {
      const { uri, edits, length } = fix.elsewhere;
      const other = uri === undefined ? undefined : current(uri);
      if (other?.text.length !== length) return [];
      const its = checkEdits(other.text, edits);
      return its.is === 'fit' ? [{ finding, fix, edits: its.edits, elsewhere: other.uri }] : [];
    }
    const fit = checkEdits(checked.text, fix.edits);
    if (fit.is === 'refused') return [];
    return [{ finding, fix, edits: isProven(checked, fix) ? fit.edits : undefined }];
  });
}

/** The newest judgement of a document. */
export type Current = (uri: string) => Checked | undefined;

/** Whether nothing must be downloaded and hashed before this fix may be written. */
export function isProven(checked: Checked, fix: Fix): boolean {
  return fix.verify === undefined || checked.folder.lens.peek(fix.verify).state === 'known';
}

/** The questions whose answers prove what is not proven yet. */
export function proofsFor(checked: Checked, fixes: readonly Fix[]): Question[] {
  return fixes.flatMap(fix => (fix.verify === undefined || isProven(checked, fix) ? [] : [fix.verify]));
}

/** The first safe fix of every finding: what "fix all" does. */
export function safeFixes(checked: Checked): Fix[] {
  return checked.analysis.findings.flatMap(finding => finding.fixes.find(fix => fix.safety === 'safe') ?? []);
}

/** The safe fixes that write a digest, each once: one image can have several problems that the same pin repairs. */
export function pinsOf(checked: Checked): Fix[] {
  return eachOnce(safeFixes(checked).filter(fix => fix.verify !== undefined));
}

/** Those of them that pin what is not pinned at all. */
export function firstPinsOf(checked: Checked): Fix[] {
  const unpinned = new Set<number>();
  for (const { subject, span } of checked.reading.references) {
    if (isStored(subject) && subject.digest === undefined) unpinned.add(span.start);
  }
  return eachOnce(
    checked.analysis.findings.flatMap(({ at, fixes }) =>
      unpinned.has(at.start) ? (fixes.find(fix => fix.safety === 'safe' && fix.verify !== undefined) ?? []) : [],
    ),
  );
}

/** The edits of those fixes that are proven and fit together; `undefined` where there are none. */
export function provenEdits(checked: Checked, fixes: readonly Fix[]): DocumentEdits | undefined {
  const proven = fixes.filter(fix => isProven(checked, fix));
  const { edits } = combineFixes(checked.text, proven);
  return edits.length === 0 ? undefined : { checked, edits };
}

function eachOnce(fixes: readonly Fix[]): Fix[] {
  return [...new Map(fixes.map(fix => [JSON.stringify(fix.edits), fix])).values()];
}
