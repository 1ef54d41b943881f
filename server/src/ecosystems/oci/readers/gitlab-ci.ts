import type { Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Reading } from '../../../model/reference.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, placesOf, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { gitlabVariables, type ReadVariables } from '../syntax/gitlab-variables.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { readByDocuments } from '../syntax/read-by-documents.ts';
import { writtenImage } from '../syntax/written-image.ts';
import { writtenPull } from '../syntax/written-pull.ts';

/**
 * GitLab's pipelines (docs.gitlab.com, "CI/CD YAML syntax reference": `image`, `services`), and the files that they
 * include. `include` and `extends` are not followed: each file is read for what it says itself.
 */
export const gitlabCi: Reader = {
  id: 'gitlab-ci',
  files: [
    '.gitlab-ci.{yml,yaml}',
    '*.gitlab-ci.{yml,yaml}',
    '.gitlab-ci/**/*.{yml,yaml}',
    '.gitlab/ci/**/*.{yml,yaml}',
  ],
  languages: [],
  // A header with `spec:` is a document of its own.
  ...readByDocuments(readPipeline),
};

function readPipeline(text: string): Reading {
  return readImages(text, ['image', 'name'], document => {
    const places = imagePlaces(document);
    const variables = gitlabVariables(document, places);
    return imagesAt(document, places, (scalar, found) => {
      const subject = meaningOf(scalar, text, variables);
      const pull = subject?.kind === 'image' ? writtenPull(found, 'pull_policy', POLICIES, 'always') : undefined;
      return subject?.kind === 'image' && pull !== undefined ? { ...subject, pull } : subject;
    });
  });
}

const POLICIES = { always: 'Always', 'if-not-present': 'IfNotPresent', never: 'Never' } as const;

/** Keys at the top that hold no job. */
const NO_JOBS = new Set(['cache', 'image', 'include', 'services', 'spec', 'stages', 'variables', 'workflow']);

const IN_A_JOB = ['image', 'image.name', 'services[]', 'services[].name'];

/** At the top, in `default` and in jobs, hidden ones too. */
function imagePlaces({ root, text }: YamlDocument): YamlFound[] {
  if (root?.kind !== 'map') return [];
  const jobs = placesOf(root).flatMap(({ entry, value }) =>
    value?.kind !== 'map' || entry === undefined || NO_JOBS.has(entry.key.value) ? [] : [value],
  );
  const places = [root, ...jobs].flatMap(map => IN_A_JOB.flatMap(path => findPath(map, path)));
  // The items of `!reference [.job, services]` are names of keys.
  return places.filter(
    ({ list }) =>
      list === undefined || !/!reference[ \t]*$/.test(text.slice(Math.max(0, list.span.start - 40), list.span.start)),
  );
}

function meaningOf(
  scalar: YamlScalar,
  text: string,
  variables: ReadVariables,
): ImageSubject | OpaqueSubject | undefined {
  // `$[[ inputs.tag ]]` is filled in when the file is included.
  if (scalar.value.includes('$[[')) return opaqueImage(scalar.value, 'template');
  const written = writtenImage(scalar, text, { runs: false });
  return written?.kind === 'opaque' && written.why === 'variable' ? (variables(scalar) ?? written) : written;
}
