import type { YamlMap, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, placesOf, textAt, visitPath, type YamlFound } from '../../../syntax/yaml-paths.ts';

/** A value of an object that names an image. */
export interface KubernetesImage {
  readonly found: YamlFound;
  /**
   * Whether the API says that an image is named here; else a key is called `image`, in a kind that somebody defined.
   */
  readonly isTyped: boolean;
  /** What the value names where it is not the whole of an image. */
  readonly names?: PartlyNamed;
  /** The key beside it that holds the pull policy; absent where none is known. */
  readonly pullKey?: string;
  /** Set in kinds by which a pipeline runs: what they name builds and tests, and is not deployed. */
  readonly isBuilding?: true;
}

/**
 * - `repository`: all tags of a repository, of which its controller chooses.
 * - `package`: an image whose host may be left to its controller's own default registry.
 */
export type PartlyNamed = 'repository' | 'package';

/** An object, and what its head says that it is. */
export interface KubernetesObject {
  readonly map: YamlMap;
  /** Of the API, without its version; empty for the oldest one. */
  readonly group: string;
  readonly kind: string;
}

/** Who is told what is found in objects. */
export interface ObjectVisitor {
  /** An object, before its images, each once. */
  object(object: KubernetesObject): void;
  image(image: KubernetesImage): void;
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

/**
 * Kinds of others that name images by another key than `image`, or mean less by it: the API group, the kind, the path.
 */
const NAMED_OTHERWISE: readonly {
  readonly group: string;
  readonly kind: string;
  readonly path: string;
  readonly names?: PartlyNamed;
}[] = [
  { group: 'postgresql.cnpg.io', kind: 'Cluster', path: 'spec.imageName' },
  { group: 'postgresql.cnpg.io', kind: 'ImageCatalog', path: 'spec.images[].image' },
  { group: 'postgresql.cnpg.io', kind: 'ClusterImageCatalog', path: 'spec.images[].image' },
  { group: 'monitoring.coreos.com', kind: 'Prometheus', path: 'spec.thanos.image' },
  { group: 'elasticsearch.k8s.elastic.co', kind: 'Elasticsearch', path: 'spec.image' },
  { group: 'pkg.crossplane.io', kind: 'Provider', path: 'spec.package', names: 'package' },
  { group: 'pkg.crossplane.io', kind: 'Function', path: 'spec.package', names: 'package' },
  { group: 'pkg.crossplane.io', kind: 'Configuration', path: 'spec.package', names: 'package' },
  // image-reflector-controller's api, `ImageRepositorySpec.Image`: "the image repository to scan", without a tag.
  { group: 'image.toolkit.fluxcd.io', kind: 'ImageRepository', path: 'spec.image', names: 'repository' },
];

/** Groups of Kubernetes itself beside those without a dot; other groups below `k8s.io` belong to its extensions. */
const OWN_GROUP =
  /^(?:(?:admissionregistration|apiextensions|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration|apiregistration|metrics)\.k8s\.io|[^.]*)$/;

/** Groups whose `image` is a machine's disk, what a build makes or a tool looks for, or another reader's. */
const OTHER_IMAGES =
  /(?:^|\.)(?:infrastructure\.cluster\.x-k8s\.io|cnrm\.cloud\.google\.com|(?:aws|azure|azapi|compute\.do|digitalocean|do|gcp|hcloud|linode|openstack|scaleway|vultr)\.(?:m\.)?(?:upbound|crossplane)\.io|kustomize\.config\.k8s\.io|machine\.openshift\.io|karpenter\.k8s\.aws|kbld\.k14s\.io|kops\.k8s\.io|backstage\.io|kargo\.akuity\.io)$|^skaffold$/;

/** Groups of kinds by which pipelines run. */
const BUILDING = /^(?:tekton\.dev|shipwright\.io|prow\.k8s\.io)$/;

/** Below these keys nothing is deployed: what was observed, what describes, what is only data, what a build makes. */
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
  'output',
]);

/**
 * Visits all objects in a document, those within others too (`kind: List`, templates of operators), and all images that
 * they name, at the user's own paths too (`Kind:spec.path`, or a path for all kinds); each node once. What has no
 * `apiVersion` and `kind` is no object.
 */
export function visitObjects(root: YamlNode | undefined, imagePaths: readonly string[], visitor: ObjectVisitor): void {
  const objects = new Set<YamlMap>();
  const seen = new Set<YamlNode>();
  /** Of the object that is being looked into. */
  let isBuilding = false;

  /** `listed` is what a list says that its items are, which need not say so themselves. */
  function object(map: YamlMap, listed: { readonly kind?: string; readonly version?: string } = {}): void {
    const kind = textAt(map, 'kind') ?? listed.kind;
    const version = textAt(map, 'apiVersion') ?? listed.version;
    if (kind === undefined || version === undefined || objects.has(map)) return;
    objects.add(map);
    if (kind.endsWith('List') && entryOf(map, 'items')?.value?.kind === 'list') {
      const items = kind === 'List' ? {} : { kind: kind.slice(0, -'List'.length), version };
      for (const { value } of findPath(map, 'items[]')) if (value?.kind === 'map') object(value, items);
      return;
    }
    const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
    visitor.object({ map, group, kind });
    for (const written of imagePaths) {
      const [, of, path = ''] = /^(?:([A-Za-z]\w*):)?(.*)$/s.exec(written) ?? [];
      if (of !== undefined && of !== kind) continue;
      visitPath(map, path, found => visitor.image({ found, isTyped: true }));
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
    for (const { path, names, ...of } of NAMED_OTHERWISE) {
      if (of.kind !== kind || of.group !== group) continue;
      const known = { isTyped: true, ...(names === undefined ? {} : { names }) };
      visitPath(map, path, found => visitor.image({ found, ...known }));
    }
    within(map);
    isBuilding = around;
  }

  function typedIn(map: YamlMap, pod: string): void {
    for (const { path, pullKey } of IN_A_POD) {
      visitPath(map, `${pod}.${path}`, found => visitor.image({ found, isTyped: true, pullKey }));
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
      else if (key === 'image') untyped(found, 'imagePullPolicy');
      else if (key === 'reference' && isVolume) untyped(found, 'pullPolicy');
    }
  }

  function untyped(found: YamlFound, pullKey: string): void {
    visitor.image({ found, isTyped: false, pullKey, ...(isBuilding ? { isBuilding } : {}) });
  }

  function inner(node: YamlNode): void {
    const isObject =
      node.kind === 'map' && textAt(node, 'kind') !== undefined && textAt(node, 'apiVersion') !== undefined;
    if (isObject) object(node);
    else within(node);
  }

  function isImageVolume(places: readonly YamlFound[]): boolean {
    return places.every(({ entry }) => entry?.key.value === 'reference' || entry?.key.value === 'pullPolicy');
  }

  if (root?.kind === 'map') object(root);
  else if (root?.kind === 'list') within(root);
}
