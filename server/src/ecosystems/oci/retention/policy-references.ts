import type { Reference } from '../../../model/reference.ts';
import type { WrittenPolicy } from './kind.ts';

/** The references of the first policies, in the order of the text; of two at one place the first. */
export function policyReferences(written: readonly WrittenPolicy[]): Reference[] {
  const references: Reference[] = [];
  for (const { at, ignoreAt, policy } of written.toSorted((a, b) => a.at.start - b.at.start)) {
    if (references.length === MOST_POLICIES) break;
    if (references.at(-1)?.span.start === at.start) continue;
    references.push({
      span: at,
      role: 'own',
      subject: { kind: 'policy', registry: 'oci', policy, offset: 0 },
      ...(ignoreAt === undefined ? {} : { ignoreAt }),
    });
  }
  return references;
}

/** In one document: each is tried on a thousand releases. */
const MOST_POLICIES = 200;
