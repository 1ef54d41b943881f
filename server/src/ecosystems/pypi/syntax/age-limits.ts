import type { AgeLimit, LeastAge } from '../../../model/age-limit.ts';
import type { LockedPlace } from '../../../model/ecosystem.ts';
import type { Around } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import type { TomlDocument, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import type { PythonClient } from '../clients.ts';
import { canonicalName } from '../names.ts';

/** What a file says of how old releases must be for a client. */
export interface SaidOfAge {
  readonly client: 'uv' | 'poetry';
  readonly setting: string;
  readonly least?: LeastAge;
  /** By canonical name; `none`: any age will do. */
  readonly packages: Readonly<Record<string, LeastAge | { readonly is: 'none' }>>;
  /** Set where members of a workspace below go by it. */
  readonly isForMembers?: true;
}

export function saidOfAge(said: SaidOfAge): Statement {
  return { says: 'gives', key: AGE_KEY, reach: 'below', value: JSON.stringify(said) };
}

/** What a client takes of a project, by its canonical name; `undefined` where nothing is said. */
export type AgeLimitFor = (name: string) => AgeLimit | undefined;

/**
 * Finds what the project's client takes: by the files in its own folder, of which uv's own goes before the project's,
 * else by the root of its workspace. The user's own configuration is not looked at.
 */
export function ageLimitsAround({ told, folder }: Pick<Around, 'told' | 'folder'>, client: PythonClient): AgeLimitFor {
  const all = told(AGE_KEY).flatMap(({ from, ...statement }) => {
    if (statement.says !== 'gives') return [];
    // Made by this file alone.
    const its: SaidOfAge = JSON.parse(statement.value);
    const isFor = from.folder === folder || its.isForMembers === true;
    // A project whose tables name nobody is uv's where that has a file beside it.
    const isBy = its.client === client || (client === 'pip' && /(?:^|\/)uv\.toml$/.test(from.file));
    return isBy && isFor ? [{ ...its, by: from.file, folder: from.folder }] : [];
  });
  const last = all.at(-1);
  const nearest = all.findLast(({ folder, by }) => folder === last?.folder && /(?:^|\/)uv\.toml$/.test(by)) ?? last;
  if (nearest === undefined) return () => undefined;
  return name => {
    const own = Object.hasOwn(nearest.packages, name) ? nearest.packages[name] : undefined;
    const least = own ?? nearest.least;
    if (least === undefined || least.is === 'none' || (least.is === 'age' && least.milliseconds <= 0)) return undefined;
    const { setting, by } = nearest;
    return { tool: nearest.client === 'uv' ? 'uv' : 'Poetry', setting, by, least, stops: true, wantsDate: true };
  };
}

/** What the client takes of a project who writes a lockfile of this name, which lies in a folder. */
export function lockedAgeLimit(name: string, { file, folder, told }: LockedPlace): AgeLimit | undefined {
  const client = WRITERS[file.slice(file.lastIndexOf('/') + 1)];
  return client === undefined || told(AGE_KEY).length === 0
    ? undefined
    : ageLimitsAround({ told, folder }, client)(name);
}

const WRITERS: Readonly<Record<string, PythonClient>> = { 'uv.lock': 'uv', 'poetry.lock': 'poetry' };

/**
 * uv's `exclude-newer` (docs.astral.sh/uv, "Settings"): a date, a moment or a duration; for a package another one, or
 * none. Where an index has one of its own, nothing is known of any.
 *
 * @param table where its settings stand: `tool.uv.`, or nothing for a file of its own
 */
export function ageByUv({ root }: TomlDocument, table: 'tool.uv.' | ''): SaidOfAge | undefined {
  if (findInToml(root, `${table}index[].exclude-newer`).length > 0) return undefined;
  const least = leastIn(findInToml(root, `${table}exclude-newer`)[0]?.value);
  const packages = findInToml(root, `${table}exclude-newer-package.*`).flatMap(({ entry, value }) => {
    const its = value?.kind === 'scalar' && value.value === 'false' ? ({ is: 'none' } as const) : leastIn(value);
    return entry === undefined || its === undefined ? [] : [[canonicalName(entry.key.value), its] as const];
  });
  if (least === undefined && packages.length === 0) return undefined;
  return {
    ...{ client: 'uv', setting: 'exclude-newer', packages: Object.fromEntries(packages) },
    ...(least === undefined ? {} : { least }),
    ...(table !== '' && findInToml(root, `${table}workspace`).length > 0 ? { isForMembers: true } : {}),
  };
}

/**
 * Poetry's `solver.min-release-age` in days (python-poetry.org, "Configuration"). Where sources are let through,
 * nothing is known of any.
 */
export function ageByPoetry({ root }: TomlDocument): SaidOfAge | undefined {
  const textAt = (path: string) =>
    findInToml(root, path).flatMap(({ value }) => (value?.kind === 'scalar' ? [value.value] : []));
  const [days] = textAt('solver.min-release-age');
  if (days === undefined || !/^\d{1,6}$/.test(days)) return undefined;
  if (findInToml(root, 'solver.min-release-age-exclude-source').length > 0) return undefined;
  const except = ['solver.min-release-age-exclude', 'solver.min-release-age-exclude[]']
    .flatMap(textAt)
    .flatMap(text => text.split(','))
    .map(name => [canonicalName(name.trim()), { is: 'none' }] as const);
  return {
    ...{ client: 'poetry', setting: 'solver.min-release-age', packages: Object.fromEntries(except) },
    least: { is: 'age', milliseconds: Number(days) * DAY },
  };
}

function leastIn(value: TomlTable['entries'][number]['value']): LeastAge | undefined {
  return value?.kind === 'scalar' ? leastOf(value.value.trim()) : undefined;
}

/** A moment, a day of wherever uv runs, or a duration in words or by ISO 8601. */
function leastOf(text: string): LeastAge | undefined {
  if (text.length > LONGEST) return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return before(Date.parse(`${text}T00:00:00Z`) + LATEST_END_OF_DAY);
  if (/^\d{4}-\d{2}-\d{2}[Tt ]\S+$/.test(text)) return before(Date.parse(text));
  const iso = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/i.exec(text);
  if (iso !== null && /\d/.test(text)) {
    const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = iso;
    return age(
      (Number(weeks) * 7 + Number(days)) * DAY +
        Number(hours) * HOUR +
        Number(minutes) * MINUTE +
        Number(seconds) * SECOND,
    );
  }
  const words = /^(?:\d{1,9} ?[a-z]{1,8}[, ]{0,2})+$/.test(text) ? [...text.matchAll(/(\d+) ?([a-z]+)/g)] : [];
  const lengths = words.map(
    ([, count, unit = '']) => Number(count) * (UNITS.find(([names]) => names.includes(unit))?.[1] ?? Number.NaN),
  );
  return lengths.length === 0 ? undefined : age(lengths.reduce((a, b) => a + b));
}

function before(moment: number): LeastAge | undefined {
  return Number.isNaN(moment) ? undefined : { is: 'before', moment };
}

function age(milliseconds: number): LeastAge | undefined {
  return Number.isNaN(milliseconds) ? undefined : { is: 'age', milliseconds };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: readonly (readonly [names: readonly string[], length: number])[] = [
  [['week', 'weeks', 'wk', 'wks', 'w'], 7 * DAY],
  [['day', 'days', 'd'], DAY],
  [['hour', 'hours', 'hr', 'hrs', 'h'], HOUR],
  [['minute', 'minutes', 'min', 'mins', 'm'], MINUTE],
  [['second', 'seconds', 'sec', 'secs', 's'], SECOND],
];
/** A day ends last where clocks are 12 hours behind. */
const LATEST_END_OF_DAY = 36 * HOUR;
/** In characters. */
const LONGEST = 100;

/** Only files of this ecosystem speak of it. */
const AGE_KEY = 'age pypi';
