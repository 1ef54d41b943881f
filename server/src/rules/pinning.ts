import type { Edit, Fix } from '../model/finding.ts';
import type { Digest } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import type { Follower, PinPlace, Slot, StoredSubject } from '../model/reference.ts';
import { textUnder } from '../model/span.ts';
import { overriding } from './wording.ts';

/** What a digest can be written for. */
type Pinnable = StoredSubject & { readonly pin: PinPlace };

/** Whether a digest can be written for what a subject names. */
export function isPinnable<Subject extends StoredSubject>(subject: Subject): subject is Subject & Pinnable {
  return subject.pin !== undefined;
}

/** Writes the digest that the tag resolves to behind the tag: what is selected today stays selected. */
export function pinToDigest(text: string, subject: Pinnable, digest: Digest): Fix {
  return writeDigest(text, subject, digest, 'Pin to digest', safetyOf(subject));
}

/** Replaces a digest by the one that the tag resolves to now: other bytes, so it wants a look. */
export function updatePin(text: string, subject: Pinnable, digest: Digest): Fix {
  return writeDigest(text, subject, digest, 'Update pin', 'review');
}

/** Replaces a digest by the one that the same tag is pinned to elsewhere. */
export function alignPin(text: string, subject: Pinnable, digest: Digest): Fix {
  return writeDigest(text, subject, digest, 'Align with the newest pin', 'review');
}

/** Replaces one platform's digest by its index's: the same image there, and the right one elsewhere. */
export function useMultiPlatformDigest(text: string, subject: Pinnable, digest: Digest): Fix {
  return writeDigest(text, subject, digest, 'Use the multi-platform digest', safetyOf(subject));
}

/** Replaces the default tag, written or meant, by a version's tag of the same digest, and pins it. */
export function pinAndNameVersion(text: string, subject: Pinnable, version: string, digest: Digest): Fix | undefined {
  if (subject.pin.tag === undefined) return undefined;
  return {
    title: titled(`Pin and name the version ${code(version)}`, subject),
    safety: 'review',
    edits: fill(text, [
      [subject.pin.tag, version],
      [subject.pin.digest, digest],
    ]),
    verify: { ask: 'contents', image: subject.name, digest },
  };
}

/** Whether a pin may be written where nobody looks at it first. */
export function isPinSafe(subject: Pick<Pinnable, 'pin'>): boolean {
  return safetyOf(subject) === 'safe';
}

function writeDigest(text: string, subject: Pinnable, digest: Digest, title: string, safety: Fix['safety']): Fix {
  return {
    title: titled(title, subject),
    safety,
    edits: fill(text, [[subject.pin.digest, digest]]),
    verify: { ask: 'contents', image: subject.name, digest },
  };
}

/**
 * What makes a pin safe: that nothing breaks where it is applied, and not only that its bytes are right. Readers say
 * what they know of the place, and this alone decides.
 */
function safetyOf({ pin }: Pick<Pinnable, 'pin'>): Fix['safety'] {
  if (pin.follower !== undefined) return 'review';
  switch (pin.where) {
    case 'here':
    case 'default':
      return 'safe';
    case 'override':
    case 'shared':
      return 'review';
  }
}

/** Says with the title why a look is wanted. */
function titled(title: string, subject: Pinnable): string {
  const why = [noteOnPlace(subject), noteOnFollower(subject.pin.follower)].filter(note => note !== undefined);
  return why.length === 0 ? title : `${title} (${why.join('; ')})`;
}

function noteOnPlace(subject: Pinnable): string | undefined {
  switch (subject.pin.where) {
    case 'here':
    case 'default':
      return undefined;
    case 'override':
      return `${overriding(subject)} no longer changes the image then`;
    case 'shared':
      return 'other texts are made of this value too';
  }
}

function noteOnFollower(follower: Follower | undefined): string | undefined {
  switch (follower) {
    case 'chart':
      return 'the chart may put the tag into a label, which takes no digest';
    case 'lockfile':
      return 'in place of the tag: a lockfile knows it by its text';
    case 'updater':
      return 'something else updates it by its tag';
    case undefined:
      return undefined;
  }
}

/**
 * Fills slots in the order of the text; two that insert at one place become one edit, so that their order is certain.
 */
function fill(text: string, values: readonly (readonly [Slot, string])[]): Edit[] {
  const edits: Edit[] = [];
  for (const [slot, value] of values) {
    const put = `${slot.before}${value}${slot.after}`;
    const last = edits.at(-1);
    if (last !== undefined && last.span.end === slot.span.start) {
      const span = { start: last.span.start, end: slot.span.end };
      edits[edits.length - 1] = { span, expects: textUnder(text, span), put: last.put + put };
    } else {
      edits.push({ span: slot.span, expects: textUnder(text, slot.span), put });
    }
  }
  return edits;
}
