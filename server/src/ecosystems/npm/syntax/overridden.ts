import type { Statement, Told } from '../../../model/statement.ts';

/**
 * Says to manifests below of which names it is not they that say what is installed: npm's and Bun's `overrides`, Yarn's
 * `resolutions`, pnpm's overrides. They hold for the whole workspace, and stand in its root alone.
 */
export function overridesSaid(names: readonly string[]): Statement {
  return { says: 'gives', key: OVERRIDES_KEY, reach: 'below', value: [...new Set(names)].sort().join(' ') };
}

/** The names that a file around overrides, whoever reads it: in doubt it is obeyed. */
export function overriddenNames(told: Told): readonly string[] {
  return told(OVERRIDES_KEY).flatMap(said => (said.says === 'gives' ? said.value.split(' ') : []));
}

/** Only files of this ecosystem speak of it. */
const OVERRIDES_KEY = 'overrides npm';
