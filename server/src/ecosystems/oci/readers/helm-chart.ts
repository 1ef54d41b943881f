import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import { locksKey, type Told } from '../../../model/statement.ts';
import { embeddedReading } from '../../../syntax/embedded-text.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import type { YamlDocument, YamlMap, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath } from '../../../syntax/yaml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { CHART_LOCK, chartArtifact, dependencyText } from '../syntax/chart-artifacts.ts';
import { textIn } from '../syntax/helm-words.ts';
import { readImagesAtPaths } from '../syntax/images-at-paths.ts';
import { OCI_SCHEME } from '../syntax/oci-artifacts.ts';

/**
 * A chart's own description. What it depends on may be in registries of images. Its annotation for Artifact Hub lists
 * the chart's images, as YAML in a text (artifacthub.io, "Helm annotations", `artifacthub.io/images`): what is scanned,
 * not what runs.
 */
export const helmChart: Reader = {
  id: 'helm-chart',
  files: ['Chart.{yaml,yml}'],
  languages: [],
  read: (text, _file, around = NOTHING_AROUND) => {
    if (!text.includes(ANNOTATION) && !text.includes(OCI_SCHEME)) return { references: [], ignores: [] };
    const document = parseYaml(text);
    const ignores = [...ignoresOf(document)];
    const references = [...annotationsOf(document.root)].flatMap(scalar => {
      const inner: Reading = readImagesAtPaths(scalar.value, { paths: ['[].image'], runs: false });
      const reading = embeddedReading(scalar, text, inner);
      for (const ignore of reading.ignores) ignores.push(ignore);
      return reading.references;
    });
    for (const { value } of findPath(document.root, 'dependencies[]')) {
      const reference = value?.kind === 'map' ? dependencyOf(document, value, around) : undefined;
      if (reference !== undefined) references.push(reference);
    }
    return { references: inOrder(references), ignores };
  },
};

/**
 * A chart that this one needs, where it is in a registry of images (Helm's pkg/chart/dependency.go). Of a range, what
 * `helm dependency build` takes by the lockfile.
 */
function dependencyOf(document: YamlDocument, dependency: YamlMap, { told }: Around): Reference | undefined {
  const repository = entryOf(dependency, 'repository');
  const address = textIn(repository);
  if (repository === undefined || !address.startsWith(OCI_SCHEME)) return undefined;
  const folder = address.slice(OCI_SCHEME.length).replace(/\/$/, '');
  return chartArtifact(
    document,
    `${folder}/${textIn(entryOf(dependency, 'name'))}`,
    repository,
    entryOf(dependency, 'version'),
    lockedVersion(dependency, told),
  );
}

/** Under one name there may be several charts, of which the lockfile does not tell which is which. */
function lockedVersion(dependency: YamlMap, told: Told): string | undefined {
  const said = told(locksKey(CHART_LOCK, dependencyText(dependency)));
  const versions = new Set(said.flatMap(each => (each.says === 'locks' ? [each.to] : [])));
  return versions.size === 1 ? [...versions][0] : undefined;
}

/** By where they stand, one for each place: aliases may lead to one several times. */
function inOrder(references: readonly Reference[]): Reference[] {
  const byStart = new Map(references.map(reference => [reference.span.start, reference]));
  return [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
}

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
