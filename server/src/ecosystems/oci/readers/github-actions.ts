import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Reading } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { type ArgumentPlace, argumentImage, argumentPlaces, buildsStated } from '../syntax/build-arguments.ts';
import { composedImage } from '../syntax/composed-image.ts';
import { githubBuilds, taggedIn, workflowEnvironment } from '../syntax/github-builds.ts';
import { matrixImages } from '../syntax/github-matrix.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { writtenImage } from '../syntax/written-image.ts';

/**
 * Workflows of GitHub Actions and the metadata of actions, which Gitea and Forgejo read too. What is an image follows
 * the runner (actions/runner, `WorkflowTemplateConverter.ConvertToJobContainer`,
 * `ActionManager.PrepareRepositoryActionAsync`).
 */
export const githubActions: Reader = {
  id: 'github-actions',
  files: ['.{github,gitea,forgejo}/workflows/*.{yml,yaml}', 'action.{yml,yaml}'],
  languages: [],
  // Other programs have files of the name `action.yml`.
  recognises: text => /^["']?(?:jobs|runs)["']?[ \t]*:/m.test(text) || /^\s*\{/.test(text),
  read: readWorkflow,
};

function readWorkflow(text: string, file: string, around: Around = NOTHING_AROUND): Reading {
  const statements: Statement[] = [];
  const reading = readImages(text, ['image', 'container', 'uses'], document => {
    const environment = workflowEnvironment(document);
    const builds = githubBuilds(document, file, environment);
    statements.push(...buildsStated(builds, environment, isTraced));
    const given = argumentPlaces(builds, file, around);
    const made = given.length === 0 ? new Set() : taggedIn(document);
    const expanded = matrixImages(document);
    const places = PLACES.flatMap(path => findPath(document.root, path));
    const read = places.filter(({ value }) => value?.kind !== 'scalar' || !expanded.uses.has(value));
    const action = findPath(document.root, 'runs.image');
    const isAction = new Set(action.map(({ value }) => value));
    const values = [...expanded.values.values()].map(({ found }) => found);
    const all: (YamlFound | ArgumentPlace)[] = [...read, ...values, ...action, ...given];
    return imagesAt(document, all, (scalar, found) => {
      if ('start' in found) {
        const reference = found.start.before + scalar.value;
        if (made.has(reference)) return opaqueImage(reference, 'workspace');
        return argumentImage(document, scalar, found, environment, isTraced);
      }
      if (isAction.has(scalar)) return actionImage(scalar, text);
      const ofMatrix = expanded.values.get(scalar);
      const subject =
        ofMatrix === undefined || ofMatrix.before === ''
          ? meaningOf(scalar, found, text)
          : imageBehind(scalar, ofMatrix.before, text);
      return subject?.kind === 'image' && ofMatrix?.isShared === true
        ? { ...subject, pin: { ...subject.pin, where: 'shared' } }
        : subject;
    });
  });
  return statements.length === 0 ? reading : { ...reading, statements };
}

// What stands in a workflow is computed by GitHub.
const noValues = () => undefined;
const isTraced = (value: string) => !/\$(?!\{\w)/.test(value);

const DOCKER = 'docker://';

const PLACES = [
  // Each in short or at length.
  ...['jobs.*.container', 'jobs.*.container.image', 'jobs.*.services.*', 'jobs.*.services.*.image'],
  ...['jobs.*.steps[].uses', 'runs.steps[].uses'],
];

function meaningOf(scalar: YamlScalar, { entry }: YamlFound, text: string): ImageSubject | OpaqueSubject | undefined {
  const written = scalar.value;
  const isDocker = written.startsWith(DOCKER);
  if (entry?.key.value === 'uses' && !isDocker) return undefined;
  if (written.includes('${{')) return opaqueImage(isDocker ? written.slice(DOCKER.length) : written, 'variable');
  return writtenImage(scalar, text, { runs: false, prefixes: [DOCKER] });
}

/** The image of a text that ends with a value of a matrix. */
function imageBehind(scalar: YamlScalar, written: string, text: string): ImageSubject | OpaqueSubject {
  const before = written.startsWith(DOCKER) ? written.slice(DOCKER.length) : written;
  return (
    composedImage(scalar, '', { before, runs: false }, text, noValues) ??
    opaqueImage(written + scalar.value, 'variable')
  );
}

/**
 * What an action of its own container is: an image, or the path of a Dockerfile (`DockerUtil.IsDockerfile`), and
 * nothing else.
 */
function actionImage(scalar: YamlScalar, text: string): ImageSubject | OpaqueSubject | undefined {
  const written = scalar.value;
  if (written.startsWith(DOCKER)) return writtenImage(scalar, text, { runs: false, prefixes: [DOCKER] });
  if (/(?:^|[/\\])(?:dockerfile\.[^/\\]*|[^/\\]*dockerfile)$/i.test(written)) {
    return { kind: 'opaque', registry: 'oci', why: 'path' };
  }
  return written === '' ? undefined : opaqueImage(written, 'invalid');
}
