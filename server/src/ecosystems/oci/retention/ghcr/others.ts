import { unknownFates } from '../simulation.ts';
import { type CleanUpAction, type CleanUpUse, packagesCover } from './clean-up-action.ts';

/**
 * Actions of which is known alone by what inputs they take what has no tag (their `action.yml` and README).
 */
export const OTHER_ACTIONS: readonly CleanUpAction[] = [
  actionOf('vlaurin/action-ghcr-prune', 'organization', 'container', ({ input }) =>
    ['untagged', 'prune-untagged'].some(name => input(name) === 'true'),
  ),
  actionOf('bots-house/ghcr-delete-image-action', 'owner', 'name', ({ input }) =>
    ['untagged-keep-latest', 'untagged-older-than'].some(name => /^\d+$/.test(input(name))),
  ),
];

function actionOf(
  action: string,
  owner: string,
  name: string,
  takesUntagged: (use: CleanUpUse) => boolean,
): CleanUpAction {
  return {
    action,
    policyOf(use) {
      const own = use.input(name);
      return {
        ...{ kind: action.slice(action.indexOf('/') + 1), faults: [] },
        covers: packagesCover(use.input(owner), own === '' ? undefined : [own]),
        isIdle: !/^(?:false)?$/i.test(use.input('dry-run')),
        untagged: takesUntagged(use) ? 'deleted' : 'unknown',
        // Nobody says that it does not.
        knowsIndexes: true,
        simulate: unknownFates,
        fixes: () => [],
      };
    },
  };
}
