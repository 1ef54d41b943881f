import { familiarImageName } from '../../../model/names.ts';
import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Reading } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, placesOf, textAt } from '../../../syntax/yaml-paths.ts';
import { containersOfJobs } from '../syntax/azure-matrix.ts';
import { templatesStated } from '../syntax/azure-templates.ts';
import { azureValues, usesStated } from '../syntax/azure-values.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { writtenImage } from '../syntax/written-image.ts';

/**
 * Azure Pipelines and their templates, whatever these are called (learn.microsoft.com, "YAML schema":
 * `resources.containers.container`, `jobs.job.container`, `jobs.job.services`; azure-pipelines-agent,
 * `ContainerOperationProvider.PullContainerAsync`).
 */
export const azurePipelines: Reader = {
  id: 'azure-pipelines',
  files: [
    '*azure*pipeline*.{yml,yaml}',
    '.{azure-pipelines,azuredevops}/**/*.{yml,yaml}',
    'azure-pipelines/**/*.{yml,yaml}',
  ],
  included: ['*.{yml,yaml}'],
  languages: [],
  speaks: 'below',
  read: readPipeline,
};

function readPipeline(text: string, file: string, around: Around = NOTHING_AROUND): Reading {
  let statements: readonly Statement[] = [];
  const reading = readImages(text, ['image', 'container'], document => {
    const { root } = document;
    statements = [...templatesStated(document, azurePipelines.id, file), ...usesStated(document, file)];
    const values = azureValues(document, file, around);
    const described = findPath(root, 'resources.containers.**').flatMap(({ value }) =>
      value?.kind === 'map' && entryOf(value, 'container') !== undefined ? [value] : [],
    );
    const aliases = new Set(described.map(resource => textAt(resource, 'container')));
    const resources = described.flatMap(resource => findPath(resource, 'image'));
    const jobs = jobsOf(root);
    const inline = jobs.flatMap(job => findPath(job, 'container.image'));
    const containersOf = containersOfJobs(document);
    const named = jobs.flatMap(job => [...containersOf(job), ...findPath(job, 'services.*')]);
    const isNamed = new Set(named.map(({ value }) => value));
    return imagesAt(document, [...resources, ...inline, ...named], (scalar, { owner }) =>
      isNamed.has(scalar) ? namedContainer(scalar, aliases, text, values) : containerImage(scalar, owner, text, values),
    );
  });
  return statements.length === 0 ? reading : { ...reading, statements };
}

/**
 * All that may say what a job says: jobs, the pipeline itself where it has but one, and what `${{ if … }}:` puts into
 * them.
 */
function jobsOf(root: YamlNode | undefined): YamlMap[] {
  const jobs = findPath(root, '**').flatMap(({ value }) =>
    value?.kind === 'map' && (value === root || ['job', 'deployment'].some(key => entryOf(value, key) !== undefined))
      ? [value]
      : [],
  );
  const all = new Set(jobs);
  for (const job of all) {
    for (const { entry, value } of placesOf(job)) {
      if (value?.kind === 'map' && entry?.key.value.startsWith('${{') === true) all.add(value);
    }
  }
  return [...all];
}

/** A container by the name that a resource gives it, or an image in short. */
function namedContainer(
  scalar: YamlScalar,
  aliases: ReadonlySet<string | undefined>,
  text: string,
  values: ReadValues,
): ImageSubject | OpaqueSubject | undefined {
  if (aliases.has(scalar.value)) return undefined;
  // A template may use a name of the pipeline that it is put into.
  if (/^[-\w]+$/.test(scalar.value)) return { kind: 'opaque', registry: 'oci', why: 'managed' };
  const subject = pipelineImage(scalar, text, values);
  const mayBeAlias = subject?.kind === 'image' && subject.tag === undefined && subject.digest === undefined;
  return mayBeAlias && subject.byDefaultOf !== undefined && !familiarImageName(subject.name).includes('/')
    ? { kind: 'opaque', registry: 'oci', why: 'managed' }
    : subject;
}

/**
 * What a map names that describes a container: with the connection to a registry, that registry's host may come before
 * the name.
 */
function containerImage(
  scalar: YamlScalar,
  owner: YamlMap | undefined,
  text: string,
  values: ReadValues,
): ImageSubject | OpaqueSubject | undefined {
  const subject = pipelineImage(scalar, text, values);
  if (subject?.kind !== 'image' || owner === undefined) return subject;
  const isLocal = textAt(owner, 'localImage')?.toLowerCase() === 'true';
  const isElsewhere = textAt(owner, 'endpoint') !== undefined && !/^[^/]*[.:][^/]*\//.test(scalar.value);
  return isLocal || isElsewhere ? { kind: 'opaque', registry: 'oci', why: 'managed' } : subject;
}

/** `${{ … }}` is filled in when templates are put together, `$(…)` and `$[…]` when the pipeline runs. */
function pipelineImage(scalar: YamlScalar, text: string, values: ReadValues): ImageSubject | OpaqueSubject | undefined {
  return scalar.value.includes('${{')
    ? (values(scalar) ?? opaqueImage(scalar.value, 'template'))
    : writtenImage(scalar, text, { runs: false });
}

type ReadValues = ReturnType<typeof azureValues>;
