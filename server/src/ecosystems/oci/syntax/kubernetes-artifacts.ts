import type { PinPlace, Reference } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { trimmedEnd } from '../../../model/trim.ts';
import type { YamlDocument, YamlMap, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { keyBehind } from '../../../syntax/yaml-places.ts';
import { chartArtifact } from './chart-artifacts.ts';
import { textIn } from './helm-words.ts';
import { hasHost } from './image-texts.ts';
import type { KubernetesObject } from './kubernetes-images.ts';
import { artifactReference, chosenArtifact, OCI_SCHEME } from './oci-artifacts.ts';
import { isMapShared, isShared, slotOfValue } from './split-image.ts';
import { isUpdated } from './updaters.ts';
import { contentSpan, standsAsItIs } from './written-image.ts';

/** The artifacts in registries of images that an object names and a program fetches: of Flux, Argo CD, kustomize. */
export function artifactsOf(document: YamlDocument, { map, group, kind }: KubernetesObject): Reference[] {
  if (group === 'source.toolkit.fluxcd.io' && kind === 'OCIRepository') return ociRepository(document, map) ?? [];
  if (group === 'kustomize.config.k8s.io') return kustomizeCharts(document, map);
  if (group !== 'argoproj.io') return [];
  return SOURCES.flatMap(path => findPath(map, path)).flatMap(({ value }) =>
    value?.kind === 'map' ? (argoSource(document, value) ?? []) : [],
  );
}

/** Where Argo CD's applications and their templates have sources (applicationset_types.go). */
const SOURCES = ['spec', 'spec.template.spec', 'spec.generators[].*.template.spec'].flatMap(spec => [
  `${spec}.source`,
  `${spec}.sources[]`,
]);

/**
 * Flux' `OCIRepository` (source-controller's ocirepository_types.go, `OCIRepositoryRef`): a digest comes before a
 * range, which comes before a tag, and `latest` is meant without any. A tag takes no digest behind it.
 */
function ociRepository(document: YamlDocument, map: YamlMap): Reference[] | undefined {
  const spec = entryOf(map, 'spec')?.value;
  const url = spec?.kind === 'map' ? entryOf(spec, 'url') : undefined;
  if (spec?.kind !== 'map' || url === undefined || !textIn(url).startsWith(OCI_SCHEME)) return undefined;
  const refAt = entryOf(spec, 'ref');
  const ref = refAt?.value?.kind === 'map' ? refAt.value : undefined;
  const [digest, range, tag] = ['digest', 'semver', 'tag'].map(key => ref && entryOf(ref, key));
  const written = { repository: textIn(url).slice(OCI_SCHEME.length), named: url };
  const isRange = textIn(range) !== '';
  if (isRange && textIn(digest) === '') {
    const reference = chosenArtifact(document, { ...written, wanted: range }, textIn(range));
    return reference && [reference];
  }
  const reference = artifactReference(document, {
    ...written,
    ...(isRange ? {} : { tag: textIn(tag) }),
    digest: textIn(digest),
    wanted: textIn(digest) === '' ? tag : digest,
    pin: fluxUpdated(document, fluxPin(document, { url, refAt, digest, tag }), [tag, digest, url]),
  });
  return reference && [reference];
}

/** A digest comes before the tag, so that a tag which is written anew would no longer change anything. */
function fluxUpdated(
  { text }: YamlDocument,
  pin: PinPlace | undefined,
  written: readonly (YamlFound | undefined)[],
): PinPlace | undefined {
  const isMarked = written.some(found => found?.value?.kind === 'scalar' && isUpdated(text, found.value.span.end));
  return pin !== undefined && isMarked ? { ...pin, follower: 'updater' } : pin;
}

interface FluxRef {
  readonly url: YamlFound;
  readonly refAt: YamlFound | undefined;
  readonly digest: YamlFound | undefined;
  readonly tag: YamlFound | undefined;
}

/** The key `digest`, where it is or beside `tag`; without a `ref` that with it, below the address. */
function fluxPin(document: YamlDocument, { url, refAt, digest, tag }: FluxRef): PinPlace | undefined {
  const tagSlot = tag && slotOfTag(document, tag);
  const more = tagSlot === undefined ? {} : { tag: tagSlot };
  if (digest !== undefined) {
    const slot = isShared(document, digest) ? undefined : slotOfValue(document, digest);
    return slot && { where: 'here', digest: slot, ...more };
  }
  if (tag !== undefined && textIn(tag) !== '') {
    const slot = isMapShared(document, tag) ? undefined : keyBehind(document, tag, 'digest');
    return slot && { where: 'here', digest: slot, ...more };
  }
  const slot = refAt !== undefined || isMapShared(document, url) ? undefined : keyBehind(document, url, 'ref');
  if (slot === undefined) return undefined;
  const quote = slot.after;
  const before = `${slot.before.slice(0, slot.before.length - quote.length)}{${quote}digest${quote}: ${quote}`;
  return { where: 'here', digest: { ...slot, before, after: `${quote}}` } };
}

/**
 * The charts that kustomize has Helm fetch (kustomize's api/types/helmchartargs.go, `HelmChart`; the plugin
 * HelmChartInflationGenerator puts `repo` before `name` where that is `oci://`).
 */
export function kustomizeCharts(document: YamlDocument, root: YamlNode | undefined): Reference[] {
  return findPath(root, 'helmCharts[]').flatMap(({ value: chart }) => {
    const named = chart?.kind === 'map' ? entryOf(chart, 'name') : undefined;
    const repository = chart?.kind === 'map' ? textIn(entryOf(chart, 'repo')) : '';
    if (chart?.kind !== 'map' || named === undefined || textIn(named) === '') return [];
    if (!repository.startsWith(OCI_SCHEME) || repository.includes('@')) return [];
    const registry = trimmedEnd(repository.slice(OCI_SCHEME.length), '/');
    return chartArtifact(document, `${registry}/${textIn(named)}`, named, entryOf(chart, 'version')) ?? [];
  });
}

function slotOfTag(document: YamlDocument, tag: YamlFound) {
  const { value } = tag;
  if (value?.kind !== 'scalar' || textIn(tag) === '' || isShared(document, tag)) return undefined;
  const isPlain = standsAsItIs(value.written, spanOf(0, value.value.length), document.text);
  return isPlain ? { span: contentSpan(value), before: '', after: '' } : undefined;
}

/**
 * A source of Argo CD (its types.go, `ApplicationSource`). A chart's address is that of a registry where it has no
 * scheme, or `oci://`. Without a chart a whole tag or a digest is judged, and what may be a range is listed.
 */
function argoSource(document: YamlDocument, source: YamlMap): Reference | undefined {
  const named = entryOf(source, 'repoURL');
  const address = textIn(named);
  const isOci = address.startsWith(OCI_SCHEME);
  const repository = (isOci ? address.slice(OCI_SCHEME.length) : address).replace(/\/$/, '');
  const chart = textIn(entryOf(source, 'chart'));
  const revision = entryOf(source, 'targetRevision');
  // A login in an address is nobody's name, and no name is told with it.
  if (named === undefined || /:\/\/|@/.test(repository)) return undefined;
  if (chart !== '') {
    const isRegistry = isOci || hasHost(`${repository}/`);
    return isRegistry ? chartArtifact(document, `${repository}/${chart}`, named, revision) : undefined;
  }
  if (!isOci) return undefined;
  const want = textIn(revision);
  const written = { repository, named, wanted: revision };
  if (want.startsWith('sha256:')) return artifactReference(document, { ...written, digest: want });
  return isWholeTag(want)
    ? artifactReference(document, { ...written, tag: want })
    : chosenArtifact(document, written, want);
}

/** Whether a text can be no range of versions: a word, or a version of three numbers. */
function isWholeTag(text: string): boolean {
  return /^(?!v?\d|x\b|head$)[a-z_][\w.-]*$/i.test(text) || /^v?\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(text);
}
