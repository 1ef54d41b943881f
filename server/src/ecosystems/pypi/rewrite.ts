import { type Pep440, parsePep440, pep440Text, publicPart } from '../../model/pep440.ts';
import type { Want } from '../../model/reference.ts';
import { isInSet } from './specifiers.ts';
import { alternativesOf } from './wants.ts';

const SIMPLE = /^(?<before>\s*(?:===?|~=|>=|\^|~|=)?\s*)(?<version>v?\d[^\s,|*]*?)(?<star>\.\*)?(?<after>\s*)$/;

/**
 * One clause with one of `== === ~= >= ^ ~ =` or none is rewritten: `==` to the very version, what has a star or is
 * compatible with as many numbers as it has, `~=1.2` to `~=2.0`. Sets of clauses are left to the user, and so is a text
 * that would not change or would not cover the version.
 */
export function rewrite(want: Want, version: string): string | undefined {
  const groups = SIMPLE.exec(want.text)?.groups;
  const to = parsePep440(version);
  if (groups === undefined || to === undefined) return undefined;
  const { before = '', version: written = '', star = '', after = '' } = groups;
  const was = parsePep440(written);
  if (was === undefined) return undefined;
  const rewritten = `${before}${versionLike(to, was, before.trim(), star !== '')}${star}${after}`;
  if (rewritten === want.text || !covers(rewritten, to)) return undefined;
  return rewritten;
}

/** The range that takes a version and what comes after it until the next major one. */
export function compatibleWith(version: string): string {
  const read = parsePep440(version);
  if (read === undefined) return `>=${version}`;
  const { epoch, release, pre, dev } = read;
  const [major = 0, minor = 0] = release;
  // Before a pre-release nothing is compatible that does not name it.
  const from: Pep440 = {
    ...{ epoch, release: [major, minor] },
    ...(pre === undefined ? {} : { pre }),
    ...(dev === undefined ? {} : { dev }),
  };
  return `~=${pep440Text(from)}`;
}

function versionLike(to: Pep440, was: Pep440, operator: string, hasStar: boolean): string {
  const isPlain = to.pre === undefined && to.post === undefined && to.dev === undefined && to.local === undefined;
  // No other operator takes a local label.
  const isExact = ['==', '===', '=', ''].includes(operator);
  if (!hasStar && (isExact || operator === '>=' || !isPlain)) return pep440Text(isExact ? to : publicPart(to));
  const numbers = was.release.map((_, place) => to.release[place] ?? 0);
  return pep440Text({ epoch: to.epoch, release: numbers });
}

function covers(text: string, version: Pep440): boolean {
  const alternatives = alternativesOf(text, 'pep440') ?? alternativesOf(text, 'poetry') ?? [];
  return alternatives.some(set => isInSet(version, set));
}
