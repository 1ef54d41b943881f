import type { Reference } from '../../../model/reference.ts';
import type { Statement, Told } from '../../../model/statement.ts';
import { trimmedEnd } from '../../../model/trim.ts';
import type { YamlDocument, YamlMap } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt } from '../../../syntax/yaml-paths.ts';
import { chartArtifact } from './chart-artifacts.ts';
import { textIn } from './helm-words.ts';
import type { KubernetesObject } from './kubernetes-images.ts';
import { OCI_SCHEME } from './oci-artifacts.ts';

/**
 * What a `HelmRepository` of Flux says to charts (source-controller, helmrepository_types.go): the registry that it
 * stands for, without a scheme, or that it is no registry of images.
 */
export function repositoryStated({ map, group, kind }: KubernetesObject): Statement | undefined {
  const name = map === undefined ? undefined : textIn(findPath(map, 'metadata.name').at(-1));
  if (group !== SOURCES || kind !== 'HelmRepository' || !isName(name)) return undefined;
  const url = textIn(findPath(map, 'spec.url').at(-1));
  const isOci = textIn(findPath(map, 'spec.type').at(-1)) === 'oci' && url.startsWith(OCI_SCHEME);
  const registry = isOci && !/[\s$@{]/.test(url) ? trimmedEnd(url.slice(OCI_SCHEME.length), '/') : '';
  return { says: 'gives', key: repositoryKey(name), reach: 'everywhere', value: `${namespaceOf(map)} ${registry}` };
}

/**
 * The charts that a `HelmRelease` or a `HelmChart` takes from such a repository. Namespaces are often left to who
 * applies the objects, so repositories of one name count together where one says none; unless all are the same
 * registry, it is not known which one is meant.
 */
export function repositoryCharts(
  document: YamlDocument,
  { map, group, kind }: KubernetesObject,
  told: Told,
): readonly Reference[] {
  const path = group === RELEASES && kind === 'HelmRelease' ? 'spec.chart.spec' : 'spec';
  if (path === 'spec' && !(group === SOURCES && kind === 'HelmChart')) return [];
  return findPath(map, path).flatMap(({ value: spec }): readonly Reference[] => {
    const source = spec?.kind === 'map' ? entryOf(spec, 'sourceRef')?.value : undefined;
    const chart = spec?.kind === 'map' ? entryOf(spec, 'chart') : undefined;
    if (spec?.kind !== 'map' || source?.kind !== 'map' || chart === undefined) return [];
    const name = textAt(source, 'name');
    if (textAt(source, 'kind') !== 'HelmRepository' || !isName(name) || textIn(chart) === '') return [];
    const registry = registryOf(told, name, textAt(source, 'namespace') ?? namespaceOf(map));
    if (registry === undefined) return [];
    const reference = chartArtifact(document, `${registry}/${textIn(chart)}`, chart, entryOf(spec, 'version'));
    return reference === undefined ? [] : [reference];
  });
}

function registryOf(told: Told, name: string, namespace: string): string | undefined {
  const registries = new Set(
    told(repositoryKey(name)).flatMap(each => {
      const [its = '', registry = ''] = each.says === 'gives' ? each.value.split(' ') : [];
      return its === '' || namespace === '' || its === namespace ? [registry] : [];
    }),
  );
  const [registry = ''] = registries;
  return registries.size === 1 && registry !== '' ? registry : undefined;
}

function namespaceOf(map: YamlMap): string {
  const namespace = textIn(findPath(map, 'metadata.namespace').at(-1));
  return isName(namespace) ? namespace : '';
}

/** Kubernetes takes no others (RFC 1123). */
function isName(text: string | undefined): text is string {
  return text !== undefined && /^[a-z0-9][a-z0-9.-]{0,252}$/.test(text);
}

/** Under this, the registries are found that repositories of a name stand for. */
function repositoryKey(name: string): string {
  return `helm repository ${name}`;
}

const SOURCES = 'source.toolkit.fluxcd.io';
const RELEASES = 'helm.toolkit.fluxcd.io';
