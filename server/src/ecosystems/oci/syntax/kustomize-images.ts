import { parseImageName } from '../../../model/image-reference.ts';
import { imageNameText } from '../../../model/names.ts';
import type { ImageSubject, OpaqueReason, OpaqueSubject, PinPlace, Reference, Slot } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { YamlDocument, YamlMap, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { ignorePlaceOf } from '../../../syntax/yaml-places.ts';
import { isTooLong } from './image-texts.ts';
import { imagesAt } from './images-at-paths.ts';
import { refusedTag } from './misread-tags.ts';
import { opaqueImage } from './opaque-image.ts';
import { isOwn, splitImage } from './split-image.ts';
import { contentSpan, isTemplated, writtenImage } from './written-image.ts';

/**
 * The images that a list of kustomize's image transformations names (kustomize's api/types/image.go). `newName` or else
 * `name` is the image's name, without a tag; `newTag` and `digest` together replace what the manifest has, and each of
 * them alone too (api/filters/imagetag/updater.go). An entry that leaves the tag to the manifest cannot be asked about.
 */
export function kustomizeImages(document: YamlDocument, root: YamlNode | undefined, path: string): Reference[] {
  const references: Reference[] = [];
  // Of entries that say the same at one anchor the first is told.
  const places = new Set<number>();
  for (const { value } of findPath(root, path)) {
    const reference = value?.kind === 'map' ? referenceOf(document, value) : undefined;
    if (reference === undefined || places.has(reference.span.start)) continue;
    places.add(reference.span.start);
    references.push(reference);
  }
  return references;
}

/**
 * The images in a list of texts as `kustomize edit set image` takes them: `old=new:tag`, `name@digest` (setimage.go,
 * `parse`). A new name alone leaves the tag to the manifest.
 */
export function kustomizeArguments(document: YamlDocument, root: YamlNode | undefined, path: string): Reference[] {
  return imagesAt(document, findPath(root, path), scalar => {
    const { value } = scalar;
    const renaming = isTooLong(value) ? '' : value.slice(0, value.indexOf('=') + 1);
    const subject = writtenImage(scalar, document.text, { runs: true, prefixes: [renaming] });
    if (subject?.kind !== 'image') return subject;
    const { name, tag, digest, pin } = subject;
    if (digest !== undefined) return subject;
    if (tag === undefined) return renaming === '' ? undefined : opaqueImage(imageNameText(name), 'managed');
    const { tag: _, ...place } = pin;
    return { ...subject, pin: { ...place, digest: digestForTag(pin, value, contentSpan(scalar)) } };
  });
}

/** Kustomize of earlier years takes a tag before a digest for a part of the name; so the digest replaces the tag. */
function digestForTag({ tag }: PinPlace, written: string, whole: Span): Slot {
  if (tag === undefined) return { span: whole, before: `${written.slice(0, written.lastIndexOf(':'))}@`, after: '' };
  return { span: spanOf(tag.span.start - 1, tag.span.end), before: '@', after: '' };
}

function referenceOf(document: YamlDocument, map: YamlMap): Reference | undefined {
  const newName = written(map, 'newName');
  const repository = newName ?? written(map, 'name');
  if (repository === undefined) return undefined;
  const [tag, suffix] = [written(map, 'newTag'), written(map, 'tagSuffix')];
  const decisive = tag ?? suffix;
  const misread = refusedTag(document, decisive);
  const refused = misread && {
    ...opaqueImage(`${repository.value.value}:${decisive?.value.value ?? ''}`, 'misread'),
    misread,
  };
  if (refused !== undefined && decisive !== undefined && isOwn(decisive))
    return referenceAt(document, decisive, refused);
  if (tag === undefined && written(map, 'digest') === undefined) {
    // The manifest's tag stays, perhaps with a suffix. What changes neither is no image of this file's.
    const at = newName ?? suffix;
    const name = repository.value.value;
    return at === undefined || !isOwn(at) ? undefined : referenceAt(document, at, opaqueImage(name, whyOf(name)));
  }
  const found = splitImage(document, {
    repository,
    tag,
    digest: entryOf(map, 'digest'),
    newKey: 'digest',
    runs: true,
  });
  const scalar = found?.at.value;
  if (found === undefined || scalar?.kind !== 'scalar') return undefined;
  // What is refused stands at an anchor elsewhere.
  return referenceAt(document, { ...found.at, value: scalar }, refused ?? found.subject);
}

function referenceAt(document: YamlDocument, at: Written, subject: ImageSubject | OpaqueSubject): Reference {
  const ignoreAt = ignorePlaceOf(document, at);
  return {
    span: contentSpan(at.value),
    role: 'manifest',
    subject,
    ...(ignoreAt === undefined ? {} : { ignoreAt }),
  };
}

function whyOf(name: string): OpaqueReason {
  if (isTooLong(name)) return 'invalid';
  if (isTemplated(name)) return 'template';
  if (name.includes('$')) return 'variable';
  return parseImageName(name) === undefined ? 'invalid' : 'managed';
}

type Written = YamlFound & { readonly value: YamlScalar };

/** A key's value where a text is written. */
function written(map: YamlMap, key: string): Written | undefined {
  const found = entryOf(map, key);
  const value = found?.value;
  if (found === undefined || value?.kind !== 'scalar') return undefined;
  return value.value === '' || (!value.isString && /^(?:~|null)$/i.test(value.value)) ? undefined : { ...found, value };
}
