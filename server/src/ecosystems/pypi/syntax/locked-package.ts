import type { ReleaseHash } from '../../../model/hashes.ts';
import { parsePep440 } from '../../../model/pep440.ts';
import type { Locked, OpaqueReason, Reference } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import { OTHER_SOURCES, type PythonClient } from '../clients.ts';
import { canonicalName } from '../names.ts';
import { isEverybodys, isOfEverybodys, type LockedRelease, UNKNOWN_INDEX } from './lockfiles.ts';
import { encodedAddress, opaquePackage } from './python-subject.ts';
import { isProjectName, withoutLogin } from './requirement.ts';

/** An entry of a lockfile of Python's, as far as all of them have the same to say. */
export interface LockedPackage {
  readonly span: Span;
  /** As written. */
  readonly name: string;
  readonly version?: string | undefined;
  /** Set where it is no index's. */
  readonly opaque?: OpaqueReason | undefined;
  /** As recorded; absent where the file has none for it that could be looked for. */
  readonly hashes?: readonly ReleaseHash[] | undefined;
  /**
   * The address of the index that it came from; {@link UNKNOWN_INDEX} where it may be any, absent where none is told.
   */
  readonly index?: string | undefined;
  /** Set where a file may name the index that is not looked into for that, as another project's. */
  readonly mayBeNamed?: boolean | undefined;
  /** Set where it may as well have come from another index, by what its tool did once. */
  readonly mayBeOthers?: boolean | undefined;
  /** The address of a file, where those are told and the index is not. */
  readonly url?: string | undefined;
  readonly needs: readonly LockedNeed[];
}

/** What an entry depends on. */
export interface LockedNeed {
  /** In any form. */
  readonly name: string;
  /** Where several versions of it are locked, the one that is meant. */
  readonly version?: string | undefined;
  /** Where several are, which of them may be meant, by their versions; absent: any. */
  readonly allows?: ((version: string) => boolean) | undefined;
  /** Wanted only by who asks for an extra. */
  readonly isOptional?: boolean | undefined;
}

/** What is asked of an index for an entry, and what is listed. */
export function lockReference(locked: LockedPackage, placeAt: PlaceAt): Reference {
  const { span, version, opaque, hashes, index, mayBeNamed, mayBeOthers, url } = locked;
  const name = canonicalName(locked.name);
  if (opaque !== undefined || version === undefined) {
    return { span, subject: opaquePackage(opaque ?? 'managed', name, version), role: 'lock' };
  }
  if (!(PLAIN_VERSION.test(version) || parsePep440(version) !== undefined) || !isProjectName(locked.name)) {
    return { span, subject: opaquePackage('invalid', name, version), role: 'lock' };
  }
  const { source, from } = placeAt(index);
  return {
    span,
    subject: {
      kind: 'release',
      registry: 'pypi',
      name,
      want: { is: 'exact', text: version, version },
      source: `${source}${mayBeNamed === true ? ' may-be-named=1' : ''}${mayBeOthers === true ? ` ${OTHER_SOURCES}` : ''}`,
      locked: lockedOf(hashes, from ?? (url === undefined ? undefined : withoutLogin(url))),
    },
    role: 'lock',
  };
}

function lockedOf(hashes: readonly ReleaseHash[] | undefined, from: string | undefined): Locked {
  if (hashes === undefined) return from === undefined ? {} : { from };
  return from === undefined ? { hashes } : { hashes, from };
}

/** Tells what is said of an index, by its address as in {@link LockedPackage}: most entries are of the same. */
export type PlaceAt = (index: string | undefined) => LockedPlace;

interface LockedPlace {
  readonly source: string;
  /** As recorded, without a login; absent where none is. */
  readonly from: string | undefined;
}

/** What is said of each index, each made once. */
export function lockedPlaces(client: PythonClient): PlaceAt {
  const known = new Map<string | undefined, LockedPlace>();
  return index => {
    const before = known.get(index);
    if (before !== undefined) return before;
    const from = index === undefined || index === UNKNOWN_INDEX ? undefined : withoutLogin(index);
    const place = { source: `${client}${sourceWord(index)}`, from };
    known.set(index, place);
    return place;
  };
}

/** What is told of an entry to manifests; nothing of what is no index's. */
export function lockedRelease({ name, version, opaque, index }: LockedPackage): LockedRelease | undefined {
  if (opaque !== undefined) return undefined;
  const isUsual = index === undefined || index === EVERYBODYS || isEverybodys(index);
  return isUsual ? { name, version } : { name, version, index };
}

/** Where an entry came from by the addresses of its files, where its index is not told. */
export function indexOfFiles(urls: readonly string[]): Pick<LockedPackage, 'index' | 'url'> {
  const [url] = urls;
  if (url === undefined) return {};
  return { url, index: urls.every(isOfEverybodys) ? EVERYBODYS : UNKNOWN_INDEX };
}

/** The index that everybody asks, as lockfiles have it that write it down. */
export const EVERYBODYS = 'https://pypi.org/simple';

/** A hash as nearly all of them write it, `sha256:…`; `undefined` for anything else. */
export function lockedHash(text: string | undefined, file: string | undefined): ReleaseHash | undefined {
  if (text === undefined || text.length > LONGEST_HASH) return undefined;
  // A lockfile has some ten thousand of them, nearly all of this one kind.
  const colon = text.startsWith(USUAL) ? USUAL.length - 1 : text.indexOf(':');
  if (colon <= 0) return undefined;
  const algorithm = colon === USUAL.length - 1 && text.startsWith(USUAL) ? 'sha256' : text.slice(0, colon);
  return file === undefined ? { algorithm, text } : { algorithm, text, file };
}

/** The name of a file by its address or path. */
export function fileNameOf(address: string): string {
  const path = address.includes('#') || address.includes('?') ? address.replace(/[?#].*$/s, '') : address;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function sourceWord(index: string | undefined): string {
  if (index === undefined) return '';
  return index === UNKNOWN_INDEX ? ` locked-at=${UNKNOWN_INDEX}` : ` recorded=${encodedAddress(index)}`;
}

/** Most are of this form, and need no closer look. */
const PLAIN_VERSION = /^\d{1,9}(?:\.\d{1,9}){0,8}$/;
const USUAL = 'sha256:';
// In characters: SHA-512 in hexadecimal digits, and its name.
const LONGEST_HASH = 200;
