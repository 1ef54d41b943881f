import type { LockEntry } from './lock-entry.ts';
import { readNpmSpec } from './npm-spec.ts';
import { integrityOfShasum } from './recorded-integrity.ts';
import type { YarnEntry } from './yarn-lock.ts';

/** The name in `name@spec`. */
export function nameOfPattern(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  return at < 0 ? pattern : pattern.slice(0, at);
}

/**
 * An entry of version 1: what it is follows from what it is wanted as, and its hashes stand behind its address, in
 * hexadecimal digits, and on a line of their own. Where `resolutions` replace what is wanted, the replacement stands
 * among the rest.
 */
export function firstRelease({ patterns, version, resolved, integrity }: YarnEntry): LockEntry {
  const mark = resolved?.indexOf('#') ?? -1;
  const address = resolved === undefined || mark < 0 ? resolved : resolved.slice(0, mark);
  const release: Writable<LockEntry> = {
    name: nameOfPattern(patterns[0] ?? ''),
    // The stronger hash, where there is one, is what Yarn goes by.
    integrity: integrity ?? integrityOfShasum(resolved?.slice(mark + 1) ?? ''),
  };
  for (const pattern of patterns) {
    const own = nameOfPattern(pattern);
    const spec = pattern.slice(own.length + 1);
    if (PLAIN_RANGE.test(spec)) continue;
    const read = readNpmSpec(own, spec, 'yarn1');
    if (read.is === 'opaque') release.opaque = read.why;
    else if (read.name !== own) release.name = read.name;
  }
  if (version !== undefined) release.version = version;
  if (address !== undefined && /^https?:/i.test(address)) release.from = address;
  return release;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What is read again and again: neither an alias, nor an address, nor a path, nor a tag. */
const PLAIN_RANGE = /^[\^~<>=*\d][^:/\\]*$(?<!\.tgz)/;

/**
 * An entry from version 2 on, by its resolution (yarnpkg/berry, packages/yarnpkg-core, sources/structUtils.ts). Its
 * checksum is that of the archive that Yarn makes for itself, which no registry has, so that there are no hashes. What
 * is patched is made here, of the registry's release, which has an entry of its own.
 */
export function berryRelease({ patterns, version, resolution }: YarnEntry): LockEntry {
  const exact = resolution ?? patterns[0] ?? '';
  const name = nameOfPattern(exact);
  const reference = exact.slice(name.length + 1);
  const told = version === undefined ? {} : { version };
  const [, registered, bound = ''] = /^npm:(\d[^:]*)(?:::(.*))?$/.exec(reference) ?? [];
  if (registered !== undefined) {
    const from = new URLSearchParams(bound).get('__archiveUrl');
    return { name, version: registered, ...(from === null ? {} : { from }) };
  }
  if (reference.startsWith('workspace:')) return { name, opaque: 'workspace' };
  if (MADE_HERE.test(reference)) return { name, ...told, opaque: 'path' };
  if (GIT.test(reference)) return { name, ...told, opaque: 'git' };
  if (/^https?:/i.test(reference)) return { name, ...told, opaque: 'url' };
  return { name, ...told, opaque: /^\w+:/.test(reference) ? 'unconfigured' : 'invalid' };
}

const MADE_HERE = /^(?:patch|file|link|portal|exec):/;
const GIT = /^(?:git|ssh|github):|^git@|\.git(?:#|$)|[#&]commit=/i;

/** The folder of a workspace, as in `LockRoot`; absent for all else. */
export function workspaceOf({ resolution }: YarnEntry): string | undefined {
  const at = resolution?.indexOf('@workspace:', 1) ?? -1;
  if (resolution === undefined || at < 0) return undefined;
  const folder = resolution.slice(at + '@workspace:'.length);
  return folder === '.' ? '' : folder;
}

/** What is patched, as what it is wanted as: a name, and the text behind it. */
export function insideOfPatch(pattern: string): readonly [string, string] | undefined {
  const [, inside] = /^(?:@[^/@]+\/)?[^@]+@patch:([^#]+)#/.exec(pattern) ?? [];
  if (inside === undefined) return undefined;
  const read = decoded(inside);
  const name = nameOfPattern(read);
  return [name, read.slice(name.length + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
