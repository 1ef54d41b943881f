import type { PackageEcosystem } from './model/ecosystem.ts';
import type { Severity } from './model/finding.ts';
import type { ImageRegistryId, PackageRegistryId } from './model/names.ts';
import type { ReaderSettings } from './model/reader.ts';
import { DEFAULT_OVERRIDES, type Override, type RuleSeverities } from './overrides.ts';

/** What users can set, the same in VS Code's settings, `initializationOptions` and `--settings FILE`. */
export interface Settings extends ReaderSettings {
  readonly rules: RuleSeverities;
  /** Absent where the user set none, so that {@link DEFAULT_OVERRIDES} stand. */
  readonly overrides?: readonly Override[];
  /** Patterns of names, as in `oci:ghcr.io/acme/**`, that are listed and neither judged nor asked about. */
  readonly ignore: readonly string[];
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
  /** How old a release must be that is proposed, in days. */
  readonly proposedDays: number;
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
  readonly type:
    | 'boolean'
    | 'choice'
    | 'count'
    | 'globs'
    | 'paths'
    | 'names'
    | 'severities'
    | 'overrides'
    | 'addresses'
    | 'hosts';
  readonly group: SettingGroup;
  readonly default: unknown;
  /** The words that a `choice` takes, each with what it means. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Between which numbers a `count` lies. */
  readonly bounds?: readonly [least: number, most: number];
  /** One sentence for people, in Markdown. What it says of packages follows from their ecosystems. */
  readonly sentence: string | ((packages: readonly PackageEcosystem[]) => string);
  /** Ignored in an untrusted folder, because it decides where names are sent, or what is not looked at. */
  readonly restricted?: true;
  /** Whether the repository's own file may set it as well, see `repository-settings.ts`. */
  readonly inRepository?: true;
  /** Taken from the user's own settings alone, never from a workspace's, because it decides where a login is sent. */
  readonly usersOwn?: true;
}

/** The chapters in which settings are shown. */
export const SETTING_GROUPS = {
  rules: 'What is found',
  files: 'What is read',
  editor: 'What is shown',
  registries: 'Registries',
  network: 'Answers and time limits',
} as const;

type SettingGroup = keyof typeof SETTING_GROUPS;

/** The gravest first. */
export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

export const INLAY_HINT_MODES = ['off', 'compact', 'full'] as const satisfies readonly InlayHintMode[];

/** Every setting, in the order in which people meet them. */
export const SETTING_ROWS = [
  {
    key: 'registryLens.rules',
    type: 'severities',
    group: 'rules',
    inRepository: true,
    default: {},
    sentence: 'The severity of each rule by its id: `error`, `warning`, `information`, `hint` or `off`.',
  },
  {
    key: 'registryLens.ignore',
    type: 'names',
    group: 'rules',
    inRepository: true,
    default: [],
    sentence: packages => {
      const examples = packages.map(({ id, words }) => `\`${id}:${words.ownNames}\``).join(', ');
      return `Names of images and packages that are listed, and neither judged nor asked about, as in ${examples} or \`oci:ghcr.io/acme/**\`: the registry, then the name, in which \`*\` stands for anything but a slash and \`**\` for anything.`;
    },
    restricted: true,
  },
  {
    key: 'registryLens.overrides',
    type: 'overrides',
    group: 'rules',
    inRepository: true,
    default: DEFAULT_OVERRIDES,
    sentence:
      'Other severities for some `files` (globs from the folder on), some `names` (as in `registryLens.ignore`), or both: of those that fit, the last is heard. What you set takes the place of the default, by which what is good practice alone is a hint in folders of tests, examples and documentation.',
  },
  {
    key: 'registryLens.proposals.minimumDays',
    type: 'count',
    group: 'rules',
    bounds: [0, 3650],
    default: 3,
    sentence:
      'How many days a release must be old that a repair or the list of completions proposes, where its age is known; `0` proposes all. What repairs a release that was taken back may be younger where nothing older does.',
  },
  {
    key: 'registryLens.registries',
    type: 'addresses',
    group: 'registries',
    default: {},
    sentence: packages => {
      const names = packages.map(({ id, registryText }) => `\`${id}\` for ${registryText(undefined)}`);
      const examples = packages.map(({ id }) => `"${id}": "https://${id}.example"`);
      const example = [...examples, '"oci": {"docker.io": "https://mirror.example"}'].join(', ');
      return `Base addresses that replace the well-known ones: ${names.join(', ')}, \`oci\` by image host, as in \`{${example}}\`.`;
    },
    restricted: true,
  },
  {
    key: 'registryLens.tokenServices',
    type: 'hosts',
    group: 'registries',
    default: {},
    sentence:
      'By registry, the hosts of token services that may get its login although their domain is another, as in `{"registry.example": ["auth.example"]}`.',
    restricted: true,
    usersOwn: true,
  },
  {
    key: 'registryLens.exclude',
    type: 'globs',
    group: 'files',
    inRepository: true,
    default: [],
    sentence:
      'Globs of files and folders that are not read, beside those that `files.exclude` and `.gitignore` hide; as VS Code reads globs.',
    restricted: true,
  },
  {
    key: 'registryLens.kubernetes.imagePaths',
    type: 'paths',
    group: 'files',
    inRepository: true,
    default: [],
    sentence:
      'Where Kubernetes kinds of your own name images by another key than `image`, as in `Database:spec.engineImage` or, for every kind, `spec.runners[].picture`; `*` stands for any key.',
  },
  {
    key: 'registryLens.scanWorkspace',
    type: 'boolean',
    group: 'files',
    default: true,
    sentence: 'Whether files that are not open are checked too.',
  },
  {
    key: 'registryLens.offline',
    type: 'boolean',
    group: 'registries',
    default: false,
    sentence: 'Whether to stay off the network and judge by what is already known.',
  },
  {
    key: 'registryLens.cache.freshMinutes',
    type: 'count',
    group: 'network',
    bounds: [0, 1_000_000],
    default: 10,
    sentence: 'How many minutes an answer counts as fresh where its registry does not say.',
  },
  {
    key: 'registryLens.cache.keepDays',
    type: 'count',
    group: 'network',
    bounds: [0, 3650],
    default: 7,
    sentence: 'How many days an answer is still shown, with its age, while its registry cannot be reached.',
  },
  {
    key: 'registryLens.cache.mebibytes',
    type: 'count',
    group: 'network',
    bounds: [1, 1_000_000],
    default: 256,
    sentence: 'How many mebibytes the answers on disk may take; of more, the oldest go.',
  },
  {
    key: 'registryLens.timeout.connectSeconds',
    type: 'count',
    group: 'network',
    bounds: [0.1, 3600],
    default: 5,
    sentence: 'How many seconds a connection to a registry may take.',
  },
  {
    key: 'registryLens.timeout.headersSeconds',
    type: 'count',
    group: 'network',
    bounds: [0.1, 3600],
    default: 10,
    sentence: 'How many seconds a registry may take to begin its answer.',
  },
  {
    key: 'registryLens.timeout.bodySeconds',
    type: 'count',
    group: 'network',
    bounds: [0.1, 3600],
    default: 10,
    sentence: 'How many seconds an answer may pause before it is given up.',
  },
  {
    key: 'registryLens.timeout.helperSeconds',
    type: 'count',
    group: 'network',
    bounds: [0.1, 3600],
    default: 10,
    sentence: 'How many seconds a credential helper may take.',
  },
  {
    key: 'registryLens.requestsPerHost',
    type: 'count',
    group: 'network',
    bounds: [1, 100],
    default: 64,
    sentence:
      'How many requests one registry gets at a time at most. It gets ten at first, more while it answers well, and fewer when it refuses, breaks off or slows down.',
  },
  {
    key: 'registryLens.inlayHints',
    type: 'choice',
    choices: {
      off: 'Nothing.',
      compact: 'The digest that the tag points to.',
      full: 'The digest, its platforms and its age, for which two manifests of each image on screen are downloaded once.',
    },
    group: 'editor',
    default: 'compact',
    sentence:
      'What is shown beside an image: nothing (`off`), the digest that its tag points to (`compact`), or its platforms and its age as well (`full`), for which two manifests of each image on screen are downloaded once.',
  },
  {
    key: 'registryLens.completion.pinDigest',
    type: 'boolean',
    group: 'editor',
    default: false,
    sentence: 'Whether a tag that is taken from the list of completions is pinned to its digest at once.',
  },
] as const satisfies readonly SettingRow[];

export type SettingKey = (typeof SETTING_ROWS)[number]['key'];
