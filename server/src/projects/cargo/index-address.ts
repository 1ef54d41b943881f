import { baseAddress } from '../../model/address.ts';
import { trimmedEnd } from '../../model/trim.ts';

/** What an index's address, as it is written, leads to. */
export type IndexAddress =
  /** The base of a sparse index, without a trailing slash. */
  | { readonly is: 'sparse'; readonly base: string }
  /** crates.io's own, in whatever protocol it is written. */
  | { readonly is: 'crates-io' }
  /** A git repository, or files of this machine: nothing that can be asked. */
  | { readonly is: 'not-asked' }
  /** No address without a password that cargo would ask; `why` is the rest of a sentence about it. */
  | { readonly is: 'invalid'; readonly why: string };

/** Where crates.io has its index (cargo, src/cargo/sources/registry/mod.rs, `CRATES_IO_HTTP_INDEX`). */
export const CRATES_IO_BASE = 'https://index.crates.io';

/**
 * What stands before crates.io in lockfiles and in configuration that is older than the sparse protocol, without `.git`
 * at its end.
 */
const CRATES_IO_GIT = 'https://github.com/rust-lang/crates.io-index';

/**
 * Reads an address as configuration, manifests and lockfiles write it: `sparse+https://…/`, `registry+https://…`.
 */
export function readIndexAddress(written: string): IndexAddress {
  const [, kind, rest = ''] = /^(?:(sparse|registry)\+)?(.*)$/s.exec(written.trim()) ?? [];
  const base = baseAddress(rest);
  if (kind !== 'sparse') {
    if (base?.replace(/\.git$/, '').toLowerCase() === CRATES_IO_GIT) return { is: 'crates-io' };
    return URL.canParse(rest) ? { is: 'not-asked' } : INVALID;
  }
  // What stands behind a question mark would be lost on the way to the crates, and cargo asks no such index.
  if (base === undefined || /[?#]/.test(rest)) return INVALID;
  // A slash to some and none to cargo: who reads it otherwise asks another host.
  if (rest.includes('\\')) return { is: 'invalid', why: 'must have no backslash in its address' };
  if (!rest.endsWith('/'))
    return { is: 'invalid', why: 'must have a slash at the end of its address, else cargo refuses it' };
  return base === CRATES_IO_BASE ? { is: 'crates-io' } : { is: 'sparse', base };
}

const INVALID: IndexAddress = {
  is: 'invalid',
  why: 'must have an address of `sparse+`, then http or https without a password',
};

/** One text for all addresses that cargo takes for one source. */
export function addressKey(written: string): string {
  const address = readIndexAddress(written);
  switch (address.is) {
    case 'crates-io':
      return 'crates-io';
    case 'sparse':
      return `sparse+${address.base}`;
    case 'not-asked':
    case 'invalid':
      return trimmedEnd(written.trim().replace(/^registry\+/, ''), '/').replace(/\.git$/, '');
  }
}
