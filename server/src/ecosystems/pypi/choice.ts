import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { comparePep440, isPre, parsePep440 } from '../../model/pep440.ts';
import type { Wanted } from '../../model/reference.ts';
import type { Selection } from '../../model/versioning.ts';
import { clientOf, type PythonClient } from './clients.ts';
import { namesPreForPoetry } from './poetry-constraint.ts';
import { pythonsOf } from './pythons.ts';
import { type PypiRelease, pypiReleases } from './releases.ts';
import { isInSet, isPin, namesPre } from './specifiers.ts';
import { type Alternatives, alternativesOf, type Dialect, onlySpecifier } from './wants.ts';

/** In whose words a want is written, by who reads the file. */
function dialectOf({ source }: Pick<Wanted, 'source'>): Dialect {
  return clientOf(source) === 'poetry' ? 'poetry' : 'pep440';
}

/** What a want allows; `undefined` where it cannot be read. */
export function allowedBy(wanted: Wanted): Alternatives | undefined {
  const entry = lockedVersion(wanted);
  const version = entry === undefined ? undefined : parsePep440(entry);
  if (version !== undefined) return [[{ operator: '==', version }]];
  return alternativesOf(wanted.want.text, dialectOf(wanted));
}

/** The version that an entry of a lockfile is of, which no specifier says. */
function lockedVersion({ want, locked }: Wanted): string | undefined {
  return locked !== undefined && want.is === 'exact' && want.text === want.version ? want.version : undefined;
}

/** The release that bears this very version, in whatever spelling. */
function releaseOf(version: string, fact: PackageFact, derive: Derive): ReleaseFact | undefined {
  const wanted = parsePep440(version);
  if (wanted === undefined) return undefined;
  return derive(fact, pypiReleases).find(each => comparePep440(each.version, wanted) === 0)?.release;
}

/**
 * What pip takes, and where they differ what uv, Poetry and PDM take: among the releases that match and run on the
 * project's Pythons first those that are no pre-releases, unless these are asked for or there is nothing else, then
 * those that are not yanked (pip, resolution/resolvelib/factory.py, `_iter_found_candidates`).
 */
export function choose(wanted: Wanted, fact: PackageFact, derive: Derive): Selection {
  const alternatives = allowedBy(wanted);
  if (alternatives === undefined) return { is: 'none' };
  const all = derive(fact, pypiReleases);
  const held = wanted.held?.version ?? lockedVersion(wanted);
  if (held !== undefined) {
    const release = releaseOf(held, fact, derive);
    return release === undefined ? { is: 'none' } : { is: 'release', ...release };
  }
  const client = clientOf(wanted.source);
  const fits = pythonsOf(wanted.toolchain);
  const wantsPres =
    wanted.prereleases === true || alternatives.some(client === 'poetry' ? namesPreForPoetry : namesPre);
  const isIn = ({ version }: PypiRelease) => alternatives.some(set => isInSet(version, set));
  const isPossible = ({ release }: PypiRelease) => release.standing.is !== 'unavailable' && fits(release.needs);
  const isGood = ({ release }: PypiRelease) => !isYankedFor(client, release);
  // Mostly there is one that nothing stands against, and so near the top.
  const best = all.find(each => (wantsPres || isFinal(each)) && isGood(each) && isIn(each) && isPossible(each));
  if (best !== undefined) return { is: 'release', ...best.release };
  const matching = all.filter(isIn);
  const [highest] = matching;
  if (highest === undefined) return { is: 'none' };
  const possible = matching.filter(isPossible);
  const allowed = wantsPres ? possible : withoutPres(client, alternatives, possible, all);
  const taken = allowed.find(isGood);
  if (taken !== undefined) return { is: 'release', ...taken.release };
  const [yanked] = allowed;
  if (yanked !== undefined && isPinned(client, alternatives)) return { is: 'release', ...yanked.release };
  // The yank decides only where nothing else stands against some of them.
  const unfit = matching.find(each => isFinal(each) && isGood(each));
  return { is: 'refused', ...(unfit ?? yanked ?? possible[0] ?? highest).release };
}

/** Whether nothing but that it is a pre-release speaks against a release that was refused. */
export function isRefusedAsPre({ needs, standing }: ReleaseFact, { toolchain }: Wanted): boolean {
  return standing.is !== 'yanked' && pythonsOf(toolchain)(needs);
}

/**
 * Why a release does not fit the Pythons of the project, as the rest of a sentence that begins with its version.
 *
 * @param quote how values stand in the sentence
 */
export function needsText(needs = '', toolchain = '', quote = (value: string) => value): string {
  const parts = needs.split('||').map(part => quote(part.trim()));
  return `needs Python ${parts.join(' or ')}, and the project is for ${quote(toolchain.trim())}`;
}

/**
 * Where clients do not agree that a release is yanked, uv says that it is (uv-pypi-types, `Yanked`), pip that it is not
 * (index/collector.py, `Link.from_element`; models/link.py, `Link.from_json`).
 */
function isYankedFor(client: PythonClient, { standing }: ReleaseFact): boolean {
  return standing.is === 'yanked' && (standing.disputed !== true || client === 'uv');
}

/** pip's and Pipenv's sets may hold other clauses beside the pin, the others' may not. */
function isPinned(client: PythonClient, alternatives: Alternatives): boolean {
  switch (client) {
    case 'pip':
    case 'pipenv':
      return alternatives.some(set => set.some(isPin));
    case 'uv':
    case 'pdm':
    case 'poetry': {
      const only = onlySpecifier(alternatives);
      return only !== undefined && isPin(only);
    }
  }
}

/**
 * Leaves pre-releases out that nobody asks for, unless there is nothing else: for pip only where nothing is said of the
 * version (packaging, `SpecifierSet.filter`; from pip 26 on anywhere), for uv where the package has nothing else at
 * all, for Poetry and PDM anywhere.
 */
function withoutPres(
  client: PythonClient,
  alternatives: Alternatives,
  possible: readonly PypiRelease[],
  all: readonly PypiRelease[],
): readonly PypiRelease[] {
  const finals = possible.filter(isFinal);
  switch (client) {
    case 'pip':
    case 'pipenv':
      return finals.length === 0 && alternatives.some(set => set.length === 0) ? possible : finals;
    case 'uv':
      return all.some(isFinal) ? finals : possible;
    case 'poetry':
    case 'pdm':
      return finals.some(({ release }) => !isYankedFor(client, release)) || isPinned(client, alternatives)
        ? finals
        : possible;
  }
}

function isFinal({ version }: PypiRelease): boolean {
  return !isPre(version);
}
