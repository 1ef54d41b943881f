import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Fix } from '../model/finding.ts';
import { counted } from '../views/words.ts';
import type { Abilities } from './abilities.ts';
import { type DocumentEdits, workspaceEdit } from './edits.ts';
import type { Checked, Ledger } from './ledger.ts';
import { isProven, proofsFor, provenEdits, safeFixes } from './offers.ts';
import type { Progress } from './progress.ts';
import { whyUnproven } from './resolve.ts';

/** What came of it: an edit to look at, and a sentence where something is to be said. */
export interface PinAll {
  readonly edit: WorkspaceEdit | undefined;
  readonly says: string | undefined;
}

/**
 * Pins every image of the workspace that a safe fix can pin, by digests that were downloaded and hashed. Waits for the
 * registries, under the user's eyes; a cancelled wait pins nothing.
 */
export async function pinAllImages(ledger: Ledger, abilities: Abilities, progress: Progress): Promise<PinAll> {
  progress.say('asking registries');
  await settleEach(ledger, ({ analysis }) => analysis.questions, progress);
  await ledger.rejudge(() => {});
  progress.say('verifying digests');
  await settleEach(ledger, checked => proofsFor(checked, pinsOf(checked)), progress);
  if (progress.signal.aborted) return { edit: undefined, says: undefined };
  await ledger.rejudge(() => {});

  const documents: DocumentEdits[] = [];
  const unproven: string[] = [];
  for (const checked of [...ledger.all()].sort((a, b) => (a.uri < b.uri ? -1 : 1))) {
    const pins = pinsOf(checked);
    const edits = provenEdits(checked, pins);
    if (edits !== undefined) documents.push(edits);
    for (const pin of pins) {
      if (!isProven(checked, pin)) unproven.push(`${checked.file}: ${pin.title}: ${whyUnproven(checked, pin)}`);
    }
  }
  const left =
    unproven.length === 0 ? undefined : `${counted(unproven.length, 'image')} could not be pinned. ${unproven[0]}`;
  if (documents.length === 0) return { edit: undefined, says: left ?? 'There is no image to pin.' };
  const edit = workspaceEdit(documents, abilities, {
    label: 'Pin images to digests',
    description: 'The digests were downloaded and verified.',
  });
  return { edit, says: left };
}

/** The safe fixes that write a digest. */
function pinsOf(checked: Checked): Fix[] {
  return safeFixes(checked).filter(fix => fix.verify !== undefined);
}

async function settleEach(
  ledger: Ledger,
  questionsOf: (checked: Checked) => Parameters<Checked['folder']['lens']['settle']>[0],
  { signal }: Progress,
): Promise<void> {
  await Promise.all([...ledger.all()].map(checked => checked.folder.lens.settle(questionsOf(checked), signal)));
}
