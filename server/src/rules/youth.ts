import { oldEnoughAt } from '../model/age-limit.ts';
import type { HistoryFact, PackageFact, ReleaseFact } from '../model/answer.ts';
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

/** What of a sight tells how old releases are, and how old they must be. */
export type AgesInSight = Pick<Sight<ReleaseSubject>, 'subject' | 'recall' | 'derive' | 'isPast' | 'proposedAge'>;

/**
 * Leaves out good releases that are younger than the project's own tool takes or, unless those are asked for, than what
 * is to be proposed at all. A date counts where it is known without another request; without one a release is old.
 *
 * @param isUrgent whether only what the tool does not take is left out
 */
export function proposable(sight: AgesInSight, fact: PackageFact, isUrgent: boolean): Proposable {
  const { subject, derive, isPast, proposedAge } = sight;
  const least = isUrgent ? 0 : proposedAge;
  const { ageLimit } = subject;
  const until = new Map<string, number>();
  if (least > 0 || ageLimit !== undefined) {
    for (const [version, published] of datesOf(sight, fact)) {
      const byLimit = ageLimit === undefined ? published : oldEnoughAt(ageLimit.least, published);
      // The newest come first.
      if (isPast(Math.max(published + least, byLimit))) break;
      const isExcepted = ageLimit?.except?.includes(version) === true;
      const moment = Math.max(published + least, isExcepted ? published : byLimit);
      if (derive(fact, liveVersions).has(version) && !isPast(moment)) until.set(version, moment);
    }
  }
  return {
    fact: until.size === 0 ? fact : derive(fact, withoutVersions)([...until.keys()]),
    youngUntil: version => until.get(version),
  };
}

type Dates = readonly (readonly [version: string, published: number])[];

/** Where the list of releases has no dates, the long document may be known by chance. */
function datesOf({ subject, recall, derive }: AgesInSight, fact: PackageFact): Dates {
  const { dates, isWhole } = derive(fact, datesOfReleases);
  const answer = isWhole ? undefined : recall({ ask: 'history', ...placeOfPackage(subject) });
  return answer?.state === 'known' ? derive(answer.fact, datesOfVersions) : dates;
}

/** The three below are derivations: see `Derive`. */
function datesOfReleases({ releases }: PackageFact): { readonly dates: Dates; readonly isWhole: boolean } {
  const dates = newestFirst(releases.map(({ version, published }) => [version, published]));
  return { dates, isWhole: releases.every(({ published }) => published !== undefined) };
}

function datesOfVersions({ published }: HistoryFact): Dates {
  return newestFirst(Object.entries(published));
}

function liveVersions({ releases }: PackageFact): ReadonlySet<string> {
  return new Set(releases.flatMap(({ version, standing }) => (standing.is === 'live' ? [version] : [])));
}

function newestFirst(dated: readonly (readonly [version: string, published: string | undefined])[]): Dates {
  return dated
    .flatMap(([version, published]) => {
      const moment = Date.parse(published ?? '');
      return Number.isNaN(moment) ? [] : [[version, moment] as const];
    })
    .sort(([, a], [, b]) => b - a);
}

/** Gives one package for the same versions, so that what is worked out of it is so once; a derivation. */
function withoutVersions(fact: PackageFact): (versions: readonly string[]) => PackageFact {
  const known = new Map<string, PackageFact>();
  return versions => {
    const key = versions.join(' ');
    const out = new Set(versions);
    const isLeft = ({ version }: ReleaseFact) => !out.has(version);
    const left = known.get(key) ?? { ...fact, releases: fact.releases.filter(isLeft) };
    known.set(key, left);
    return left;
  };
}
