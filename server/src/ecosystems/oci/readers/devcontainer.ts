import { parseImageName } from '../../../model/image-reference.ts';
import type { Reader } from '../../../model/reader.ts';
import type { IgnorePlace, ImageSubject, OpaqueReason, OpaqueSubject, Reference } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { type JsonMember, membersOf, parseJson, valuesOf } from '../../../syntax/json.ts';
import { ignorePlaceOfMember, jsonComments, keyScalar, stringScalar } from '../../../syntax/json-scalars.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { contentSpan, writtenImage } from '../syntax/written-image.ts';

/**
 * Development containers (containers.dev, "devcontainer.json reference" and "Features distribution"; devcontainers/cli,
 * `getRef` and `processFeatureIdentifier`): the image, and features, which are artifacts in the same registries. JSON
 * with comments.
 */
export const devcontainer: Reader = {
  id: 'devcontainer',
  files: ['devcontainer.json', '.devcontainer.json'],
  languages: [],
  read: text => {
    const root = parseJson(text);
    const newline = newlineOf(text);
    const images = membersOf(root, text).filter(({ name }) => name === 'image');
    const features = valuesOf(root, 'features', text).flatMap(block => membersOf(block, text));
    const references = [
      ...images.flatMap(member => {
        const scalar = stringScalar(member.value, text);
        return referenceOf(text, newline, member, scalar, scalar && writtenImage(scalar, text, { runs: false }));
      }),
      ...features.flatMap(member => {
        const scalar = keyScalar(member, text);
        return referenceOf(text, newline, member, scalar, scalar && featureOf(scalar, text));
      }),
    ];
    references.sort((a, b) => a.span.start - b.span.start);
    return { references, ignores: ignoresOf({ text, comments: jsonComments(text) }, /^[ \t]*\/\//) };
  },
};

function referenceOf(
  text: string,
  newline: IgnorePlace['newline'],
  member: JsonMember,
  scalar: YamlScalar | undefined,
  subject: ImageSubject | OpaqueSubject | undefined,
): Reference[] {
  if (scalar === undefined || subject === undefined) return [];
  const ignoreAt = ignorePlaceOfMember(member, scalar, text, newline);
  return [{ span: contentSpan(scalar), role: 'manifest', subject, ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
}

/**
 * A feature's key. Its registry must look like a host, or it is a release on GitHub as it was before registries held
 * features. Upper case counts as lower case. A digest takes the place of the tag: both at once are refused. A lockfile
 * beside knows the feature by this text (devcontainers/cli, `Lockfile does not match.`), whether it is there already or
 * written later.
 */
function featureOf(scalar: YamlScalar, text: string): ImageSubject | OpaqueSubject | undefined {
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
