import semver from 'semver';
import type { AgeLimit, LeastAge } from '../../../model/age-limit.ts';
import type { Around } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { covers, type Statement } from '../../../model/statement.ts';
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
): AgeLimitFor {
  const family = client === 'pnpm-lowest' ? 'pnpm' : client;
  if (family === 'yarn1') return () => undefined;
  const isFor = (from: string | undefined) =>
    family === 'yarn' || family === 'pnpm' || from === folder || isRootedAt(told, from);
  const said = told(AGE_KEY).flatMap(({ from, ...statement }) => {
    if (statement.says !== 'gives' || !isFor(from.folder)) return [];
    // Made by this file alone.
    const its: SaidOfAge = JSON.parse(statement.value);
    return its.client === family ? [{ ...its, by: from.file }] : [];
  });
  const all = own?.client === family ? [...said, { ...own, by: 'package.json' }] : said;
  const limiting = all.filter(({ least }) => least !== undefined);
  const nearest = limiting.findLast(({ isDefault }) => isDefault !== true) ?? limiting.at(-1);
  if (nearest === undefined) return () => undefined;
  const except = all.flatMap(each => each.except);
  return name => limitOf(name, nearest, except);
}

/** Adds to what a lockfile holds what the client who writes such lockfiles takes of what was published lately. */
export function withAgeLimits(
  references: readonly Reference[],
  around: Pick<Around, 'told' | 'folder'>,
  client: NpmClient,
): readonly Reference[] {
  if (around.told(AGE_KEY).length === 0) return references;
  const limitFor = ageLimitsAround(around, client);
  return references.map(reference => {
    const { subject } = reference;
    const ageLimit = subject.kind === 'release' ? limitFor(subject.name) : undefined;
    return subject.kind !== 'release' || ageLimit === undefined
      ? reference
      : { ...reference, subject: { ...subject, ageLimit } };
  });
}

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
