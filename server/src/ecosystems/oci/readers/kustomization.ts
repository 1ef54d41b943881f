import type { Reader } from '../../../model/reader.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { kustomizeCharts } from '../syntax/kubernetes-artifacts.ts';
import { Deployed } from '../syntax/kubernetes-deployers.ts';

/**
 * Kustomizations and components, which may leave out `apiVersion` and `kind`, so that the name decides (kustomize's
 * api/konfig/general.go, `RecognizedKustomizationFileNames`). Their patches name images in texts, which are not read.
 */
export const kustomization: Reader = {
  id: 'kustomization',
  files: ['kustomization.{yaml,yml}', 'Kustomization'],
  languages: [],
  read: text => {
    // `imageTags` is the older name of `images`.
    if (!/image|helmCharts/.test(text)) return { references: [], ignores: [] };
    const document = parseYaml(text);
    const deployed = new Deployed(document);
    if (document.root?.kind === 'map') deployed.add({ map: document.root, group: GROUP, kind: 'Kustomization' });
    const references = deployed.joinedBy(kustomizeCharts(document, document.root));
    return { references, ignores: ignoresOf(document) };
  },
};

/** Of what may leave it out here. */
const GROUP = 'kustomize.config.k8s.io';
