import type { OpaqueReason } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';

/** An entry of a lockfile of npm's, as written; by its place among the folders that npm makes. */
export interface PackageLockEntry {
  /** From the lockfile's folder on: `node_modules/a/node_modules/b`, or `packages/x` of what lies in the workspace. */
  readonly path: string;
  /** Its key, with the quotes. */
  readonly span: Span;
  name: string | undefined;
  version: string | undefined;
  resolved: string | undefined;
  integrity: string | undefined;
  isLink: boolean;
  isBundled: boolean;
  isOptional: boolean;
  /** What it wants: each name with the text behind it, in turns. One kind of dependency behind the other. */
  readonly wants: string[];
  /** In the same form what it wants besides to develop, where it is the workspace's own. */
  readonly wantsToo: string[];
}

/** An entry of which nothing was read yet. */
export function emptyEntry(path: string, span: Span): PackageLockEntry {
  return {
    path,
    span,
    name: undefined,
    version: undefined,
    resolved: undefined,
    integrity: undefined,
    isLink: false,
    isBundled: false,
    isOptional: false,
    wants: [],
    wantsToo: [],
  };
}

/** Takes a member of an entry that is a text. */
export function setText(entry: PackageLockEntry, key: string, value: string): void {
  switch (key) {
    case 'name':
    case 'version':
    case 'resolved':
    case 'integrity':
      entry[key] = value;
  }
}

/** Takes a member of an entry that is `true`. */
export function setFlag(entry: PackageLockEntry, key: string): void {
  switch (key) {
    case 'link':
      entry.isLink = true;
      break;
    case 'inBundle':
    case 'bundled':
      entry.isBundled = true;
      break;
    // Not `devOptional`: who develops cannot do without it (npm's documentation, "package-lock.json").
    case 'optional':
      entry.isOptional = true;
  }
}

/** Where the members of such an object of an entry go; `undefined` where it tells nothing of dependencies. */
export function wantsIn(entry: PackageLockEntry, kind: string): string[] | undefined {
  switch (kind) {
    case 'dependencies':
    case 'optionalDependencies':
    case 'peerDependencies':
    case 'requires':
      return entry.wants;
    case 'devDependencies':
      return entry.wantsToo;
    default:
      return undefined;
  }
}

/** Where an entry comes from, if not from a registry; what wants it may say so. */
export function opaqueReason(entry: PackageLockEntry, spec: string | undefined): OpaqueReason | undefined {
  const { version = '', resolved = '', isLink, isBundled } = entry;
  if (isLink) return 'workspace';
  if (isBundled) return 'managed';
  // By far the most are a version alone, and an address or none.
  if (!/^\d/.test(version) || !/^(?:https?:|$)/.test(resolved)) {
    for (const text of [version, resolved]) {
      if (/^(?:git(?:\+\w+)?:|github:|gitlab:|bitbucket:|gist:)/i.test(text)) return 'git';
      if (/^file:/i.test(text)) return 'path';
    }
    if (/^https?:/i.test(version)) return 'url';
  }
  // A tarball at an address, which may well be a registry's, is named by whoever wants it.
  return spec !== undefined && /^https?:/i.test(spec) ? 'url' : undefined;
}
