import { compareNumbers, type Numbers, type Whole } from './cargo-version.ts';
import type { Comparator, Requirement } from './requirement.ts';

/**
 * Whether no version can be all that a requirement asks for. Each comparator takes what lies between two ends; where
 * one of them names a pre-release there are more ends than these, and nothing is said.
 */
export function isContradiction(requirement: Requirement): boolean {
  if (requirement.some(({ pre }) => pre.length > 0)) return false;
  const highestStart = requirement.map(startOf).reduce((a, b) => (compareNumbers(a, b) < 0 ? b : a), ZERO);
  return requirement.map(endOf).some(end => end !== undefined && compareNumbers(end, highestStart) <= 0);
}

const ZERO: Numbers = { major: 0, minor: 0, patch: 0 };

/** The lowest final version that a comparator takes. */
function startOf(comparator: Comparator): Numbers {
  const { op, major, minor = 0, patch = 0 } = comparator;
  switch (op) {
    case '<':
    case '<=':
      return ZERO;
    case '>':
      return behind(comparator);
    case '=':
    case '>=':
    case '~':
    case '^':
    case '*':
      return { major, minor, patch };
  }
}

/** The first version above all that a comparator takes. */
function endOf(comparator: Comparator): Numbers | undefined {
  const { op, major, minor, patch } = comparator;
  switch (op) {
    case '>':
    case '>=':
      return undefined;
    case '<':
      return { major, minor: minor ?? 0, patch: patch ?? 0 };
    case '=':
    case '<=':
    case '*':
      return behind(comparator);
    case '~':
      return minor === undefined ? behind(comparator) : { major, minor: next(minor), patch: 0 };
    case '^':
      if (major > 0 || minor === undefined) return { major: next(major), minor: 0, patch: 0 };
      return minor > 0 || patch === undefined ? { major, minor: next(minor), patch: 0 } : behind(comparator);
  }
}

/** The first version behind those that begin with what is written. */
function behind({ major, minor, patch }: Comparator): Numbers {
  if (minor === undefined) return { major: next(major), minor: 0, patch: 0 };
  return patch === undefined ? { major, minor: next(minor), patch: 0 } : { major, minor, patch: next(patch) };
}

function next(number: Whole): Whole {
  return typeof number === 'bigint' ? number + 1n : number + 1;
}
