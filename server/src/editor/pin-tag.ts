import type { Fix } from '../model/finding.ts';
import { isObject } from '../model/objects.ts';
import type { Question } from '../model/question.ts';
import { isStored } from '../model/reference.ts';
import { isPinnable, isPinSafe, pinToDigest } from '../rules/pinning.ts';
import { ignoranceText } from '../views/ignorance.ts';
import { type Current, isProven, proofsFor, provenEdits } from './offers.ts';
import { type Resolved, settle, whyUnproven } from './resolve.ts';
import { type Checked, ignores } from './workspace.ts';

/** A tag that was just written, as the command takes it. */
export interface TagPlace {
  readonly uri: string;
  /** Where the tag starts, as an offset. */
  readonly start: number;
  readonly tag: string;
}

/**
 * Pins the image of a tag that was taken from the list of completions. It comes after the tag, not with it: a digest is
 * written only after its bytes were hashed, and the user does not want to wait for that while typing. Asks whatever
 * rules the user has switched off.
 */
export async function pinTag(argument: unknown, current: Current): Promise<Resolved> {
  const place = readPlace(argument);
  if (place === undefined) return { is: 'nothing' };
  const before = look(place, current);
  // Who types on has changed their mind, or is faster than the registry.
  if (before === undefined) return { is: 'nothing' };
  await settle(before.checked, [before.question]);
  const told = look(place, current);
  if (told?.fix !== undefined) await settle(told.checked, proofsFor(told.checked, [told.fix]));

  const after = look(place, current);
  if (after === undefined) return { is: 'nothing' };
  const { checked, question, fix } = after;
  if (fix === undefined) {
    const answer = checked.folder.lens.peek(question);
    if (answer.state !== 'unknown') return { is: 'nothing' };
    return { is: 'refused', because: `The tag \`${place.tag}\` could not be pinned: ${ignoranceText(answer.why)}.` };
  }
  if (!isProven(checked, fix)) return { is: 'refused', because: `${fix.title}: ${whyUnproven(checked, fix)}` };
  const document = provenEdits(checked, [fix]);
  return document === undefined ? { is: 'nothing' } : { is: 'ready', document };
}

/** The tag's image in the document as it is now, and how it is pinned, once the tag's digest is known. */
interface Looked {
  readonly checked: Checked;
  readonly question: Question & { ask: 'manifest' };
  readonly fix: Fix | undefined;
}

function look({ uri, start, tag }: TagPlace, current: Current): Looked | undefined {
  const checked = current(uri);
  for (const { subject } of checked?.reading.references ?? []) {
    if (checked === undefined || !isStored(subject) || !isPinnable(subject) || ignores(checked, subject)) continue;
    if (subject.tag !== tag || subject.pin.tag?.span.start !== start) continue;
    const question = { ask: 'manifest', image: subject.name, at: { tag } } as const;
    const answer = checked.folder.lens.peek(question);
    const digest = answer.state === 'known' ? answer.fact.digest : undefined;
    // Nobody looks at it before it is written.
    const isOpen = digest !== undefined && digest !== subject.digest && isPinSafe(subject);
    return { checked, question, fix: isOpen ? pinToDigest(checked.text, subject, digest) : undefined };
  }
  return undefined;
}

function readPlace(value: unknown): TagPlace | undefined {
  if (!isObject(value)) return undefined;
  const { uri, start, tag } = value;
  if (typeof uri !== 'string' || typeof start !== 'number' || typeof tag !== 'string') return undefined;
  return { uri, start, tag };
}
