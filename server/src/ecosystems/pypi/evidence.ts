import type { PackageFact } from '../../model/answer.ts';
import type { EvidenceLook } from '../../model/ecosystem.ts';
import type { EvidencedRelease } from '../../model/evidence.ts';
import { isPre, parsePep440 } from '../../model/pep440.ts';
import { packageQuestion } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';

/** How the final releases of a project are vouched for: an index tells it in the one document that it has. */
export function pypiEvidence(
  subject: ReleaseSubject,
  _version: string,
  { recall, derive }: EvidenceLook,
): readonly EvidencedRelease[] | undefined {
  const answer = recall(packageQuestion(subject));
  return answer.state === 'known' ? derive(answer.fact, evidencedReleases) : undefined;
}

/** A derivation: see `Derive`. */
function evidencedReleases({ releases }: PackageFact): readonly EvidencedRelease[] {
  return releases.flatMap(({ version, published, evidence }) => {
    const read = parsePep440(version);
    const moment = Date.parse(published ?? '');
    if (read === undefined || isPre(read) || evidence === undefined || Number.isNaN(moment)) return [];
    return [{ version, published: moment, evidence, line: `${read.epoch}!${read.release[0] ?? 0}` }];
  });
}
