import type { PolicyCover, RetentionPolicy } from '../../../../model/retention.ts';
import { hclIgnorePlace } from '../../../../syntax/hcl.ts';
import type { YamlMap, YamlNode } from '../../../../syntax/yaml-nodes.ts';
import { textAt } from '../../../../syntax/yaml-paths.ts';
import type { DocumentForm, RetentionKind, TerraformForm } from '../kind.ts';
import { isForRepository, perRepository } from '../per-repository.ts';
import { wholeText } from '../policy-text.ts';
import { argumentIn, blocksIn, type TerraformBlock } from '../terraform-blocks.ts';
import { garFaults } from './faults.ts';
import { type GarPlace, garFixes } from './fixes.ts';
import { type GarRule, inJson, inTerraform, readGarRule } from './rules.ts';
import { simulateGar, untaggedGarFate } from './simulate.ts';

/**
 * Clean-up policies in JSON, as `gcloud artifacts repositories set-cleanup-policies` takes them from a file of any
 * name, and as `describe` prints them with their repository.
 */
const garJson: DocumentForm = {
  id: 'gar-cleanup-policy',
  files: ['*.json'],
  // Without a condition nothing is deleted.
  words: ['"action"', '"condition"', '"name"'],
  recognises: text =>
    /^\s*[[{]/.test(text) &&
    /"action"\s*:\s*(?:\{\s*"type"\s*:\s*)?"(?:keep|delete)"/i.test(text) &&
    TELLING.test(text),
  longest: 200_000,
  read({ root, text }) {
    const place = { text: wholeText(text, 'json'), nameOf: inJson };
    if (root?.kind === 'list') {
      const maps = root.items.map(({ value }) => value);
      if (maps.length === 0 || !maps.every(isMap)) return [];
      const [first] = maps;
      const rules = maps.map((map, index) => readGarRule(map, inJson, `#${index + 1}`));
      if (first === undefined || rules.every(({ action }) => action === undefined)) return [];
      const policy = garPolicy(rules, { ...place, before: first.span.start }, { hosts: HOSTS }, false, undefined);
      return [{ at: first.span, policy }];
    }
    const entry = root?.kind === 'map' ? root.named('cleanupPolicies').at(-1) : undefined;
    if (root?.kind !== 'map' || entry?.value?.kind !== 'map') return [];
    const rules = entry.value.entries.flatMap(({ key, value }) =>
      value?.kind === 'map' ? [readGarRule(value, inJson, key.value)] : [],
    );
    const path = /^projects\/([^/]+)\/locations\/([^/]+)\/repositories\/([^/]+)$/.exec(textAt(root, 'name') ?? '');
    const [, project, location, repository] = path ?? [];
    const isIdle = textAt(root, 'cleanupPolicyDryRun') === 'true';
    const cover = coverOf({ project, location, repository });
    return rules.length === 0
      ? []
      : [{ at: entry.key.span, policy: garPolicy(rules, place, cover, isIdle, repository) }];
  },
};

const TELLING = /"(?:tagState|tagPrefixes|olderThan|newerThan|versionNamePrefixes|packageNamePrefixes)"/;
const HOSTS = '*-docker.pkg.dev gcr.io *.gcr.io';

/** `google_artifact_registry_repository` (Terraform's provider for Google Cloud). */
const garTerraform: TerraformForm = block => {
  const { body, file, label, name } = block;
  const format = file.textOf(argumentIn(body, 'format'));
  if (format !== undefined && format.toUpperCase() !== 'DOCKER') return [];
  const maps = blocksIn(body, 'cleanup_policies');
  const isMade = body.named('dynamic').some(({ value }) => isMap(value) && value.named('cleanup_policies').length > 0);
  if (maps.length === 0 || isMade) return [];
  const rules = maps.map((map, index) => readGarRule(map, inTerraform, `#${index + 1}`));
  const repository = file.textOf(argumentIn(body, 'repository_id'));
  const cover = coverOf({
    repository,
    project: file.textOf(argumentIn(body, 'project')),
    location: file.textOf(argumentIn(body, 'location')),
  });
  const before = body.named('cleanup_policies').find(({ value }) => value === maps[0])?.key;
  const text = wholeText(file.document.text, file.isHcl ? 'blocks' : 'json');
  const place = { text, nameOf: inTerraform, ...(file.isHcl && before !== undefined ? { before } : {}) };
  const ignoreAt = file.isHcl ? hclIgnorePlace(file.document, label.span.start) : undefined;
  const policy = garPolicy(rules, place, cover, isDryRun(block), repository ?? name);
  return [{ at: label.span, policy, ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
};

/** Clean-up policies of Google's registry. */
export const gar: RetentionKind = {
  id: 'gar',
  documents: [garJson],
  terraform: { google_artifact_registry_repository: garTerraform },
};

function isMap(value: YamlNode | undefined): value is YamlMap {
  return value?.kind === 'map';
}

/** What is not written out may be true. */
function isDryRun({ body, file }: TerraformBlock): boolean {
  const value = body.named('cleanup_policy_dry_run').at(-1);
  return value !== undefined && file.textOf(value.value) !== 'false';
}

function garPolicy(
  rules: readonly GarRule[],
  place: GarPlace,
  covers: PolicyCover,
  isIdle: boolean,
  name: string | undefined,
): RetentionPolicy {
  const faults = garFaults(rules, place.text, place.nameOf);
  const isRefused = faults.some(({ is }) => is === 'invalid');
  return {
    ...{ kind: 'gar', provider: 'Artifact Registry', covers, faults, knowsIndexes: true },
    ...(name === undefined ? {} : { name }),
    ...(isIdle ? { isIdle } : {}),
    untagged: isRefused ? 'unknown' : untaggedGarFate(rules),
    tags: rules.flatMap(({ condition }) =>
      Array.isArray(condition?.tagPrefixes) ? condition.tagPrefixes.map(prefix => `${prefix}*`) : [],
    ),
    simulate: (images, now) =>
      isRefused
        ? images.map(({ digest }) => ({ digest, fate: 'unknown', tagsRemoved: [] }))
        : perRepository(
            images,
            // A name alone is a package in the repository that the policies are for.
            name => name.split('/').length < 3 || isForRepository(covers, name),
            its => simulateGar(rules, its, now),
          ),
    fixes: spare => (isRefused ? [] : garFixes(rules, place, spare)),
  };
}

/** Whose policies they are, as far as the text tells. */
interface Told {
  readonly project?: string | undefined;
  readonly location?: string | undefined;
  readonly repository?: string | undefined;
}

/** Repositories that are called like the hosts of Container Registry are those hosts. */
function coverOf({ project = '*', location = '*', repository }: Told): PolicyCover {
  if ([project, location, repository ?? ''].some(part => /\s/.test(part))) return { hosts: HOSTS };
  if (repository !== undefined && /^(?:[a-z]+\.)?gcr\.io$/.test(repository))
    return { hosts: repository, repositories: [`${project}/*`] };
  const hosts = `${location}-docker.pkg.dev`;
  if (repository === undefined) return project === '*' ? { hosts } : { hosts, repositories: [`${project}/*`] };
  return { hosts, repositories: [`${project}/${repository}/*`] };
}
