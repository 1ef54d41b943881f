import { familiarImageName } from '../model/names.ts';
import type { ImageSubject } from '../model/reference.ts';

const LONGEST_QUOTE = 300;

/** A value in backticks; a backtick inside it would end the quotation and becomes an apostrophe. */
export function code(value: string): string {
  return `\`${value.replaceAll('`', "'")}\``;
}

/** An image as people write it, without its digest. */
export function imageText(subject: ImageSubject): string {
  const name = familiarImageName(subject.name);
  return subject.tag === undefined ? name : `${name}:${subject.tag}`;
}

/**
 * Somebody else's prose as one line of plain text: escape sequences, control characters and marks that turn the writing
 * direction are left out, and it is cut where it gets long. Empty where nothing is left.
 */
export function quoted(prose: string): string {
  const plain = prose
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  const characters = [...plain];
  return characters.length <= LONGEST_QUOTE ? plain : `${characters.slice(0, LONGEST_QUOTE - 1).join('')}…`;
}

/** The day of an ISO 8601 text, or `undefined` where it is none. */
export function dayOf(iso: string | undefined): string | undefined {
  return iso === undefined ? undefined : /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(iso)?.[0];
}

/** What must be added where the meaning comes from a default that may be replaced. */
export function defaultNote(subject: ImageSubject): string {
  if (subject.byDefaultOf === undefined) return '';
  return ` This is the default of ${code(subject.byDefaultOf)}, which ${overriding(subject)} may replace.`;
}

/** What gives a variable in the image's text another value. */
export function overriding({ overriddenBy }: ImageSubject): string {
  return overriddenBy === 'environment' ? 'the environment' : code('--build-arg');
}
