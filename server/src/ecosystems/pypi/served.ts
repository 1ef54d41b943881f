import type { Peek } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import type { Served } from '../../model/ecosystem.ts';
import { packageQuestion } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';
import { allowedBy } from './choice.ts';
import { hasOtherPlaces } from './clients.ts';
import { pypiReleases } from './releases.ts';
import { isInSet } from './specifiers.ts';

/**
 * The hashes of the files of what is locked, by the page of its project, which is asked for anyway. A pin such as
 * `==1.0` is also met by `1.0+local`, whose files count too. Where files may come from elsewhere nothing is known of
 * them.
 */
export function pypiServed(subject: ReleaseSubject, peek: Peek, derive: Derive): Served | undefined {
  if (subject.want.is !== 'exact' || hasOtherPlaces(subject.source)) return undefined;
  const answer = peek(packageQuestion(subject));
  const alternatives = allowedBy(subject);
  if (answer.state !== 'known' || alternatives === undefined) return undefined;
  const meant = derive(answer.fact, pypiReleases).filter(({ version }) =>
    alternatives.some(set => isInSet(version, set)),
  );
  // Of a release of which some files have no hash nothing is told by the others.
  if (meant.length === 0 || meant.some(({ release }) => release.hashes === undefined)) return undefined;
  return { hashes: meant.flatMap(({ release }) => release.hashes ?? []) };
}
