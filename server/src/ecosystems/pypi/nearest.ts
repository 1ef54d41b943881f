import type { PackageFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { comparePep440, isPre, type Pep440, parsePep440 } from '../../model/pep440.ts';
import type { Wanted } from '../../model/reference.ts';
import type { NearestGood } from '../../model/versioning.ts';
import { allowedBy, choose } from './choice.ts';
import { isContradiction } from './contradiction.ts';
import { pythonsOf } from './pythons.ts';
import { type PypiRelease, pypiReleases } from './releases.ts';
import type { SpecifierSet } from './specifiers.ts';

/**
 * By the rule of `Versioning.nearestGood`, from what would be installed today or, where nothing would, from the lowest
 * version that is asked for. A release that the project's Pythons cannot run is no good one. From a pre-release its
 * own other pre-releases are good too, and any of a package that has nothing else.
 */
export function nearestGood(wanted: Wanted, fact: PackageFact, derive: Derive): readonly NearestGood[] {
  const from = startOf(wanted, fact, derive);
  // What is said of a project as a whole holds of all its releases.
  if (from === undefined || fact.standing.is === 'deprecated') return [];
  const fits = pythonsOf(wanted.toolchain);
  const live = derive(fact, pypiReleases).filter(
    ({ release }) => release.standing.is === 'live' && fits(release.needs),
  );
  const good = sameLabel(from, withPres(from, live)).filter(({ version }) => comparePep440(version, from) !== 0);
  const above = good.filter(({ version }) => comparePep440(version, from) > 0).reverse();
  const below = good.find(({ version }) => comparePep440(version, from) < 0);
  const near = [above[0], below].find(each => each !== undefined && isSameMajor(each.version, from));
  const later = near === undefined ? undefined : above.find(({ version }) => !isSameMajor(version, from));
  return [near ?? above[0] ?? below, later].flatMap(each =>
    each === undefined ? [] : [{ version: each.release.version, direction: each === below ? 'down' : 'up' }],
  );
}

function startOf(wanted: Wanted, fact: PackageFact, derive: Derive): Pep440 | undefined {
  const selection = choose(wanted, fact, derive);
  if (selection.is === 'release') return parsePep440(selection.version);
  if (wanted.held !== undefined) return parsePep440(wanted.held.version);
  // What cannot be met lies near to nothing.
  return lowestOf((allowedBy(wanted) ?? []).filter(set => !isContradiction(set)).flatMap(boundsOf));
}

/** The versions from which on a set allows something; where it names none, all that it names. */
function boundsOf(set: SpecifierSet): Pep440[] {
  const from = set.filter(({ operator }) => !['!=', '<', '<='].includes(operator));
  return (from.length > 0 ? from : set).flatMap(specifier => {
    const bound = specifier.operator === '===' ? parsePep440(specifier.text) : specifier.version;
    return bound === undefined ? [] : [bound];
  });
}

function lowestOf(versions: readonly Pep440[]): Pep440 | undefined {
  return [...versions].sort(comparePep440)[0];
}

function withPres(from: Pep440, live: readonly PypiRelease[]): readonly PypiRelease[] {
  const finals = live.filter(({ version }) => !isPre(version));
  if (!isPre(from)) return finals;
  const own = live.filter(({ version }) => !isPre(version) || isSameNumbers(version, from));
  return own.length > 0 ? own : live;
}

/** Builds of a kind, as for one graphics card, stay among themselves, as far as there are others of it. */
function sameLabel(from: Pep440, good: readonly PypiRelease[]): readonly PypiRelease[] {
  const label = labelOf(from);
  const same = good.filter(({ version }) => labelOf(version) === label);
  return same.length > 0 ? same : good;
}

function labelOf({ local }: Pep440): string {
  return local?.join('.') ?? '';
}

function isSameMajor(a: Pep440, b: Pep440): boolean {
  return a.epoch === b.epoch && a.release[0] === b.release[0];
}

function isSameNumbers(a: Pep440, b: Pep440): boolean {
  return comparePep440({ epoch: a.epoch, release: a.release }, { epoch: b.epoch, release: b.release }) === 0;
}
