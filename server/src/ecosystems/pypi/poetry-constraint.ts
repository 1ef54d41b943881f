import { isPre, type Pep440, parsePep440 } from '../../model/pep440.ts';
import { parseSpecifierSet, type Specifier, type SpecifierSet } from './specifiers.ts';

/**
 * Reads one of Poetry's constraints (poetry-core, constraints/version/parser.py): PEP 440's operators, a bare version,
 * `=`, `^`, `~`, `*` anywhere in a version, with commas or blanks between what must all hold. `||` parts what is
 * enough each. `undefined` where Poetry could not read it, or not so.
 */
export function parsePoetryConstraint(text: string): readonly SpecifierSet[] | undefined {
  const alternatives = text
    .trim()
    .split(/\s*\|\|?\s*/)
    .map(readAll);
  const sets = alternatives.filter(set => set !== undefined);
  return sets.length === alternatives.length ? sets : undefined;
}

/** A blank may stand between an operator and its version, and parts two constraints otherwise. */
const PARTS = /\s*,\s*|(?<![=<>~^!,\s])\s+/;

function readAll(text: string): SpecifierSet | undefined {
  if (text === '') return undefined;
  const parts = text.split(PARTS).map(readOne);
  const sets = parts.filter(set => set !== undefined);
  return sets.length === parts.length ? sets.flat() : undefined;
}

const ANY = /^v?[*x](?:\.[*x])*$/i;
const WITH_STAR = /^(?<operator>==?|!=)?\s*v?(?<numbers>\d+(?:\.\d+)*)(?:\.[*x])+$/i;
const WITH_OPERATOR = /^(?<operator>\^|~(?!=)|=(?!=))?\s*(?<version>v?\d\S*)$/;

function readOne(text: string): SpecifierSet | undefined {
  if (ANY.test(text)) return [];
  const { operator: sign = '==', numbers } = WITH_STAR.exec(text)?.groups ?? {};
  if (numbers !== undefined) return parseSpecifierSet(`${sign === '!=' ? '!=' : '=='}${numbers}.*`);
  const groups = WITH_OPERATOR.exec(text)?.groups;
  if (groups === undefined) return parseSpecifierSet(text);
  const version = parsePep440(groups.version ?? '');
  if (version === undefined) return undefined;
  switch (groups.operator) {
    case '^':
      return fromUntil(version, nextBreaking(version.release));
    case '~':
      return fromUntil(version, next(version.release, Math.min(1, version.release.length - 1)));
    default:
      return [{ operator: '==', version }];
  }
}

function fromUntil(from: Pep440, release: Pep440['release']): SpecifierSet {
  const { local: _, ...least } = from;
  const most: Specifier = { operator: '<', version: { epoch: from.epoch, release } };
  return [{ operator: '>=', version: least }, most];
}

/** The first number that is not 0 may not grow, or the last one that is written. */
function nextBreaking(release: Pep440['release']): Pep440['release'] {
  const first = release.slice(0, 3).findIndex(number => number > 0);
  return next(release, first === -1 ? Math.min(2, release.length - 1) : first);
}

function next(release: Pep440['release'], place: number): Pep440['release'] {
  const grown = release[place] ?? 0;
  return [
    ...release.slice(0, place),
    typeof grown === 'bigint' ? grown + 1n : grown + 1,
    ...release.slice(place + 1).map(() => 0),
  ];
}

/** Whether Poetry takes pre-releases for a constraint: one of its bounds is one, whichever. */
export function namesPreForPoetry(set: SpecifierSet): boolean {
  return set.some(specifier => specifier.operator !== '===' && isPre(specifier.version));
}
