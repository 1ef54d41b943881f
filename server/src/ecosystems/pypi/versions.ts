import type { HistoryFact, PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { isPre, parsePep440 } from '../../model/pep440.ts';
import type { Want, Wanted } from '../../model/reference.ts';
import type { Versioning } from '../../model/versioning.ts';
import { allowedBy, choose, needsText } from './choice.ts';
import { nearestGood } from './nearest.ts';
import { pythonsOf } from './pythons.ts';
import { type PypiRelease, pypiHighestFirst, pypiReleases } from './releases.ts';
import { compatibleWith, rewrite } from './rewrite.ts';
import { isInSet, type Specifier, type SpecifierSet } from './specifiers.ts';
import { alternativesOf } from './wants.ts';

export { pypiWant } from './wants.ts';

/** Python's versions (PEP 440), chosen among as pip does, and where they differ as uv, Poetry and PDM do. */
export const PYPI_VERSIONING: Versioning = {
  ...{ lastPublished, isFloating, nearestGood, rewrite, isPrerelease, refusal, newest },
  select: choose,
  highestFirst: pypiHighestFirst,
  rangeFrom: compatibleWith,
};

/** An index lists no dates of what is gone, so this says nothing but of what is there. */
function lastPublished(want: Want, { published }: HistoryFact): string | undefined {
  const alternatives = alternativesOf(want.text, 'pep440') ?? alternativesOf(want.text, 'poetry');
  if (alternatives === undefined) return undefined;
  const within = Object.entries(published).filter(([text]) => {
    const version = parsePep440(text);
    return version !== undefined && alternatives.some(set => isInSet(version, set));
  });
  return within.sort(([, a], [, b]) => Date.parse(a) - Date.parse(b)).at(-1)?.[0];
}

/**
 * No version, `*`, and what is the same: `>=0`. What is deployed takes whatever is newest by any range without an upper
 * end; of a library that is good manners, and of what only helps to build or to test so is no version at all
 * (setuptools.pypa.io, "Quickstart", has it so).
 */
function isFloating(wanted: Wanted): boolean {
  if (wanted.deployed === false) return false;
  const alternatives = allowedBy(wanted) ?? [];
  return alternatives.some(set =>
    wanted.deployed === true ? !set.some(hasUpperEnd) : set.every(specifier => isAnything(specifier)),
  );
}

function hasUpperEnd(specifier: Specifier): boolean {
  switch (specifier.operator) {
    case '==':
    case '===':
    case '<=':
    case '<':
    case '~=':
      return true;
    case '!=':
    case '>=':
    case '>':
      return false;
  }
}

/** Whether a set of one `>=0` is meant, in whatever spelling. */
function isAnything(specifier: SpecifierSet[number]): boolean {
  if (specifier.operator !== '>=') return false;
  const { epoch, release } = specifier.version;
  return epoch === 0 && release.every(number => number === 0);
}

function isPrerelease(version: string): boolean {
  const read = parsePep440(version);
  return read !== undefined && isPre(read);
}

function refusal(wanted: Wanted, { version, standing, needs }: ReleaseFact): string | undefined {
  const read = parsePep440(version);
  const alternatives = allowedBy(wanted);
  if (read === undefined || alternatives === undefined) return undefined;
  if (!alternatives.some(set => isInSet(read, set))) {
    return wanted.want.is === 'exact' ? 'is not the one that is pinned' : 'is not in the range';
  }
  if (standing.is === 'unavailable') return standing.why;
  if (!pythonsOf(wanted.toolchain)(needs)) return needsText(needs, wanted.toolchain);
  if (standing.is === 'yanked') return 'was yanked';
  return isPre(read) ? 'is a pre-release' : undefined;
}

/** An index puts none forward; people take the highest that is no pre-release and was not yanked for the newest. */
function newest(fact: PackageFact, derive: Derive): string | undefined {
  const live = derive(fact, pypiReleases).filter(({ release }: PypiRelease) => release.standing.is === 'live');
  return (live.find(({ version }) => !isPre(version)) ?? live[0])?.release.version;
}
