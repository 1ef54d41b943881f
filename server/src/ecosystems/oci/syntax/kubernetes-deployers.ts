import type { Reference } from '../../../model/reference.ts';
import { type Span, withinSome } from '../../../model/span.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import { findPath } from '../../../syntax/yaml-paths.ts';
import { helmImages } from './helm-images.ts';
import type { KubernetesObject } from './kubernetes-images.ts';
import { kustomizeArguments, kustomizeImages } from './kustomize-images.ts';

/**
 * Objects of kustomize itself, and of Flux and Argo CD, which deploy kustomizations and charts with values of their
 * own. An ApplicationSet makes applications of a template, and each of its generators may have another one (Argo CD's
 * applicationset_types.go).
 */
const DEPLOYERS: readonly Deployer[] = [
  { group: 'kustomize.config.k8s.io', kustomize: ['images[]', 'imageTags[]'], helm: ['helmCharts[].valuesInline'] },
  { group: 'kustomize.toolkit.fluxcd.io', kustomize: ['spec.images[]'] },
  {
    group: 'helm.toolkit.fluxcd.io',
    kustomize: ['spec.postRenderers[].kustomize.images[]'],
    helm: ['spec.values'],
  },
  ...['spec', 'spec.template.spec', 'spec.generators[].*.template.spec'].map(
    (spec): Deployer => ({
      group: 'argoproj.io',
      kustomizeArguments: [`${spec}.source.kustomize.images[]`, `${spec}.sources[].kustomize.images[]`],
      helm: [`${spec}.source.helm.valuesObject`, `${spec}.sources[].helm.valuesObject`],
    }),
  ),
];

interface Deployer {
  readonly group: string;
  /** Where kustomize's image transformations are, as maps. */
  readonly kustomize?: readonly string[];
  /** Where they are as texts, as `kustomize edit set image` takes them. */
  readonly kustomizeArguments?: readonly string[];
  /** Where a chart's values are. */
  readonly helm?: readonly string[];
}

/** What the objects of a document hand on to kustomize or to Helm, wherever they stand in it. */
export class Deployed {
  readonly #document: YamlDocument;
  /** By where they stand: an object within a chart's values is found twice. */
  readonly #references = new Map<number, Reference>();
  /** The charts' values, in which `image` does not mean what it means in an object. */
  readonly #values: Span[] = [];

  constructor(document: YamlDocument) {
    this.#document = document;
  }

  /** Finds what an object hands on; nothing where it is no such object. */
  add({ map, group }: KubernetesObject): void {
    const document = this.#document;
    for (const deployer of DEPLOYERS) {
      if (deployer.group !== group) continue;
      const values = (deployer.helm ?? [])
        .flatMap(path => findPath(map, path).flatMap(({ value }) => value ?? []))
        .slice(0, MOST_CHARTS);
      for (const { span } of values) this.#values.push(span);
      const references = [
        ...(deployer.kustomize ?? []).flatMap(path => kustomizeImages(document, map, path)),
        ...(deployer.kustomizeArguments ?? []).flatMap(path => kustomizeArguments(document, map, path)),
        ...values.flatMap(value => helmImages(document, value)),
      ];
      for (const reference of references) this.#references.set(reference.span.start, reference);
    }
  }

  /** All of it and the images that the objects name themselves, in the order of the text. */
  joinedBy(own: readonly Reference[]): Reference[] {
    const isValue = withinSome(this.#values);
    const all = new Map(this.#references);
    // A path of the user's own may lead to what an object hands on.
    for (const reference of own) {
      const { span } = reference;
      if (!all.has(span.start) && !isValue(span)) all.set(span.start, reference);
    }
    return [...all.values()].sort((a, b) => a.span.start - b.span.start);
  }
}

// People hand values to some charts at once; those of many may be one anchor's.
const MOST_CHARTS = 50;
