import type { Answer, Attachment, ContentsFact, Peek } from '../model/answer.ts';
import type { Digest, ImageName } from '../model/names.ts';

/** What is known to be attached to an image. Being there is all that is known: nothing is verified. */
export interface Attached {
  readonly attachments: readonly Attachment[];
  /** False where something that is not listed may be there all the same: then its lack must not be told. */
  readonly complete: boolean;
}

/**
 * What is attached to a digest, by the referrers of the registry and by what BuildKit put into the index itself. Of
 * many platforms' attestations the first is looked into, as one build attests all alike. Several requests where it is
 * not known.
 */
export function attachedTo(peek: Peek, image: ImageName, digest: Digest, contents: Answer<ContentsFact>): Attached {
  const referrers = peek({ ask: 'referrers', image, digest });
  const inside = insideIndex(peek, image, contents);
  const outside: Attached =
    referrers.state === 'known'
      ? { attachments: referrers.fact.attached, complete: referrers.fact.complete }
      : { attachments: [], complete: false };
  return {
    attachments: [...inside.attachments, ...outside.attachments],
    complete: inside.complete && outside.complete,
  };
}

function insideIndex(peek: Peek, image: ImageName, contents: Answer<ContentsFact>): Attached {
  if (contents.state !== 'known') return { attachments: [], complete: false };
  // Of one platform's image, the attestation is beside it in an index that is not known here.
  if (contents.fact.shape !== 'index') return { attachments: [], complete: false };
  const [first] = contents.fact.attestations ?? [];
  if (first === undefined) return { attachments: [], complete: true };
  const attestation = peek({ ask: 'contents', image, digest: first.digest });
  switch (attestation.state) {
    case 'known':
      return { attachments: attestation.fact.states ?? [], complete: true };
    // It was left behind when the image was copied, or cleaned up.
    case 'absent':
      return { attachments: [], complete: true };
    case 'unknown':
      return { attachments: [], complete: false };
  }
}
