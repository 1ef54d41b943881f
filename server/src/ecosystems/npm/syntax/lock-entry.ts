import { exactWants } from '../../../model/exact-wants.ts';
import type { Locked, OpaqueReason, Reference, ReleaseSubject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { recordedPlaces, withoutLogin } from './recorded-address.ts';
import { RecordedIntegrity } from './recorded-integrity.ts';
import { opaquePackage } from './wanted.ts';

/** An entry of a lockfile of npm's clients, as far as all of them have the same to say. */
export interface LockEntry {
  /** The package's own name, of an alias its target. */
  readonly name: string;
  /** Absent where the lockfile tells none, as npm does of an optional one that could not be had. */
  readonly version?: string | undefined;
  /** Set where it is no registry's. */
  readonly opaque?: OpaqueReason | undefined;
  /**
   * Its hashes as recorded, in the form of Subresource Integrity; empty where there are none, absent where the kind of
   * lockfile has no hashes that can be compared.
   */
  readonly integrity?: string | undefined;
  /** The address that it came from, as recorded. */
  readonly from?: string | undefined;
}

/**
 * What is asked of the registry for an entry, and what is listed.
 *
 * @param span where the entry's key stands
 * @param optional whether it can be left out
 */
export type LockReferenceOf = (span: Span, entry: LockEntry, optional: boolean) => Reference;

/** Makes references to the entries of one lockfile, which has some ten thousand: what is equal they share. */
export function lockReferences(): LockReferenceOf {
  const wantOf = exactWants();
  const placeOf = recordedPlaces();
  return (span, { name, version, opaque, integrity, from }, optional) => {
    const why = opaque ?? (version === undefined ? 'managed' : isAskable(name, version) ? undefined : 'invalid');
    if (why !== undefined || version === undefined) {
      return { span, subject: opaquePackage(why ?? 'managed', name, version), role: 'lock' };
    }
    const address = from === undefined ? undefined : withoutLogin(from);
    const subject: Writable<ReleaseSubject> = {
      kind: 'release',
      registry: 'npm',
      name,
      want: wantOf(version),
      locked: lockedBy(integrity, address),
    };
    // The host is part of where it is asked; see `RECORDED` in the rooms that read it.
    const source = address === undefined ? undefined : placeOf(address).source;
    if (source !== undefined) subject.source = source;
    if (optional) subject.optional = true;
    return { span, subject, role: 'lock' };
  };
}

function lockedBy(integrity: string | undefined, from: string | undefined): Locked {
  if (integrity !== undefined) return new RecordedIntegrity(integrity, from);
  return from === undefined ? {} : { from };
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
