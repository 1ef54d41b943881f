import type { Severity } from './model/finding.ts';
import { isObject } from './model/objects.ts';

/** What users can set, the same in VS Code's settings, `initializationOptions` and `--settings FILE`. */
export interface Settings {
  /** By rule id. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly registries: RegistryAddresses;
  readonly exclude: readonly string[];
  /** Where kinds of Kubernetes that the user defined name images, as `Kind:spec.path[].to.image`; without a kind in all of them. */
  readonly imagePaths: readonly string[];
  readonly scanWorkspace: boolean;
  readonly offline: boolean;
  readonly freshMinutes: number;
  readonly keepDays: number;
  readonly connectSeconds: number;
  readonly headersSeconds: number;
  readonly bodySeconds: number;
  readonly helperSeconds: number;
  readonly requestsPerHost: number;
  /** How much is written beside an image in the text. */
  readonly inlayHints: InlayHintMode;
  /** Whether a tag that is taken from the list of completions is pinned. */
  readonly pinDigest: boolean;
}

/** `compact`: the digest. `full`: its platforms and its age too, for which manifests are downloaded. */
export type InlayHintMode = 'off' | 'compact' | 'full';

/** Base addresses that replace the well-known ones. */
export interface RegistryAddresses {
  readonly npm?: string;
  /** By image host, as in `docker.io` or `ghcr.io`. */
  readonly oci: Readonly<Record<string, string>>;
}

/** One row of the table that the package.json block, the README and the parser share. */
export interface SettingRow {
  /** The key with its prefix, as users write it. */
  readonly key: `registryLens.${string}`;
  readonly type: 'boolean' | 'choice' | 'count' | 'globs' | 'paths' | 'severities' | 'addresses';
  readonly default: unknown;
  /** The words that a `choice` takes. */
  readonly choices?: readonly string[];
  /** One sentence for people, in Markdown. */
  readonly sentence: string;
  /** Ignored in an untrusted folder, because it decides where names are sent. */
  readonly restricted?: true;
}

/** The gravest first. */
export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

const INLAY_HINT_MODES = ['off', 'compact', 'full'] as const satisfies readonly InlayHintMode[];

/** Every setting, in the order in which people meet them. */
export const SETTING_ROWS = [
  {
    key: 'registryLens.rules',
    type: 'severities',
    default: {},
    sentence: 'The severity of each rule by its id: `error`, `warning`, `information`, `hint` or `off`.',
  },
  {
    key: 'registryLens.registries',
    type: 'addresses',
    default: {},
    sentence:
      'Base addresses that replace the well-known ones: `npm` for packages, `oci` by image host, as in `{"npm": "https://npm.example", "oci": {"docker.io": "https://mirror.example"}}`.',
    restricted: true,
  },
  {
    key: 'registryLens.exclude',
    type: 'globs',
    default: [],
    sentence: 'Globs of files and folders that are not read, beside those that `files.exclude` and `.gitignore` hide.',
  },
  {
    key: 'registryLens.kubernetes.imagePaths',
    type: 'paths',
    default: [],
    sentence:
      'Where Kubernetes kinds of your own name images by another key than `image`, as in `Database:spec.engineImage` or, for every kind, `spec.runners[].picture`; `*` stands for any key.',
  },
  {
    key: 'registryLens.scanWorkspace',
    type: 'boolean',
    default: true,
    sentence: 'Whether files that are not open are checked too.',
  },
  {
    key: 'registryLens.offline',
    type: 'boolean',
    default: false,
    sentence: 'Whether to stay off the network and judge by what is already known.',
  },
  {
    key: 'registryLens.cache.freshMinutes',
    type: 'count',
    default: 10,
    sentence: 'How many minutes an answer counts as fresh where its registry does not say.',
  },
  {
    key: 'registryLens.cache.keepDays',
    type: 'count',
    default: 7,
    sentence: 'How many days an answer is still shown, with its age, while its registry cannot be reached.',
  },
  {
    key: 'registryLens.timeout.connectSeconds',
    type: 'count',
    default: 5,
    sentence: 'How many seconds a connection to a registry may take.',
  },
  {
    key: 'registryLens.timeout.headersSeconds',
    type: 'count',
    default: 10,
    sentence: 'How many seconds a registry may take to begin its answer.',
  },
  {
    key: 'registryLens.timeout.bodySeconds',
    type: 'count',
    default: 10,
    sentence: 'How many seconds an answer may pause before it is given up.',
  },
  {
    key: 'registryLens.timeout.helperSeconds',
    type: 'count',
    default: 10,
    sentence: 'How many seconds a credential helper may take.',
  },
  {
    key: 'registryLens.requestsPerHost',
    type: 'count',
    default: 10,
    sentence: 'How many requests one registry gets at a time.',
  },
  {
    key: 'registryLens.inlayHints',
    type: 'choice',
    choices: INLAY_HINT_MODES,
    default: 'compact',
    sentence:
      'What is shown beside an image: nothing (`off`), the digest that its tag points to (`compact`), or its platforms and its age as well (`full`), for which two manifests of each image on screen are downloaded once.',
  },
  {
    key: 'registryLens.completion.pinDigest',
    type: 'boolean',
    default: false,
    sentence: 'Whether a tag that is taken from the list of completions is pinned to its digest at once.',
  },
] as const satisfies readonly SettingRow[];

type SettingKey = (typeof SETTING_ROWS)[number]['key'];

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
  const complain = (key: string, wanted: string) => problems.push(`\`${key}\` ${wanted}; its default is used.`);
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
    const quoted = words.map(known => `\`${known}\``);
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
      if (!ruleIds.includes(id)) problems.push(`\`${key}\` names a rule \`${id}\` that does not exist.`);
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

  const settings: Settings = {
    rules: severities('registryLens.rules'),
    registries: addresses('registryLens.registries'),
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

/** An http or https address without user information, its trailing slashes removed; anything else is `undefined`. */
export function baseAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
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
