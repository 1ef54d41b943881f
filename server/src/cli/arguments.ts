import type { Severity } from '../model/finding.ts';
import { parseImageName } from '../model/image-reference.ts';
import { isIsoDate } from '../model/iso-date.ts';
import type { ImageName } from '../model/names.ts';
import { code } from '../model/plain-text.ts';
import { SEVERITIES } from '../settings.ts';
import { CHECK_FORMATS, LIST_FORMATS, RETENTION_FORMATS } from './formats.ts';
import { COMMON_OPTIONS, parsedOptions } from './parsed-options.ts';
import { type PullBackCommand, readPullBack } from './pull-back-arguments.ts';

/** What the user typed behind `registry-lens`. */
export type Command =
  | { readonly is: 'help' }
  | { readonly is: 'version' }
  | CheckCommand
  | ListCommand
  | RetentionCommand
  | PullBackCommand
  /** What is wrong with it, as a sentence. */
  | { readonly is: 'misuse'; readonly problem: string };

export interface CheckCommand extends CommonOptions {
  readonly is: 'check';
  readonly format: keyof typeof CHECK_FORMATS;
  readonly fix: boolean;
  /** Whether every digest that a fix would write is downloaded and hashed, also where nothing is written. */
  readonly prove: boolean;
  readonly offline: boolean;
  /** The lowest severity that makes the command fail. */
  readonly failOn: Severity | 'never';
}

export interface ListCommand extends CommonOptions {
  readonly is: 'list';
  /** Whether registries are asked what the clients would take today. */
  readonly resolve: boolean;
  /** Whether it is told what brings in what a lockfile holds. */
  readonly chains: boolean;
  readonly offline: boolean;
  readonly format: keyof typeof LIST_FORMATS;
}

export interface RetentionCommand extends CommonOptions {
  readonly is: 'retention';
  /** As typed; absent: the registry is asked. */
  readonly imagesFile?: string;
  /** The repository that the policies are for; absent: they or the files around them tell. */
  readonly repository?: ImageName;
  /** The time from which ages count, in milliseconds since 1970; absent: the present. */
  readonly now?: number;
  readonly offline: boolean;
  readonly format: keyof typeof RETENTION_FORMATS;
}

export interface CommonOptions {
  /** As typed, at least one. */
  readonly paths: readonly string[];
  readonly settingsFile?: string;
  /** Whether what a folder says of itself is heard. */
  readonly trusted: boolean;
  readonly verbose: boolean;
}

export const HELP = `Shows which images and packages were pulled back, moved or never pinned, and repairs them.

Usage
  registry-lens check PATH...   check the files in folders, or single files
  registry-lens list PATH...    list every image and package that they name
  registry-lens retention FILE  say what the retention policies in it would do to images
  registry-lens pull-back MANIFEST --why broken|insecure|secret|mistake
                                plan how the manifest's own version is taken back
  registry-lens --stdio         serve an editor by the Language Server Protocol

Options of check
  --format FORMAT     ${formatsInWords(CHECK_FORMATS)}
  --fix safe          write the fixes that are safe, which select exactly what is selected today
  --prove             download and hash each digest that a fix would write; counts as a pull on some registries
  --fail-on SEVERITY  exit with 1 from this severity on: error, warning (default), information, hint or never
  --offline           stay off the network and judge by what is known from before

Options of list
  --format FORMAT     ${formatsInWords(LIST_FORMATS)}
  --resolve           ask the registries, and say what the ecosystem's own client would take today
  --chains            say of what a lockfile holds what brings it in, from the direct dependency down
  --offline           with --resolve: say it by what is known from before

Options of retention
  --format FORMAT     ${formatsInWords(RETENTION_FORMATS)}
  --images FILE       the images, a list in JSON; without it the registry is asked for them
  --repository NAME   the repository that is meant, where neither the policy nor a file around it names one
  --now TIME          the time from which ages count, in ISO 8601; without it the present
  --offline           stay off the network and go by what is known from before

Options of pull-back
  --why REASON        broken, insecure, secret (it holds one) or mistake; has to be given
  --version VERSION   the version that is meant, where it is another than the written one, or none is written
  --image IMAGE       with a tag, as in ghcr.io/acme/app:1.2.3: plan it for an image, in place of a manifest
  --offline           plan it by what is known from before

Options of all
  --settings FILE     settings as in VS Code's settings.json, with keys such as "registryLens.exclude"
  --untrusted         read the files only: ask nobody, obey nothing in the folder
  --verbose           say on standard error what was asked and what went wrong
  --help, --version

Exit status of check
  0  nothing at or over the threshold of --fail-on, and everything could be asked
  1  at least one finding at or over the threshold
  2  no such finding, but something could not be asked
  3  the command was misused
With --fail-on never it is 0 or 3. With --fix it is that of what is left. That of list --resolve, retention and
pull-back is 0, 2 or 3.

Answers are kept in the user's cache folder; REGISTRY_LENS_CACHE names another one.
NO_COLOR and FORCE_COLOR are obeyed.
`;

/** Understands arguments, without those of Node and the script. Never throws. */
export function readArguments(argv: readonly string[]): Command {
  const pullBack = readPullBack(argv);
  if (pullBack !== undefined) return 'problem' in pullBack ? misuse(pullBack.problem) : pullBack;
  const parsed = parse(argv);
  if ('problem' in parsed) return misuse(parsed.problem);
  const { values, positionals } = parsed;
  const [name, ...paths] = positionals;
  if (values.help === true || name === 'help') return { is: 'help' };
  if (values.version === true) return { is: 'version' };
  if (name === undefined) return misuse('Say what to do: `check`, `list`, `retention` or `pull-back`.');
  if (name !== 'check' && name !== 'list' && name !== 'retention')
    return misuse(`There is no command ${code(name)}, only \`check\`, \`list\`, \`retention\` and \`pull-back\`.`);
  if (name === 'retention' && paths.length !== 1)
    return misuse('Say which file holds the retention policy: one at a time.');
  if (paths.length === 0) return misuse(`Say which files or folders to ${name}; \`.\` is the folder you are in.`);
  if (paths.includes('')) return misuse('A path is empty.');
  const common: CommonOptions = {
    paths,
    verbose: values.verbose === true,
    trusted: values.untrusted !== true,
    ...(values.settings === undefined ? {} : { settingsFile: values.settings }),
  };
  if (name === 'retention') return readRetention(values, common);
  if (values.images !== undefined || values.repository !== undefined || values.now !== undefined)
    return misuse('`--images`, `--repository` and `--now` belong to `retention`.');
  return name === 'check' ? readCheck(values, common) : readList(values, common);
}

type Values = Extract<ReturnType<typeof parse>, { values: unknown }>['values'];

function readCheck(values: Values, common: CommonOptions): Command {
  const format = formatIn(CHECK_FORMATS, values.format ?? 'terminal');
  if (format === undefined) return misuse(`\`--format\` is ${inWords(quoted(CHECK_FORMATS))}.`);
  if (values.resolve !== undefined) return misuse('`--resolve` belongs to `list`.');
  if (values.chains !== undefined) return misuse('`--chains` belongs to `list`.');
  const failOn = oneOf([...SEVERITIES, 'never'], values['fail-on'] ?? 'warning');
  if (failOn === undefined) return misuse('`--fail-on` is `error`, `warning`, `information`, `hint` or `never`.');
  if (values.fix !== undefined && values.fix !== 'safe') {
    return misuse('`--fix` is `safe`; other fixes change what is selected and want a look in the editor.');
  }
  return {
    is: 'check',
    ...common,
    format,
    failOn,
    fix: values.fix === 'safe',
    prove: values.prove === true,
    offline: values.offline === true,
  };
}

/**
 * `--offline` is understood without `--resolve` too, because scripts give both commands the same options.
 */
function readList(values: Values, common: CommonOptions): Command {
  const format = formatIn(LIST_FORMATS, values.format ?? 'terminal');
  if (format === undefined) return misuse(`\`--format\` of \`list\` is ${inWords(quoted(LIST_FORMATS))}.`);
  if (values.fix !== undefined || values.prove !== undefined || values['fail-on'] !== undefined) {
    return misuse('`--fix`, `--prove` and `--fail-on` belong to `check`.');
  }
  return {
    is: 'list',
    ...common,
    format,
    resolve: values.resolve === true,
    chains: values.chains === true,
    offline: values.offline === true,
  };
}

function readRetention(values: Values, common: CommonOptions): Command {
  const format = formatIn(RETENTION_FORMATS, values.format ?? 'terminal');
  if (format === undefined) return misuse(`\`--format\` of \`retention\` is ${inWords(quoted(RETENTION_FORMATS))}.`);
  for (const option of ['fix', 'prove', 'fail-on', 'resolve', 'chains'] as const)
    if (values[option] !== undefined) return misuse(`\`--${option}\` does not belong to \`retention\`.`);
  const { images, repository, now } = values;
  if (images === '') return misuse('A path is empty.');
  if (now !== undefined && !isIsoDate(now))
    return misuse('`--now` is a time in ISO 8601, such as `2026-11-29T08:00:00Z`.');
  const name = repository === undefined ? undefined : parseImageName(repository);
  if (repository !== undefined && name === undefined)
    return misuse(`\`--repository\` is the name of an image without a tag, and ${code(repository)} is none.`);
  return {
    is: 'retention',
    ...common,
    format,
    offline: values.offline === true,
    ...(images === undefined ? {} : { imagesFile: images }),
    ...(name === undefined ? {} : { repository: name }),
    ...(now === undefined ? {} : { now: Date.parse(now) }),
  };
}

function parse(argv: readonly string[]) {
  return parsedOptions(argv, {
    ...COMMON_OPTIONS,
    format: { type: 'string' },
    fix: { type: 'string' },
    prove: { type: 'boolean' },
    resolve: { type: 'boolean' },
    chains: { type: 'boolean' },
    images: { type: 'string' },
    repository: { type: 'string' },
    now: { type: 'string' },
    'fail-on': { type: 'string' },
    version: { type: 'boolean' },
  });
}

function oneOf<const T extends string>(allowed: readonly T[], value: string): T | undefined {
  return allowed.find(word => word === value);
}

function formatIn<Formats extends object>(formats: Formats, word: string): keyof Formats | undefined {
  return Object.hasOwn(formats, word) ? (word as keyof Formats) : undefined;
}

function quoted(formats: object): readonly string[] {
  return Object.keys(formats).map(word => code(word));
}

function formatsInWords(formats: object): string {
  return inWords(Object.keys(formats).map((word, i) => (i === 0 ? `${word} (default)` : word)));
}

/** As in `a, b or c`, of two words or more. */
function inWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function misuse(problem: string): Command {
  return { is: 'misuse', problem };
}
