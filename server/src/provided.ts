import type { Provided } from './model/provided.ts';
import type { Reading, Reference } from './model/reference.ts';

/**
 * A reading in which everything that the workspace itself provides is opaque: it is listed, and no registry hears of it. The
 * same reading where nothing is.
 *
 * A package manager takes a sibling only where its version fits, and asks the registry for it otherwise. It counts as the
 * workspace's own all the same: a finding that is missing costs less than a wrong one, or than an inner name told outside.
 */
export function withoutProvided(reading: Reading, provided: Provided): Reading {
  const references = reading.references.map(reference => asProvided(reference, provided));
  const isChanged = references.some((reference, i) => reference !== reading.references[i]);
  return isChanged ? { ...reading, references } : reading;
}

function asProvided(reference: Reference, provided: Provided): Reference {
  const { subject, role } = reference;
  if (role !== 'manifest' || subject.kind !== 'release' || subject.launched === true) return reference;
  const { registry, name, want } = subject;
  if (!provided.has(registry, name)) return reference;
  return { ...reference, subject: { kind: 'opaque', why: 'workspace', registry, name, want: want.text } };
}
