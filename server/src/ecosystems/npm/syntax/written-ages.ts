import semver from 'semver';
import type { LeastAge, LockedOutcome } from '../../../model/age-limit.ts';
import type { TomlDocument } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import type { SaidOfAge } from './age-limits.ts';

/**
 * npm's `min-release-age` in days, or `before`, which goes before it (npm's documentation, "config"). Of all that
 * stands in its configuration nothing else is looked at. A value that names a variable tells nothing.
 */
export function ageInNpmrc(text: string): SaidOfAge | undefined {
  const except: string[] = [];
  let days: number | undefined;
  let moment: number | undefined;
  for (const line of text.split(/\r?\n/)) {
    // Keys below a header are not npm's own.
    if (/^\s*\[/.test(line)) break;
    const [, key, written = ''] =
      /^\s*(min-release-age(?:-exclude\[\])?|before)\s*=\s*(.{0,256}?)\s*$/.exec(line) ?? [];
    const value = unquoted(written);
    if (key === undefined || value === '' || value.includes('${')) continue;
    if (key === 'before') moment = Date.parse(value);
    else if (key === 'min-release-age') days = Number(value);
    else if (except.length < MOST_EXCEPT) except.push(value);
  }
  const say = (setting: string, least: LeastAge): SaidOfAge => ({
    ...{ client: 'npm', setting, least, stops: true, locked: TAKEN },
    except,
  });
  if (moment !== undefined && !Number.isNaN(moment)) return say('before', { is: 'before', moment });
  const least = ageOf(days, DAY);
  return least === undefined ? undefined : say('min-release-age', least);
}

/**
 * pnpm's `minimumReleaseAge` in minutes (pnpm.io, "Settings"). Written down it is strict, and holds from version 11 on
 * for what is locked as well.
 */
export function ageInPnpm({ root }: YamlDocument): SaidOfAge | undefined {
  const least = ageOf(numberIn(findPath(root, 'minimumReleaseAge')), MINUTE);
  if (least === undefined) return undefined;
  const stops = textIn(findPath(root, 'minimumReleaseAgeStrict')) !== 'false';
  const wantsDate = textIn(findPath(root, 'minimumReleaseAgeIgnoreMissingTime')) === 'false';
  return {
    ...{ client: 'pnpm', setting: 'minimumReleaseAge', least, stops },
    ...(stops ? { locked: STOPS } : {}),
    ...(wantsDate ? { wantsDate: true } : {}),
    except: textsIn(findPath(root, 'minimumReleaseAgeExclude[]')),
  };
}

/**
 * Yarn's `npmMinimalAgeGate`, a duration or minutes, for all and by scope (yarnpkg.com, ".yarnrc.yml"). What has no
 * date it does not take.
 */
export function ageInYarnrc({ root }: YamlDocument): SaidOfAge | undefined {
  const least = durationOf(textIn(findPath(root, 'npmMinimalAgeGate')));
  const scopes = findPath(root, 'npmScopes.*').flatMap(({ entry, value }): [string, LeastAge][] => {
    const its = durationOf(textIn(findPath(value, 'npmMinimalAgeGate')));
    return entry === undefined || its === undefined ? [] : [[entry.key.value, its]];
  });
  const except = textsIn(findPath(root, 'npmPreapprovedPackages[]'));
  if (least === undefined && scopes.length === 0 && except.length === 0) return undefined;
  return {
    ...{ client: 'yarn', setting: 'npmMinimalAgeGate', stops: true, locked: TAKEN, wantsDate: true, except },
    ...(least === undefined ? {} : { least }),
    ...(scopes.length === 0 ? {} : { scopes: Object.fromEntries(scopes) }),
  };
}

/** Bun's `minimumReleaseAge` in seconds (bun.sh, "bunfig.toml"). */
export function ageInBunfig({ root }: TomlDocument): SaidOfAge | undefined {
  const least = ageOf(numberIn(findInToml(root, 'install.minimumReleaseAge')), SECOND);
  if (least === undefined) return undefined;
  const except = textsIn(findInToml(root, 'install.minimumReleaseAgeExcludes[]'));
  return { client: 'bun', setting: 'minimumReleaseAge', least, stops: true, locked: TAKEN, except };
}

/** What npm, Yarn and Bun do, and what pnpm does from version 11 on (seen with 12.21), with what is locked. */
const TAKEN: LockedOutcome = { stops: false, does: 'installs what is locked all the same' };
const STOPS: LockedOutcome = { stops: true, does: 'looks at what is locked too from version 11 on, and stops' };

/** What a client of a version does that nobody tells otherwise: pnpm from 11, Yarn from 4.18 on wait for a day. */
export function ageByDefault(name: string, written: string): SaidOfAge | undefined {
  const version = semver.valid(written, true);
  if (version === null) return undefined;
  const base = { setting: `${name}@${version}`, least: { is: 'age', milliseconds: DAY }, except: [] } as const;
  if (name === 'pnpm' && semver.gte(version, '11.0.0')) {
    return { ...base, client: 'pnpm', stops: false, isDefault: true };
  }
  if (name === 'yarn' && semver.gte(version, '4.18.0')) {
    return { ...base, client: 'yarn', stops: true, locked: TAKEN, wantsDate: true, isDefault: true };
  }
  return undefined;
}

function ageOf(count: number | undefined, unit: number): LeastAge | undefined {
  return count !== undefined && Number.isFinite(count) && count >= 0
    ? { is: 'age', milliseconds: count * unit }
    : undefined;
}

/** Yarn's durations: `7d`, `3h`; a number alone counts minutes. */
function durationOf(text: string | undefined): LeastAge | undefined {
  const [, count, unit = 'm'] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d|w)?$/.exec(text ?? '') ?? [];
  const length = UNITS[unit];
  return count === undefined || length === undefined ? undefined : ageOf(Number(count), length);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** Longer lists are nobody's; the rest of one lets nobody through. */
const MOST_EXCEPT = 1000;

function textIn(found: readonly YamlFound[]): string | undefined {
  const value = found.at(-1)?.value;
  return value?.kind === 'scalar' ? value.value.trim() : undefined;
}

function numberIn(found: readonly YamlFound[]): number | undefined {
  const text = textIn(found)?.replaceAll('_', '');
  return text === undefined || !/^\d{1,15}(?:\.\d+)?$/.test(text) ? undefined : Number(text);
}

function textsIn(found: readonly YamlFound[]): string[] {
  return found.slice(0, MOST_EXCEPT).flatMap(({ value }) => (value?.kind === 'scalar' ? [value.value.trim()] : []));
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}
