import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Boundary } from '../boundary.ts';
import type { Fix } from '../model/finding.ts';
import { type Span, textUnder } from '../model/span.ts';
import { whyLeftOut } from '../views/left-out.ts';
import { counted } from '../views/words.ts';
import { settleAll } from '../workspace/settle.ts';
import type { Abilities } from './abilities.ts';
import { type Confirmation, type DocumentEdits, workspaceEdit } from './edits.ts';
import { firstPinsOf, isProven, pinsOf, proofsFor, provenEdits } from './offers.ts';
import type { Progress } from './progress.ts';
import type { LeftOut, OfferedPin } from './protocol.ts';
import { whyUnproven } from './resolve.ts';
import type { Checked, Ledger } from './workspace.ts';

/** What can be pinned, and what cannot and why. */
export interface PinAll {
  /** Digests that were downloaded and hashed, in the order of files and lines. */
  readonly pins: readonly OfferedPin[];
  readonly left: readonly LeftOut[];
  /** The edit that pins those of these indices; without indices all. */
  edit(chosen?: readonly number[]): WorkspaceEdit | undefined;
}

/**
 * Finds how every image of the workspace is pinned that a safe fix can pin, by digests that were downloaded and hashed.
 * Waits for the registries, under the user's eyes; `undefined` where the user has cancelled that.
 */
export function pinAllImages(session: Known, progress: Progress): Promise<PinAll | undefined> {
  const confirmation = { label: 'Pin images to digests', description: 'The digests were downloaded and verified.' };
  return pin({ ...session, documents: () => [...session.ledger.all()], pinsOf, confirmation, progress });
}

/** As {@link pinAllImages}, in one document, and what is pinned already stays as it is. */
export function pinDocument(session: Known, uri: string, progress: Progress): Promise<PinAll | undefined> {
  const documents = () => [session.ledger.get(uri)].filter(checked => checked !== undefined);
  return pin({ ...session, documents, pinsOf: firstPinsOf, progress });
}

/** What to say where not everything was pinned; `undefined` where there is nothing to say. */
export function leftInWords({ pins, left }: PinAll): string | undefined {
  const [first] = left;
  if (first === undefined) return pins.length === 0 ? 'There is no image to pin.' : undefined;
  const example = `\`${first.text}\` in \`${first.file}\`: ${first.why}.`;
  return `${counted(left.length, 'image')} could not be pinned. ${example}`;
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

/** A pin, and the document that it is in. */
interface Pin {
  readonly checked: Checked;
  readonly fix: Fix;
}

async function pin(pinning: Pinning): Promise<PinAll | undefined> {
  const { ledger, boundary, documents, confirmation, abilities, progress } = pinning;
  progress.say('asking registries');
  await settleAll(
    ledger,
    documents().map(({ uri }) => uri),
    progress.signal,
  );
  progress.say('verifying digests');
  await Promise.all(
    documents().map(checked =>
      checked.folder.lens.settle(proofsFor(checked, pinning.pinsOf(checked)), progress.signal),
    ),
  );
  if (progress.signal.aborted) return undefined;

  const proven: Pin[] = [];
  const pins: OfferedPin[] = [];
  const left: LeftOut[] = [];
  const sortOut = (checked: Checked) => {
    const found = pinsIn(checked, pinning.pinsOf(checked));
    proven.push(...found.proven.map(({ fix }) => ({ checked, fix })));
    pins.push(...found.proven.map(({ at, fix }) => ({ ...at, title: fix.title })));
    left.push(...found.left);
  };
  for (const checked of documents().sort((a, b) => (a.uri < b.uri ? -1 : 1))) {
    boundary.round(checked.uri, () => sortOut(checked), undefined);
  }
  return {
    pins,
    left,
    edit(chosen) {
      const taken = chosen === undefined ? proven : proven.filter((_, i) => chosen.includes(i));
      const edits = editsOf(taken);
      return edits.length === 0
        ? undefined
        : workspaceEdit(edits, abilities, chosen === undefined ? confirmation : undefined);
    },
  };
}

/** Each pin of a document once, at the image that it is for; and the images without one. */
function pinsIn(checked: Checked, pins: readonly Fix[]) {
  const { analysis, folder } = checked;
  const proven: { at: Place; fix: Fix }[] = [];
  const left: LeftOut[] = [];
  const open = new Map(pins.map(fix => [JSON.stringify(fix.edits), fix]));
  const known = new Set(open.keys());
  const offered = new Map<number, Fix[]>();
  for (const { at, fixes } of analysis.findings) {
    offered.set(at.start, [...(offered.get(at.start) ?? []), ...fixes]);
  }
  for (const { subject, span } of analysis.references) {
    if (subject.kind !== 'image') continue;
    const fixes = offered.get(span.start) ?? [];
    const key = fixes.map(({ edits }) => JSON.stringify(edits)).find(each => known.has(each));
    const fix = key === undefined ? undefined : open.get(key);
    if (key === undefined) {
      if (subject.digest !== undefined) continue;
      left.push({ ...placeOf(checked, span), why: whyLeftOut(subject, fixes, folder.lens.peek) });
    } else if (fix !== undefined) {
      // What several images share is written once.
      open.delete(key);
      const at = placeOf(checked, span);
      if (isProven(checked, fix)) proven.push({ at, fix });
      else left.push({ ...at, why: whyUnproven(checked, fix).replace(/\.$/, '') });
    }
  }
  return { proven, left };
}

type Place = Omit<OfferedPin, 'title'>;

function placeOf({ file, text, lines }: Checked, span: Span): Place {
  return { file, line: lines.positionAt(span.start).line + 1, text: textUnder(text, span) };
}

/** The edits of these pins, by document. */
function editsOf(pins: readonly Pin[]): DocumentEdits[] {
  const fixes = new Map<Checked, Fix[]>();
  for (const { checked, fix } of pins) fixes.set(checked, [...(fixes.get(checked) ?? []), fix]);
  return [...fixes].flatMap(([checked, its]) => provenEdits(checked, its) ?? []);
}
