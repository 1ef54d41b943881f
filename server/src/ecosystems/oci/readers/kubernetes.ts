import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Pull, Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, textAt, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { ignorePlaceOf, ignoresOf } from '../../../syntax/yaml-places.ts';
import { DEFAULT_TAG, meantTag } from '../image-tags.ts';
import { EVERYBODYS_FILES } from '../syntax/everybodys-files.ts';
import { repositoryCharts, repositoryStated } from '../syntax/helm-repositories.ts';
import { hasHost } from '../syntax/image-texts.ts';
import { artifactsOf } from '../syntax/kubernetes-artifacts.ts';
import { Deployed } from '../syntax/kubernetes-deployers.ts';
import { type KubernetesImage, visitObjects } from '../syntax/kubernetes-images.ts';
import { UpdatedObjects } from '../syntax/kubernetes-updaters.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { readByDocuments } from '../syntax/read-by-documents.ts';
import { templateLines } from '../syntax/template-lines.ts';
import { contentSpan, writtenImage } from '../syntax/written-image.ts';

/**
 * Objects of Kubernetes and of its extensions, in YAML and in JSON. Neither has names of its own, so the content tells
 * which files they are: `apiVersion` and `kind` at the top of a document.
 */
export const kubernetes: Reader = {
  id: 'kubernetes',
  files: ['*.yaml', '*.yml', '*.json'],
  except: EVERYBODYS_FILES,
  languages: ['yaml'],
  recognises: isRecognised,
  // What a whole platform installs is one stream of many objects.
  largest: 64 * 1024 * 1024,
  telltale: ['apiVersion', 'kind'],
  ...readByDocuments(readDocument),
};

/** At the start of a line in block style; in flow style and JSON behind a bracket, a comma or an indentation. */
const API_VERSION = /^["']?apiVersion["']?[ \t]*:/m;
const KIND = /^["']?kind["']?[ \t]*:/m;

function isRecognised(text: string): boolean {
  if (!text.includes('apiVersion') || !text.includes('kind')) return false;
  if (API_VERSION.test(text) && KIND.test(text)) return true;
  return beginsInFlow(text) && /["']?apiVersion["']?\s*:/.test(text) && /["']?kind["']?\s*:/.test(text);
}

function beginsInFlow(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '{' || character === '[') return true;
    if (character === '#') at = Math.max(at, text.indexOf('\n', at));
    else if (!/[\s-]/.test(character)) return false;
  }
  return false;
}

/** A cheap look at one document: most name no image, and the largest only describe what others may say. */
function mayNameImage(text: string, imagePaths: readonly string[]): boolean {
  if ((imagePaths.length === 0 && !MAY_NAME.test(text)) || !isRecognised(text)) return false;
  const kinds = text.match(/^kind[ \t]*:.*$/gm) ?? [];
  return kinds.length !== 1 || !WITHOUT_IMAGES.test(kinds[0] ?? '');
}

const MAY_NAME = /image|package|oci:\/\/|chart:|HelmRepository/i;

const WITHOUT_IMAGES =
  /^kind[ \t]*:[ \t]*["']?(?:CustomResourceDefinition|ConfigMap|Secret|Role|ClusterRole|RoleBinding|ClusterRoleBinding)["']?[ \t]*(?:#.*)?\r?$/;

/** Where a chart has its templates. What stands there between braces in quotes looks like data, and is none. */
const IN_TEMPLATES = /(?:^|\/)templates\//;

function readDocument(text: string, file: string, { settings, told }: Around = NOTHING_AROUND): Reading {
  const { imagePaths } = settings;
  if (!mayNameImage(text, imagePaths)) return { references: [], ignores: [] };
  const document = parseYaml(text);
  const ignores = ignoresOf(document);
  if (document.isTemplate || (IN_TEMPLATES.test(file) && text.includes('{{')))
    return { references: templateLines(text, ['image', 'imageName']), ignores };
  const own: Reference[] = [];
  const seen = new Set<YamlScalar>();
  const deployed = new Deployed(document);
  const updated = new UpdatedObjects();
  const statements: Statement[] = [];
  visitObjects(document.root, imagePaths, {
    object: object => {
      deployed.add(object);
      updated.add(object);
      for (const reference of artifactsOf(document, object)) own.push(reference);
      for (const reference of repositoryCharts(document, object, told)) own.push(reference);
      const stated = repositoryStated(object);
      if (stated !== undefined) statements.push(stated);
    },
    image: image => {
      const { value } = image.found;
      if (value?.kind !== 'scalar' || seen.has(value)) return;
      seen.add(value);
      const reference = referenceOf(document, image, value);
      if (reference !== undefined) own.push(reference);
    },
  });
  const references = updated.marked(deployed.joinedBy(own));
  return { references, ignores, ...(statements.length === 0 ? {} : { statements }) };
}

function referenceOf(document: YamlDocument, image: KubernetesImage, scalar: YamlScalar): Reference | undefined {
  const subject = subjectOf(document, image, scalar);
  if (subject === undefined) return undefined;
  const ignoreAt = ignorePlaceOf(document, image.found);
  return {
    span: contentSpan(scalar),
    role: 'manifest',
    subject,
    ...(ignoreAt === undefined ? {} : { ignoreAt }),
  };
}

function subjectOf(
  document: YamlDocument,
  image: KubernetesImage,
  scalar: YamlScalar,
): ImageSubject | OpaqueSubject | undefined {
  const { found, isTyped, names, isBuilding } = image;
  const subject = writtenImage(scalar, document.text, { runs: isBuilding !== true });
  // In a kind that somebody defined, what is no reference may be meant as something else.
  if (subject?.kind === 'opaque') return !isTyped && subject.why === 'invalid' ? undefined : subject;
  if (subject === undefined) return undefined;
  if (names === 'repository') return opaqueImage(scalar.value, 'managed');
  // Whose registry it is, the controller's flags and version decide, so that it has no whole name here.
  if (names === 'package' && !hasHost(scalar.value)) return { ...opaqueImage('', 'managed'), want: meantTag(subject) };
  const beside = isTyped ? undefined : tagBeside(found, subject);
  if (beside !== undefined) return opaqueImage(`${scalar.value}:${beside}`, 'managed');
  return withPull(image, subject);
}

/**
 * The tag that another key holds for an image without one. Somebody puts the two together, or nobody does: in a kind of
 * which nothing is known, it may as well be data for a loop.
 */
function tagBeside({ owner }: YamlFound, { tag, digest }: ImageSubject): string | undefined {
  if (owner === undefined || tag !== undefined || digest !== undefined) return undefined;
  const key = COMPLETING.find(each => entryOf(owner, each) !== undefined);
  return key === undefined ? undefined : (textAt(owner, key) ?? '');
}

const COMPLETING = ['tag', 'imageTag', 'version', 'imageVersion', 'digest', 'imageDigest', 'sha'];

function withPull({ found, isTyped, pullKey }: KubernetesImage, subject: ImageSubject): ImageSubject {
  const pull = pullKey === undefined ? undefined : pullOf(found, subject, isTyped, pullKey);
  return pull === undefined ? subject : { ...subject, pull };
}

/**
 * The pull policy of a container or of an image volume. Without one, the API server sets `Always` for `latest` and for
 * no tag, and else `IfNotPresent` (core/v1 defaults, `SetDefaults_Container`). What another kind's default is, nobody
 * knows.
 */
function pullOf(found: YamlFound, subject: ImageSubject, isTyped: boolean, pullKey: string): Pull | undefined {
  const { owner, map, isAlias } = found;
  // An image that several containers share has several policies.
  if (owner === undefined || owner !== map || isAlias) return undefined;
  const written = entryOf(owner, pullKey);
  if (written === undefined) {
    if (!isTyped) return undefined;
    const moves = subject.digest === undefined && meantTag(subject) === DEFAULT_TAG;
    return { policy: moves ? 'Always' : 'IfNotPresent' };
  }
  const { value } = written;
  if (value?.kind !== 'scalar' || !isPolicy(value.value)) return undefined;
  const span = contentSpan(value);
  const isOwn = written.map === owner && !written.isAlias;
  return {
    policy: value.value,
    written: span,
    ...(isOwn ? { always: { slot: { span, before: '', after: '' }, text: 'Always' } } : {}),
  };
}

function isPolicy(text: string): text is Pull['policy'] {
  return text === 'Always' || text === 'IfNotPresent' || text === 'Never';
}
