import type { ActionStep } from '../../../../model/pipeline.ts';
import { code } from '../../../../model/plain-text.ts';
import type { Companion } from '../../../../model/reader.ts';
import { githubActions } from '../../../../pipelines/github-actions.ts';
import { ignorePlaceAbove } from '../../../../pipelines/ignore-place.ts';
import type { RetentionKind, WrittenPolicy } from '../kind.ts';
import { policyReferences } from '../policy-references.ts';
import { type CleanUpAction, cleanUpUse } from './clean-up-action.ts';
import { containerRetentionPolicy } from './container-retention-policy.ts';
import { deletePackageVersions } from './delete-package-versions.ts';
import { ghcrCleanupAction } from './ghcr-cleanup-action.ts';
import { OTHER_ACTIONS } from './others.ts';

/** Steps of workflows that clean GitHub's registry up, by the actions that are known. */
const ACTIONS: ReadonlyMap<string, CleanUpAction> = new Map(
  [deletePackageVersions, containerRetentionPolicy, ghcrCleanupAction, ...OTHER_ACTIONS].map(each => [
    each.action,
    each,
  ]),
);

const steps: Companion = {
  of: [githubActions.id],
  mayRead: text =>
    text.length <= LONGEST &&
    /delete-package-versions|container-retention-policy|ghcr-cleanup|ghcr-prune|ghcr-delete-image/i.test(text),
  read(text, file) {
    const { jobs } = githubActions.read(text, file);
    const all = jobs.flatMap(job => job.steps).flatMap(step => (step.kind === 'action' ? policiesOf(step, text) : []));
    return { references: policyReferences(all.slice(0, MOST_STEPS)), ignores: [] };
  },
};

/** In characters: GitHub takes no larger file. */
const LONGEST = 1_000_000;
const MOST_STEPS = 100;

/** GitHub's registry, which deletes nothing by itself: its owners have actions do it. */
export const ghcr: RetentionKind = { id: 'ghcr', companions: [steps] };

function policiesOf(step: ActionStep, text: string): readonly WrittenPolicy[] {
  const { action, version, uses: at, name = action, isOff } = step;
  // GitHub takes no action without a version.
  const own = version === '' ? undefined : ACTIONS.get(action)?.policyOf(cleanUpUse(step, text));
  if (own === undefined) return [];
  const { isIdle, ...policy } = own;
  const ignoreAt = ignorePlaceAbove(text, at);
  return [
    {
      at,
      ...(ignoreAt === undefined ? {} : { ignoreAt }),
      policy: {
        ...policy,
        provider: code(action),
        name,
        ...(isOff === true || isIdle === true ? { isIdle: true } : {}),
      },
    },
  ];
}
