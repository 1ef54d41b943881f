import type { AnyFact, HistoryFact, PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { PackagePlace, Question } from '../../model/question.ts';
import type { Page } from '../registry.ts';
import { pageOfSecondLook } from '../second-looks.ts';

/** What crates' files tell. */
export interface CargoPages {
  readonly pageOf: (question: Question) => Page | undefined;
  /** What a crate's file says of one version; `undefined`: nothing. */
  readonly releaseIn: (fact: AnyFact, version: string) => ReleaseFact | undefined;
}

/**
 * Says what a crate's file tells of a question: it is the only document that an index has of a crate. Which registry a
 * name is asked at is decided by the route, so where it is to be had is left out of the question.
 */
export function createCargoPages(): CargoPages {
  // Facts do not change, and are looked at over and over.
  const read = new WeakMap<PackageFact, CrateFacts>();

  function factsOf(fact: AnyFact): CrateFacts | undefined {
    if (!('releases' in fact)) return undefined;
    const known = read.get(fact) ?? crateFacts(fact);
    read.set(fact, known);
    return known;
  }

  function pageOf(question: Question): Page | undefined {
    if (!('registry' in question)) return undefined;
    switch (question.ask) {
      case 'package':
        if (question.source === undefined) return undefined;
        return { question: fileOf(question), pick: fact => fact, missing: 'package' };
      case 'history':
        return { question: fileOf(question), pick: fact => factsOf(fact)?.history, missing: 'package' };
      case 'terms':
      case 'provenance':
        return undefined;
      case 'release': {
        if (question.afresh === true) return pageOfSecondLook(question);
        const { version } = question;
        const pick = (fact: AnyFact) => releaseIn(factsOf(fact), version);
        return { question: fileOf(question), pick, missing: 'version' };
      }
    }
  }

  return { pageOf, releaseIn: (fact, version) => releaseIn(factsOf(fact), version) };
}

interface CrateFacts {
  readonly history: HistoryFact;
  /** By version, and by version without build metadata, of which cargo takes no notice. */
  readonly releases: ReadonlyMap<string, ReleaseFact>;
}

function fileOf({ registry, name }: PackagePlace): Question {
  return { ask: 'package', registry, name };
}

function crateFacts({ releases }: PackageFact): CrateFacts {
  const published: Record<string, string> = {};
  const byVersion = new Map<string, ReleaseFact>();
  for (const release of releases) {
    if (release.published !== undefined) published[release.version] = release.published;
    const bare = withoutBuild(release.version);
    if (bare !== release.version && !byVersion.has(bare)) byVersion.set(bare, release);
  }
  for (const release of releases) byVersion.set(release.version, release);
  return { history: { published }, releases: byVersion };
}

function releaseIn(facts: CrateFacts | undefined, version: string): ReleaseFact | undefined {
  return facts?.releases.get(version) ?? facts?.releases.get(withoutBuild(version));
}

function withoutBuild(version: string): string {
  return version.split('+', 1)[0] ?? version;
}
