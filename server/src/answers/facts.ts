import type {
  AnyFact,
  Attachment,
  AttachmentKind,
  AttestationEntry,
  ManifestShape,
  PlatformEntry,
  ReleaseFact,
  Standing,
} from '../model/answer.ts';
import { isEvidence } from '../model/evidence.ts';
import { parseDigest } from '../model/names.ts';
import { isObject } from '../model/objects.ts';
import { type Attested, type Build, UNPROVEN } from '../model/provenance.ts';
import type { Ask } from '../model/question.ts';

/**
 * Of each kind of question. Raise one when its fact's shape changes, or what the key of such a question is made of:
 * what other versions wrote of this kind counts as not there then, and no other kind is asked again.
 */
const FACT_VERSIONS: Readonly<Record<Ask, number>> = {
  package: 2,
  release: 2,
  terms: 1,
  provenance: 1,
  history: 3,
  manifest: 1,
  contents: 1,
  config: 1,
  referrers: 1,
  tags: 1,
};

/** The name under which an answer is kept on disk, as in `release 1 https://…`. */
export function storedName(key: string, ask: Ask, versions = FACT_VERSIONS): string {
  return `${ask} ${versions[ask]} ${key}`;
}

/**
 * Whether a name is an older version's, which this program does not read any more. What a newer program wrote is its
 * own business.
 */
export function isOutdatedName(name: string, versions: Readonly<Record<string, number>> = FACT_VERSIONS): boolean {
  const [ask = '', version = ''] = name.split(' ', 2);
  return Object.hasOwn(versions, ask) && Number(version) < (versions[ask] ?? 0);
}

/** Whether what came from the disk is a fact that answers such a question. */
export function isFactFor(ask: Ask, fact: unknown): fact is AnyFact {
  if (!isObject(fact)) return false;
  switch (ask) {
    case 'package':
      return (
        isStanding(fact.standing) &&
        isTexts(fact.tags) &&
        isList(fact.releases, isRelease) &&
        (fact.partial === undefined || fact.partial === true) &&
        isTextOrAbsent(fact.newest) &&
        isTextOrAbsent(fact.modified) &&
        (fact.retracted === undefined || isList(fact.retracted, isRetractedRange)) &&
        (fact.about === undefined || isTexts(fact.about))
      );
    case 'release':
      return isRelease(fact);
    case 'terms':
      return (
        [fact.own, fact.properties, fact.versions].every(isTexts) &&
        isList(fact.unsure, isText) &&
        (fact.hides === undefined || isList(fact.hides, isText)) &&
        (fact.parent === undefined || isDocumentName(fact.parent)) &&
        isList(fact.imports, isDocumentName) &&
        (fact.namesPlaces === undefined || fact.namesPlaces === true)
      );
    case 'provenance':
      return isList(fact.attested, isAttested);
    case 'history':
      return (
        isTexts(fact.published) &&
        isTextOrAbsent(fact.modified) &&
        (fact.about === undefined || isTexts(fact.about)) &&
        (fact.evidence === undefined || (isObject(fact.evidence) && Object.values(fact.evidence).every(isEvidence)))
      );
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
  return (
    isObject(value) &&
    typeof value.version === 'string' &&
    isStanding(value.standing) &&
    isTextOrAbsent(value.published) &&
    isTextOrAbsent(value.needs) &&
    (value.evidence === undefined || isEvidence(value.evidence)) &&
    (value.undeprecated === undefined || value.undeprecated === true) &&
    (value.hashes === undefined || isList(value.hashes, isHash)) &&
    (value.partlyYanked === undefined || isPartlyYanked(value.partlyYanked))
  );
}

function isHash(value: unknown): boolean {
  return isObject(value) && isText(value.algorithm) && isText(value.text) && isTextOrAbsent(value.file);
}

function isAttested(value: unknown): value is Attested {
  if (!isObject(value)) return false;
  if (value.is === 'verified') return isBuild(value.build) && isList(value.of, isHash);
  return (
    value.is === 'unproven' &&
    UNPROVEN.some(why => why === value.why) &&
    (value.claim === undefined || isBuild(value.claim))
  );
}

function isBuild(value: unknown): value is Build {
  return isObject(value) && isText(value.repository) && isTextOrAbsent(value.commit) && isTextOrAbsent(value.workflow);
}

function isRetractedRange(value: unknown): boolean {
  return isObject(value) && isText(value.low) && isText(value.high) && isTextOrAbsent(value.reason);
}

function isDocumentName(value: unknown): boolean {
  return isObject(value) && isText(value.name) && isText(value.version);
}

function isRelocation(value: unknown): boolean {
  return isObject(value) && isText(value.name) && isText(value.version) && isTextOrAbsent(value.message);
}

function isPartlyYanked(value: unknown): boolean {
  return isObject(value) && isCount(value.yanked) && isCount(value.files);
}

const STANDINGS: Record<Standing['is'], true> = {
  live: true,
  deprecated: true,
  unpublished: true,
  'security-holding': true,
  yanked: true,
  retracted: true,
  relocated: true,
  unavailable: true,
  archived: true,
  quarantined: true,
};

function isStanding(value: unknown): value is Standing {
  if (!isObject(value) || !isOneOf(STANDINGS, value.is)) return false;
  switch (value.is) {
    case 'deprecated':
      return typeof value.message === 'string';
    case 'unpublished':
      return isTextOrAbsent(value.on);
    case 'yanked':
      return isTextOrAbsent(value.reason) && (value.disputed === undefined || value.disputed === true);
    case 'archived':
    case 'quarantined':
      return isTextOrAbsent(value.reason);
    case 'retracted':
      return isList(value.reasons, isText);
    case 'relocated':
      return isRelocation(value.to);
    case 'unavailable':
      return typeof value.why === 'string';
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

function isShape(value: unknown): value is ManifestShape {
  return isOneOf(SHAPES, value);
}

/** Whether a value is one of the words that a table lists. */
export function isOneOf<Key extends string>(table: Record<Key, true>, value: unknown): value is Key {
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

/** Whether a value is a number that may count something, or tell a time. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
