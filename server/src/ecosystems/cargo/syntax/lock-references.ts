import type { ReleaseHash } from '../../../model/hashes.ts';
import type { Reference } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { parseCargoVersion } from '../cargo-version.ts';
import type { CargoLockEntry } from './cargo-lock-entry.ts';
import { isCrateName, opaqueCrate } from './dependency.ts';
import { readLockSource } from './lock-source.ts';

/**
 * What is asked of the registry for an entry of a lockfile, and what is listed; `undefined` of the workspace's own.
 *
 * @param isBroken whether what an entry lacks says nothing
 */
export function lockReference(entry: CargoLockEntry, isBroken: boolean): Reference | undefined {
  const { start, end, name, version, source, replace } = entry;
  if (source === undefined) return undefined;
  const place = { span: spanOf(start, end), role: 'lock' } as const;
  const from = readLockSource(source);
  // What stands in its place is an entry of its own, and nobody gets this one.
  const why = replace === undefined ? (from.is === 'elsewhere' ? from.why : undefined) : 'managed';
  if (why !== undefined) return { ...place, subject: opaqueCrate(why, name, version) };
  if (!isCrateName(name) || parseCargoVersion(version) === undefined) {
    return { ...place, subject: opaqueCrate('invalid', name, version) };
  }
  const hashes = hashesOf(entry);
  return {
    ...place,
    subject: {
      ...{ kind: 'release', registry: 'cargo', name, want: { is: 'exact', text: version, version } },
      ...(from.is === 'registry' ? { source: from.source } : {}),
      locked: {
        ...(isBroken && hashes.length === 0 ? {} : { hashes }),
        ...(from.is === 'registry' ? { from: from.index.replace(/^sparse\+/, '') } : {}),
      },
    },
  };
}

/** The first version of lockfiles writes `<none>` where there is none. */
function hashesOf({ checksum }: CargoLockEntry): readonly ReleaseHash[] {
  if (checksum === undefined || !/^[\da-f]{64}$/i.test(checksum)) return [];
  return [{ algorithm: 'sha256', text: checksum }];
}
