import type { ShellCommand, ShellWord } from '../../../../model/pipeline.ts';
import type { PolicyFault } from '../../../../model/retention.ts';
import { type BoundedExpression, boundedExpression } from '../../../../patterns/regular-expression.ts';

/** What `acr purge` is told (github.com/Azure/acr-cli, `cmd/acr/purge.go`, `newPurgeCmd`). */
export interface PurgeCommand {
  readonly filters: readonly PurgeFilter[];
  /** In milliseconds; `undefined`: not known. */
  readonly ago: number | undefined;
  readonly keep: number | undefined;
  readonly untagged: boolean;
  readonly untaggedOnly: boolean;
  /** Whether the age counts for manifests without tags, too: since 0.17, where a version is told. */
  readonly agesUntagged: boolean;
  readonly includesLocked: boolean;
  readonly isDryRun: boolean;
  /** The name of the registry, or its host; absent where the surroundings tell it. */
  readonly registry?: ShellWord;
  /** The word that has manifests without tags deleted besides. */
  readonly untaggedWord?: ShellWord;
  /** Set where a variable may hold further options, or there are more filters than people write. */
  readonly isOpen: boolean;
  readonly faults: readonly PolicyFault[];
}

/** Which tags of which repositories are meant; `undefined`: not known. */
export interface PurgeFilter {
  readonly repository: BoundedExpression | undefined;
  readonly tag: BoundedExpression | undefined;
  /** The expression for the repository. */
  readonly written: string;
}

const VALUED = new Set([
  ...['--ago', '--keep', '--filter', '-f', '--filter-timeout-seconds', '--concurrency', '--repository-page-size'],
  ...['--registry', '-r', '--username', '-u', '--password', '-p', '--config', '-c'],
]);

/** Reads the words behind `acr purge`; `undefined` for other commands. */
export function purgeCommand({ words, at }: ShellCommand): PurgeCommand | undefined {
  const start = words.findIndex(({ text }, i) => text === 'purge' && i > 0 && isAcr(words[i - 1], words[0]));
  if (start < 0) return undefined;
  const options = new Map<string, ShellWord[]>();
  let isOpen = false;
  for (let i = start + 1; i < words.length; i += 1) {
    const word = words[i] as ShellWord;
    const [, name = '', value] = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word.text) ?? [];
    if (name === '') isOpen ||= !word.isPlain;
    else if (value !== undefined) add(options, name, { ...word, text: value });
    else if (VALUED.has(name)) {
      i += 1;
      const next = words[i];
      if (next !== undefined) add(options, name, next);
    } else add(options, name, { ...word, text: 'true' });
  }
  const last = (...names: readonly string[]) => names.flatMap(name => options.get(name) ?? []).at(-1);
  const isSet = (name: string) => /^(?:true|1|t)$/i.test(last(name)?.text ?? '');
  const filters = [...(options.get('--filter') ?? []), ...(options.get('-f') ?? [])];
  const [untagged, untaggedOnly] = [isSet('--untagged'), isSet('--untagged-only')];
  const faults: PolicyFault[] = [];
  const put = (message: string, where = at, is: PolicyFault['is'] = 'invalid') =>
    faults.push({ is, at: where, message });
  // Each tag is held against each of them.
  isOpen ||= filters.length > MOST_FILTERS;
  if (untagged && untaggedOnly) put('`--untagged` does not go together with `--untagged-only`.');
  if (!untaggedOnly && !isOpen) {
    if (filters.length === 0) put('Without `--untagged-only` it needs a `--filter`.');
    if (last('--ago') === undefined) put('Without `--untagged-only` it needs `--ago`.');
  }
  for (const filter of filters)
    if (filter.isPlain && partsOf(filter.text) === undefined)
      put('`--filter` is a repository, a colon and an expression for its tags.', filter.at);
  const ago = last('--ago');
  const age = ago === undefined ? 0 : ago.isPlain ? ageOf(ago.text) : undefined;
  if (age === 'refused' && ago !== undefined) put('`--ago` is an age such as `30d` or `2d3h6m`.', ago.at);
  if (age === 'ages' && ago !== undefined)
    put(
      '`--ago` is an age such as `30d` or `2d3h6m`; this one counts as 150 years, so that nothing is old enough.',
      ago.at,
      'trap',
    );
  const keep = last('--keep');
  const untaggedWord = last('--untagged');
  const registry = last('--registry', '-r');
  return {
    filters: filters.map(filterOf),
    ago: typeof age === 'number' ? age : age === 'ages' ? 150 * 365 * DAY : undefined,
    keep: keep === undefined ? 0 : /^\d{1,9}$/.test(keep.text) ? Number(keep.text) : undefined,
    ...{ untagged, untaggedOnly, isOpen, faults },
    agesUntagged: !/:v?0\.(?:\d|1[0-6])(?:[.@-]|$)/.test(words[start - 1]?.text ?? ''),
    includesLocked: isSet('--include-locked'),
    isDryRun: isSet('--dry-run'),
    ...(registry === undefined ? {} : { registry }),
    ...(untaggedWord === undefined ? {} : { untaggedWord }),
  };
}

const DAY = 86_400_000;
const MOST_FILTERS = 20;

/** The command itself, or its container, whose entry point it is. */
function isAcr(before: ShellWord | undefined, first: ShellWord | undefined): boolean {
  if (before === undefined) return false;
  if (/^mcr\.microsoft\.com\/acr\/acr-cli(?::|@|$)/.test(before.text)) return true;
  return before === first && /(?:^|\/)acr$/.test(before.text);
}

function add(options: Map<string, ShellWord[]>, name: string, value: ShellWord): void {
  const before = options.get(name);
  if (before === undefined) options.set(name, [value]);
  else before.push(value);
}

function filterOf({ text, isPlain }: ShellWord): PurgeFilter {
  const parts = isPlain ? partsOf(text) : undefined;
  if (parts === undefined) return { repository: undefined, tag: undefined, written: '' };
  const [repository, tag] = parts;
  return { repository: boundedExpression(repository), tag: boundedExpression(tag), written: repository };
}

/** The colon that is no part of a group or a class divides them, and there is one. */
function partsOf(text: string): readonly [string, string] | undefined {
  const parts = text.split(/(?<!\(\?[imsU-]{0,5}|\[\^?):(?!\])/);
  const [repository, tag] = parts;
  return parts.length === 2 && repository !== undefined && repository !== '' && tag !== undefined && tag !== ''
    ? [repository, tag]
    : undefined;
}

/**
 * Days, and what Go's `time.ParseDuration` reads behind them (`parseDuration`). What that does not begin to read counts
 * as 150 years.
 */
function ageOf(text: string): number | 'refused' | 'ages' {
  const [, days, behind = ''] = /^(\d{1,9})d(.*)$/s.exec(text) ?? [];
  const rest = days === undefined ? text : (behind.trim().split(/\s/)[0] ?? '');
  const own = Number(days ?? 0) * DAY;
  if (rest === '') return days === undefined ? 'refused' : own;
  if (/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(rest)) {
    let sum = own;
    for (const [, count, unit = ''] of rest.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g))
      sum += Number(count) * (UNITS.get(unit) ?? 0);
    return sum;
  }
  return /^[-+]?[\d.]/.test(rest) ? 'refused' : 'ages';
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
