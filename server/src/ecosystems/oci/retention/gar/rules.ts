import type { Span } from '../../../../model/span.ts';
import type { YamlMap, YamlNode } from '../../../../syntax/yaml-nodes.ts';
import { blocksIn, isComputed } from '../terraform-blocks.ts';

/** One policy of a repository's, which is a rule here: it keeps versions or deletes them. */
export interface GarRule {
  readonly name: string;
  readonly at: Span;
  readonly map: YamlMap;
  /** `undefined` where it is computed, or no word that Google knows. */
  readonly action: 'keep' | 'delete' | undefined;
  /** Where the action's word stands, and whether that is there and known to be wrong. */
  readonly actionAt: Span;
  readonly isActionWrong: boolean;
  readonly condition?: GarCondition;
  readonly recent?: GarRecent;
  /** Set where it has neither, or what says so is computed. */
  readonly isUncertain: boolean;
}

/** All of it must hold. An absent list or limit holds always; `computed` is not known. */
export interface GarCondition {
  readonly map: YamlMap;
  readonly tagState: 'tagged' | 'untagged' | 'any' | 'computed';
  /** Any of them will do. */
  readonly tagPrefixes?: GarPrefixes;
  readonly versionNamePrefixes?: GarPrefixes;
  readonly packageNamePrefixes?: GarPrefixes;
  /** Both in milliseconds. */
  readonly olderThan?: number | 'computed';
  readonly newerThan?: number | 'computed';
}

/** The newest versions of each package. */
export interface GarRecent {
  readonly map: YamlMap;
  readonly keepCount: number | 'computed';
  readonly packageNamePrefixes?: GarPrefixes;
}

export type GarPrefixes = readonly string[] | 'computed';

/** A member's name in the form that a policy is written in. */
export type NameOf = (name: string) => string;

/** Names in JSON. */
export const inJson: NameOf = name => name;

/** Names in Terraform, where a policy's own name is its `id`. */
export const inTerraform: NameOf = name =>
  name === 'name' ? 'id' : name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/**
 * Reads one policy (Artifact Registry documentation, "Configure cleanup policies"; `CleanupPolicy` of the REST API).
 *
 * @param key the name under which it is written, where it has none of its own
 */
export function readGarRule(map: YamlMap, nameOf: NameOf, key: string): GarRule {
  const written = map.named('action').at(-1)?.value;
  const action = written?.kind === 'map' ? written.named('type').at(-1)?.value : written;
  const word = action?.kind === 'scalar' ? action.value : undefined;
  const own = textIn(map, nameOf('name')) ?? textIn(map, 'id');
  const condition = blocksIn(map, 'condition').at(-1);
  const recent = blocksIn(map, nameOf('mostRecentVersions')).at(-1);
  const isKnown = word !== undefined && /^(?:keep|delete)$/i.test(word);
  return {
    name: own ?? key,
    ...{ at: map.span, map, actionAt: action?.span ?? map.span },
    action: isKnown ? (/^k/i.test(word) ? 'keep' : 'delete') : undefined,
    isActionWrong: word !== undefined && !isKnown && !isComputed(word),
    ...(condition === undefined ? {} : { condition: conditionOf(condition, nameOf) }),
    ...(recent === undefined ? {} : { recent: recentOf(recent, nameOf) }),
    isUncertain: (condition === undefined && recent === undefined) || map.named('dynamic').length > 0,
  };
}

function conditionOf(map: YamlMap, nameOf: NameOf): GarCondition {
  const lists = (['tagPrefixes', 'versionNamePrefixes', 'packageNamePrefixes'] as const).map(name => {
    const list = prefixesIn(map, nameOf(name));
    return list === undefined ? {} : { [name]: list };
  });
  const limits = (['olderThan', 'newerThan'] as const).map(name => {
    const entry = map.named(nameOf(name)).at(-1);
    return entry === undefined ? {} : { [name]: durationOf(entry.value) };
  });
  return Object.assign({ map, tagState: tagStateIn(map, nameOf('tagState')) }, ...lists, ...limits);
}

function recentOf(map: YamlMap, nameOf: NameOf): GarRecent {
  const text = textIn(map, nameOf('keepCount'));
  const packageNamePrefixes = prefixesIn(map, nameOf('packageNamePrefixes'));
  return {
    map,
    keepCount: text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 'computed',
    ...(packageNamePrefixes === undefined ? {} : { packageNamePrefixes }),
  };
}

/** Where nothing is said, any version is meant. */
function tagStateIn(map: YamlMap, name: string): GarCondition['tagState'] {
  const entry = map.named(name).at(-1);
  if (entry === undefined) return 'any';
  const word = entry.value?.kind === 'scalar' ? entry.value.value.toLowerCase() : '';
  if (word === 'tag_state_unspecified') return 'any';
  return word === 'tagged' || word === 'untagged' || word === 'any' ? word : 'computed';
}

/** An empty list restricts nothing. */
function prefixesIn(map: YamlMap, name: string): GarPrefixes | undefined {
  const entry = map.named(name).at(-1);
  if (entry === undefined) return undefined;
  if (entry.value?.kind !== 'list') return 'computed';
  const texts = entry.value.items.map(({ value }) => (value?.kind === 'scalar' ? value.value : undefined));
  if (texts.length === 0) return undefined;
  if (texts.length > MOST_PREFIXES) return 'computed';
  const known = texts.flatMap(text => (text === undefined || isComputed(text) ? [] : [text]));
  return known.length < texts.length ? 'computed' : known;
}

/** Nobody writes more. */
const MOST_PREFIXES = 200;

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function durationOf(value: YamlNode | undefined): number | 'computed' {
  const parts = value?.kind === 'scalar' ? /^(\d{1,12}(?:\.\d{1,9})?)([smhd])$/.exec(value.value) : null;
  return parts === null ? 'computed' : Number(parts[1]) * (UNITS[parts[2] ?? ''] ?? 0);
}

function textIn(map: YamlMap, name: string): string | undefined {
  const value = map.named(name).at(-1)?.value;
  return value?.kind === 'scalar' && !isComputed(value.value) ? value.value : undefined;
}
