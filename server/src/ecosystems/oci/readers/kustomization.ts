import type { Reader } from '../../../model/reader.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { kustomizeImages } from '../syntax/kustomize-images.ts';

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
    if (!/image/.test(text)) return { references: [], ignores: [] };
    const document = parseYaml(text);
    const references = ['images[]', 'imageTags[]'].flatMap(path => kustomizeImages(document, document.root, path));
    references.sort((a, b) => a.span.start - b.span.start);
    return { references, ignores: ignoresOf(document) };
  },
};
