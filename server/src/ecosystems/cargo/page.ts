import type { ReleaseSubject } from '../../model/reference.ts';

/** The page about a crate, or its version, at crates.io; `undefined` for one of another registry, or without a page. */
export function cratePage({ name, want, source }: ReleaseSubject): string | undefined {
  if (source !== undefined || !/^[A-Za-z0-9_-]+$/.test(name)) return undefined;
  const page = `https://crates.io/crates/${name}`;
  return want.is === 'exact' ? `${page}/${encodeURIComponent(want.version)}` : page;
}
