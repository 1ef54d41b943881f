import type { Answer, Peek, ReleaseFact } from './answer.ts';
import { type Proof, proofOf } from './provenance.ts';
import { type PackagePlace, packageQuestion, placeOfPackage } from './question.ts';

/**
 * What is proven of where a release comes from, or why that is not known.
 *
 * @param ask has the attestations asked for, where they are wanted
 * @param recall looks up what is known of the release already: its hashes
 */
export function proofFor(subject: PackagePlace, version: string, ask: Peek, recall: Peek): Answer<Proof> {
  const answer = ask({ ask: 'provenance', ...placeOfPackage(subject), version });
  if (answer.state !== 'known') return answer;
  const hashes = knownRelease(subject, version, recall)?.hashes ?? [];
  return { ...answer, fact: proofOf(answer.fact, hashes) };
}

/** A release as far as it is known already, by its own document or by its package's. */
export function knownRelease(subject: PackagePlace, version: string, recall: Peek): ReleaseFact | undefined {
  const own = recall({ ask: 'release', ...placeOfPackage(subject), version });
  if (own.state === 'known') return own.fact;
  const all = recall(packageQuestion(subject));
  return all.state === 'known' ? all.fact.releases.find(release => release.version === version) : undefined;
}
