import type { CancellationToken, CodeAction } from 'vscode-languageserver';
import type { FixAllData, FixData } from '../views/actions.ts';
import { readActionData } from '../views/actions.ts';
import { ignoranceText } from '../views/ignorance.ts';
import type { DocumentEdits } from './edits.ts';
import { type Current, isProven, offeredFixes, proofsFor, provenEdits, safeFixes } from './offers.ts';
import { timeLimit } from './time-limit.ts';
import type { Checked } from './workspace.ts';

/** What came of making an action ready: its edits, or why there are none in words for people. */
export type Resolved =
  | { readonly is: 'ready'; readonly document: DocumentEdits }
  | { readonly is: 'refused'; readonly because: string }
  /** There is nothing to do or to say. */
  | { readonly is: 'nothing' };

const CHANGED = 'The document has changed meanwhile. Ask for the fix again.';

/**
 * Makes an action ready that needs a digest to be downloaded and hashed first. Of the request handlers, this one and
 * the commands may wait for the network: they answer the user's own click, this one within the time limits.
 */
export async function resolveAction(
  action: Pick<CodeAction, 'data'>,
  current: Current,
  token: CancellationToken,
): Promise<Resolved> {
  const data = readActionData(action.data);
  if (data === undefined || data.what === 'ignore') return { is: 'nothing' };
  const resolved = await (data.what === 'fix' ? resolveFix(data, current, token) : resolveFixAll(data, current, token));
  // Who cancelled knows why there is nothing.
  return token.isCancellationRequested && resolved.is === 'refused' ? { is: 'nothing' } : resolved;
}

async function resolveFix(data: FixData, current: Current, token: CancellationToken): Promise<Resolved> {
  const before = at(data, current);
  const fix = before === undefined ? undefined : findFix(before, data)?.fix;
  if (before === undefined || fix === undefined) return { is: 'refused', because: CHANGED };
  await settle(before, proofsFor(before, [fix]), token);

  const after = at(data, current);
  const found = after === undefined ? undefined : findFix(after, data);
  if (after === undefined || found === undefined) return { is: 'refused', because: CHANGED };
  if (found.edits !== undefined) return { is: 'ready', document: { checked: after, edits: found.edits } };
  return { is: 'refused', because: `${found.fix.title}: ${whyUnproven(after, found.fix)}` };
}

async function resolveFixAll(data: FixAllData, current: Current, token: CancellationToken): Promise<Resolved> {
  const before = at(data, current);
  if (before === undefined) return { is: 'refused', because: CHANGED };
  await settle(before, proofsFor(before, safeFixes(before)), token);

  const after = at(data, current);
  if (after === undefined) return { is: 'refused', because: CHANGED };
  const fixes = safeFixes(after);
  const document = provenEdits(after, fixes);
  if (document !== undefined) return { is: 'ready', document };
  const unproven = fixes.find(fix => !isProven(after, fix));
  if (unproven === undefined) return { is: 'nothing' };
  return { is: 'refused', because: `Nothing was fixed: ${whyUnproven(after, unproven)}` };
}

/** Waits for answers, within the time limits and the user's patience. */
export async function settle(
  checked: Checked,
  questions: Parameters<Checked['folder']['lens']['settle']>[0],
  token?: CancellationToken,
): Promise<void> {
  if (questions.length === 0) return;
  const limit = timeLimit(checked.folder.settings, token);
  await checked.folder.lens.settle(questions, limit.signal);
  limit.done();
}

function at(data: { uri: string; version: number }, current: Current): Checked | undefined {
  const checked = current(data.uri);
  return checked?.version === data.version ? checked : undefined;
}

/** What is of another document needs no proof, and is never resolved. */
function findFix(checked: Checked, { rule, start, title }: FixData) {
  return checked.analysis.findings
    .filter(finding => finding.rule === rule && finding.at.start === start)
    .flatMap(finding => offeredFixes(checked, finding))
    .find(({ fix }) => fix.title === title);
}

/** Why the digest that a fix would write is not known to be right. */
export function whyUnproven(checked: Checked, fix: Parameters<typeof isProven>[1]): string {
  const answer = fix.verify === undefined ? undefined : checked.folder.lens.peek(fix.verify);
  switch (answer?.state) {
    case 'unknown':
      return answer.why === 'not-asked' || answer.why === 'asking'
        ? 'the registry did not answer in time, so the digest is not verified.'
        : `the digest could not be verified: ${ignoranceText(answer.why)}.`;
    case 'absent':
      return 'the registry no longer has what the digest names.';
    case 'known':
    case undefined:
      return 'the text does not allow it.';
  }
}
