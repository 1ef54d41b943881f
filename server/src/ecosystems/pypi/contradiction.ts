import { comparePep440 } from '../../model/pep440.ts';
import { isInSet, type SpecifierSet } from './specifiers.ts';

/**
 * Whether no version can be in a set, as far as that is seen at a glance: what is pinned is excluded by another clause,
 * or the lower end lies above the upper one.
 */
export function isContradiction(set: SpecifierSet): boolean {
  if (set.some(({ operator }) => operator === '===')) return false;
  const pins = set.flatMap(each => (each.operator === '==' && each.isPrefix !== true ? [each.version] : []));
  if (pins.length > 0) return pins.every(version => !isInSet(version, set));
  const lows = set.flatMap(each => (['>=', '>', '~='].includes(each.operator) ? [each] : []));
  const highs = set.flatMap(each => (['<=', '<'].includes(each.operator) ? [each] : []));
  return lows.some(low =>
    highs.some(high => {
      if (low.operator === '===' || high.operator === '===') return false;
      const order = comparePep440(low.version, high.version);
      return order > 0 || (order === 0 && (low.operator === '>' || high.operator === '<'));
    }),
  );
}
