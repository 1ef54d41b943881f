import type { ReleaseFact, Standing } from '../../model/answer.ts';
import { isIsoDate } from '../../model/iso-date.ts';
import { isObject } from '../../model/objects.ts';
import { areFeaturesSound, type EntryDependency, type Features, mergedFeatures, readFeatures } from './features.ts';

/** One line of an index: a version, and whose it is. */
export interface IndexEntry {
  readonly name: string;
  readonly release: ReleaseFact;
}

/**
 * Reads one line of an index as cargo does (src/cargo/sources/registry/index/mod.rs, `IndexSummary::parse`).
 * `undefined` for what cargo drops: a line without a name, or without a version. Of a line that has both and does not
 * fit otherwise, or is for a newer cargo, cargo remembers that the version is there and cannot be chosen.
 */
export function readIndexEntry(line: Readonly<Record<string, unknown>>): IndexEntry | undefined {
  const { name, vers: version } = line;
  if (typeof name !== 'string' || typeof version !== 'string' || !isVersion(version)) return undefined;
  const standing = standingOf(line);
  // What an entry that is not understood says besides is worth nothing.
  const told = standing.is === 'unavailable' ? {} : toldBy(line);
  return { name, release: { version, standing, ...told } };
}

/** The highest version of the index's form that cargo knows. */
const NEWEST_FORM = 2;
const LIVE: Standing = { is: 'live' };
const YANKED: Standing = { is: 'yanked' };
const INVALID: Standing = { is: 'unavailable', why: 'has an entry in the index that cargo takes for invalid' };

/** In cargo's order: an entry for a newer cargo need not fit, and one that does not fit need not be yanked. */
function standingOf(line: Readonly<Record<string, unknown>>): Standing {
  const { v } = line;
  if (isForm(v) && v > NEWEST_FORM) {
    return { is: 'unavailable', why: `requires a cargo that knows version ${v} of the index’s form` };
  }
  if (!isSound(line)) return INVALID;
  return line.yanked === true ? YANKED : LIVE;
}

function toldBy({ pubtime, rust_version: needs }: Readonly<Record<string, unknown>>): Partial<ReleaseFact> {
  return {
    ...(typeof pubtime === 'string' && isIsoDate(pubtime) ? { published: pubtime } : {}),
    ...(typeof needs === 'string' ? { needs } : {}),
  };
}

/**
 * Whether cargo takes the entry: each member of its kind, features that fit. What requirements and targets say is left
 * to cargo, see {@link areFeaturesSound}.
 */
function isSound(line: Readonly<Record<string, unknown>>): boolean {
  const { deps, cksum, yanked, links, rust_version: needs, pubtime, v } = line;
  if (typeof cksum !== 'string') return false;
  if (!isAbsentOr(yanked, 'boolean') || !isAbsentOr(links, 'string') || !(isAbsent(v) || isForm(v))) return false;
  if (!isAbsent(needs) && !(typeof needs === 'string' && RUST_VERSION.test(needs))) return false;
  if (!isAbsent(pubtime) && !(typeof pubtime === 'string' && PUBLISHED.test(pubtime))) return false;
  const dependencies = dependenciesOf(deps);
  const features = featuresOf(line);
  return dependencies !== undefined && features !== undefined && areFeaturesSound(features, dependencies);
}

function featuresOf({ features, features2 }: Readonly<Record<string, unknown>>): Features | undefined {
  const first = features === undefined ? new Map<string, string[]>() : readFeatures(features);
  const second = isAbsent(features2) ? new Map<string, string[]>() : readFeatures(features2);
  return first === undefined || second === undefined ? undefined : mergedFeatures(first, second);
}

function dependenciesOf(value: unknown): readonly EntryDependency[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const dependencies: EntryDependency[] = [];
  for (const written of value) {
    if (!isObject(written)) return undefined;
    const { name, req, optional, kind } = written;
    if (typeof name !== 'string' || typeof req !== 'string') return undefined;
    if (!(optional === undefined || typeof optional === 'boolean')) return undefined;
    // A dependency for development alone has no feature to be turned on by.
    if (optional === true && kind === 'dev') return undefined;
    dependencies.push({ name, isOptional: optional === true });
  }
  return dependencies;
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
/** In characters; longer than any that people write. */
const LONGEST_VERSION = 256;
/** One to three numbers, and nothing before or behind them. */
const RUST_VERSION = /^(?:0|[1-9]\d{0,9})(?:\.(?:0|[1-9]\d{0,9})){0,2}$/;
/** In whole seconds, in UTC. */
const PUBLISHED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Cargo's numbers go up to 2⁶⁴ − 1; one with more digits than that has is none. */
function isVersion(text: string): boolean {
  return text.length <= LONGEST_VERSION && VERSION.test(text) && !/\d{20}/.test(text.split(/[-+]/, 1)[0] ?? '');
}
