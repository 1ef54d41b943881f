import { IMAGES } from '../ecosystems/index.ts';
import { type ImageName, imageNameText } from '../model/names.ts';
import type { Policy } from '../model/policy.ts';
import { isNamed, type Reference } from '../model/reference.ts';
import { namedThing } from '../model/report.ts';
import { contextKey, makesKey, type Told } from '../model/statement.ts';

/**
 * A reference as people are told of it, whoever tells: what is ignored, or made by the workspace itself, is opaque. The
 * same reference where a registry is to be asked about it.
 */
export function asTold(reference: Reference, told: Told, policy: Policy): Reference {
  const { subject } = reference;
  if (subject.kind === 'opaque' || !isNamed(subject) || !policy.ignores(subject)) return asProvided(reference, told);
  const { registry, name, want } = namedThing(subject);
  const known = { ...(name === null ? {} : { name }), ...(want === null ? {} : { want }) };
  return { ...reference, subject: { kind: 'opaque', why: 'ignored', registry, ...known } };
}

/**
 * A reference as people are told of it: what the workspace makes itself is opaque, so that it is listed and no registry
 * hears of it. The same reference where it is a registry's.
 *
 * A package manager takes a sibling only where its version fits, and asks the registry for it otherwise; what a digest
 * names is the registry's whatever is built. A name counts as the workspace's own all the same: a finding that is
 * missing costs less than a wrong one, or than an inner name told outside.
 */
export function asProvided(reference: Reference, told: Told): Reference {
  const { subject, role } = reference;
  switch (subject.kind) {
    case 'release': {
      const { registry, name, want } = subject;
      if (role !== 'manifest' || subject.launched === true || told(makesKey(registry, name)).length === 0)
        return reference;
      return { ...reference, subject: { kind: 'opaque', why: 'workspace', registry, name, want: want.text } };
    }
    case 'image': {
      const name = imageNameText(subject.name);
      if (isInBuild(reference) && told(contextKey(subject.name, IMAGES.meantTag(subject))).length > 0)
        return { ...reference, subject: { kind: 'opaque', why: 'managed', registry: IMAGES.id, name } };
      if (!isByTag(reference) || told(makesKey(IMAGES.id, name, IMAGES.meantTag(subject))).length === 0)
        return reference;
      const want = subject.tag === undefined ? {} : { want: subject.tag };
      return { ...reference, subject: { kind: 'opaque', why: 'workspace', registry: IMAGES.id, name, ...want } };
    }
    // What is published from here is meant to be what the workspace makes.
    case 'publication':
    case 'publish':
    case 'policy':
    // No build is known that makes one.
    case 'artifact':
    case 'opaque':
      return reference;
  }
}

/** Whether another file may give the build something else under this name. */
function isInBuild({ role, subject }: Reference): boolean {
  const isByTag = subject.kind === 'image' && subject.digest === undefined;
  return role === 'manifest' && isByTag && subject.maybeNamedContext !== undefined;
}

/**
 * Whether another document of the workspace may turn out to make what is named, or to say where it is to be had, so
 * that no registry is asked before all were looked at that could.
 */
export function isHeldUntilWalked(reference: Reference): boolean {
  return reference.untilWalked === true || isByTag(reference);
}

function isByTag({ subject }: Reference): boolean {
  return subject.kind === 'image' && subject.digest === undefined;
}

/** Whether the workspace makes an image itself, under whatever tag: for who does not know the tag yet. */
export function isMadeUnderSomeTag(name: ImageName, told: Told): boolean {
  return told(makesKey(IMAGES.id, imageNameText(name))).length > 0;
}
