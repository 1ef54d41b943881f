import type { Reference } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { YamlDocument } from '../../../syntax/yaml-nodes.ts';
import { findPath, textAt } from '../../../syntax/yaml-paths.ts';
import { helmImages } from './helm-images.ts';
import { kustomizeImages } from './kustomize-images.ts';

/** What an object hands on to kustomize or to Helm. */
export interface Deployed {
  readonly references: readonly Reference[];
  /** Whether a place is in a chart's values, in which `image` does not mean what it means in an object. */
  isValue(span: Span): boolean;
}

/**
 * Objects of kustomize itself, and of Flux and Argo CD, which deploy kustomizations and charts with values of their
 * own.
 */
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
  if (deployer === undefined) return { references: [], isValue: () => false };
  const values = deployer.helm.flatMap(path => findPath(root, path).flatMap(({ value }) => value ?? []));
  return {
    references: [
      ...deployer.kustomize.flatMap(path => kustomizeImages(document, root, path)),
      ...values.flatMap(value => helmImages(document, value)),
    ],
    isValue: withinSome(values.map(({ span }) => span)),
  };
}

/** Tells of a span whether one of some others holds it, without a look at each: an object may have many of both. */
function withinSome(spans: readonly Span[]): (span: Span) => boolean {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  // How far the spans reach that begin at one of these starts or before it.
  const reaches: number[] = [];
  for (const { end } of sorted) reaches.push(Math.max(end, reaches.at(-1) ?? end));
  return ({ start, end }) => {
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.start ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return low > 0 && end <= (reaches[low - 1] ?? 0);
  };
}
