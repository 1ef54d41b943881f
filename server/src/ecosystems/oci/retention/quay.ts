import type { PolicyCover, PolicyFault, RetainedImage, RetentionPolicy } from '../../../model/retention.ts';
import { boundedExpression } from '../../../patterns/regular-expression.ts';
import type { YamlDocument, YamlMap } from '../../../syntax/yaml-nodes.ts';
import { textAt } from '../../../syntax/yaml-paths.ts';
import { durationOf } from './durations.ts';
import type { DocumentForm, RetentionKind, WrittenPolicy } from './kind.ts';
import { simulatedPerRepository } from './per-repository.ts';
import { type Answer, both } from './simulation.ts';
import { beyondNewest, fatesWithoutTags, tagsOf } from './tag-removal.ts';

/**
 * Policies of auto-pruning, as Quay's API takes and prints them (Quay documentation, "Red Hat Quay auto-pruning
 * overview"; `/api/v1/…/autoprunepolicy`).
 */
const json: DocumentForm = {
  id: 'quay-autoprune-policy',
  files: ['*.json'],
  words: ['"method"', '"value"'],
  recognises: text => /^\s*[[{]/.test(text) && /"method"\s*:\s*"(?:number_of_tags|creation_date)"/.test(text),
  longest: 200_000,
  read({ root }) {
    const lists = root?.kind === 'map' ? root.named('policies').at(-1)?.value : root;
    const maps =
      lists?.kind === 'list' ? lists.items.flatMap(({ value }) => (value?.kind === 'map' ? [value] : [])) : [];
    const all = root?.kind === 'map' && maps.length === 0 ? [root] : maps;
    return all.flatMap(map => policyOf(map, { hosts: 'quay.io' }));
  },
};

/** The policy of all organizations, in the configuration of a registry of one's own. */
const configuration: DocumentForm = {
  id: 'quay-config',
  files: ['config.{yaml,yml}'],
  words: ['DEFAULT_NAMESPACE_AUTOPRUNE_POLICY', 'method'],
  longest: 200_000,
  read({ root }: YamlDocument) {
    const map = root?.kind === 'map' ? root.named('DEFAULT_NAMESPACE_AUTOPRUNE_POLICY').at(-1)?.value : undefined;
    if (root?.kind !== 'map' || map?.kind !== 'map') return [];
    return policyOf(map, { hosts: textAt(root, 'SERVER_HOSTNAME')?.replace(/\s/g, '') ?? '' });
  },
};

/** Auto-pruning in Quay. */
export const quay: RetentionKind = { id: 'quay', documents: [json, configuration] };

interface Given {
  readonly method: 'number_of_tags' | 'creation_date';
  /** A count, or milliseconds; `undefined`: not known. */
  readonly value: number | undefined;
  /** Whether a tag is meant. */
  readonly isMeant: (tag: string) => Answer;
}

function policyOf(map: YamlMap, covers: PolicyCover): WrittenPolicy[] {
  const method = textAt(map, 'method');
  if (method !== 'number_of_tags' && method !== 'creation_date') return [];
  const written = map.named('value').at(-1);
  const text = textAt(map, 'value') ?? '';
  const value = method === 'number_of_tags' ? countOf(text) : ageOf(text);
  const pattern = textAt(map, 'tagPattern') ?? textAt(map, 'tag_pattern') ?? '';
  const matches = (textAt(map, 'tagPatternMatches') ?? textAt(map, 'tag_pattern_matches')) !== 'false';
  const expression = pattern === '' ? undefined : boundedExpression(pattern);
  const given: Given = {
    ...{ method, value },
    isMeant(tag) {
      if (pattern === '') return 'yes';
      if (expression === undefined) return 'unknown';
      return expression.finds(tag) === matches ? 'yes' : 'no';
    },
  };
  const faults: PolicyFault[] = [];
  if (written?.value !== undefined && text !== '' && value === undefined)
    faults.push({
      ...{ is: 'invalid', at: written.value.span },
      message:
        method === 'number_of_tags'
          ? '`value` is a number of tags, one or more.'
          : '`value` is an age such as `5d`, with `s`, `m`, `h`, `d` or `w`.',
    });
  const at = map.named('method').at(-1)?.key.span ?? map.span;
  const policy: RetentionPolicy = {
    ...{ kind: 'quay', provider: 'Quay', covers, faults, knowsIndexes: true },
    // Tags alone go; what has none is collected later, after a time that each organization sets.
    untagged: 'kept',
    simulate: simulatedPerRepository({ isUnknown: faults.length > 0 }, (own, now) => simulate(own, given, now)),
    fixes: () => [],
  };
  return [{ at, policy }];
}

function countOf(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function ageOf(text: string): number | undefined {
  return /^\d{1,6}[smhdw]$/.test(text) ? durationOf(text) : undefined;
}

function simulate(
  images: readonly RetainedImage[],
  { method, value, isMeant }: Given,
  now: number,
): ReturnType<RetentionPolicy['simulate']> {
  const tags = tagsOf(images);
  const meant = tags.map(({ tag }) => isMeant(tag));
  const old =
    method === 'number_of_tags'
      ? beyondNewest(tags, meant, value)
      : meant.map((answer, place): Answer => {
          const isOld: Answer = value === undefined ? 'unknown' : now - (tags[place]?.at ?? now) > value ? 'yes' : 'no';
          return both(answer, isOld);
        });
  const gone = old.map((answer, place): Answer => (tags[place]?.isMutable === false ? 'no' : answer));
  return fatesWithoutTags(images, tags, gone, 'deleted');
}
