import type { YamlMap, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt } from '../../../syntax/yaml-paths.ts';

/**
 * Whether a step of a workflow, or of an action that is made of steps, deletes what no tag points to any more from
 * GitHub's registry. Judged by the action, its version and what it is given: each has defaults of its own, and some
 * never touch what has no tag. What an expression decides is not known, so it counts for nothing.
 */
export function cleansUp(root: YamlNode | undefined): boolean {
  return STEPS.some(path => findPath(root, path).some(({ value }) => value?.kind === 'map' && isCleanUp(value)));
}

const STEPS = ['jobs.*.steps[]', 'runs.steps[]'];

/** What a step gives to its action, by the name of the input; empty where it gives nothing. */
type Input = (name: string) => string;

function isCleanUp(step: YamlMap): boolean {
  const [, action = '', version = ''] = /^\s*([^@\s]+)@(\S+)/.exec(textAt(step, 'uses') ?? '') ?? [];
  const deletes = ACTIONS.get(action.toLowerCase());
  if (deletes === undefined) return false;
  const given = entryOf(step, 'with')?.value;
  const input: Input = name => (given?.kind === 'map' ? (textAt(given, name)?.trim() ?? '') : '');
  if (input('dry-run') === 'true') return false;
  return deletes(input, majorOf(version));
}

/** Of `v3.0.1` and `3`; a commit or a branch tells none. */
function majorOf(version: string): number | undefined {
  const major = /^v?(\d{1,4})(?:\.|$)/.exec(version)?.[1];
  return major === undefined ? undefined : Number(major);
}

/**
 * By each action's own `action.yml` and README: whether what has no tag goes.
 *
 * - `delete-package-versions` takes the oldest versions whatever their tags, since its fourth version also of
 *   containers (`package-type`); those of other kinds, and pre-releases, are no images.
 * - `container-retention-policy` takes both kinds unless it is told otherwise: by `tag-selection` since its third
 *   version, by `filter-include-untagged` before.
 * - `ghcr-cleanup-action` takes all without a tag where no other option says what to take.
 * - `action-ghcr-prune` and `ghcr-delete-image-action` take them where they are told to.
 */
const ACTIONS: ReadonlyMap<string, (input: Input, major: number | undefined) => boolean> = new Map([
  [
    'actions/delete-package-versions',
    (input, major) =>
      (major === undefined || major >= 4) &&
      input('package-type') === 'container' &&
      input('delete-only-pre-release-versions') !== 'true',
  ],
  [
    'snok/container-retention-policy',
    (input, major) =>
      (major === undefined || major >= 3 ? isOneOf(input('tag-selection'), ['', 'both', 'untagged']) : true) &&
      (major !== undefined && major >= 3 ? true : isOneOf(input('filter-include-untagged'), ['', 'true'])),
  ],
  [
    'dataaxiom/ghcr-cleanup-action',
    input =>
      input('delete-untagged') === 'true' ||
      /^\d+$/.test(input('keep-n-untagged')) ||
      (input('delete-untagged') === '' && OTHER_OPTIONS.every(name => input(name) === '')),
  ],
  ['vlaurin/action-ghcr-prune', input => input('untagged') === 'true' || input('prune-untagged') === 'true'],
  [
    'bots-house/ghcr-delete-image-action',
    input => /^\d+$/.test(input('untagged-keep-latest')) || /^\d+$/.test(input('untagged-older-than')),
  ],
]);

const OTHER_OPTIONS = [
  ...['tags', 'delete-tags', 'keep-n-untagged', 'keep-n-tagged'],
  ...['delete-ghost-images', 'delete-partial-images', 'delete-orphaned-images'],
];

function isOneOf(text: string, texts: readonly string[]): boolean {
  return texts.includes(text.toLowerCase());
}
