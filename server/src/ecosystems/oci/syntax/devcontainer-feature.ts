import { parseImageName } from '../../../model/image-reference.ts';
import type { ImageSubject, OpaqueReason, OpaqueSubject } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { writtenImage } from './written-image.ts';

/**
 * A feature's key. Its registry must look like a host, or it is a release on GitHub as it was before registries held
 * features. Upper case counts as lower case. A digest takes the place of the tag: both at once are refused. A lockfile
 * beside knows the feature by this text (devcontainers/cli, `Lockfile does not match.`), whether it is there already or
 * written later.
 */
export function featureOf(scalar: YamlScalar, text: string): ImageSubject | OpaqueSubject | undefined {
  const id = scalar.value;
  const opaque = (why: OpaqueReason): OpaqueSubject => ({ kind: 'opaque', registry: 'oci', why });
  if (id === '') return undefined;
  if (/^https?:\/\//.test(id)) return opaque('url');
  if (/^[./]/.test(id)) return opaque('path');
  // Names from the time before the specification stand for features that the tools know.
  if (!id.includes('/')) return opaque(id.includes('$') ? 'variable' : 'managed');
  if (!id.includes('$') && !/^(?:[^/]*\.|localhost)/.test(id.slice(0, id.indexOf('/')))) return opaque('git');
  const subject = writtenImage(inLowerCase(scalar), text, { runs: false });
  if (subject?.kind !== 'image') return subject;
  const { pin, tag, digest, name } = subject;
  if (!name.repository.includes('/') || (tag !== undefined && (digest !== undefined || pin.tag === undefined)))
    return opaque('invalid');
  const place = tag === undefined ? undefined : pin.tag?.span;
  const hole = place === undefined ? pin.digest : { span: spanOf(place.start - 1, place.end), before: '@', after: '' };
  return { ...subject, name: renamed(name), pin: { where: 'here', digest: hole, follower: 'lockfile' } };
}

/** The one collection that moved as a whole, and that the tools look for where it is now. */
function renamed(name: ImageSubject['name']): ImageSubject['name'] {
  const repository = name.repository.replace(/^devcontainers-contrib\//, 'devcontainers-extra/');
  return parseImageName(`${name.host}/${repository}`) ?? name;
}

function inLowerCase(scalar: YamlScalar): YamlScalar {
  const value = scalar.value.toLowerCase();
  // Letters outside of ASCII are in no name, and some change their length.
  return value.length === scalar.value.length
    ? { ...scalar, value, written: { text: value, at: scalar.written.at } }
    : scalar;
}
