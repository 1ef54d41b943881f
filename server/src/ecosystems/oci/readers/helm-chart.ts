import type { Reader } from '../../../model/reader.ts';
import type { Reading } from '../../../model/reference.ts';
import { embeddedReading } from '../../../syntax/embedded-text.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import type { YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath } from '../../../syntax/yaml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { readImagesAtPaths } from '../syntax/images-at-paths.ts';

/**
 * A chart's own description. Its annotation for Artifact Hub lists the chart's images, as YAML in a text
 * (artifacthub.io, "Helm annotations", `artifacthub.io/images`): what is scanned, not what runs.
 */
export const helmChart: Reader = {
  id: 'helm-chart',
  files: ['Chart.{yaml,yml}'],
  languages: [],
  read: text => {
    if (!text.includes(ANNOTATION)) return { references: [], ignores: [] };
    const document = parseYaml(text);
    const ignores = [...ignoresOf(document)];
    const references = [...annotationsOf(document.root)].flatMap(scalar => {
      const inner: Reading = readImagesAtPaths(scalar.value, { paths: ['[].image'], runs: false });
      const reading = embeddedReading(scalar, text, inner);
      for (const ignore of reading.ignores) ignores.push(ignore);
      return reading.references;
    });
    return { references, ignores };
  },
};

const ANNOTATION = 'artifacthub.io/images';

/** The annotation's texts, each once. A key with dots in it is no path. */
function annotationsOf(root: YamlNode | undefined): ReadonlySet<YamlScalar> {
  const texts = new Set<YamlScalar>();
  for (const { value: annotations } of findPath(root, 'annotations')) {
    if (annotations?.kind !== 'map') continue;
    const { value } = entryOf(annotations, ANNOTATION) ?? {};
    if (value?.kind === 'scalar') texts.add(value);
  }
  return texts;
}
