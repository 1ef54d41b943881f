import type { Statement, Told } from '../../../model/statement.ts';
import { type JsonNode, membersOf, valuesOf } from '../../../syntax/json.ts';

/**
 * Programs that decide by themselves what is published next, each by its name in a manifest: what stands in the
 * manifests between two releases is the last one's version, or a placeholder.
 */
const RELEASERS = [
  ...['@changesets/cli', 'semantic-release', 'multi-semantic-release', '@auto-it/core', 'auto', 'beachball'],
  ...['lerna', 'release-please', '@microsoft/rush'],
];

/** A look that costs nothing at whether a text may name one. */
export const NAMES_RELEASER = new RegExp(RELEASERS.map(name => `"${name}"`).join('|'));

/** Whether a manifest has such a program, as a dependency. */
export function isReleasedByProgram(root: JsonNode | undefined, text: string): boolean {
  return ['devDependencies', 'dependencies', 'optionalDependencies']
    .flatMap(block => valuesOf(root, block, text))
    .flatMap(block => membersOf(block, text))
    .some(({ name }) => RELEASERS.includes(name));
}

/** Says so to the manifests below: the program of a workspace stands in its root alone. */
export function releaserSaid(): Statement {
  return { says: 'gives', key: RELEASER_KEY, reach: 'below', value: 'program' };
}

export function isReleasedByProgramAround(told: Told): boolean {
  return told(RELEASER_KEY).length > 0;
}

/** Only files of this ecosystem speak of it. */
const RELEASER_KEY = 'releaser npm';
