import type { Peek } from './answer.ts';
import { wantOrHeld } from './held.ts';
import { placeOfPackage } from './question.ts';
import type { ReleaseSubject } from './reference.ts';

/**
 * Whether what the kept page of a package lacks is missing for sure: it may have been published since, so the registry
 * has to say it again, past all caches. While it did not, or said otherwise, nothing is to be said. The page comes
 * along with its answer, and tells of a range, which no release is called.
 */
export function isSurelyMissing(subject: ReleaseSubject, peek: Peek): boolean {
  const want = wantOrHeld(subject);
  const version = want.is === 'exact' ? want.version : want.text.trim();
  // Who wants just any is told by the page that there is none.
  if (version === '') return true;
  return peek({ ask: 'release', ...placeOfPackage(subject), version, afresh: true }).state === 'absent';
}
