import type { OpaqueReason } from '../../../model/reference.ts';
import type { PnpmPackage } from './pnpm-lock.ts';

/** What a key under `packages` names. */
export interface PnpmKey {
  readonly name: string;
  readonly version?: string;
  /** Set where it is no registry's, or one's that this file alone does not tell. */
  readonly opaque?: OpaqueReason;
  /** Of a registry that is not the usual one, as versions 5 and 6 write it into the key. */
  readonly host?: string;
}

/**
 * Takes a key apart (pnpm, deps/path; before version 9 `dependency-path`): without what it is said for which peers,
 * `/@s/a/1.0.0_b@2` and `/@s/a@1.0.0(b@2)` of versions 5 and 6, `@s/a@1.0.0(b@2)`, `a@work:1.0.0` of a registry with a
 * name, and `a@https://…` from version 9 on. What the entry itself says of its name and version goes before.
 */
export function readPnpmKey(
  { key, type, name, version, tarball }: Pick<PnpmPackage, 'key'> & Partial<PnpmPackage>,
  format: number,
): PnpmKey {
  const read = format >= 9 ? newKey(withoutPeers(key)) : oldKey(key, format);
  const opaque = type === 'git' ? 'git' : type === 'directory' ? 'path' : read.opaque;
  const fromGit = opaque === 'url' && /^https:\/\/codeload\.github\.com\//i.test(tarball ?? '');
  if (name === undefined && version === undefined && opaque === undefined) return read;
  return {
    ...read,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(opaque === undefined ? {} : { opaque: fromGit ? 'git' : opaque }),
  };
}

/** A key or a version without the peers and the patch that it is installed with, which stand in brackets. */
export function withoutPeers(text: string): string {
  const bracket = text.indexOf('(');
  return bracket < 0 ? text : text.slice(0, bracket);
}

/** The version in what an importer takes: `1.0.0(b@2)`, `1.0.0_b@2`, and of an alias its target's. */
export function versionIn(text: string, format: number): string | undefined {
  const plain = format < 6 ? beforePeers(text) : withoutPeers(text);
  if (STARTS_WITH_DIGIT.test(plain)) return plain;
  return plain.startsWith('/') || format >= 9 ? readPnpmKey({ key: text }, format).version : undefined;
}

function newKey(key: string): PnpmKey {
  const at = key.indexOf('@', 1);
  if (at < 0) return { name: key, opaque: 'invalid' };
  const name = key.slice(0, at);
  const behind = key.slice(at + 1);
  return STARTS_WITH_DIGIT.test(behind) ? { name, version: behind } : { name, ...behindName(behind) };
}

function oldKey(key: string, format: number): PnpmKey {
  const slash = key.indexOf('/');
  if (slash === 0) return ofRegistry(key.slice(1), format);
  const plain = withoutPeers(key);
  const whence = behindName(plain);
  if (whence.version === undefined && whence.opaque !== undefined && whence.opaque !== 'invalid') {
    return { name: plain, opaque: whence.opaque };
  }
  const host = slash < 0 ? '' : key.slice(0, slash);
  if (/^(?:github\.com|gitlab\.com|bitbucket\.org)$/i.test(host)) return { name: plain, opaque: 'git' };
  const read = ofRegistry(key.slice(slash + 1), format);
  if (!/^[\w-]+(?:\.[\w-]+)*(?:[:+]\d+)?$/.test(host)) return { name: plain, opaque: 'invalid' };
  return { ...read, ...(read.opaque === undefined ? { host: host.replace('+', ':').toLowerCase() } : {}) };
}

/** `name@1.0.0(b@2)` of version 6, `name/1.0.0_b@2` of version 5. */
function ofRegistry(text: string, format: number): PnpmKey {
  if (format >= 6) return newKey(withoutPeers(text));
  const scope = text.startsWith('@') ? text.indexOf('/') : -1;
  const at = text.indexOf('/', scope + 1);
  if (at < 0) return { name: text, opaque: 'invalid' };
  return { name: text.slice(0, at), ...behindName(beforePeers(text.slice(at + 1))) };
}

function beforePeers(text: string): string {
  const mark = text.indexOf('_');
  return withoutPeers(mark < 0 ? text : text.slice(0, mark));
}

function behindName(text: string): Omit<PnpmKey, 'name'> {
  if (STARTS_WITH_DIGIT.test(text)) return { version: text };
  const [, word = '', rest = ''] = /^([a-z][\w.+-]*):(.*)$/i.exec(text) ?? [];
  if (word === '') return { opaque: 'invalid' };
  if (/^(?:file|link|portal)$/i.test(word)) return { opaque: 'path' };
  if (/^workspace$/i.test(word)) return { opaque: 'workspace' };
  if (/^(?:git|ssh|github|gitlab|bitbucket)(?:\+|$)/i.test(word) || /\.git(?:#|$)/.test(rest)) return { opaque: 'git' };
  if (rest.startsWith('//')) return { opaque: 'url' };
  // The name of a registry, which another file has the address of.
  return STARTS_WITH_DIGIT.test(rest) ? { version: rest, opaque: 'unconfigured' } : { opaque: 'invalid' };
}

const STARTS_WITH_DIGIT = /^\d/;
