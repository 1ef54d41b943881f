import type { ReleaseHash } from '../../../model/hashes.ts';
import type { Locked, OpaqueSubject, Reference, ReleaseSubject } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { parseCargoVersion } from '../cargo-version.ts';
import type { CargoLockEntry } from './cargo-lock-entry.ts';
import { isCrateName, opaqueCrate } from './dependency.ts';
import type { LockSource } from './lock-source.ts';

/**
 * What is asked of the registry for an entry of a lockfile, and what is listed; `undefined` of the workspace's own.
 *
 * @param isBroken whether what an entry lacks says nothing
 * @param sourceOf what sources of entries mean
 * @param brought the sources that another one may name, as `broughtSources` has them
 */
export function lockReference(
  entry: CargoLockEntry,
  isBroken: boolean,
  sourceOf: (source: string) => LockSource,
  brought: ReadonlySet<string>,
): Reference | undefined {
  const { start, end, source } = entry;
  if (source === undefined) return undefined;
  const from = sourceOf(source);
  const subject = subjectOf(entry, from, isBroken, brought.has(source));
  return { span: spanOf(start, end), subject, role: 'lock' };
}

function subjectOf(
  entry: CargoLockEntry,
  from: LockSource,
  isBroken: boolean,
  isBrought: boolean,
): ReleaseSubject | OpaqueSubject {
  const { name, version, replace } = entry;
  // What stands in its place is an entry of its own, and nobody gets this one.
  if (replace !== undefined) return opaqueCrate('managed', name, version);
  if (from.is === 'elsewhere') return opaqueCrate(from.why, name, version);
  if (!isCrateName(name) || !isVersion(version)) return opaqueCrate('invalid', name, version);
  const hashes = hashesOf(entry);
  const locked: Locked = isBroken && hashes.length === 0 ? {} : { hashes };
  const subject: ReleaseSubject = {
    kind: 'release',
    registry: 'cargo',
    name,
    want: { is: 'exact', text: version, version },
    locked,
  };
  if (from.is === 'crates-io') return subject;
  const source = isBrought ? `${from.source} may-be-named=1` : from.source;
  return { ...subject, source, locked: { ...locked, from: from.index.replace(/^sparse\+/, '') } };
}

function isVersion(text: string): boolean {
  return PLAIN_VERSION.test(text) || parseCargoVersion(text) !== undefined;
}

/** Of SHA-256. */
const HEX_DIGITS = 64;

/** Most are of this form, and need no closer look. */
const PLAIN_VERSION = /^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/;

/** The first version of lockfiles writes `<none>` where there is none. */
function hashesOf({ checksum }: CargoLockEntry): readonly ReleaseHash[] {
  if (checksum?.length !== HEX_DIGITS) return [];
  return [{ algorithm: 'sha256', text: checksum }];
}
