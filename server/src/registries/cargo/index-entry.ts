import type { ReleaseFact, Standing } from '../../model/answer.ts';
import { isIsoDate } from '../../model/iso-date.ts';
import { readDependencies } from './entry-dependency.ts';
import { areFeaturesSound, type Features, mergedFeatures, readFeatures } from './features.ts';
import { areNumbersSmall } from './requirement-form.ts';

/** One line of an index: a version, and whose it is. */
export interface IndexEntry {
  readonly name: string;
  readonly release: ReleaseFact;
}

/**
 * Reads one line of an index as cargo does (src/cargo/sources/registry/index/mod.rs, `IndexSummary::parse`).
 * `undefined` for what cargo drops: a line without a name, or without a version. Of a line that has both and does not
 * fit otherwise, or is for a newer cargo, cargo remembers that the version is there and cannot be chosen.
 *
 * @param isSoundText whether cargo can read all of its text, see `isReadAlike`
 */
export function readIndexEntry(line: Readonly<Record<string, unknown>>, isSoundText: boolean): IndexEntry | undefined {
  const { name, vers: version } = line;
  if (typeof name !== 'string' || typeof version !== 'string' || !isVersion(version)) return undefined;
  const standing = standingOf(line, isSoundText);
  // What an entry that is not understood says besides is worth nothing.
  const told = standing.is === 'unavailable' ? {} : toldBy(line);
  return { name, release: { version, standing, ...told } };
}

/** No moment is later for cargo (crate `jiff`, `Timestamp::MAX`); in milliseconds. */
const NO_LATER = Date.UTC(9999, 11, 30, 22);
/** The highest version of the index's form that cargo knows. */
const NEWEST_FORM = 2;
const LIVE: Standing = { is: 'live' };
const YANKED: Standing = { is: 'yanked' };
const INVALID: Standing = { is: 'unavailable', why: 'has an entry in the index that cargo takes for invalid' };

/** In cargo's order: an entry for a newer cargo need not fit, and one that does not fit need not be yanked. */
function standingOf(line: Readonly<Record<string, unknown>>, isSoundText: boolean): Standing {
  const { v } = line;
  if (isForm(v) && v > NEWEST_FORM) {
    return { is: 'unavailable', why: `requires a cargo that knows version ${v} of the index’s form` };
  }
  if (!isSoundText || !isSound(line)) return INVALID;
  return line.yanked === true ? YANKED : LIVE;
}

function toldBy({ pubtime, rust_version: needs, cksum }: Readonly<Record<string, unknown>>): Partial<ReleaseFact> {
  return {
    ...(typeof cksum === 'string' && SHA256.test(cksum) ? { hashes: [{ algorithm: 'sha256', text: cksum }] } : {}),
    ...(typeof pubtime === 'string' && isIsoDate(pubtime) ? { published: pubtime } : {}),
    ...(typeof needs === 'string' ? { needs: needs.trim() } : {}),
  };
}

/**
 * Whether cargo takes the entry: each member of its kind, requirements and targets that can be read, features that fit.
 */
function isSound(line: Readonly<Record<string, unknown>>): boolean {
  const { deps, cksum, yanked, links, rust_version: needs, pubtime, v } = line;
  if (typeof cksum !== 'string') return false;
  if (!isAbsentOr(yanked, 'boolean') || !isAbsentOr(links, 'string') || !(isAbsent(v) || isForm(v))) return false;
  if (!isAbsent(needs) && !(typeof needs === 'string' && RUST_VERSION.test(needs) && areNumbersSmall(needs)))
    return false;
  if (!isAbsent(pubtime) && !(typeof pubtime === 'string' && isMoment(pubtime))) return false;
  const dependencies = readDependencies(deps);
  const features = featuresOf(line);
  return dependencies !== undefined && features !== undefined && areFeaturesSound(features, dependencies);
}

function featuresOf({ features, features2 }: Readonly<Record<string, unknown>>): Features | undefined {
  const first = features === undefined ? new Map<string, string[]>() : readFeatures(features);
  const second = isAbsent(features2) ? new Map<string, string[]>() : readFeatures(features2);
  return first === undefined || second === undefined ? undefined : mergedFeatures(first, second);
}

function isForm(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isAbsentOr(value: unknown, kind: 'boolean' | 'string'): boolean {
  return isAbsent(value) || typeof value === kind;
}

/** Semantic Versioning 2.0.0, as strictly as cargo: nothing before it, no leading zeros. */
const VERSION =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;
/** Of the archive, as lockfiles have it too. */
const SHA256 = /^[\da-f]{64}$/i;
/** In characters; longer than any that people write. */
const LONGEST_VERSION = 256;
/** One to three numbers, and nothing but blanks before or behind them. */
const RUST_VERSION = /^ *(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){0,2} *$/;
/** In whole seconds, in UTC; of those that a leap adds, one counts. */
const MOMENT = /^(\d{4}-\d{2}-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:)(?:[0-5]\d|60)Z$/;

function isVersion(text: string): boolean {
  return text.length <= LONGEST_VERSION && VERSION.test(text) && areNumbersSmall(text);
}

/** A day that the calendar has. JavaScript takes the 30th of February for a day in March. */
function isMoment(text: string): boolean {
  const [, minute, day] = MOMENT.exec(text) ?? [];
  const time = minute === undefined ? Number.NaN : Date.parse(`${minute}00Z`);
  return time < NO_LATER && new Date(time).toISOString().slice(8, 10) === day;
}
