import {
  comparePep440,
  hasSameBase,
  isPre,
  type Pep440,
  parsePep440,
  pep440Text,
  publicPart,
} from '../../model/pep440.ts';

/** One clause of a set: an operator and what it compares with. */
export type Specifier =
  | {
      readonly operator: '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=';
      readonly version: Pep440;
      /** `==1.*` and `!=1.*`: any version that begins so. */
      readonly isPrefix?: true;
    }
  /** Equality of the texts, whatever they mean. */
  | { readonly operator: '==='; readonly text: string };

/** All must hold; an empty set holds of any version. */
export type SpecifierSet = readonly Specifier[];

/**
 * Reads a set of specifiers (PEP 440, "Version specifiers"; packaging/specifiers.py), as in `>=1.2, <2`. `undefined`
 * where a clause is none that pip of today takes.
 */
export function parseSpecifierSet(text: string): SpecifierSet | undefined {
  const clauses = text
    .split(',')
    .map(clause => clause.trim())
    .filter(clause => clause !== '');
  const specifiers = clauses.map(parseSpecifier).filter(specifier => specifier !== undefined);
  return specifiers.length === clauses.length ? specifiers : undefined;
}

/** Whether a version is in a set, pre-releases included: whether those are wanted is another question. */
export function isInSet(version: Pep440, set: SpecifierSet): boolean {
  return set.every(specifier => holds(specifier, version));
}

/** Whether a set names a pre-release, and so asks for them (packaging, `Specifier.prereleases`). */
export function namesPre(set: SpecifierSet): boolean {
  return set.some(specifier => {
    if (specifier.operator === '===') {
      const version = parsePep440(specifier.text);
      return version !== undefined && isPre(version);
    }
    return ['==', '>=', '<=', '~='].includes(specifier.operator) && isPre(specifier.version);
  });
}

/** Whether a clause asks for one very version (pip, resolution/resolvelib/factory.py, `is_pinned`). */
export function isPin(specifier: Specifier): boolean {
  return specifier.operator === '===' || (specifier.operator === '==' && specifier.isPrefix !== true);
}

/** A set as it is written, in normal form. */
export function specifierSetText(set: SpecifierSet): string {
  return set
    .map(specifier =>
      specifier.operator === '==='
        ? `===${specifier.text}`
        : `${specifier.operator}${pep440Text(specifier.version)}${specifier.isPrefix === true ? '.*' : ''}`,
    )
    .join(',');
}

const CLAUSE = /^(?<operator>===|==|~=|!=|<=|>=|<|>)\s*(?<text>\S+)$/;

function parseSpecifier(clause: string): Specifier | undefined {
  const groups = CLAUSE.exec(clause)?.groups;
  const { operator, text = '' } = groups ?? {};
  switch (operator) {
    case '===':
      return /^[^;)]+$/.test(text) ? { operator, text } : undefined;
    case '==':
    case '!=':
      return text.endsWith('.*') ? prefix(operator, text.slice(0, -2)) : plain(operator, text, () => true);
    case '~=':
      return plain(operator, text, ({ release, local }) => release.length > 1 && local === undefined);
    case '<=':
    case '>=':
    case '<':
    case '>':
      return plain(operator, text, ({ local }) => local === undefined);
    default:
      return undefined;
  }
}

function plain(
  operator: Exclude<Specifier['operator'], '==='>,
  text: string,
  isAllowed: (version: Pep440) => boolean,
): Specifier | undefined {
  const version = parsePep440(text);
  return version === undefined || !isAllowed(version) ? undefined : { operator, version };
}

function prefix(operator: '==' | '!=', text: string): Specifier | undefined {
  const version = parsePep440(text);
  if (version === undefined || isPre(version) || version.post !== undefined || version.local !== undefined) {
    return undefined;
  }
  return { operator, version, isPrefix: true };
}

function holds(specifier: Specifier, version: Pep440): boolean {
  if (specifier.operator === '===') return pep440Text(version).toLowerCase() === specifier.text.toLowerCase();
  const { operator, version: bound, isPrefix } = specifier;
  switch (operator) {
    case '==':
      return isPrefix === true ? beginsWith(version, bound.epoch, bound.release) : isEqual(version, bound);
    case '!=':
      return isPrefix === true ? !beginsWith(version, bound.epoch, bound.release) : !isEqual(version, bound);
    case '<=':
      return comparePep440(publicPart(version), bound) <= 0;
    case '>=':
      return comparePep440(publicPart(version), bound) >= 0;
    case '<':
      return isBelow(version, bound);
    case '>':
      return isAbove(version, bound);
    case '~=':
      return (
        comparePep440(publicPart(version), bound) >= 0 && beginsWith(version, bound.epoch, bound.release.slice(0, -1))
      );
  }
}

/** A local label counts only where the clause has one. */
function isEqual(version: Pep440, bound: Pep440): boolean {
  return comparePep440(bound.local === undefined ? publicPart(version) : version, bound) === 0;
}

function beginsWith(version: Pep440, epoch: Pep440['epoch'], numbers: Pep440['release']): boolean {
  return hasSameBase(
    { epoch: version.epoch, release: version.release.slice(0, numbers.length) },
    { epoch, release: numbers },
  );
}

/** What comes before a version is not below it, unless a pre-release is named. */
function isBelow(version: Pep440, bound: Pep440): boolean {
  if (comparePep440(version, bound) >= 0) return false;
  return isPre(bound) || !isPre(version) || !hasSameBase(version, bound);
}

/** What comes after a version is not above it, unless a post-release is named; its local versions never are. */
function isAbove(version: Pep440, bound: Pep440): boolean {
  if (comparePep440(version, bound) <= 0) return false;
  if (!hasSameBase(version, bound)) return true;
  return version.local === undefined && (bound.post !== undefined || version.post === undefined);
}
