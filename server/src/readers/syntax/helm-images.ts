import { parseImageReference } from '../../model/image-reference.ts';
import type { ImageSubject, OpaqueReason, OpaqueSubject, Pull, Reference } from '../../model/reference.ts';
import {
  digestOf,
  type GlobalRegistry,
  globalRegistryOf,
  hasHost,
  isCompleted,
  isKept,
  textIn,
  writtenIn,
} from './helm-words.ts';
import { isOwn, type SplitImage, splitImage } from './split-image.ts';
import { contentSpan, opaqueImage, writtenImage } from './written-image.ts';
import { writtenPull } from './written-pull.ts';
import type { YamlDocument, YamlMap, YamlNode, YamlScalar } from './yaml.ts';
import { entryOf, placesOf, type YamlFound } from './yaml-paths.ts';
import { ignorePlaceOf } from './yaml-places.ts';

/**
 * The images in a chart's values: under keys that end in `image`, whole texts and maps of `registry`, `repository`, `tag` and `digest`; and
 * `repository` beside `tag` where it can be nothing else. What has no tag is completed by the chart, with its `appVersion` or with another value:
 * `managed`, and so is every name that other keys complete.
 */
export function helmImages(document: YamlDocument, root: YamlNode | undefined): Reference[] {
  const references: Reference[] = [];
  const seen = new Set<YamlNode>();
  const global = globalRegistryOf(root);

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

  function split(map: YamlMap, repository: YamlFound, image: Omit<SplitImage, 'repository' | 'runs'>): void {
    const { registry, doubt } = registryFor(repository, image.registry, global);
    const found = splitImage(document, { ...image, registry, repository, runs: true });
    const scalar = found?.at.value;
    if (found === undefined || scalar?.kind !== 'scalar') return;
    const name = `${textOf(registry) === '' ? '' : `${textOf(registry)}/`}${textOf(repository)}`;
    const wanted = textOf(image.tag);
    const opaque = (why: OpaqueReason) => opaqueImage(`${name}${wanted === '' ? '' : `:${wanted}`}`, why);
    const { subject } = found;
    const hasNothing = subject.kind === 'image' && subject.tag === undefined && subject.digest === undefined;
    if (doubt || hasNothing || isCompleted(map)) add(found.at, scalar, opaque('managed'));
    // Helm gives the template a number, which prints as another one: `1.20` is `1.2`.
    else if (!isKept(image.tag)) add(found.at, scalar, opaque('invalid'));
    else add(found.at, scalar, subject, pullBeside(map, repository));
  }

  /** A map under a key that ends in `image`. Returns whether it says what the image is. */
  function imageMap(map: YamlMap): boolean {
    const tag = writtenIn(map, 'tag', 'version', 'imageTag');
    const digest = digestOf(map);
    const repository =
      writtenIn(map, 'repository', 'repo') ??
      writtenIn(map, 'image') ??
      (tag === undefined && digest?.value === undefined ? undefined : writtenIn(map, 'name'));
    if (repository !== undefined) {
      const registry = writtenIn(map, 'registry', 'defaultRegistry');
      split(map, repository, { registry, tag: tag ?? entryOf(map, 'tag'), digest });
      return true;
    }
    // A file that overrides the tag leaves the name to the chart.
    if (tag !== undefined && isOwn(tag)) add(tag, tag.value, opaqueImage(`:${tag.value.value}`, 'managed'));
    return false;
  }

  /** `repository` and `tag` in a map under another key. */
  function looseMap(map: YamlMap, key: string, above: string): void {
    const repository = writtenIn(map, 'repository');
    const tag = writtenIn(map, 'tag', 'imageTag') ?? entryOf(map, 'tag');
    if (repository === undefined || tag === undefined || parseImageReference(repository.value.value) === undefined)
      return;
    const isSure =
      /images$/i.test(key) ||
      /images$/i.test(above) ||
      IMAGE_WORDS.some(word => entryOf(map, word) !== undefined) ||
      (hasHost(repository.value.value) && !GIT_HOST.test(repository.value.value));
    if (!isSure) return;
    const registry = writtenIn(map, 'registry');
    // What all `images` have in common is only the beginning of their names.
    if (!/images$/i.test(key)) split(map, repository, { registry, tag, digest: digestOf(map) });
    else if (isOwn(repository)) add(repository, repository.value, opaqueImage(textOf(repository), 'managed'));
  }

  /** A text under a key that ends in `image`. */
  function whole(map: YamlMap, key: string, found: YamlFound, scalar: YamlScalar, isContainer: boolean): void {
    if (!scalar.isString || scalar.value === '' || isNoImage(scalar.value)) return;
    const subject = writtenImage(scalar, document.text, { runs: true });
    if (subject === undefined) return;
    const isTagged = subject.kind === 'image' && (subject.tag !== undefined || subject.digest !== undefined);
    if (subject.kind === 'image' && !isTagged && !isContainer) {
      const stem = key.slice(0, -'image'.length);
      const tag = writtenIn(map, ...(stem === '' ? ['tag', 'imageTag'] : [`${stem}Tag`, `${key}Tag`]));
      if (tag !== undefined && stem === '') {
        split(map, found, { registry: writtenIn(map, 'registry', 'imageRegistry'), tag, digest: digestOf(map) });
        return;
      }
      if (tag !== undefined) {
        split(map, found, { tag });
        return;
      }
    }
    if (subject.kind === 'opaque' && subject.why === 'invalid' && !/^image$/i.test(key)) return;
    const isManaged =
      subject.kind === 'image' &&
      !isContainer &&
      (!isTagged ||
        (global !== undefined && !hasHost(scalar.value)) ||
        writtenIn(map, 'repository', 'hub') !== undefined);
    add(
      found,
      scalar,
      isManaged ? opaqueImage(scalar.value, 'managed') : subject,
      /^image$/i.test(key) ? pullBeside(map, found) : undefined,
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
    const isImage = /image$/i.test(key) && imageMap(node);
    if (!isImage) looseMap(node, key, above);
    for (const found of placesOf(node)) {
      const { value, entry: named } = found;
      const name = named?.key.value ?? '';
      if (value === undefined) continue;
      if (value.kind !== 'scalar') visit(value, name, key);
      else if (!isImage && /image$/i.test(name)) whole(node, name, found, value, /containers$/i.test(above));
    }
  }

  if (root !== undefined) visit(root, '', '');
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

function pullBeside(map: YamlMap, found: YamlFound): Pull | undefined {
  const key = ['pullPolicy', 'imagePullPolicy'].find(each => entryOf(map, each) !== undefined);
  return key === undefined ? undefined : writtenPull(found, key, POLICIES, 'Always');
}

/**
 * The registry of a split image. A global one takes the place of the image's own key, as Bitnami's `common.images.image` and those who
 * follow it have it; what it does to names without such a key, the chart knows.
 */
function registryFor(
  repository: YamlFound,
  own: YamlFound | undefined,
  global: GlobalRegistry | undefined,
): { readonly registry: YamlFound | undefined; readonly doubt: boolean } {
  if (global === undefined) return { registry: own, doubt: false };
  if (own === undefined) return { registry: undefined, doubt: !hasHost(textOf(repository)) };
  return global.isKnown ? { registry: global.found, doubt: false } : { registry: own, doubt: true };
}

function textOf(found: YamlFound | undefined): string {
  return found === undefined ? '' : textIn(found);
}
