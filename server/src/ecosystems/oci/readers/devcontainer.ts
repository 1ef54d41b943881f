import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { IgnorePlace, ImageSubject, OpaqueSubject, Reference } from '../../../model/reference.ts';
import { locksKey, type Told } from '../../../model/statement.ts';
import { type JsonMember, membersOf, parseJson, valuesOf } from '../../../syntax/json.ts';
import { ignorePlaceOfMember, jsonComments, keyScalar, stringScalar } from '../../../syntax/json-scalars.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { featureOf } from '../syntax/devcontainer-feature.ts';
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
  read: (text, file, around = NOTHING_AROUND) => {
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
        const feature = referenceOf(text, newline, member, scalar, scalar && featureOf(scalar, text));
        const locked = scalar && lockedIn(lockfileOf(file), scalar.value, around.told);
        return locked === undefined ? feature : feature.map(reference => ({ ...reference, lockedTo: locked }));
      }),
    ];
    references.sort((a, b) => a.span.start - b.span.start);
    return { references, ignores: ignoresOf({ text, comments: jsonComments(text) }, /^[ \t]*\/\//) };
  },
};

/** The lockfile of a configuration (devcontainers/cli, lockfile.ts, `getLockfilePath`). */
function lockfileOf(file: string): string {
  return /(?:^|\/)\.[^/]*$/.test(file) ? '.devcontainer-lock.json' : 'devcontainer-lock.json';
}

/** What a lockfile takes for a feature, by the text as it is written. */
function lockedIn(lockfile: string, wanted: string, told: Told): string | undefined {
  const said = told(locksKey(lockfile, wanted)).at(-1);
  return said?.says === 'locks' ? said.to : undefined;
}

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
