import type { OpaqueReason } from '../../../model/reference.ts';
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
  const asked = indexSource(index);
  return asked === undefined ? { is: 'elsewhere', why: 'invalid' } : { is: 'registry', index, source: asked };
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
