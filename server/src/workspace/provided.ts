import { imageNameText } from '../model/names.ts';
import type { Provided } from '../model/provided.ts';
import type { Reading, Reference } from '../model/reference.ts';

/**
 * A reading in which everything that the workspace itself provides is opaque: it is listed, and no registry hears of
 * it. The same reading where nothing is. Packages are the workspace's own; images are what its builds are given under
 * their names.
 *
 * A package manager takes a sibling only where its version fits, and asks the registry for it otherwise. It counts as
 * the workspace's own all the same: a finding that is missing costs less than a wrong one, or than an inner name told
 * outside.
 */
export function withoutProvided(reading: Reading, provided: Provided): Reading {
  const references = reading.references.map(reference => asProvided(reference, provided));
  const isChanged = references.some((reference, i) => reference !== reading.references[i]);
  return isChanged ? { ...reading, references } : reading;
}

function asProvided(reference: Reference, provided: Provided): Reference {
  const { subject, role } = reference;
  if (role !== 'manifest') return reference;
  switch (subject.kind) {
    case 'release': {
      const { registry, name, want } = subject;
      if (subject.launched === true || !provided.has(registry, name)) return reference;
      return { ...reference, subject: { kind: 'opaque', why: 'workspace', registry, name, want: want.text } };
    }
    case 'image': {
      const name = imageNameText(subject.name);
      if (subject.maybeNamedContext !== true || !provided.has('oci', name)) return reference;
      return { ...reference, subject: { kind: 'opaque', why: 'managed', registry: 'oci', name } };
    }
    case 'opaque':
      return reference;
  }
}
