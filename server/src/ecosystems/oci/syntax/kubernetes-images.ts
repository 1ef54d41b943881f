import type { YamlMap, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, placesOf, textAt, visitPath, type YamlFound } from '../../../syntax/yaml-paths.ts';

/** A value of an object that names an image. */
export interface KubernetesImage {
  readonly found: YamlFound;
  /**
   * Whether the API says that an image is named here; else a key is called `image`, in a kind that somebody defined.
   */
  readonly isTyped: boolean;
  /** The key beside it that holds the pull policy; absent where none is known. */
  readonly pullKey?: string;
  /** Set in kinds by which a pipeline runs: what they name builds and tests, and is not deployed. */
  readonly isBuilding?: true;
}

/** What Kubernetes' own API (core/v1, `Container`, `ImageVolumeSource`) has in a pod's specification. */
const IN_A_POD: readonly { readonly path: string; readonly pullKey: string }[] = [
  { path: 'initContainers[].image', pullKey: 'imagePullPolicy' },
  { path: 'containers[].image', pullKey: 'imagePullPolicy' },
  { path: 'ephemeralContainers[].image', pullKey: 'imagePullPolicy' },
  { path: 'volumes[].image.reference', pullKey: 'pullPolicy' },
];

/** Where Kubernetes' own kinds hold a pod's specification. */
const POD_OF: ReadonlyMap<string, string> = new Map([
  ['Pod', 'spec'],
  ['PodTemplate', 'template.spec'],
  ['ReplicationController', 'spec.template.spec'],
  ['Deployment', 'spec.template.spec'],
  ['DaemonSet', 'spec.template.spec'],
  ['ReplicaSet', 'spec.template.spec'],
  ['StatefulSet', 'spec.template.spec'],
  ['Job', 'spec.template.spec'],
  ['CronJob', 'spec.jobTemplate.spec.template.spec'],
]);

/** Kinds of others that name images by another key than `image`: the API group's end, the kind, the path. */
const NAMED_OTHERWISE: readonly { readonly group: string; readonly kind: string; readonly path: string }[] = [
  { group: 'postgresql.cnpg.io', kind: 'Cluster', path: 'spec.imageName' },
  { group: 'postgresql.cnpg.io', kind: 'ImageCatalog', path: 'spec.images[].image' },
  { group: 'postgresql.cnpg.io', kind: 'ClusterImageCatalog', path: 'spec.images[].image' },
  { group: 'monitoring.coreos.com', kind: 'Prometheus', path: 'spec.thanos.image' },
  { group: 'elasticsearch.k8s.elastic.co', kind: 'Elasticsearch', path: 'spec.image' },
  { group: 'pkg.crossplane.io', kind: 'Provider', path: 'spec.package' },
  { group: 'pkg.crossplane.io', kind: 'Function', path: 'spec.package' },
  { group: 'pkg.crossplane.io', kind: 'Configuration', path: 'spec.package' },
];

/** Groups of Kubernetes itself beside those without a dot; other groups below `k8s.io` belong to its extensions. */
const OWN_GROUP =
  /^(?:(?:admissionregistration|apiextensions|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration|apiregistration|metrics)\.k8s\.io|[^.]*)$/;

/** Groups whose `image` is a machine's disk, or what a build makes, or another reader's. */
const OTHER_IMAGES =
  /(?:^|\.)(?:infrastructure\.cluster\.x-k8s\.io|cnrm\.cloud\.google\.com|(?:aws|azure|azapi|gcp|hcloud|openstack)\.(?:m\.)?(?:upbound|crossplane)\.io|kustomize\.config\.k8s\.io|machine\.openshift\.io|karpenter\.k8s\.aws)$|^skaffold$/;

/** Groups of kinds by which pipelines run. */
const BUILDING = /^(?:tekton\.dev|shipwright\.io|prow\.k8s\.io)$/;

/** Below these keys nothing is deployed: what was observed, what describes, what is only data. */
const NOT_DEPLOYED = new Set([
  'metadata',
  'status',
  'data',
  'binaryData',
  'stringData',
  'schema',
  'schemas',
  'openAPIV3Schema',
  'properties',
]);

/**
 * Visits all images that an object names, at the user's own paths too (`Kind:spec.path`, or a path for all kinds), and
 * the objects within it (`kind: List`, templates of operators), each node once. What has no `apiVersion` and `kind` is
 * no object.
 */
export function visitImages(
  root: YamlNode | undefined,
  imagePaths: readonly string[],
  visit: (image: KubernetesImage) => void,
): void {
  const seen = new Set<YamlNode>();
  /** Of the object that is being looked into. */
  let isBuilding = false;

  function object(map: YamlMap, kindOfItems?: string): void {
    const kind = textAt(map, 'kind') ?? kindOfItems;
    const version = textAt(map, 'apiVersion') ?? (kindOfItems === undefined ? undefined : 'v1');
    if (kind === undefined || version === undefined) return;
    const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
    if (kind.endsWith('List') && entryOf(map, 'items')?.value?.kind === 'list') {
      const of = kind === 'List' ? undefined : kind.slice(0, -'List'.length);
      for (const { value } of findPath(map, 'items[]')) {
        if (value?.kind !== 'map' || seen.has(value)) continue;
        seen.add(value);
        object(value, of);
      }
      return;
    }
    for (const written of imagePaths) {
      const [, of, path = ''] = /^(?:([A-Za-z]\w*):)?(.*)$/s.exec(written) ?? [];
      if (of !== undefined && of !== kind) continue;
      visitPath(map, path, found => visit({ found, isTyped: true }));
    }
    if (OWN_GROUP.test(group)) {
      const pod = POD_OF.get(kind);
      if (pod !== undefined) typedIn(map, pod);
      else if (kind === 'DeploymentConfig' || kind === 'Template') within(map);
      return;
    }
    if (OTHER_IMAGES.test(group)) return;
    const around = isBuilding;
    isBuilding = BUILDING.test(group);
    for (const other of NAMED_OTHERWISE) {
      if (other.kind !== kind || other.group !== group) continue;
      visitPath(map, other.path, found => visit({ found, isTyped: true }));
    }
    within(map);
    isBuilding = around;
  }

  function typedIn(map: YamlMap, pod: string): void {
    for (const { path, pullKey } of IN_A_POD) {
      visitPath(map, `${pod}.${path}`, found => visit({ found, isTyped: true, pullKey }));
    }
  }

  /** What nobody has typed: the key `image`, at any depth. */
  function within(node: YamlNode): void {
    if (node.kind === 'scalar' || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'list') {
      for (const { value } of node.items) if (value !== undefined) inner(value);
      return;
    }
    const places = placesOf(node);
    const isVolume = isImageVolume(places);
    for (const found of places) {
      const { value, entry } = found;
      const key = entry?.key.value ?? '';
      if (value === undefined || NOT_DEPLOYED.has(key)) continue;
      if (value.kind !== 'scalar') inner(value);
      else if (key === 'image')
        visit({ found, isTyped: false, pullKey: 'imagePullPolicy', ...(isBuilding ? { isBuilding } : {}) });
      else if (key === 'reference' && isVolume) visit({ found, isTyped: false, pullKey: 'pullPolicy' });
    }
  }

  function inner(node: YamlNode): void {
    if (node.kind === 'map' && textAt(node, 'kind') !== undefined && textAt(node, 'apiVersion') !== undefined) {
      if (seen.has(node)) return;
      object(node);
    } else within(node);
  }

  function isImageVolume(places: readonly YamlFound[]): boolean {
    return places.every(({ entry }) => entry?.key.value === 'reference' || entry?.key.value === 'pullPolicy');
  }

  if (root?.kind === 'map') object(root);
  else if (root?.kind === 'list') within(root);
}
