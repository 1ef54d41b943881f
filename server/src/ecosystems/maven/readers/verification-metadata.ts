import type { ReleaseHash } from '../../../model/hashes.ts';
import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { childrenOf, parseXml } from '../../../syntax/xml.ts';
import type { XmlDocument, XmlElement } from '../../../syntax/xml-nodes.ts';
import { OTHER_PLACES } from '../clients.ts';
import { repositoriesOfCatalog, rootOfBuild } from '../syntax/gradle-around.ts';
import { sourceAt } from '../syntax/gradle-repositories.ts';
import { opaqueModule } from '../syntax/gradle-subject.ts';

/**
 * The hashes by which Gradle verifies what it downloads (docs.gradle.org, "Verifying dependencies"), of each file of an
 * artifact. Gradle only adds to it, for all projects and plugins of a build, so what is said of a release says nothing
 * here. What repositories have to hold against it is a file beside each file, so one hash of each artifact is compared:
 * of its archive, if there is one. That is a request for each, so of thousands none is.
 */
export const verificationMetadata: Reader = {
  id: 'verification-metadata',
  files: ['gradle/verification-metadata.xml'],
  languages: [],
  read: (text, _, around = NOTHING_AROUND) => {
    const document = parseXml(text, PLACES);
    const root = rootOfBuild(around) ?? around.folder?.replace(/\/gradle$/, '');
    const { modules, isOpen } = repositoriesOfCatalog(around, root);
    const sourceOf = (name: string) => {
      const source = sourceAt(name, modules, { isPlugin: false, isExact: true, isOpen });
      return `${source ?? 'gradle'} ${OTHER_PLACES}`;
    };
    const lists = childrenOf(document.root, 'verification-metadata').flatMap(top => childrenOf(top, 'components'));
    const components = lists.flatMap(list => childrenOf(list, 'component'));
    const isCompared = components.length <= MOST_COMPARED;
    return { references: components.flatMap(each => referenceTo(each, document, sourceOf, isCompared)), ignores: [] };
  },
};

function referenceTo(
  component: XmlElement,
  document: XmlDocument,
  sourceOf: (name: string) => string,
  isCompared: boolean,
): Reference[] {
  const { open: span } = component;
  const [group, artifact, version] = ['group', 'name', 'version'].map(name => attribute(component, name, document));
  if (group === undefined || artifact === undefined || version === undefined) return [];
  const name = `${group}:${artifact}`;
  if (!NAME.test(name) || !VERSION.test(version)) {
    return [{ span, subject: opaqueModule('invalid', name, version), role: 'lock' }];
  }
  const hashes = childrenOf(component, 'artifact').flatMap(file => hashesOf(file, document));
  const compared =
    isCompared && !/-SNAPSHOT$/i.test(version) ? comparedOf(hashes, `${artifact}-${version}.jar`) : undefined;
  return [
    {
      span,
      subject: {
        ...{ kind: 'release', registry: 'maven', name, want: { is: 'exact', text: version, version } },
        source: sourceOf(name),
        // What is verified by its signature alone lacks nothing.
        locked: {
          ...(hashes.length === 0 ? {} : { hashes }),
          ...{ isRecord: true, ...(compared === undefined ? {} : { compared }) },
        },
      },
      role: 'lock',
      untilWalked: true,
    },
  ];
}

/** Of the archive, else of the file that comes first; of the strong ones the one that repositories mostly have. */
function comparedOf(hashes: readonly ReleaseHash[], archive: string): ReleaseHash | undefined {
  const file = hashes.some(hash => hash.file === archive) ? archive : hashes[0]?.file;
  const its = hashes.filter(hash => hash.file !== undefined && hash.file === file && FILE.test(hash.file));
  return BY_PREFERENCE.flatMap(algorithm => its.filter(hash => hash.algorithm === algorithm))[0];
}

/** All that are trusted of a file: those that were found first, and others beside. */
function hashesOf(artifact: XmlElement, document: XmlDocument): ReleaseHash[] {
  const file = attribute(artifact, 'name', document);
  return artifact.children.flatMap(element => {
    if (!ALGORITHMS.has(element.name)) return [];
    return [element, ...childrenOf(element, 'also-trust')].flatMap((each): ReleaseHash[] => {
      const text = attribute(each, 'value', document);
      if (text === undefined || !/^[\da-f]{32,128}$/i.test(text)) return [];
      return [{ algorithm: element.name, text, ...(file === undefined ? {} : { file }) }];
    });
  });
}

function attribute({ attributes }: XmlElement, name: string, { text }: XmlDocument): string | undefined {
  const value = attributes.find(each => each.name === name)?.value;
  return value === undefined || value.end - value.start > LONGEST ? undefined : text.slice(value.start, value.end);
}

/** One that is being typed ends where the next one begins. */
const PLACES = {
  component: { in: ['components'], notBelow: [] },
  artifact: { in: ['component'], notBelow: [] },
} as const;

const BY_PREFERENCE = ['sha256', 'sha512', 'sha1', 'md5'];
const ALGORITHMS = new Set(BY_PREFERENCE);
/** What lies in a version's folder. */
const FILE = /^[\w+~-][\w.+~-]{0,300}$/;
/** So many requests a week are little to a repository; more are not worth what nobody changes. */
const MOST_COMPARED = 500;
const NAME = /^[\w.-]{1,200}:[\w.-]{1,200}$/;
const VERSION = /^[\w.+~-]{1,200}$/;
/** In characters. */
const LONGEST = 500;
