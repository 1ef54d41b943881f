import { baseAddress } from './model/address.ts';
import type { Severity } from './model/finding.ts';
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
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    complain(key, 'must be a number that is not negative');
    return defaultOf(key) as number;
  }
  function texts(key: SettingKey, what: string): readonly string[] {
    const value = given(key) ?? defaultOf(key);
    if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value;
    complain(key, `must be a list of ${what}`);
    return [];
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
    if (value.npm === undefined) return { oci };
    const npm = baseAddress(value.npm);
    if (npm !== undefined) return { npm, oci };
    complain(`${key}.npm`, 'must be an http or https address without a password');
    return { oci };
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

function defaultOf(key: SettingKey): unknown {
  return SETTING_ROWS.find(row => row.key === key)?.default;
}

/** Finds a dotted key whichever way the object is nested. */
function valueAt(raw: unknown, key: string): unknown {
  if (!isObject(raw)) return undefined;
  if (Object.hasOwn(raw, key)) return raw[key];
  const withoutPrefix = key.slice(key.indexOf('.') + 1);
  for (const [outer, rest] of [...splits(key), ...splits(withoutPrefix)]) {
    if (!Object.hasOwn(raw, outer)) continue;
    const found = rest === '' ? raw[outer] : valueAt(raw[outer], rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every way to cut a dotted key in two, and the whole of it. */
function splits(key: string): [string, string][] {
  const dots = [...key.matchAll(/\./g)].map(match => match.index);
  return [...dots.map((dot): [string, string] => [key.slice(0, dot), key.slice(dot + 1)]), [key, '']];
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
