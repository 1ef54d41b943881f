import { oldEnoughAt } from '../model/age-limit.ts';
import type { PackageFact, Peek, ReleaseFact } from '../model/answer.ts';
import { placeOfPackage } from '../model/question.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import type { Sight } from './rule.ts';

/** What may be proposed of a package. */
export interface Proposable {
  /** The package without the good releases that are too young. */
  readonly fact: PackageFact;
  /** When one of those is old enough, in milliseconds since the epoch; nothing for any other. */
  youngUntil(version: string): number | undefined;
}

/**
 * Leaves out good releases that are younger than the project's own tool takes or, unless those are asked for, than what
 * is to be proposed at all. A date counts where it is known without another request; without one a release is old.
 *
 * @param isUrgent whether only what the tool does not take is left out
 */
export function proposable(
  { subject, recall, isPast, proposedAge }: Sight<ReleaseSubject>,
  fact: PackageFact,
  isUrgent: boolean,
): Proposable {
  const least = isUrgent ? 0 : proposedAge;
  const until = new Map<string, number>();
  if (least > 0 || subject.ageLimit !== undefined) {
    const dates = datesBesides(fact, subject, recall);
    for (const release of fact.releases) {
      if (release.standing.is !== 'live') continue;
      const published = Date.parse(release.published ?? dates(release.version) ?? '');
      if (Number.isNaN(published)) continue;
      const moment = Math.max(published + least, allowedAt(subject, release, published));
      if (!isPast(moment)) until.set(release.version, moment);
    }
  }
  const isOld = ({ version }: ReleaseFact) => !until.has(version);
  return {
    fact: until.size === 0 ? fact : { ...fact, releases: fact.releases.filter(isOld) },
    youngUntil: version => until.get(version),
  };
}

function allowedAt({ ageLimit }: ReleaseSubject, { version }: ReleaseFact, published: number): number {
  if (ageLimit === undefined || ageLimit.except?.includes(version) === true) return published;
  return oldEnoughAt(ageLimit.least, published);
}

/** Where the list of releases has no dates, the long document may be known by chance. */
function datesBesides(
  { releases }: PackageFact,
  subject: ReleaseSubject,
  recall: Peek,
): (version: string) => string | undefined {
  if (releases.every(({ published }) => published !== undefined)) return () => undefined;
  const answer = recall({ ask: 'history', ...placeOfPackage(subject) });
  if (answer.state !== 'known') return () => undefined;
  const { published } = answer.fact;
  return version => (Object.hasOwn(published, version) ? published[version] : undefined);
}
