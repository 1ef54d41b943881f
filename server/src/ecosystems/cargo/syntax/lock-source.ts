import type { OpaqueReason } from '../../../model/reference.ts';
import type { CargoLockEntry } from './cargo-lock-entry.ts';
import { indexSource } from './dependency.ts';

/** Where an entry of a `Cargo.lock` comes from. */
export type LockSource =
  | { readonly is: 'crates-io' }
  /** Another registry, by the address of its index as manifests have it, and without a login. */
  | { readonly is: 'registry'; readonly index: string; readonly source: string }
  | { readonly is: 'elsewhere'; readonly why: OpaqueReason };

/**
 * Reads the source of an entry (cargo, src/cargo/core/source_id.rs, `SourceId::from_url`): `registry+https://…` is an
 * index in a git repository, `sparse+https://…` one by the sparse protocol. For crates.io cargo writes the same,
 * whatever stands in for it.
 */
function readLockSource(source: string): LockSource {
  if (source === CRATES_IO) return { is: 'crates-io' };
  if (!/^(?:registry|sparse)\+/.test(source)) {
    return { is: 'elsewhere', why: source.startsWith('git+') ? 'git' : 'path' };
  }
  const index = source.replace(/^registry\+/, '').replace(/\/\/[^/?#]*@/, '//');
  const asked = indexSource(index, 'recorded');
  return asked === undefined ? { is: 'elsewhere', why: 'invalid' } : { is: 'registry', index, source: asked };
}

/**
 * The registries that something brings in which names them itself, as an index may for each of its crates
 * (registry-index.md, `registry`): no configuration has to.
 *
 * @param needs for each entry those that it takes, by their places
 */
export function broughtSources(
  entries: readonly CargoLockEntry[],
  needs: readonly (readonly number[])[],
): ReadonlySet<string> {
  const brought = new Set<string>();
  for (const [place, { source }] of entries.entries()) {
    // Crates of crates.io take none of elsewhere, and the workspace's own go by its configuration.
    if (source === undefined || source === CRATES_IO) continue;
    for (const need of needs[place] ?? []) {
      const its = entries[need]?.source;
      if (its !== undefined && its !== source) brought.add(its);
    }
  }
  return brought;
}

/** Reads each source once: most entries have the same. */
export function lockSources(): (source: string) => LockSource {
  const known = new Map<string, LockSource>();
  return source => {
    const read = known.get(source) ?? readLockSource(source);
    known.set(source, read);
    return read;
  };
}

const CRATES_IO = 'registry+https://github.com/rust-lang/crates.io-index';
