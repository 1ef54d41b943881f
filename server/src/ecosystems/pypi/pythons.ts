import { type Pep440, parsePep440 } from '../../model/pep440.ts';
import { isInSet, type SpecifierSet } from './specifiers.ts';
import { type Alternatives, alternativesOf } from './wants.ts';

/** Tells whether a release may run on one of the Pythons that a project is for. */
export type FitsPython = (needs: string | undefined) => boolean;

/**
 * Reads what a file says of its Pythons, as in `>=3.9` or, with Poetry, `^3.9`; a bare `3.11.4` is that one, and a bare
 * `3.11` any 3.11. What it or a release says and cannot be read stands against nothing, as with pip.
 */
export function pythonsOf(toolchain: string | undefined): FitsPython {
  const wanted = toolchain === undefined ? undefined : readPythons(toolchain);
  if (wanted === undefined) return () => true;
  const known = new Map<string, boolean>();
  return needs => {
    if (needs === undefined) return true;
    const before = known.get(needs);
    if (before !== undefined) return before;
    const alternatives = readNeeds(needs);
    const fits = alternatives === undefined || mayOverlap(wanted, alternatives);
    known.set(needs, fits);
    return fits;
  };
}

/** A release's files may each need another Python: `ReleaseFact.needs` has them with ` || ` between. */
function readNeeds(needs: string): Alternatives | undefined {
  const parts = needs.split('||').map(part => alternativesOf(part, 'pep440'));
  // A file whose words cannot be read fits.
  return parts.includes(undefined) ? undefined : parts.flatMap(part => part ?? []);
}

function readPythons(toolchain: string): Alternatives | undefined {
  const text = toolchain.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return alternativesOf(`==${text}.*`, 'pep440');
  return alternativesOf(text, 'pep440') ?? alternativesOf(text, 'poetry');
}

/**
 * Whether some Python is in both. All that a set can part lies at the versions that it names and beside them, so trying
 * those is trying all.
 */
function mayOverlap(some: Alternatives, others: Alternatives): boolean {
  return some.some(one => others.some(other => haveCommon(one, other)));
}

function haveCommon(one: SpecifierSet, other: SpecifierSet): boolean {
  return somePythons([one, other]).some(version => isInSet(version, one) && isInSet(version, other));
}

/** Versions of Python, of which each stands for all others of which the same sets hold. */
export function somePythons(sets: Alternatives): readonly Pep440[] {
  const places = sets.flat().flatMap(specifier => {
    const bound = specifier.operator === '===' ? parsePep440(specifier.text) : specifier.version;
    return bound === undefined ? [] : around(bound);
  });
  return [FIRST, LAST, ...places];
}

const FIRST: Pep440 = { epoch: 0, release: [0, 0, 1] };
/** Higher than any number in a Python's version. */
const MOST = 9999;
const LAST: Pep440 = { epoch: 0, release: [MOST, 0, 0] };

function around({ release }: Pep440): Pep440[] {
  const [major = 0, minor = 0, patch = 0] = release.map(Number);
  const numbers = [
    [major, minor, patch],
    [major, minor, patch + 1],
    [major, minor, patch - 1],
    [major, minor, MOST],
    [major, minor - 1, MOST],
    [major, minor + 1, 0],
    [major, MOST, MOST],
    [major - 1, MOST, MOST],
    [major + 1, 0, 0],
  ];
  return numbers.filter(some => some.every(number => number >= 0)).map(some => ({ epoch: 0, release: some }));
}
