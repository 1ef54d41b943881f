import type { Reference } from '../../model/reference.ts';
import type { Span } from '../../model/span.ts';
import { helmImages } from './helm-images.ts';
import { kustomizeImages } from './kustomize-images.ts';
import type { YamlDocument } from './yaml-nodes.ts';
import { findPath, textAt } from './yaml-paths.ts';

/** What an object hands on to kustomize or to Helm. */
export interface Deployed {
  readonly references: readonly Reference[];
  /** A chart's values, in which `image` does not mean what it means in an object. */
  readonly values: readonly Span[];
}

/** Objects of kustomize itself, and of Flux and Argo CD, which deploy kustomizations and charts with values of their own. */
const DEPLOYERS: readonly {
  readonly group: string;
  readonly kustomize: readonly string[];
  readonly helm: readonly string[];
}[] = [
  { group: 'kustomize.config.k8s.io', kustomize: ['images[]', 'imageTags[]'], helm: [] },
  { group: 'kustomize.toolkit.fluxcd.io', kustomize: ['spec.images[]'], helm: [] },
  { group: 'helm.toolkit.fluxcd.io', kustomize: [], helm: ['spec.values'] },
  {
    group: 'argoproj.io',
    kustomize: [],
    helm: ['spec.source.helm.valuesObject', 'spec.sources[].helm.valuesObject'],
  },
];

/** The images of an object that hands them on; none where it is no such object. */
export function deployedImages(document: YamlDocument): Deployed {
  const { root } = document;
  const version = root?.kind === 'map' ? textAt(root, 'apiVersion') : undefined;
  const deployer = DEPLOYERS.find(({ group }) => version?.startsWith(`${group}/`));
  if (deployer === undefined) return { references: [], values: [] };
  const values = deployer.helm.flatMap(path => findPath(root, path).flatMap(({ value }) => value ?? []));
  return {
    references: [
      ...deployer.kustomize.flatMap(path => kustomizeImages(document, root, path)),
      ...values.flatMap(value => helmImages(document, value)),
    ],
    values: values.map(({ span }) => span),
  };
}
