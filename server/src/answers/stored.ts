import type {
  AnyFact,
  Attachment,
  AttachmentKind,
  AttestationEntry,
  ManifestShape,
  Missing,
  PlatformEntry,
  ReleaseFact,
  Standing,
} from '../model/answer.ts';
import { parseDigest } from '../model/names.ts';
import { isObject } from '../model/objects.ts';
import type { Ask } from '../model/question.ts';
import type { Kept, Told } from './kept.ts';

/**
 * Raised whenever a fact's shape changes, or what its key is made of: what older or newer versions wrote then counts as
 * not there. What older ones wrote is removed: the keys of the first two held a plain hash of the login.
 */
export const STORED_VERSION = 3;

/** How the text of an answer that never changes begins; what clears the disk up looks no further. */
export const FOR_EVER_PREFIX = '{"forEver":true,';

/** An answer as text. The key is in it, so that a file in the wrong place is no answer to another question. */
export function writeStored(key: string, kept: Kept): string {
  const { forEver, ...rest } = kept;
  const record = { version: STORED_VERSION, key, ...rest };
  return JSON.stringify(forEver === true ? { forEver, ...record } : record);
}

/**
 * Reads what {@link writeStored} wrote, checked like anything that comes from outside: another version, another key,
 * half a text or a fact of another shape is `undefined`, and costs one request.
 */
export function readStored(text: string, key: string, ask: Ask, now: number): Kept | undefined {
  const record = parse(text);
  if (!isObject(record) || record.version !== STORED_VERSION || record.key !== key) return undefined;
  const answer = toldOf(record.answer, ask);
  if (answer === undefined || answer.asOf > now + CLOCK_SKEW) return undefined;
  const { validator, freshFor, forEver } = record;
  return {
    answer,
    ...(typeof validator === 'string' ? { validator } : {}),
    ...(isCount(freshFor) ? { freshFor } : {}),
    ...(forEver === true && answer.state === 'known' ? { forEver } : {}),
  };
}

/**
 * Processes of one machine share the folder, and perhaps machines one home. An answer from further ahead stays fresh
 * too long.
 */
const CLOCK_SKEW = 60_000;

function toldOf(value: unknown, ask: Ask): Told | undefined {
  if (!isObject(value) || !isCount(value.asOf)) return undefined;
  const { state, asOf } = value;
  if (state === 'absent') return isMissing(value.missing) ? { state, missing: value.missing, asOf } : undefined;
  if (state !== 'known') return undefined;
  return isFactFor(ask, value.fact) ? { state, fact: value.fact, asOf } : undefined;
}

function isFactFor(ask: Ask, fact: unknown): fact is AnyFact {
  if (!isObject(fact)) return false;
  switch (ask) {
    case 'package':
      return isStanding(fact.standing) && isTexts(fact.tags) && isList(fact.releases, isRelease);
    case 'release':
      return isRelease(fact);
    case 'history':
      return isTexts(fact.published) && isTextOrAbsent(fact.modified);
    case 'manifest':
      return isDigest(fact.digest) && isShape(fact.shape);
    case 'contents':
      return (
        isShape(fact.shape) &&
        isList(fact.platforms, isPlatform) &&
        (fact.config === undefined || isDigest(fact.config)) &&
        (fact.layerBytes === undefined || isCount(fact.layerBytes)) &&
        (fact.attestations === undefined || isList(fact.attestations, isAttestation)) &&
        (fact.states === undefined || isList(fact.states, isAttachment))
      );
    case 'config':
      return isTextOrAbsent(fact.created) && typeof fact.platform === 'string' && isTexts(fact.labels);
    case 'referrers':
      return isList(fact.attached, isAttachment) && typeof fact.complete === 'boolean';
    case 'tags':
      return isList(fact.tags, isText) && typeof fact.complete === 'boolean';
  }
}

function isRelease(value: unknown): value is ReleaseFact {
  return isObject(value) && typeof value.version === 'string' && isStanding(value.standing);
}

const STANDINGS: Record<Standing['is'], true> = {
  live: true,
  deprecated: true,
  unpublished: true,
  'security-holding': true,
};

function isStanding(value: unknown): value is Standing {
  if (!isObject(value) || !isOneOf(STANDINGS, value.is)) return false;
  switch (value.is) {
    case 'deprecated':
      return typeof value.message === 'string';
    case 'unpublished':
      return isTextOrAbsent(value.on);
    case 'live':
    case 'security-holding':
      return true;
  }
}

function isPlatform(value: unknown): value is PlatformEntry {
  return isObject(value) && isDigest(value.digest) && typeof value.platform === 'string';
}

function isAttestation(value: unknown): value is AttestationEntry {
  return isObject(value) && isDigest(value.digest) && isDigest(value.of);
}

const ATTACHMENT_KINDS: Record<AttachmentKind, true> = { signature: true, provenance: true, sbom: true, other: true };

function isAttachment(value: unknown): value is Attachment {
  return isObject(value) && isOneOf(ATTACHMENT_KINDS, value.kind) && typeof value.type === 'string';
}

const SHAPES: Record<ManifestShape, true> = { image: true, index: true, other: true };
const MISSING: Record<Missing, true> = { package: true, version: true, repository: true, tag: true, digest: true };

function isShape(value: unknown): value is ManifestShape {
  return isOneOf(SHAPES, value);
}

function isMissing(value: unknown): value is Missing {
  return isOneOf(MISSING, value);
}

function isOneOf<Key extends string>(table: Record<Key, true>, value: unknown): value is Key {
  return typeof value === 'string' && Object.hasOwn(table, value);
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && parseDigest(value) !== undefined;
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isTexts(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
