import { parsePep440, pep440Text } from '../../model/pep440.ts';
import type { Want } from '../../model/reference.ts';
import { parsePoetryConstraint } from './poetry-constraint.ts';
import { isPin, parseSpecifierSet, type Specifier, type SpecifierSet } from './specifiers.ts';

/** In whose words a want is written: Poetry's are its own, all others take PEP 440's. */
export type Dialect = 'pep440' | 'poetry';

/** Sets of specifiers of which one is enough; the first is the only one, but with Poetry. */
export type Alternatives = readonly SpecifierSet[];

/**
 * What the text behind a package's name asks for: one version (`==1.0`, `===1.0`, with Poetry `1.0`) or a range; the
 * empty text is any version, and so is `*` in the files that have it. `undefined` for what cannot be read.
 */
export function pypiWant(text: string, dialect: Dialect = 'pep440'): Want | undefined {
  const alternatives = alternativesOf(text, dialect);
  if (alternatives === undefined) return undefined;
  const version = pinnedIn(alternatives);
  return version === undefined ? { is: 'range', text } : { is: 'exact', text, version };
}

/** What a text allows; `undefined` where it cannot be read. */
export function alternativesOf(text: string, dialect: Dialect): Alternatives | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '*') return [[]];
  if (dialect === 'poetry') return parsePoetryConstraint(trimmed);
  const set = parseSpecifierSet(trimmed);
  return set === undefined ? undefined : [set];
}

/** The one specifier that a text consists of. */
export function onlySpecifier(alternatives: Alternatives): Specifier | undefined {
  const [set, ...others] = alternatives;
  return others.length === 0 && set?.length === 1 ? set[0] : undefined;
}

function pinnedIn(alternatives: Alternatives): string | undefined {
  const only = onlySpecifier(alternatives);
  if (only === undefined || !isPin(only)) return undefined;
  if (only.operator !== '===') return pep440Text(only.version);
  const version = parsePep440(only.text);
  return version === undefined ? only.text : pep440Text(version);
}
