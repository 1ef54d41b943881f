import { parseImageReference } from '../../../model/image-reference.ts';
import { parseDigest } from '../../../model/names.ts';
import type { ArtifactSubject, OpaqueSubject, PinPlace, Reference } from '../../../model/reference.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import type { YamlFound } from '../../../syntax/yaml-paths.ts';
import { ignorePlaceOf } from '../../../syntax/yaml-places.ts';
import { textIn } from './helm-words.ts';
import { isTooLong } from './image-texts.ts';
import { refusedTag } from './misread-tags.ts';
import { opaqueImage } from './opaque-image.ts';
import { isOwn } from './split-image.ts';
import { contentSpan, isPlaceholder, isTemplated } from './written-image.ts';

/** What says of a repository that it is in a registry of images. */
export const OCI_SCHEME = 'oci://';

/** What names an artifact: a repository, and what is wanted of it. */
export interface WrittenArtifact {
  /** Without a scheme. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
  /** What the repository is written in. */
  readonly named: YamlFound;
  /** What the tag or the digest is written in, where there is one. */
  readonly wanted?: YamlFound | undefined;
  readonly pin?: PinPlace | undefined;
}

/**
 * A reference to an artifact. `undefined` where all that names it stands at anchors elsewhere. A tag is a text to the
 * objects' own types, and another kind of value is refused.
 */
export function artifactReference(document: YamlDocument, written: WrittenArtifact): Reference | undefined {
  const { tag = '', digest = '', repository, wanted } = written;
  const misread = tag === '' || digest !== '' || isTooLong(repository + tag) ? undefined : refusedTag(document, wanted);
  if (misread === undefined) return placed(document, written, subjectOf(written));
  return placed(document, written, { ...opaqueImage(`${repository}:${tag}`, 'misread'), misread });
}

/** A reference to an artifact of which another program chooses the version: by a range, or its own default. */
export function chosenArtifact(
  document: YamlDocument,
  written: Omit<WrittenArtifact, 'pin'>,
  want: string,
): Reference | undefined {
  const { repository } = written;
  const why = isTemplated(repository + want)
    ? 'template'
    : `${repository}${want}`.includes('$')
      ? 'variable'
      : 'managed';
  const subject = isTooLong(repository + want) ? opaqueImage('', 'invalid') : opaqueImage(repository, why);
  return placed(document, written, want === '' || isTooLong(want) ? subject : { ...subject, want });
}

function subjectOf({ repository, tag = '', digest = '', pin }: WrittenArtifact): ArtifactSubject | OpaqueSubject {
  if ([repository, tag, digest].some(isTooLong)) return opaqueImage('', 'invalid');
  const text = `${repository}${tag === '' ? '' : `:${tag}`}`;
  const all = text + digest;
  if (isTemplated(all) || isPlaceholder(tag)) return opaqueImage(text, 'template');
  if (all.includes('$')) return opaqueImage(text, 'variable');
  const named = parseImageReference(repository);
  const parsed = parseImageReference(text);
  const pinned = parseDigest(digest);
  // A repository's address has neither a tag nor a digest.
  const isRepository = named !== undefined && named.tag === undefined && named.digest === undefined;
  if (!isRepository || parsed === undefined || (digest !== '' && pinned === undefined))
    return opaqueImage(text, 'invalid');
  return {
    kind: 'artifact',
    name: parsed.name,
    ...(parsed.tag === undefined ? {} : { tag: parsed.tag }),
    ...(pinned === undefined ? {} : { digest: pinned }),
    ...(pin === undefined ? {} : { pin }),
  };
}

function placed(
  document: YamlDocument,
  { named, wanted }: Pick<WrittenArtifact, 'named' | 'wanted'>,
  subject: ArtifactSubject | OpaqueSubject,
): Reference | undefined {
  const at = wanted !== undefined && textIn(wanted) !== '' && isOwn(wanted) ? wanted : named;
  if (at.value?.kind !== 'scalar' || !isOwn(at)) return undefined;
  const ignoreAt = ignorePlaceOf(document, at);
  return {
    span: contentSpan(at.value),
    role: 'manifest',
    subject,
    ...(ignoreAt === undefined ? {} : { ignoreAt }),
  };
}
