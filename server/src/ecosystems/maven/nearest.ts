import type { PackageFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import type { NearestGood } from '../../model/versioning.ts';
import { compareComparable, parseComparable } from './comparable-version.ts';
import { type MavenRelease, mavenReleases } from './ordered-releases.ts';
import { type VersionWords, wordsOf } from './version-words.ts';

/**
 * By the rule of `Versioning.nearestGood`, from a version on. Who has a build of a kind, as `31.1-jre` is, stays with
 * it as far as there are others; a date is no version to go to. From a pre-release its own other pre-releases are good
 * too, and any of an artifact that has nothing else.
 */
export function nearestTo(from: string, fact: PackageFact, derive: Derive): readonly NearestGood[] {
  const words = wordsOf(from);
  const start = parseComparable(from);
  const compared = (release: MavenRelease) => compareComparable(release.comparable, start);
  const good = goodFor(words, derive(fact, mavenReleases)).filter(release => compared(release) !== 0);
  const above = good.filter(release => compared(release) > 0).reverse();
  const below = good.find(release => compared(release) < 0);
  const isNear = (release: MavenRelease) => release.numbers[0] === words.numbers[0];
  const near = [above[0], below].find(release => release !== undefined && isNear(release));
  const later = near === undefined ? undefined : above.find(release => !isNear(release));
  return [near ?? above[0] ?? below, later].flatMap(release =>
    release === undefined ? [] : [{ version: release.fact.version, direction: release === below ? 'down' : 'up' }],
  );
}

/** The releases that somebody who has a version of a kind may want, the highest first. */
function goodFor(from: VersionWords, all: readonly MavenRelease[]): readonly MavenRelease[] {
  const live = all.filter(({ fact, isDated }) => fact.standing.is === 'live' && isDated === from.isDated);
  const finals = live.filter(({ isPre }) => !isPre);
  const own = from.isPre ? live.filter(each => !each.isPre || isSameNumbers(each, from)) : finals;
  const some = own.length > 0 || !from.isPre ? own : live;
  const line = some.filter(each => each.line === from.line);
  return line.length > 0 ? line : some;
}

function isSameNumbers(a: VersionWords, b: VersionWords): boolean {
  const padded = ({ numbers }: VersionWords) => numbers.join('.').replace(/(?:\.0+)+$/, '');
  return padded(a) === padded(b);
}
