import { isDeepStrictEqual } from 'node:util';
import { ECOSYSTEMS, PACKAGES } from './ecosystems/index.ts';
import { baseAddress } from './model/address.ts';
import type { Severity } from './model/finding.ts';
import type { PackageRegistryId } from './model/names.ts';
import { isObject } from './model/objects.ts';
import { code } from './model/plain-text.ts';
import { isNamePattern, wildLength } from './name-patterns.ts';
import type { Override, RuleSeverities } from './overrides.ts';
import {
  INLAY_HINT_MODES,
  type RegistryAddresses,
  SETTING_ROWS,
  SEVERITIES,
  type SettingKey,
  type SettingRow,
  type Settings,
} from './settings.ts';

/** Settings and what was wrong with the text they were read from, as sentences for the log. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

/** What is wrong with a setting, or with something in it. */
export interface SettingProblem {
  readonly key: SettingKey;
  /** The way from the setting's value to what is meant; empty: all of it. */
  readonly below: readonly (string | number)[];
  /** A sentence. */
  readonly message: string;
}

/**
 * Reads settings from any object: dotted keys as in settings.json, or nested as `workspace/configuration` and
 * `initializationOptions` give them, with or without the outer `registryLens`. A value that does not fit is named and
 * its default stands. Rule ids are checked against the given ones.
 */
export function readSettings(raw: unknown, ruleIds: readonly string[]): ReadSettings {
  const { settings, problems } = readValues(key => valueAt(raw, key), ruleIds);
  return { settings, problems: problems.map(({ message }) => message) };
}

/**
 * Reads settings whose values were found somewhere.
 *
 * @param given the value of a setting, or `undefined` for its default
 * @param nameOf how people write a setting's name there
 */
export function readValues(
  given: (key: SettingKey) => unknown,
  ruleIds: readonly string[],
  nameOf: (key: SettingKey) => string = key => key,
): { readonly settings: Settings; readonly problems: readonly SettingProblem[] } {
  const problems: SettingProblem[] = [];
  const say = (key: SettingKey, below: SettingProblem['below'], tell: (name: string) => string) =>
    problems.push({ key, below, message: tell([nameOf(key), ...below].join('.')) });
  const complain = (key: SettingKey, wanted: string, ...below: SettingProblem['below']) =>
    say(key, below, name => `${code(name)} ${wanted}; its default is used.`);

  function boolean(key: SettingKey): boolean {
    const value = given(key) ?? defaultOf(key);
    if (typeof value === 'boolean') return value;
    complain(key, 'must be `true` or `false`');
    return defaultOf(key) as boolean;
  }
  function choice<Word extends string>(key: SettingKey, words: readonly Word[], otherwise: Word): Word {
    const value = given(key) ?? otherwise;
    const word = words.find(known => known === value);
    if (word !== undefined) return word;
    const quoted = words.map(known => code(known));
    complain(key, `must be ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`);
    return otherwise;
  }
  function count(key: SettingKey): number {
    const value = given(key) ?? defaultOf(key);
    const [least, most] = boundsOf(key);
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0)
      return Math.max(least, Math.min(value, most));
    complain(key, 'must be a number that is not negative');
    return defaultOf(key) as number;
  }
  function texts(key: SettingKey, what: string): readonly string[] {
    return textsIn(given(key) ?? defaultOf(key), key, what) ?? [];
  }
  function textsIn(
    value: unknown,
    key: SettingKey,
    what: string,
    ...below: SettingProblem['below']
  ): readonly string[] | undefined {
    if (!Array.isArray(value) || !value.every(item => typeof item === 'string')) {
      complain(key, `must be a list of ${what}`, ...below);
      return undefined;
    }
    const short = value.filter(item => item.length <= LONGEST_TEXT).slice(0, MOST_TEXTS);
    if (short.length < value.length)
      say(key, below, name => `${code(name)} has more or longer ${what} than are read; the others are left out.`);
    return short;
  }
  function names(
    value: unknown,
    key: SettingKey,
    room: { left: number },
    ...below: SettingProblem['below']
  ): readonly string[] {
    const ids = ECOSYSTEM_IDS.map(id => code(`${id}:`));
    const known = `${ids.slice(0, -1).join(', ')} or ${ids.at(-1)}`;
    return (textsIn(value, key, 'names', ...below) ?? []).filter((pattern, i) => {
      if (!isNamePattern(pattern, ECOSYSTEM_IDS)) {
        const wanted = `must be a pattern for names that begins with ${known}`;
        say(key, [...below, i], name => `${code(name)} ${wanted}; it is left out.`);
        return false;
      }
      const length = wildLength(pattern);
      const fits = length <= room.left;
      if (fits) room.left -= length;
      else say(key, [...below, i], name => `${code(name)} is one pattern too many; it is left out.`);
      return fits;
    });
  }
  function severities(value: unknown, key: SettingKey, ...below: SettingProblem['below']): RuleSeverities {
    const read: Record<string, Severity | 'off'> = {};
    if (!isObject(value)) {
      complain(key, 'must be an object of rule ids and severities', ...below);
      return read;
    }
    for (const [id, severity] of Object.entries(value)) {
      if (!ruleIds.includes(id)) {
        const whole = [nameOf(key), ...below].join('.');
        say(key, [...below, id], () => `${code(whole)} names a rule ${code(id)} that does not exist.`);
      } else if (isSeverity(severity) || severity === 'off') read[id] = severity;
      else complain(key, 'must be `error`, `warning`, `information`, `hint` or `off`', ...below, id);
    }
    return read;
  }
  /** An editor gives the default where the user set none. */
  function overrides(key: SettingKey): readonly Override[] | undefined {
    const value = given(key);
    if (value === undefined || isDeepStrictEqual(value, defaultOf(key))) return undefined;
    if (!Array.isArray(value)) {
      complain(key, 'must be a list of objects with `files` or `names`, and `rules`');
      return undefined;
    }
    if (value.length > MOST_OVERRIDES)
      say(key, [], name => `${code(name)} has more than ${MOST_OVERRIDES} entries; the others are left out.`);
    const room = { left: MOST_WILD };
    return value.slice(0, MOST_OVERRIDES).flatMap((each: unknown, i) => {
      if (!isObject(each) || (each.files === undefined && each.names === undefined)) {
        complain(key, 'must be an object with `files` or `names`, and `rules`', i);
        return [];
      }
      const files = each.files === undefined ? undefined : textsIn(each.files, key, 'globs', i, 'files');
      const its = each.names === undefined ? undefined : names(each.names, key, room, i, 'names');
      const rules = severities(each.rules, key, i, 'rules');
      // Half of what was meant would reach further than the whole.
      if (each.files !== undefined && files === undefined) return [];
      return [{ ...(files === undefined ? {} : { files }), ...(its === undefined ? {} : { names: its }), rules }];
    });
  }
  function addresses(key: SettingKey): RegistryAddresses {
    const value = given(key) ?? defaultOf(key);
    if (!isObject(value)) {
      complain(key, 'must be an object');
      return { oci: {} };
    }
    const oci: Record<string, string> = {};
    for (const [host, address] of Object.entries(isObject(value.oci) ? value.oci : {})) {
      const base = baseAddress(address);
      if (base === undefined) complain(key, 'must be an http or https address without a password', 'oci', host);
      else oci[host] = base;
    }
    const packages: Partial<Record<PackageRegistryId, string>> = {};
    for (const { id } of Object.values(PACKAGES)) {
      if (value[id] === undefined) continue;
      const base = baseAddress(value[id]);
      if (base === undefined) complain(key, 'must be an http or https address without a password', id);
      else packages[id] = base;
    }
    return { ...packages, oci };
  }
  function hosts(key: SettingKey): Settings['tokenServices'] {
    const value = given(key) ?? defaultOf(key);
    if (!isObject(value)) {
      complain(key, 'must be an object of registries and lists of hosts');
      return {};
    }
    const read = Object.entries(value).flatMap(([registry, services]): [string, readonly string[]][] => {
      const listed = Array.isArray(services) && services.every(isHost) ? services : undefined;
      if (isHost(registry) && listed !== undefined) {
        return [[registry.toLowerCase(), listed.map(host => host.toLowerCase())]];
      }
      complain(key, 'must be a list of hosts, by a host', registry);
      return [];
    });
    return Object.fromEntries(read);
  }

  const others = overrides('registryLens.overrides');
  const settings: Settings = {
    rules: severities(given('registryLens.rules') ?? {}, 'registryLens.rules'),
    ...(others === undefined ? {} : { overrides: others }),
    ignore: names(given('registryLens.ignore') ?? [], 'registryLens.ignore', { left: MOST_WILD }),
    registries: addresses('registryLens.registries'),
    tokenServices: hosts('registryLens.tokenServices'),
    exclude: texts('registryLens.exclude', 'globs'),
    imagePaths: texts('registryLens.kubernetes.imagePaths', 'paths'),
    scanWorkspace: boolean('registryLens.scanWorkspace'),
    offline: boolean('registryLens.offline'),
    freshMinutes: count('registryLens.cache.freshMinutes'),
    keepDays: count('registryLens.cache.keepDays'),
    cacheMebibytes: count('registryLens.cache.mebibytes'),
    connectSeconds: count('registryLens.timeout.connectSeconds'),
    headersSeconds: count('registryLens.timeout.headersSeconds'),
    bodySeconds: count('registryLens.timeout.bodySeconds'),
    helperSeconds: count('registryLens.timeout.helperSeconds'),
    requestsPerHost: count('registryLens.requestsPerHost'),
    proposedDays: count('registryLens.proposals.minimumDays'),
    inlayHints: choice('registryLens.inlayHints', INLAY_HINT_MODES, 'compact'),
    pinDigest: boolean('registryLens.completion.pinDigest'),
  };
  return { settings, problems };
}

/** A folder may set most of these. More of them, or longer ones, than people write would only take time. */
const MOST_TEXTS = 500;
const LONGEST_TEXT = 1000;
const MOST_OVERRIDES = 100;
/** In characters of patterns that every name is tried on. */
const MOST_WILD = 16 * 1024;

const ECOSYSTEM_IDS = Object.keys(ECOSYSTEMS);

/** Beyond them, timers and pools of connections mean something else, or nothing. */
function boundsOf(key: SettingKey): readonly [least: number, most: number] {
  return rowOf(key)?.bounds ?? [0, 1_000_000];
}

function defaultOf(key: SettingKey): unknown {
  return rowOf(key)?.default;
}

function rowOf(key: SettingKey): SettingRow | undefined {
  const rows: readonly SettingRow[] = SETTING_ROWS;
  return rows.find(row => row.key === key);
}

/**
 * Finds a setting whichever way the object is nested: by the whole key, below `registryLens`, or without it. Below
 * `registryLens` the prefix means nothing any more: a folder's `registryLens.registryLens.exclude` is no setting that
 * VS Code knows, so that it is not kept from us, and must not pass for one that is.
 */
function valueAt(raw: unknown, key: SettingKey): unknown {
  if (!isObject(raw)) return undefined;
  const name = key.slice(PREFIX.length);
  if (Object.hasOwn(raw, key)) return raw[key];
  return Object.hasOwn(raw, SECTION) ? valueBelow(raw[SECTION], name) : valueBelow(raw, name);
}

const SECTION = 'registryLens';
const PREFIX = `${SECTION}.`;

/** Finds a dotted name in objects that may hold it whole, or in pieces. */
function valueBelow(raw: unknown, name: string): unknown {
  if (!isObject(raw)) return undefined;
  if (Object.hasOwn(raw, name)) return raw[name];
  for (const { index } of name.matchAll(/\./g)) {
    const outer = name.slice(0, index);
    const found = Object.hasOwn(raw, outer) ? valueBelow(raw[outer], name.slice(index + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSeverity(value: unknown): value is Severity {
  return SEVERITIES.some(severity => severity === value);
}

/** A host as it stands in an address, with or without a port. */
function isHost(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(`https://${value}`)) return false;
  const url = new URL(`https://${value}`);
  return url.pathname === '/' && !/[/?#@\\]/.test(value) && url.hostname !== '';
}
