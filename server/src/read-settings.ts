import { PACKAGES } from './ecosystems/index.ts';
import { baseAddress } from './model/address.ts';
import type { Severity } from './model/finding.ts';
import type { PackageRegistryId } from './model/names.ts';
import { isObject } from './model/objects.ts';
import { code } from './model/plain-text.ts';
import {
  INLAY_HINT_MODES,
  type RegistryAddresses,
  SETTING_ROWS,
  SEVERITIES,
  type SettingKey,
  type Settings,
} from './settings.ts';

/** Settings and what was wrong with the text they were read from, as sentences for the log. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

/**
 * Reads settings from any object: dotted keys as in settings.json, or nested as `workspace/configuration` and
 * `initializationOptions` give them, with or without the outer `registryLens`. A value that does not fit is named and
 * its default stands. Rule ids are checked against the given ones.
 */
export function readSettings(raw: unknown, ruleIds: readonly string[]): ReadSettings {
  const problems: string[] = [];
  const complain = (key: string, wanted: string) => problems.push(`${code(key)} ${wanted}; its default is used.`);
  const given = (key: SettingKey) => valueAt(raw, key);

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
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return Math.min(value, mostOf(key));
    complain(key, 'must be a number that is not negative');
    return defaultOf(key) as number;
  }
  function texts(key: SettingKey, what: string): readonly string[] {
    const value = given(key) ?? defaultOf(key);
    if (!Array.isArray(value) || !value.every(item => typeof item === 'string')) {
      complain(key, `must be a list of ${what}`);
      return [];
    }
    const short = value.filter(item => item.length <= LONGEST_TEXT).slice(0, MOST_TEXTS);
    if (short.length < value.length) {
      problems.push(`\`${key}\` has more or longer ${what} than are read; the others are left out.`);
    }
    return short;
  }
  function severities(key: SettingKey): Settings['rules'] {
    const value = given(key) ?? defaultOf(key);
    const read: Record<string, Severity | 'off'> = {};
    if (!isObject(value)) {
      complain(key, 'must be an object of rule ids and severities');
      return read;
    }
    for (const [id, severity] of Object.entries(value)) {
      if (!ruleIds.includes(id)) problems.push(`${code(key)} names a rule ${code(id)} that does not exist.`);
      else if (isSeverity(severity) || severity === 'off') read[id] = severity;
      else complain(`${key}.${id}`, 'must be `error`, `warning`, `information`, `hint` or `off`');
    }
    return read;
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
      if (base === undefined) complain(`${key}.oci.${host}`, 'must be an http or https address without a password');
      else oci[host] = base;
    }
    const packages: Partial<Record<PackageRegistryId, string>> = {};
    for (const { id } of Object.values(PACKAGES)) {
      if (value[id] === undefined) continue;
      const base = baseAddress(value[id]);
      if (base === undefined) complain(`${key}.${id}`, 'must be an http or https address without a password');
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
      complain(`${key}.${registry}`, 'must be a list of hosts, by a host');
      return [];
    });
    return Object.fromEntries(read);
  }

  const settings: Settings = {
    rules: severities('registryLens.rules'),
    registries: addresses('registryLens.registries'),
    tokenServices: hosts('registryLens.tokenServices'),
    exclude: texts('registryLens.exclude', 'globs'),
    imagePaths: texts('registryLens.kubernetes.imagePaths', 'paths'),
    scanWorkspace: boolean('registryLens.scanWorkspace'),
    offline: boolean('registryLens.offline'),
    freshMinutes: count('registryLens.cache.freshMinutes'),
    keepDays: count('registryLens.cache.keepDays'),
    cacheMebibytes: Math.max(1, count('registryLens.cache.mebibytes')),
    connectSeconds: count('registryLens.timeout.connectSeconds'),
    headersSeconds: count('registryLens.timeout.headersSeconds'),
    bodySeconds: count('registryLens.timeout.bodySeconds'),
    helperSeconds: count('registryLens.timeout.helperSeconds'),
    requestsPerHost: Math.max(1, count('registryLens.requestsPerHost')),
    inlayHints: choice('registryLens.inlayHints', INLAY_HINT_MODES, 'compact'),
    pinDigest: boolean('registryLens.completion.pinDigest'),
  };
  return { settings, problems };
}

/** A folder may set most of these. More of them, or longer ones, than people write would only take time. */
const MOST_TEXTS = 500;
const LONGEST_TEXT = 1000;

/** The most that a number may be: beyond it, timers and pools of connections mean something else, or nothing. */
function mostOf(key: SettingKey): number {
  return key === 'registryLens.requestsPerHost' ? 100 : 1_000_000;
}

function defaultOf(key: SettingKey): unknown {
  return SETTING_ROWS.find(row => row.key === key)?.default;
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
