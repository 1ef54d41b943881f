import type { ReleaseHash } from '../../../model/hashes.ts';
import type { OpaqueReason, Reference } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { AgeLimitFor } from './age-limits.ts';
import { opaquePackage } from './wanted.ts';

/** An entry of a lockfile of npm's clients, as far as all of them have the same to say. */
export interface LockEntry {
  readonly span: Span;
  /** The package's own name, of an alias its target. */
  readonly name: string;
  /** Absent where the lockfile tells none, as npm does of an optional one that could not be had. */
  readonly version?: string;
  /** Set where it is no registry's. */
  readonly opaque?: OpaqueReason;
  /** As recorded, where there are any; absent where the kind of lockfile has no hashes that can be compared. */
  readonly hashes?: readonly ReleaseHash[];
  /** The address that it came from, as recorded. */
  readonly from?: string;
  /** It can be left out. */
  readonly optional?: boolean;
}

/** What is asked of the registry for an entry, and what is listed. */
export function lockReference({ span, name, version, opaque, hashes, from, optional }: LockEntry): Reference {
  if (opaque !== undefined || version === undefined) {
    return { span, subject: opaquePackage(opaque ?? 'managed', name, version), role: 'lock' };
  }
  const address = from === undefined ? undefined : withoutLogin(from);
  return {
    span,
    subject: {
      kind: 'release',
      registry: 'npm',
      name,
      want: { is: 'exact', text: version, version },
      locked: {
        ...(hashes === undefined ? {} : { hashes }),
        ...(address === undefined ? {} : { from: address }),
      },
      ...sourceOf(address),
      ...(optional === true ? { optional: true } : {}),
    },
    role: 'lock',
  };
}

/** Adds to an entry what the client who writes such lockfiles takes of what was published lately. */
export function withAgeLimit(ageLimitFor: AgeLimitFor): (reference: Reference) => Reference {
  return reference => {
    const { subject } = reference;
    const ageLimit = subject.kind === 'release' ? ageLimitFor(subject.name) : undefined;
    return subject.kind !== 'release' || ageLimit === undefined
      ? reference
      : { ...reference, subject: { ...subject, ageLimit } };
  };
}

/**
 * Hashes as Subresource Integrity has them: `sha512-…`, several with blanks between. Options behind a `?` tell nothing
 * of the bytes (W3C SRI, "The integrity attribute"; npm's ssri).
 */
export function hashesOfIntegrity(text: string): readonly ReleaseHash[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap(part => {
      const [, algorithm, digest] = /^(sha\d{1,3}|md5)-([A-Za-z\d+/]+={0,2})(?:\?.*)?$/.exec(part) ?? [];
      return algorithm === undefined ? [] : [{ algorithm, text: `${algorithm}-${digest}` }];
    });
}

/** The hash that older lockfiles and registries tell in hexadecimal digits, in the form of the others. */
export function hashOfShasum(hex: string): ReleaseHash | undefined {
  if (!/^[\da-f]{40}$/i.test(hex)) return undefined;
  return { algorithm: 'sha1', text: `sha1-${Buffer.from(hex, 'hex').toString('base64')}` };
}

/** The host is part of where it is asked; see `RECORDED` in the rooms that read it. */
function sourceOf(address: string | undefined): { readonly source?: string } {
  const host = hostOf(address);
  return host === undefined ? {} : { source: `${RECORDED}${host}` };
}

/** Behind this word a subject's source has the host that a lockfile records, with its port. */
export const RECORDED = 'recorded ';

function hostOf(address: string | undefined): string | undefined {
  return /^https?:\/\/([^/?#]{1,255})/i.exec(address ?? '')?.[1]?.toLowerCase();
}

function withoutLogin(address: string): string {
  return address.replace(/^(https?:\/\/)[^/?#@]*@/i, '$1');
}
