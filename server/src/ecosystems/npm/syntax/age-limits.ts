import semver from 'semver';
import type { AgeLimit, LeastAge } from '../../../model/age-limit.ts';
import type { Derive } from '../../../model/derive.ts';
import type { LockedPlace } from '../../../model/ecosystem.ts';
import type { Around } from '../../../model/reader.ts';
import { covers, type PlacedStatement, type Statement } from '../../../model/statement.ts';
import type { NpmClient } from '../clients.ts';
import { isRootedAt } from './client-around.ts';

/** Who may have a limit. Yarn 1 knows none. */
export type LimitingClient = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** What a file says of how old releases must be for a client. */
export interface SaidOfAge extends Pick<AgeLimit, 'setting' | 'stops' | 'locked' | 'wantsDate'> {
  readonly client: LimitingClient;
  /** Absent where the file says only who is let through. */
  readonly least?: LeastAge;
  /** By scope, without `@`, where it is another. */
  readonly scopes?: Readonly<Record<string, LeastAge>>;
  /** Names and patterns, with versions behind an `@` or without. */
  readonly except: readonly string[];
  /** Set where no file says it: the client of that version does so by itself. */
  readonly isDefault?: true;
}

export function saidOfAge(said: SaidOfAge): Statement {
  return { says: 'gives', key: AGE_KEY, reach: 'below', value: JSON.stringify(said) };
}

/** What a client takes of a package by its name; `undefined` where nothing is said. */
export type AgeLimitFor = (name: string) => AgeLimit | undefined;

/**
 * Finds what the project's client takes: by the nearest file that says so, whose word goes before the client's default.
 * npm and Bun read the file at the root of a project alone (npm's `localPrefix`), pnpm that of its workspace, Yarn all
 * upward. The user's own configuration is not looked at.
 *
 * @param own what the file that is read says itself
 */
export function ageLimitsAround(
  { told, folder }: Pick<Around, 'told' | 'folder'>,
  client: NpmClient,
  own?: SaidOfAge,
  derive?: Derive,
): AgeLimitFor {
  const family = client === 'pnpm-lowest' ? 'pnpm' : client;
  if (family === 'yarn1') return () => undefined;
  const isFor = (from: string | undefined) =>
    family === 'yarn' || family === 'pnpm' || from === folder || isRootedAt(told, from);
  const list = told(AGE_KEY);
  const parsed = derive === undefined ? parsedOf(list) : derive(list, parsedOf);
  const said = parsed.filter(each => each.client === family && isFor(each.folder));
  const all = own?.client === family ? [...said, { ...own, by: 'package.json' }] : said;
  const limiting = all.filter(({ least }) => least !== undefined);
  const nearest = limiting.findLast(({ isDefault }) => isDefault !== true) ?? limiting.at(-1);
  if (nearest === undefined) return () => undefined;
  const except = all.flatMap(each => each.except);
  return name => limitOf(name, nearest, except);
}

/** A derivation: see `Derive`. */
function parsedOf(list: readonly PlacedStatement[]) {
  return list.flatMap(({ from, ...statement }) => {
    if (statement.says !== 'gives') return [];
    // Made by this file alone.
    const its: SaidOfAge = JSON.parse(statement.value);
    return [{ ...its, by: from.file, folder: from.folder }];
  });
}

/** What the client takes of a package who writes a lockfile of this name, which lies in a folder. */
export function lockedAgeLimit(name: string, { file, folder, told, derive }: LockedPlace): AgeLimit | undefined {
  const client = WRITERS[file.slice(file.lastIndexOf('/') + 1)];
  // Of most of many thousands nothing is said.
  return client === undefined || told(AGE_KEY).length === 0
    ? undefined
    : ageLimitsAround({ told, folder }, client, undefined, derive)(name);
}

/** A lockfile of this name is read by Yarn 1 as well, which is told nothing. */
const WRITERS: Readonly<Record<string, LimitingClient>> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'yarn.lock': 'yarn',
  'pnpm-lock.yaml': 'pnpm',
  'bun.lock': 'bun',
};

function limitOf(
  name: string,
  { client, setting, by, least: everywhere, scopes = {}, stops, locked, wantsDate }: SaidOfAge & { by: string },
  except: readonly string[],
): AgeLimit | undefined {
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  const least = scope !== undefined && Object.hasOwn(scopes, scope) ? scopes[scope] : everywhere;
  if (least === undefined || (least.is === 'age' && least.milliseconds <= 0)) return undefined;
  const versions = letThrough(name, except);
  if (versions === 'all') return undefined;
  return {
    ...{ tool: TOOLS[client], setting, by, least, stops },
    ...(locked === undefined ? {} : { locked }),
    ...(wantsDate === undefined ? {} : { wantsDate }),
    ...(versions.length === 0 ? {} : { except: versions }),
  };
}

const TOOLS: Readonly<Record<LimitingClient, string>> = { npm: 'npm', pnpm: 'pnpm', yarn: 'Yarn', bun: 'Bun' };

/**
 * The versions of a package that are let through. What is not understood lets all through: it may be meant, and a
 * finding that is missing costs less than a wrong one.
 */
function letThrough(name: string, except: readonly string[]): 'all' | readonly string[] {
  const versions: string[] = [];
  for (const entry of except) {
    const at = entry.indexOf('@', 1);
    const pattern = at < 0 ? entry : entry.slice(0, at);
    if (!/^[\w@./*~-]+$/.test(pattern)) return 'all';
    if (!covers(pattern, name)) continue;
    if (at < 0) return 'all';
    const written = entry
      .slice(at + 1)
      .replace(/^npm:/, '')
      .split('||');
    const exact = written.flatMap(text => semver.valid(text.trim(), true) ?? []);
    if (exact.length < written.length) return 'all';
    versions.push(...exact);
  }
  return versions;
}

/** Only files of this ecosystem speak of it. */
const AGE_KEY = 'age npm';
