import type { Attachment, AttachmentKind } from '../../model/answer.ts';
import { isObject } from '../../model/objects.ts';
import { plainText } from '../../model/plain-text.ts';

/** How BuildKit, and everybody else who writes in-toto statements, names what a layer states. */
const PREDICATE_OF_LAYER = 'in-toto.io/predicate-type';
/** Sigstore's bundles name it on the manifest and on its descriptor (cosign 3, `gh attestation`). */
const PREDICATE_OF_BUNDLE = 'dev.sigstore.bundle.predicateType';
const CONTENT_OF_BUNDLE = 'dev.sigstore.bundle.content';
/** cosign 2 names it on the layers of its `.att` tags. */
const PREDICATE_OF_COSIGN = 'predicateType';

const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle\b/;
const SIGNATURES = [
  /^application\/vnd\.cncf\.notary\.signature$/,
  /^application\/vnd\.dev\.cosign\.(?:artifact\.sig|simplesigning)\b/,
];
const BILLS_OF_MATERIALS = [
  /^application\/(?:.+\+)?spdx(?:\+|$)/,
  /^text\/spdx(?:\+|$)/,
  /^application\/vnd\.cyclonedx(?:\+|$)/,
  /^application\/vnd\.syft(?:\+|$)/,
  /^application\/vnd\.dev\.cosign\.artifact\.sbom\b/,
];

/**
 * What an in-toto predicate type states (in-toto/attestation, spec/predicates; sigstore/cosign,
 * pkg/cosign/attestation).
 */
function statementOf(predicateType: string): Attachment {
  return { kind: kindOfPredicate(predicateType), type: plainText(predicateType) };
}

/** What the layers of an attestation's manifest state, each type once. */
export function statementsOfLayers(layers: unknown): readonly Attachment[] {
  const types = new Set<string>();
  for (const layer of Array.isArray(layers) ? layers : []) {
    const annotations = annotationsOf(layer);
    const type = annotations[PREDICATE_OF_LAYER] ?? annotations[PREDICATE_OF_COSIGN];
    if (isShortText(type)) types.add(type);
  }
  return [...types].map(statementOf);
}

/**
 * What a descriptor in a list of referrers, or the manifest it stands for, is. `undefined` where it does not say: lists
 * written by old clients leave out the type, and the manifest itself must be seen (sigstore/cosign#4641).
 */
export function attachmentOf(described: Record<string, unknown>): Attachment | undefined {
  const annotations = annotationsOf(described);
  const predicate = annotations[PREDICATE_OF_BUNDLE] ?? annotations[PREDICATE_OF_LAYER];
  if (isShortText(predicate)) return statementOf(predicate);
  const type = described.artifactType;
  if (!isShortText(type)) return undefined;
  if (BUNDLE.test(type)) {
    // A bundle that does not say what it states may be anything but for one that holds a bare signature.
    const kind = annotations[CONTENT_OF_BUNDLE] === 'message-signature' ? 'signature' : 'other';
    return { kind, type: plainText(type) };
  }
  return { kind: kindOfArtifact(type), type: plainText(type) };
}

function kindOfArtifact(type: string): AttachmentKind {
  if (SIGNATURES.some(pattern => pattern.test(type))) return 'signature';
  return BILLS_OF_MATERIALS.some(pattern => pattern.test(type)) ? 'sbom' : 'other';
}

function kindOfPredicate(type: string): AttachmentKind {
  if (/^https:\/\/sigstore\.dev\/cosign\/sign\//.test(type)) return 'signature';
  if (/^https:\/\/slsa\.dev\/provenance\//.test(type)) return 'provenance';
  return /^https:\/\/(?:spdx\.dev\/Document|cyclonedx\.org\/bom)/.test(type) ? 'sbom' : 'other';
}

function annotationsOf(value: unknown): Record<string, unknown> {
  return isObject(value) && isObject(value.annotations) ? value.annotations : {};
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_TYPE;
}

/** RFC 6838 allows 127 characters to each half of a media type; predicate types are addresses. */
const LONGEST_TYPE = 300;
