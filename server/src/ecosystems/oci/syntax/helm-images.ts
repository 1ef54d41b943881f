import { parseImageReference } from '../../../model/image-reference.ts';
import type { ImageSubject, OpaqueReason, OpaqueSubject, Pull, Reference } from '../../../model/reference.ts';
import type { YamlDocument, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import type { YamlFound } from '../../../syntax/yaml-paths.ts';
import { ignorePlaceOf } from '../../../syntax/yaml-places.ts';
import { type GlobalRegistry, globalRegistryOf, ImageKeys, textIn } from './helm-words.ts';
import { hasHost, isTooLong } from './image-texts.ts';
import { misprintedTag } from './misread-tags.ts';
import { opaqueImage } from './opaque-image.ts';
import { isOwn, type SplitImage, splitImage } from './split-image.ts';
import { contentSpan, writtenImage } from './written-image.ts';
import { writtenPull } from './written-pull.ts';

/**
 * The images in a chart's values: under keys that end in `image`, whole texts and maps of `registry`, `repository`,
 * `tag` and `digest`; and `repository` beside `tag` where it can be nothing else. What has no tag is completed by the
 * chart, with its `appVersion` or with another value: `managed`, and so is every name that other keys complete.
 */
export function helmImages(document: YamlDocument, root: YamlNode | undefined): Reference[] {
  return helmImagesBelow(document, root, '', globalRegistryOf(root));
}

/** The same of what stands under a key of the outermost map alone. Of that map itself, the key is empty. */
export function helmImagesBelow(
  document: YamlDocument,
  below: YamlNode | undefined,
  key: string,
  global: GlobalRegistry | undefined,
): Reference[] {
  const references: Reference[] = [];
  const seen = new Set<YamlNode>();

  function add(at: YamlFound, scalar: YamlScalar, subject: ImageSubject | OpaqueSubject, pull?: Pull): void {
    if (seen.has(scalar)) return;
    seen.add(scalar);
    const ignoreAt = ignorePlaceOf(document, at);
    references.push({
      span: contentSpan(scalar),
      role: 'manifest',
      subject: subject.kind === 'image' && pull !== undefined ? { ...subject, pull } : subject,
      ...(ignoreAt === undefined ? {} : { ignoreAt }),
    });
  }

  function split(keys: ImageKeys, repository: YamlFound, image: Omit<SplitImage, 'repository' | 'runs'>): void {
    // An anchor's text may be long, and its aliases many.
    if ([repository, image.registry, image.tag, image.digest].some(each => isTooLong(textIn(each)))) return;
    const { registry, doubt } = registryFor(repository, image.registry, global);
    const found = splitImage(document, { ...image, registry, repository, runs: true });
    const scalar = found?.at.value;
    if (found === undefined || scalar?.kind !== 'scalar') return;
    const name = `${textIn(registry) === '' ? '' : `${textIn(registry)}/`}${textIn(repository)}`;
    const wanted = textIn(image.tag);
    const opaque = (why: OpaqueReason) => opaqueImage(`${name}${wanted === '' ? '' : `:${wanted}`}`, why);
    const { subject } = found;
    const misread = misprintedTag(document, image.tag);
    if (misread !== undefined) {
      const tag = image.tag?.value;
      const [at, its] = image.tag && isOwn(image.tag) && tag?.kind === 'scalar' ? [image.tag, tag] : [found.at, scalar];
      // Where there is a digest, a chart need not print the tag.
      if (subject.kind === 'image' && subject.digest !== undefined) add(found.at, scalar, withoutTag(subject));
      else add(at, its, { ...opaque('misread'), misread });
      return;
    }
    const hasNothing = subject.kind === 'image' && subject.tag === undefined && subject.digest === undefined;
    if (doubt || hasNothing || keys.isCompleted) add(found.at, scalar, opaque('managed'));
    else add(found.at, scalar, subject, pullBeside(keys, repository));
  }

  /** A map under a key that ends in `image`. Returns whether it says what the image is. */
  function imageMap(keys: ImageKeys): boolean {
    const tag = keys.written('tag', 'version', 'imageTag');
    const digest = keys.digest;
    const repository =
      keys.written('repository', 'repo') ??
      keys.written('image') ??
      (tag === undefined && digest?.value === undefined ? undefined : keys.written('name'));
    if (repository !== undefined) {
      const registry = keys.written('registry', 'defaultRegistry');
      split(keys, repository, { registry, tag: tag ?? keys.find('tag'), digest });
      return true;
    }
    // A file that overrides the tag leaves the name to the chart.
    if (tag !== undefined && isOwn(tag)) {
      const misread = misprintedTag(document, tag);
      const opaque = opaqueImage(`:${tag.value.value}`, misread === undefined ? 'managed' : 'misread');
      add(tag, tag.value, misread === undefined ? opaque : { ...opaque, misread });
    }
    return false;
  }

  /** `repository` and `tag` in a map under another key. */
  function looseMap(keys: ImageKeys, key: string, above: string): void {
    const repository = keys.written('repository');
    const tag = keys.written('tag', 'imageTag') ?? keys.find('tag');
    if (repository === undefined || tag === undefined || isTooLong(repository.value.value)) return;
    if (parseImageReference(repository.value.value) === undefined) return;
    const isSure =
      /images$/i.test(key) ||
      /images$/i.test(above) ||
      IMAGE_WORDS.some(word => keys.find(word) !== undefined) ||
      (hasHost(repository.value.value) && !GIT_HOST.test(repository.value.value));
    if (!isSure) return;
    const registry = keys.written('registry');
    // What all `images` have in common is only the beginning of their names.
    if (!/images$/i.test(key)) split(keys, repository, { registry, tag, digest: keys.digest });
    else if (isOwn(repository)) add(repository, repository.value, opaqueImage(textIn(repository), 'managed'));
  }

  /** A text under a key that ends in `image`. */
  function whole(keys: ImageKeys, key: string, found: YamlFound, scalar: YamlScalar, isContainer: boolean): void {
    if (!scalar.isString || seen.has(scalar) || isTooLong(scalar.value) || isNoImage(scalar.value)) return;
    const subject = writtenImage(scalar, document.text, { runs: true });
    if (subject === undefined) return;
    const isTagged = subject.kind === 'image' && (subject.tag !== undefined || subject.digest !== undefined);
    if (subject.kind === 'image' && !isTagged && !isContainer) {
      const stem = key.slice(0, -'image'.length);
      const tag = keys.written(...(stem === '' ? ['tag', 'imageTag'] : [`${stem}Tag`, `${key}Tag`]));
      if (tag !== undefined && stem === '') {
        split(keys, found, { registry: keys.written('registry', 'imageRegistry'), tag, digest: keys.digest });
        return;
      }
      if (tag !== undefined) {
        split(keys, found, { tag });
        return;
      }
    }
    if (subject.kind === 'opaque' && subject.why === 'invalid' && !/^image$/i.test(key)) return;
    const isManaged =
      subject.kind === 'image' &&
      !isContainer &&
      (!isTagged ||
        (global !== undefined && !hasHost(scalar.value)) ||
        keys.written('repository', 'hub') !== undefined);
    add(
      found,
      scalar,
      isManaged ? opaqueImage(scalar.value, 'managed') : subject,
      // Of a key that is written more than once the last counts.
      /^image$/i.test(key) && keys.find(key) === found ? pullBeside(keys, found) : undefined,
    );
  }

  function visit(node: YamlNode, key: string, above: string): void {
    if (node.kind === 'scalar' || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'list') {
      // The items of `images` are images.
      const each = /images$/i.test(key) ? key.slice(0, -1) : key;
      for (const { value } of node.items) if (value !== undefined) visit(value, each, key);
      return;
    }
    const keys = new ImageKeys(node);
    const isImage = /image$/i.test(key) && imageMap(keys);
    if (!isImage) looseMap(keys, key, above);
    for (const found of keys.places) {
      const { value, entry: named } = found;
      const name = named?.key.value ?? '';
      if (value === undefined) continue;
      if (value.kind !== 'scalar') visit(value, name, key);
      else if (!isImage && /image$/i.test(name)) whole(keys, name, found, value, /containers$/i.test(above));
    }
  }

  if (below !== undefined) visit(below, key, '');
  return references.sort((a, b) => a.span.start - b.span.start);
}

/** Keys that stand beside `repository` and `tag` only where these are an image's. */
const IMAGE_WORDS = ['registry', 'pullPolicy', 'imagePullPolicy', 'digest', 'pullSecrets', 'imagePullSecrets'];
const GIT_HOST = /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|dev\.azure\.com)\//;
const POLICIES = { always: 'Always', ifnotpresent: 'IfNotPresent', never: 'Never' } as const;

/** A picture's address, a sentence. */
function isNoImage(text: string): boolean {
  return /:\/\/|\s/.test(text) && !text.includes('{{');
}

function withoutTag({ tag: _, pin: { tag: __, ...pin }, ...subject }: ImageSubject): ImageSubject {
  return { ...subject, pin };
}

function pullBeside(keys: ImageKeys, found: YamlFound): Pull | undefined {
  const key = ['pullPolicy', 'imagePullPolicy'].find(each => keys.find(each) !== undefined);
  return key === undefined ? undefined : writtenPull(found, key, POLICIES, 'Always');
}

/**
 * The registry of a split image. A global one takes the place of the image's own key, as Bitnami's
 * `common.images.image` and those who follow it have it; what it does to names without such a key, the chart knows.
 */
function registryFor(
  repository: YamlFound,
  own: YamlFound | undefined,
  global: GlobalRegistry | undefined,
): { readonly registry: YamlFound | undefined; readonly doubt: boolean } {
  if (global === undefined) return { registry: own, doubt: false };
  if (own === undefined) return { registry: undefined, doubt: !hasHost(textIn(repository)) };
  return global.isKnown ? { registry: global.found, doubt: false } : { registry: own, doubt: true };
}
