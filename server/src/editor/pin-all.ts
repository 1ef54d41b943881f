import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Boundary } from '../boundary.ts';
import type { Fix } from '../model/finding.ts';
import { counted } from '../views/words.ts';
import { settleAll } from '../workspace/settle.ts';
import type { Abilities } from './abilities.ts';
import { type Confirmation, type DocumentEdits, workspaceEdit } from './edits.ts';
import { firstPinsOf, isProven, pinsOf, proofsFor, provenEdits } from './offers.ts';
import type { Progress } from './progress.ts';
import { whyUnproven } from './resolve.ts';
import type { Checked, Ledger } from './workspace.ts';

/** What came of it: an edit to look at, and a sentence where something is to be said. */
export interface PinAll {
  readonly edit: WorkspaceEdit | undefined;
  readonly says: string | undefined;
}

/**
 * Pins every image of the workspace that a safe fix can pin, by digests that were downloaded and hashed. Waits for the
 * registries, under the user's eyes; a cancelled wait pins nothing.
 */
export function pinAllImages(session: Known, progress: Progress): Promise<PinAll> {
  const confirmation = { label: 'Pin images to digests', description: 'The digests were downloaded and verified.' };
  return pin({ ...session, documents: () => [...session.ledger.all()], pinsOf, confirmation, progress });
}

/** As {@link pinAllImages}, in one document, and what is pinned already stays as it is. */
export function pinDocument(session: Known, uri: string, progress: Progress): Promise<PinAll> {
  const documents = () => [session.ledger.get(uri)].filter(checked => checked !== undefined);
  return pin({ ...session, documents, pinsOf: firstPinsOf, progress });
}

/** What must be known of a session. */
interface Known {
  readonly ledger: Ledger;
  readonly abilities: Abilities;
  readonly boundary: Boundary;
}

interface Pinning extends Known {
  /** As they are judged now. */
  readonly documents: () => Checked[];
  readonly pinsOf: (checked: Checked) => Fix[];
  readonly confirmation?: Confirmation;
  readonly progress: Progress;
}

async function pin({
  ledger,
  boundary,
  documents,
  pinsOf,
  confirmation,
  abilities,
  progress,
}: Pinning): Promise<PinAll> {
  progress.say('asking registries');
  await settleAll(
    ledger,
    documents().map(({ uri }) => uri),
    progress.signal,
  );
  progress.say('verifying digests');
  await Promise.all(
    documents().map(checked => checked.folder.lens.settle(proofsFor(checked, pinsOf(checked)), progress.signal)),
  );
  if (progress.signal.aborted) return { edit: undefined, says: undefined };

  const edits: DocumentEdits[] = [];
  const unproven: string[] = [];
  const pinOne = (checked: Checked) => {
    const pins = pinsOf(checked);
    const proven = provenEdits(checked, pins);
    if (proven !== undefined) edits.push(proven);
    for (const fix of pins) {
      if (!isProven(checked, fix)) unproven.push(`${checked.file}: ${fix.title}: ${whyUnproven(checked, fix)}`);
    }
  };
  for (const checked of documents().sort((a, b) => (a.uri < b.uri ? -1 : 1))) {
    boundary.round(checked.uri, () => pinOne(checked), undefined);
  }
  const left =
    unproven.length === 0 ? undefined : `${counted(unproven.length, 'image')} could not be pinned. ${unproven[0]}`;
  if (edits.length === 0) return { edit: undefined, says: left ?? 'There is no image to pin.' };
  return { edit: workspaceEdit(edits, abilities, confirmation), says: left };
}
