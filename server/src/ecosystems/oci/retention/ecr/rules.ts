import type { Span } from '../../../../model/span.ts';
import type { YamlMap, YamlNode } from '../../../../syntax/yaml-nodes.ts';
import type { ObjectForm } from '../object-text.ts';
import { blocksIn, isComputed, mapsOf } from '../terraform-blocks.ts';

/** The members of a rule, of its selection and of its action, by the names that they have in JSON. */
export const RULE_FIELDS = [
  'rulePriority',
  'tagStatus',
  'tagPatternList',
  'tagPrefixList',
  'storageClass',
  'countType',
  'countUnit',
  'countNumber',
  'type',
  'targetStorageClass',
] as const;

export type RuleField = (typeof RULE_FIELDS)[number];

/** What is written for a member. */
export type Written =
  | { readonly is: 'absent' }
  /** Something that another language puts in, or that is being typed. */
  | { readonly is: 'computed'; readonly at: Span }
  | { readonly is: 'text'; readonly at: Span; readonly value: string }
  | { readonly is: 'integer'; readonly at: Span; readonly value: number }
  /** Texts; what is computed among them is `undefined`. */
  | { readonly is: 'list'; readonly at: Span; readonly values: readonly (WrittenText | undefined)[] }
  | { readonly is: 'other'; readonly at: Span };

export interface WrittenText {
  readonly at: Span;
  readonly value: string;
}

/** A rule of a lifecycle policy as it is written. Spans are those of the text that it was read from. */
export interface EcrRule {
  readonly at: Span;
  readonly map: YamlMap;
  readonly selection: YamlMap | undefined;
  readonly action: YamlMap | undefined;
  readonly fields: Readonly<Record<RuleField, Written>>;
}

/**
 * The rules of a policy in the order of the text, as its JSON has them (ECR user guide, "Lifecycle policy template"),
 * or as Terraform's source of data does in blocks; `undefined` where some of them are computed, or there is no list.
 */
export function readEcrRules(root: YamlNode | undefined, form: ObjectForm): readonly EcrRule[] | undefined {
  if (root?.kind !== 'map') return undefined;
  if (form === 'blocks') {
    // A `dynamic` block makes as many as its variables say.
    if (root.named('dynamic').length > 0) return undefined;
    return blocksIn(root, 'rule').map(map => ruleOf(map, snakeCase));
  }
  const list = root.named('rules').at(-1)?.value;
  if (list?.kind !== 'list' || list.items.some(({ value }) => value?.kind !== 'map')) return undefined;
  return mapsOf(list).map(map => ruleOf(map, name => name));
}

/** A member's name as a form has it. */
export function memberName(name: string, form: ObjectForm): string {
  return form === 'blocks' ? snakeCase(name) : name;
}

/** The texts of a list that are written out. */
export function textsOf(written: Written): WrittenText[] {
  return written.is === 'list' ? written.values.flatMap(value => value ?? []) : [];
}

/** Where a member is written; the rule where it is not. */
export function placeOf(written: Written, otherwise: Span): Span {
  return written.is === 'absent' ? otherwise : written.at;
}

function ruleOf(map: YamlMap, nameOf: (name: string) => string): EcrRule {
  const [selection, action] = ['selection', 'action'].map(name => blocksIn(map, name).at(-1));
  const fields = Object.fromEntries(
    RULE_FIELDS.map(name => {
      const owner =
        name === 'rulePriority' ? map : name.startsWith('t') && !name.startsWith('tag') ? action : selection;
      return [name, writtenIn(owner, nameOf(name))];
    }),
  ) as Record<RuleField, Written>;
  return { at: map.span, map, selection, action, fields };
}

function snakeCase(name: string): string {
  return name === 'rulePriority' ? 'priority' : name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function writtenIn(map: YamlMap | undefined, name: string): Written {
  const entry = map?.named(name).at(-1);
  if (entry === undefined) return { is: 'absent' };
  const { value, key } = entry;
  if (value === undefined) return { is: 'computed', at: key.span };
  const at = value.span;
  if (value.kind === 'map') return { is: 'other', at };
  if (value.kind === 'list') return { is: 'list', at, values: value.items.map(item => textOf(item.value)) };
  if (isComputed(value.value)) return { is: 'computed', at };
  // Terraform makes a number of digits in quotes where one is wanted.
  if (/^-?\d{1,9}$/.test(value.value)) return { is: 'integer', at, value: Number(value.value) };
  return value.isString ? { is: 'text', at, value: value.value } : { is: 'other', at };
}

function textOf(value: YamlNode | undefined): WrittenText | undefined {
  return value?.kind !== 'scalar' || isComputed(value.value) ? undefined : { at: value.span, value: value.value };
}
