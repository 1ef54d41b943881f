import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Pull, Reading } from '../../../model/reference.ts';
import { type Statement, type Told, variableKey } from '../../../model/statement.ts';
import { type Declaration, declaredElsewhere, type Lookup } from '../../../syntax/shell-expansion.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf } from '../../../syntax/yaml-paths.ts';
import { DEFAULT_TAG, meantTag } from '../image-tags.ts';
import { type ArgumentPlace, argumentImage, argumentPlaces, buildsStated } from '../syntax/build-arguments.ts';
import { contextImage, contextReference, contextsStated } from '../syntax/build-contexts.ts';
import { composeFilesStated } from '../syntax/compose-includes.ts';
import {
  builtHere,
  type ComposeImage,
  composeBuilds,
  contextsOf,
  imagesOf,
  servicesOf,
} from '../syntax/compose-services.ts';
import { isHelperPlace } from '../syntax/helper-places.ts';
import { imagesAt, readImages } from '../syntax/images-at-paths.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { readByDocuments } from '../syntax/read-by-documents.ts';
import { writtenImage } from '../syntax/written-image.ts';
import { writtenPull } from '../syntax/written-pull.ts';

/**
 * Compose files, those of `docker stack deploy` among them, and what these take in, whatever it is called. The
 * authority is the Compose Specification (05-services.md, build.md, 12-interpolation.md), and Docker Compose where it
 * does something else.
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
  included: ['*.{yml,yaml}'],
  languages: ['dockercompose'],
  // Objects of Kubernetes are sometimes called after the file that they were made from.
  recognises: text => !/^["']?apiVersion["']?[ \t]*:/m.test(text),
  speaks: 'below',
  makes: true,
  ...readByDocuments((text, file, around) => readDocument(text, file, around ?? NOTHING_AROUND)),
};

/** Whoever starts Compose may give other values. Escapes and further variables in them are not computed. */
function valuesOf(told: Told): Lookup {
  const known = new Map<string, Declaration | undefined>();
  return name => {
    if (known.has(name)) return known.get(name);
    const given = told(variableKey(name)).at(-1);
    const declaration = given?.says === 'gives' ? declarationOf(name, given.value) : undefined;
    known.set(name, declaration);
    return declaration;
  };
}

function declarationOf(name: string, text: string): Declaration {
  if (text.length > LONGEST || /[$\\"']/.test(text)) return { name, value: { is: 'unknowable' } };
  return declaredElsewhere(name, text);
}

// A reference has at most some 400 characters.
const LONGEST = 4096;

function readDocument(text: string, file: string, around: Around): Reading {
  if (!/image|contexts|build|include|extends/.test(text)) return { references: [], ignores: [] };
  const values = valuesOf(around.told);
  let stated: readonly Statement[] = [];
  const reading = readImages(text, ['image'], document => {
    const services = servicesOf(document.root);
    const builds = composeBuilds(services, file);
    stated = [
      ...contextsStated(services.flatMap(contextsOf)),
      ...buildsStated(builds, values, isShell),
      ...composeFilesStated(document, compose.id, file),
    ];
    const built = builtHere(services);
    const places: (ComposeImage | ArgumentPlace)[] = services.flatMap(imagesOf);
    for (const place of argumentPlaces(builds, file, around)) places.push(place);
    return imagesAt(document, places, (scalar, place) => {
      if ('start' in place) {
        const given = scalar.value.slice(place.prefix.length);
        if (place.start.before === '' && built.image(given)) return opaqueImage(given, 'workspace');
        return argumentImage(document, scalar, place, values, isShell);
      }
      const image = place.use === 'context' ? contextReference(scalar) : scalar.value;
      if (image === undefined) return undefined;
      const isOurs = built.image(image) || (place.use === 'volume' && built.service(image));
      // What is built here is no registry's, and is listed all the same.
      return isOurs ? opaqueImage(image, 'workspace') : subjectOf(document, place, scalar, file, values);
    });
  });
  return stated.length === 0 ? reading : { ...reading, statements: stated };
}

function subjectOf(
  document: YamlDocument,
  place: ComposeImage,
  scalar: YamlScalar,
  file: string,
  variables: Lookup,
): ImageSubject | OpaqueSubject | undefined {
  const { text } = document;
  if (place.use === 'context') return contextImage(scalar, text, variables, isShell);
  if (scalar.value.includes('$') && !isShell(scalar.value)) return opaqueImage(scalar.value, 'variable');
  const subject = writtenImage(scalar, text, { runs: !isHelperPlace(file), variables });
  if (subject?.kind !== 'image' || place.use !== 'service') return subject;
  const pull = pullOf(place, subject, file);
  return pull === undefined ? subject : { ...subject, pull };
}

/**
 * Compose has the braces of the shell, and neither its quotes nor its escapes; `$$` is a dollar sign, which no
 * reference has.
 */
function isShell(template: string): boolean {
  return !/["'\\]|\$\$/.test(template);
}

/**
 * The pull policy of a service. Without one, an image is pulled where it is missing. Whether that holds for `latest`
 * too is said in two ways: the specification has it pulled always (05-services.md, `pull_policy`), Docker Compose has
 * not (pkg/compose/pull.go, `mustPull`).
 */
function pullOf(place: ComposeImage, subject: ImageSubject, file: string): Pull | undefined {
  // A swarm's manager asks the registry at every deployment, whatever the file says (`docker stack deploy
  // --resolve-image`).
  if (/(?:^|\/)docker-stack[^/]*$/.test(file)) return undefined;
  const pull = writtenPull(place, KEY, POLICIES, 'always') ?? pullByDefault(place);
  const isLatest = subject.digest === undefined && meantTag(subject) === DEFAULT_TAG;
  return pull?.policy === 'IfNotPresent' && isLatest ? undefined : pull;
}

function pullByDefault(place: ComposeImage): Pull | undefined {
  // An image that several services share has several policies.
  if (place.map !== place.service.map || place.isAlias) return undefined;
  if (entryOf(place.service.map, KEY) !== undefined) return undefined;
  return { policy: 'IfNotPresent' };
}

const KEY = 'pull_policy';

/** Those that ask again after a day, a week or another time lie between these, and are no mistake. */
const POLICIES: Readonly<Record<string, Pull['policy']>> = {
  always: 'Always',
  missing: 'IfNotPresent',
  if_not_present: 'IfNotPresent',
  never: 'Never',
};
