import { IMAGES, PACKAGES } from '../ecosystems/index.ts';
import type { Peek } from '../model/answer.ts';
import type { Derive } from '../model/derive.ts';
import type { Policy } from '../model/policy.ts';
import type { Reference } from '../model/reference.ts';
import { makesKey, type Told } from '../model/statement.ts';
import type { DocumentName } from '../model/terms.ts';

/** What documents in registries are looked up by. */
export interface Deciding {
  readonly peek: Peek;
  readonly derive: Derive;
  readonly told: Told;
  readonly policy: Pick<Policy, 'ignores'>;
}

/**
 * A reference as the documents of releases decide it that have a say in it; the same one where they have none, or are
 * not known. No registry hears of a document that the workspace makes itself, or that is to be left alone.
 */
export function asDecided(reference: Reference, { peek, derive, told, policy }: Deciding): Reference {
  const { subject, undecided } = reference;
  if (undecided === undefined || (subject.kind !== 'release' && subject.kind !== 'opaque')) return reference;
  const { registry } = subject;
  if (registry === IMAGES.id) return reference;
  const { decide } = PACKAGES[registry];
  if (decide === undefined) return reference;
  const { documentsFrom } = undecided;
  const termsOf = ({ name, version }: DocumentName) => {
    if (told(makesKey(registry, name)).length > 0) return undefined;
    if (policy.ignores({ kind: 'release', registry, name, want: { is: 'exact', text: version, version } })) {
      return undefined;
    }
    const place = { registry, name, ...(documentsFrom === undefined ? {} : { source: documentsFrom }) };
    const answer = peek({ ask: 'terms', version, ...place });
    return answer.state === 'known' ? answer.fact : undefined;
  };
  const decided = decide(subject, undecided, { termsOf, derive, told });
  return decided === undefined ? reference : { ...reference, subject: decided };
}
