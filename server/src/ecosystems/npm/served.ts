import type { Peek } from '../../model/answer.ts';
import type { Served } from '../../model/ecosystem.ts';
import { releaseQuestion } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';

/** The hashes of the very release that a lockfile holds, by the version's own document, as it is asked for anyway. */
export function npmServed(subject: ReleaseSubject, peek: Peek): Served | undefined {
  const { want } = subject;
  if (want.is !== 'exact') return undefined;
  const release = peek(releaseQuestion(subject, want.version));
  const hashes = release.state === 'known' ? release.fact.hashes : undefined;
  return hashes === undefined ? undefined : { hashes };
}
