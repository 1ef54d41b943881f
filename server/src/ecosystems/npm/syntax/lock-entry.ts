import defaults from 'npm-registry-fetch/lib/default-opts.js';
import type { ReleaseHash } from '../../../model/hashes.ts';
import type { Locked, OpaqueReason, Reference, ReleaseSubject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { opaquePackage } from './wanted.ts';

/** An entry of a lockfile of npm's clients, as far as all of them have the same to say. */
export interface LockEntry {
  readonly span: Span;
  /** The package's own name, of an alias its target. */
  readonly name: string;
  /** Absent where the lockfile tells none, as npm does of an optional one that could not be had. */
  readonly version?: string | undefined;
  /** Set where it is no registry's. */
  readonly opaque?: OpaqueReason | undefined;
  /** As recorded, where there are any; absent where the kind of lockfile has no hashes that can be compared. */
  readonly hashes?: readonly ReleaseHash[];
  /** The address that it came from, as recorded. */
  readonly from?: string | undefined;
  /** It can be left out. */
  readonly optional?: boolean;
}

/** What is asked of the registry for an entry, and what is listed. A lockfile has some ten thousand of them. */
export function lockReference({ span, name, version, opaque, hashes, from, optional }: LockEntry): Reference {
  const why = opaque ?? (version === undefined ? 'managed' : isAskable(name, version) ? undefined : 'invalid');
  if (why !== undefined || version === undefined) {
    return { span, subject: opaquePackage(why ?? 'managed', name, version), role: 'lock' };
  }
  const address = from === undefined ? undefined : withoutLogin(from);
  const host = address === undefined ? undefined : hostOf(address);
  const locked: Writable<Locked> = {};
  if (hashes !== undefined) locked.hashes = hashes;
  if (address !== undefined) locked.from = address;
  const subject: Writable<ReleaseSubject> = {
    kind: 'release',
    registry: 'npm',
    name,
    want: { is: 'exact', text: version, version },
    locked,
  };
  // The host is part of where it is asked; see `RECORDED` in the rooms that read it.
  if (host !== undefined) subject.source = `${RECORDED}${host}`;
  if (optional === true) subject.optional = true;
  return { span, subject, role: 'lock' };
}

/** Whether a registry may have such a thing: what is written by hand, or torn by a conflict, is asked of nobody. */
function isAskable(name: string, version: string): boolean {
  return VERSION.test(version) && NAME.test(name) && name.length <= LONGEST_NAME;
}

/** Also those that npm takes no more (validate-npm-package-name, `validForOldPackages`). */
const NAME = /^(?:@[\w.!~*'()-]+\/)?[a-z\d!~*'()-][\w.!~*'()-]*$/i;
const LONGEST_NAME = 214;
const VERSION = /^[\dv=][\w.+-]{0,255}$/;

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * Hashes as Subresource Integrity has them: `sha512-…`, several with blanks between. Options behind a `?` tell
 * nothing of the bytes (W3C SRI, "The integrity attribute"; npm's ssri).
 */
export function hashesOfIntegrity(text: string): readonly ReleaseHash[] {
  // What nearly all entries have.
  if (text.length === SHA512_LENGTH && text.startsWith('sha512-') && text.endsWith('==') && !/[\s?]/.test(text)) {
    return [{ algorithm: 'sha512', text }];
  }
  return text
    .trim()
    .split(/\s+/)
    .flatMap(part => {
      const [, algorithm, digest] = /^(sha\d{1,3}|md5)-([A-Za-z\d+/]+={0,2})(?:\?.*)?$/.exec(part) ?? [];
      return algorithm === undefined ? [] : [{ algorithm, text: `${algorithm}-${digest}` }];
    });
}

/** Of 64 bytes in base64, behind the word and a dash. */
const SHA512_LENGTH = 95;

/** The hash that older lockfiles and registries tell in hexadecimal digits, in the form of the others. */
export function hashOfShasum(hex: string): ReleaseHash | undefined {
  if (!/^[\da-f]{40}$/i.test(hex)) return undefined;
  return { algorithm: 'sha1', text: `sha1-${Buffer.from(hex, 'hex').toString('base64')}` };
}

/** Behind this word a subject's source has the host that a lockfile records, with its port. */
export const RECORDED = 'recorded ';

function hostOf(address: string): string | undefined {
  const start = /^https?:\/\//i.exec(address)?.[0].length;
  if (start === undefined) return undefined;
  const slash = address.indexOf('/', start);
  const host = slash < 0 ? address.slice(start) : address.slice(start, slash);
  const end = host.search(/[?#]/);
  // Some registries tell the port that goes without saying, as AWS CodeArtifact and Artifactory do.
  const usualPort = /^https/i.test(address) ? /:443$/ : /:80$/;
  const its = (end < 0 ? host : host.slice(0, end)).toLowerCase().replace(usualPort, '');
  return its === '' || its.length > LONGEST_HOST ? undefined : its;
}

/** Of DNS; in characters. */
const LONGEST_HOST = 255;

/**
 * The host of a recorded address, where it is neither the one that everybody uses by default nor the one by which Yarn
 * knows that: those stand for whatever is configured.
 */
export function unusualHost(address: string | undefined): string | undefined {
  const host = address === undefined ? undefined : hostOf(withoutLogin(address));
  return host === undefined || USUAL_HOSTS.includes(host) ? undefined : host;
}

/** The latter: yarnpkg/yarn, src/constants.js, `YARN_REGISTRY`. */
const USUAL_HOSTS = [new URL(defaults.registry).host, 'registry.yarnpkg.com'];

function withoutLogin(address: string): string {
  const at = address.indexOf('@');
  // Behind a slash of the path it belongs to a scope.
  if (at < 0 || address.lastIndexOf('/', at) > 'https://'.length) return address;
  return address.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
}
