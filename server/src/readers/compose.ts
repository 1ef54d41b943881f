import type { ImageSubject, OpaqueSubject, Pull, Reading } from '../model/reference.ts';
import type { Reader } from './reader.ts';
import { contextImage, contextName } from './syntax/build-contexts.ts';
import { builtHere, type ComposeImage, contextsOf, imagesOf, servicesOf } from './syntax/compose-services.ts';
import { imagesAt, readImages } from './syntax/images-at-paths.ts';
import { readText } from './syntax/read-parts.ts';
import type { Lookup } from './syntax/shell-expansion.ts';
import { opaqueImage, writtenImage } from './syntax/written-image.ts';
import { writtenPull } from './syntax/written-pull.ts';
import { parseYaml, type YamlDocument, type YamlScalar } from './syntax/yaml.ts';
import { yamlDocuments } from './syntax/yaml-documents.ts';
import { entryOf } from './syntax/yaml-paths.ts';
import { keyBehind } from './syntax/yaml-places.ts';

/**
 * Compose files, those of `docker stack deploy` among them. The authority is the Compose Specification (05-services.md, build.md,
 * 12-interpolation.md), and Docker Compose where it does something else.
 */
export const compose: Reader = {
  id: 'compose',
  files: [
    'compose*.{yml,yaml}',
    '*[-._]compose*.{yml,yaml}',
    // As VS Code has it for its language `dockercompose`.
    '*docker*compose*.{yml,yaml}',
    'docker-stack*.{yml,yaml}',
  ],
  languages: ['dockercompose'],
  // Objects of Kubernetes are sometimes called after the file that they were made from.
  recognises: text => !/^["']?apiVersion["']?[ \t]*:/m.test(text),
  parts: text => yamlDocuments(text),
  read: (text, file) => {
    const spans = yamlDocuments(text);
    return spans.length < 2 ? readDocument(text, file) : readText(compose, text, file).reading;
  },
  contexts: text =>
    yamlDocuments(text).flatMap(({ start, end }) => {
      const part = text.slice(start, end);
      if (!part.includes('contexts')) return [];
      return servicesOf(parseYaml(part).root)
        .flatMap(contextsOf)
        .flatMap(found => contextName(found) ?? []);
    }),
};

function readDocument(text: string, file: string): Reading {
  if (!text.includes('image')) return { references: [], ignores: [] };
  return readImages(text, ['image'], document => {
    const services = servicesOf(document.root);
    const built = builtHere(services);
    return imagesAt(document, services.flatMap(imagesOf), (scalar, place) => {
      const isOurs = built.image(scalar.value) || (place.use === 'volume' && built.service(scalar.value));
      // What is built here is no registry's, and is listed all the same.
      return isOurs ? opaqueImage(scalar.value, 'workspace') : subjectOf(document, place, scalar, file);
    });
  });
}

function subjectOf(
  document: YamlDocument,
  place: ComposeImage,
  scalar: YamlScalar,
  file: string,
): ImageSubject | OpaqueSubject | undefined {
  const { text } = document;
  if (place.use === 'context') return contextImage(scalar, text, NO_VALUES, isShell);
  if (scalar.value.includes('$') && !isShell(scalar.value)) return opaqueImage(scalar.value, 'variable');
  const subject = writtenImage(scalar, text, { runs: true, variables: NO_VALUES });
  if (subject?.kind !== 'image' || place.use !== 'service') return subject;
  const pull = pullOf(document, place, subject, file);
  return pull === undefined ? subject : { ...subject, pull };
}

/** Compose has the braces of the shell, and neither its quotes nor its escapes; `$$` is a dollar sign, which no reference has. */
function isShell(template: string): boolean {
  return !/["'\\]|\$\$/.test(template);
}

/** What the environment holds is not known, so that variables mean their defaults. */
const NO_VALUES: Lookup = () => undefined;

/**
 * The pull policy of a service. Without one, an image is pulled where it is missing. Whether that holds for `latest` too is said in two
 * ways: the specification has it pulled always (05-services.md, `pull_policy`), Docker Compose has not (pkg/compose/pull.go, `mustPull`).
 */
function pullOf(document: YamlDocument, place: ComposeImage, subject: ImageSubject, file: string): Pull | undefined {
  // A swarm's manager asks the registry at every deployment, whatever the file says (`docker stack deploy --resolve-image`).
  if (/(?:^|\/)docker-stack[^/]*$/.test(file)) return undefined;
  const pull = writtenPull(place, KEY, POLICIES, 'always') ?? pullByDefault(document, place);
  const isLatest = subject.digest === undefined && (subject.tag ?? 'latest') === 'latest';
  return pull?.policy === 'IfNotPresent' && isLatest ? undefined : pull;
}

function pullByDefault(document: YamlDocument, place: ComposeImage): Pull | undefined {
  // An image that several services share has several policies.
  if (place.map !== place.service.map || place.isAlias) return undefined;
  if (entryOf(place.service.map, KEY) !== undefined) return undefined;
  const slot = keyBehind(document, place, KEY);
  return { policy: 'IfNotPresent', ...(slot === undefined ? {} : { always: { slot, text: 'always' } }) };
}

const KEY = 'pull_policy';

/** Those that ask again after a day, a week or another time lie between these, and are no mistake. */
const POLICIES: Readonly<Record<string, Pull['policy']>> = {
  always: 'Always',
  missing: 'IfNotPresent',
  if_not_present: 'IfNotPresent',
  never: 'Never',
};
