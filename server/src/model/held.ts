import type { ReleaseSubject, Want } from './reference.ts';

/** What is taken: the very release that a lockfile holds, else what is wanted. */
export function wantOrHeld({ want, held }: Pick<ReleaseSubject, 'want' | 'held'>): Want {
  return held === undefined ? want : { is: 'exact', text: held.version, version: held.version };
}
