import { familiarImageName } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import type { ImageSubject, ReleaseSubject, StoredSubject } from '../model/reference.ts';

/** An image as people write it, without its digest. */
export function imageText(subject: StoredSubject): string {
  const name = familiarImageName(subject.name);
  return subject.tag === undefined ? name : `${name}:${subject.tag}`;
}

/** What follows the version that a lockfile holds, up to the verb; empty where none does. */
export function heldNote({ held }: Pick<ReleaseSubject, 'held'>): string {
  return held === undefined ? '' : `, which ${code(held.by)} holds,`;
}

/** The day of an ISO 8601 text, or `undefined` where it is none. */
export function dayOf(iso: string | undefined): string | undefined {
  return iso === undefined ? undefined : /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(iso)?.[0];
}

/** A moment as people read it who may be anywhere, to the minute. */
export function momentText(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What may come of a default, which artifacts do not. */
type WithDefault = StoredSubject & Partial<Pick<ImageSubject, 'byDefaultOf' | 'overriddenBy' | 'isGiven'>>;

/** What must be added where the meaning comes from a default that may be replaced. */
export function defaultNote(subject: WithDefault): string {
  if (subject.byDefaultOf === undefined) return '';
  if (subject.isGiven === true) return ` This is what the workspace’s builds give to ${code(subject.byDefaultOf)}.`;
  return ` This is the default of ${code(subject.byDefaultOf)}, which ${overriding(subject)} may replace.`;
}

/** What gives a variable in the image's text another value. */
export function overriding({ overriddenBy }: WithDefault): string {
  if (overriddenBy === undefined) return code('--build-arg');
  switch (overriddenBy) {
    case 'environment':
      return 'the environment';
    case 'caller':
      return 'a caller';
  }
}
