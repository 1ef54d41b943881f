import type { PackageEcosystem } from './model/ecosystem.ts';
import type { Severity } from './model/finding.ts';
import type { ImageRegistryId, PackageRegistryId } from './model/names.ts';
import type { ReaderSettings } from './model/reader.ts';

/** What users can set, the same in VS Code's settings, `initializationOptions` and `--settings FILE`. */
export interface Settings extends ReaderSettings {
  /** By rule id. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly registries: RegistryAddresses;
  /**
   * By a registry's host, the hosts of token services that may get its login. In small letters, both with a port where
   * it has one.
   */
  readonly tokenServices: Readonly<Record<string, readonly string[]>>;
  readonly exclude: readonly string[];
  readonly scanWorkspace: boolean;
  readonly offline: boolean;
  readonly freshMinutes: number;
  readonly keepDays: number;
  /** What the answers on disk may take. */
  readonly cacheMebibytes: number;
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

/**
 * Base addresses that replace the well-known ones: one for each ecosystem of packages, and for images by their host, as
 * in `docker.io` or `ghcr.io`.
 */
export type RegistryAddresses = Readonly<
  Partial<Record<PackageRegistryId, string>> & Record<ImageRegistryId, Readonly<Record<string, string>>>
>;

/** One row of the table that the package.json block, the README and the parser share. */
export interface SettingRow {
  /** The key with its prefix, as users write it. */
  readonly key: `registryLens.${string}`;
  readonly type: 'boolean' | 'choice' | 'count' | 'globs' | 'paths' | 'severities' | 'addresses' | 'hosts';
  readonly default: unknown;
  /** The words that a `choice` takes. */
  readonly choices?: readonly string[];
  /** One sentence for people, in Markdown. What it says of packages follows from their ecosystems. */
  readonly sentence: string | ((packages: readonly PackageEcosystem[]) => string);
  /** Ignored in an untrusted folder, because it decides where names are sent, or what is not looked at. */
  readonly restricted?: true;
  /** Taken from the user's own settings alone, never from a workspace's, because it decides where a login is sent. */
  readonly usersOwn?: true;
}

/** The gravest first. */
export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

export const INLAY_HINT_MODES = ['off', 'compact', 'full'] as const satisfies readonly InlayHintMode[];

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
    sentence: packages => {
      const names = packages.map(({ id, words }) => `\`${id}\` for ${words.many}`);
      const examples = packages.map(({ id }) => `"${id}": "https://${id}.example"`);
      const example = [...examples, '"oci": {"docker.io": "https://mirror.example"}'].join(', ');
      return `Base addresses that replace the well-known ones: ${names.join(', ')}, \`oci\` by image host, as in \`{${example}}\`.`;
    },
    restricted: true,
  },
  {
    key: 'registryLens.tokenServices',
    type: 'hosts',
    default: {},
    sentence:
      'By registry, the hosts of token services that may get its login although their domain is another, as in `{"registry.example": ["auth.example"]}`.',
    restricted: true,
    usersOwn: true,
  },
  {
    key: 'registryLens.exclude',
    type: 'globs',
    default: [],
    sentence:
      'Globs of files and folders that are not read, beside those that `files.exclude` and `.gitignore` hide; as VS Code reads globs.',
    restricted: true,
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
    key: 'registryLens.cache.mebibytes',
    type: 'count',
    default: 256,
    sentence: 'How many mebibytes the answers on disk may take; of more, the oldest go.',
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
    default: 64,
    sentence:
      'How many requests one registry gets at a time at most. It gets ten at first, more while it answers well, and fewer when it refuses, breaks off or slows down.',
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

export type SettingKey = (typeof SETTING_ROWS)[number]['key'];
