import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import type { Want, Wanted } from '../../model/reference.ts';
import type { NearestGood, Selection, Versioning } from '../../model/versioning.ts';
import { chosenByMaven, isOpenToAll, isSnapshot, rangesOf } from './choice.ts';
import { type Client, clientOf } from './clients.ts';
import { parseGeneric } from './generic-version.ts';
import {
  chosenByGradle,
  isChangingForGradle,
  isOpenToGradle,
  nearestForGradle,
  refusedByGradle,
  rewrittenForGradle,
} from './gradle-choice.ts';
import { isInRanges } from './maven-range.ts';
import { nearestTo } from './nearest.ts';
import { mavenHighestFirst, mavenReleases } from './ordered-releases.ts';
import { wordsOf } from './version-words.ts';

/** What the clients of one repository make of what is wanted, each in its own way. */
export interface ClientVersioning
  extends Pick<Versioning, 'select' | 'isFloating' | 'isChanging' | 'nearestGood' | 'refusal'> {
  /** The same want for another version; `undefined` where it is not written as this client's, or cannot be told. */
  rewrite(want: Want, version: string): string | undefined;
}

const MAVEN: ClientVersioning = {
  select: chosenByMaven,
  isFloating: isOpenToAll,
  isChanging: ({ want }) => want.is === 'exact' && isSnapshot(want.version),
  nearestGood,
  refusal,
  rewrite,
};

const GRADLE: ClientVersioning = {
  select: chosenByGradle,
  isFloating: isOpenToGradle,
  isChanging: isChangingForGradle,
  nearestGood: nearestForGradle,
  refusal: refusedByGradle,
  rewrite: rewrittenForGradle,
};

const CLIENTS: Readonly<Record<Client, ClientVersioning>> = { maven: MAVEN, gradle: GRADLE };

/** Versions of Maven's repositories, as the client takes them that reads the file. */
export const MAVEN_VERSIONING: Versioning = {
  select: (wanted, fact, derive) => CLIENTS[clientOf(wanted.source)].select(wanted, fact, derive),
  // Nothing is dated.
  lastPublished: () => undefined,
  isFloating: wanted => CLIENTS[clientOf(wanted.source)].isFloating(wanted),
  isChanging: wanted => CLIENTS[clientOf(wanted.source)].isChanging?.(wanted) === true,
  nearestGood: (wanted, fact, derive) => CLIENTS[clientOf(wanted.source)].nearestGood(wanted, fact, derive),
  // No version of Maven's is written in more characters than it has.
  rewrite: (want, version) =>
    CLIENTS[want.is === 'exact' && want.text !== want.version ? 'gradle' : 'maven'].rewrite(want, version),
  // Maven's users write one version, which is not taken for a range.
  rangeFrom: version => version,
  highestFirst: mavenHighestFirst,
  // `LATEST` and `RELEASE` are warned about, and no repository calls them so.
  withoutTags: true,
  isPrerelease: version => wordsOf(version).isPre,
  refusal: (wanted, release) => CLIENTS[clientOf(wanted.source)].refusal(wanted, release),
  newest,
};

/** From what is pinned or would be chosen, else from the lowest that is asked for. */
function nearestGood(wanted: Wanted, fact: PackageFact, derive: Derive): readonly NearestGood[] {
  const { want } = wanted;
  const selection: Selection = want.is === 'exact' ? { is: 'none' } : chosenByMaven(wanted, fact, derive);
  const chosen = selection.is === 'release' ? selection.version : undefined;
  const [first] = rangesOf(want);
  const from = want.is === 'exact' ? want.version : (chosen ?? first?.low?.text ?? first?.high?.text);
  return nearestTo(from ?? newest(fact, derive) ?? '0', fact, derive);
}

/** One version, bare or in brackets, is put in the place of the other; sets of versions are left to the user. */
function rewrite(want: Want, version: string): string | undefined {
  if (want.is === 'exact') return version;
  const [, open, close] = /^(\[\s*)[^\s,[\]()*]+(\s*\])$/.exec(want.text) ?? [];
  return open === undefined ? undefined : `${open}${version}${close ?? ''}`;
}

function refusal({ want }: Wanted, { version }: ReleaseFact): string | undefined {
  switch (want.is) {
    case 'exact':
      return want.version === version ? undefined : 'is not the one that is pinned';
    case 'range':
      return isInRanges(rangesOf(want), parseGeneric(version)) ? undefined : 'is not in the range';
    case 'tag':
      return undefined;
  }
}

/**
 * The highest that is no pre-release. What the metadata calls its latest is the one that was deployed last, and often
 * is absent. A plain version goes before one of a kind with the same numbers or lower ones; where none is plain, the
 * highest counts.
 */
function newest(fact: PackageFact, derive: Derive): string | undefined {
  const live = derive(fact, mavenReleases).filter(release => release.fact.standing.is === 'live');
  const [first] = live.filter(({ isPre }) => !isPre);
  const plain = live.find(({ isPre, line }) => !isPre && line === '');
  const isLeading = plain !== undefined && plain.numbers.join('.') === first?.numbers.join('.');
  return (isLeading ? plain : (first ?? live[0]))?.fact.version;
}
