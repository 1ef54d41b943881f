import type { PolicyCover, RetentionPolicy } from '../../../../model/retention.ts';
import type { YamlNode } from '../../../../syntax/yaml-nodes.ts';
import { isForRepository, perRepository } from '../per-repository.ts';
import type { PolicyText } from '../policy-text.ts';
import { faultsOf } from './faults.ts';
import { fixesOf } from './fixes.ts';
import { meaningOf, type ReadRule } from './meaning.ts';
import { readEcrRules } from './rules.ts';
import { simulateEcr, untaggedFate } from './simulate.ts';

/**
 * A lifecycle policy of Amazon's registry; `undefined` where nothing of the kind is written, and where its rules are
 * computed.
 */
export function ecrPolicy(
  root: YamlNode | undefined,
  text: PolicyText,
  covers: PolicyCover,
  name: string | undefined,
): RetentionPolicy | undefined {
  const written = readEcrRules(root, text.form);
  if (written === undefined || written.length === 0 || written.length > MOST_RULES || root?.kind !== 'map')
    return undefined;
  if (!written.some(({ selection }) => selection !== undefined)) return undefined;
  const rules: ReadRule[] = written.map((rule, index) => ({ rule, ...meaningOf(rule, index, text.form === 'blocks') }));
  const faults = faultsOf(rules, text);
  // What Amazon refuses does nothing to any image.
  const isRefused = faults.some(({ is }) => is === 'invalid');
  return {
    ...{ kind: 'ecr', provider: 'Amazon ECR', covers, faults, knowsIndexes: true },
    ...(name === undefined ? {} : { name }),
    untagged: isRefused ? 'unknown' : untaggedFate(rules),
    tags: rules.flatMap(({ patterns, tagStatus }) =>
      tagStatus === 'tagged' ? (patterns?.flatMap(pattern => pattern ?? []) ?? []) : [],
    ),
    simulate: (images, now) =>
      isRefused
        ? images.map(({ digest }) => ({ digest, fate: 'unknown', tagsRemoved: [] }))
        : perRepository(
            images,
            repository => isForRepository(covers, repository),
            its => simulateEcr(rules, its, now),
          ),
    fixes: spare => (isRefused ? [] : fixesOf(rules, text, root, spare)),
  };
}

/** Amazon takes fifty. */
const MOST_RULES = 100;
