import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Reading } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import type { YamlDocument, YamlMap, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, placesOf } from '../../../syntax/yaml-paths.ts';
import { includesStated } from '../syntax/gitlab-includes.ts';
import {
  gitlabVariables,
  type OuterVariables,
  type PipelineImage,
  type PipelineJob,
  pipelineVariables,
  type ReadVariables,
  variablesStated,
} from '../syntax/gitlab-variables.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { readByDocuments } from '../syntax/read-by-documents.ts';
import { writtenImage } from '../syntax/written-image.ts';
import { writtenPull } from '../syntax/written-pull.ts';

/**
 * GitLab's pipelines (docs.gitlab.com, "CI/CD YAML syntax reference": `image`, `services`), and the files that they
 * include, whatever these are called. `extends` is not followed: each file is read for what it says itself, by the
 * variables of the pipeline that it is included into.
 */
export const gitlabCi: Reader = {
  id: 'gitlab-ci',
  files: ['.gitlab-ci.{yml,yaml}', '*.gitlab-ci.{yml,yaml}', '.gitlab-ci/**/*.{yml,yaml}', '.gitlab/**/*.{yml,yaml}'],
  // What is for GitLab's agents, and what Helm is given.
  except: ['.gitlab/agents/**', '.gitlab/**/*values*.{yml,yaml}'],
  included: ['*.{yml,yaml}'],
  languages: [],
  // The folder holds objects of Kubernetes, too.
  recognises: text => !/^["']?apiVersion["']?[ \t]*:/m.test(text),
  speaks: 'below',
  // A header with `spec:` is a document of its own.
  ...readByDocuments(readPipeline),
};

function readPipeline(text: string, file: string, around: Around = NOTHING_AROUND): Reading {
  const isWhole = PIPELINE.test(file);
  const outer = isWhole ? NOTHING_GIVEN : pipelineVariables(around.told);
  const statements: Statement[] = [];
  const reading = readImages(text, ['image', 'name'], document => {
    const places = imagePlaces(document);
    const variables = gitlabVariables(document, places, outer);
    if (isWhole) statements.push(...variablesStated(document));
    statements.push(...includesStated(document, gitlabCi.id, file, isWhole));
    return imagesAt(document, places, (scalar, found) => {
      const subject = meaningOf(scalar, found, text, variables);
      const pull = subject?.kind === 'image' ? writtenPull(found, 'pull_policy', POLICIES, 'always') : undefined;
      return subject?.kind === 'image' && pull !== undefined ? { ...subject, pull } : subject;
    });
  });
  return statements.length === 0 ? reading : { ...reading, statements };
}

/** A project's own pipeline, which others are included into. */
const PIPELINE = /(?:^|\/)\.gitlab-ci\.ya?ml$/;

const NOTHING_GIVEN: OuterVariables = () => undefined;

const POLICIES = { always: 'Always', 'if-not-present': 'IfNotPresent', never: 'Never' } as const;

/** Keys at the top that hold no job. */
const NO_JOBS = new Set(['cache', 'image', 'include', 'services', 'spec', 'stages', 'variables', 'workflow']);

const IN_A_JOB = ['image', 'image.name', 'services[]', 'services[].name'];

/** At the top, in `default` and in jobs, hidden ones too. */
function imagePlaces({ root, text }: YamlDocument): PipelineImage[] {
  if (root?.kind !== 'map') return [];
  const jobs = placesOf(root).flatMap(({ entry, value }): { map: YamlMap; job?: PipelineJob }[] => {
    const name = entry?.key.value;
    if (value?.kind !== 'map' || name === undefined || NO_JOBS.has(name)) return [];
    return [name === 'default' ? { map: value } : { map: value, job: { name, map: value } }];
  });
  const places = [{ map: root }, ...jobs].flatMap(({ map, ...whose }) =>
    IN_A_JOB.flatMap(path => findPath(map, path).map((found): PipelineImage => ({ ...found, ...whose }))),
  );
  // The items of `!reference [.job, services]` are names of keys.
  return places.filter(
    ({ list }) =>
      list === undefined || !/!reference[ \t]*$/.test(text.slice(Math.max(0, list.span.start - 40), list.span.start)),
  );
}

function meaningOf(
  scalar: YamlScalar,
  place: PipelineImage,
  text: string,
  variables: ReadVariables,
): ImageSubject | OpaqueSubject | undefined {
  // `$[[ inputs.tag ]]` is filled in when the file is included.
  if (scalar.value.includes('$[[')) return opaqueImage(scalar.value, 'template');
  const written = writtenImage(scalar, text, { runs: false });
  return written?.kind === 'opaque' && written.why === 'variable' ? (variables(scalar, place) ?? written) : written;
}
