import { code } from '../../../model/plain-text.ts';
import { isForShow, type PublicationSubject } from '../../../model/publication.ts';
import type { OwnVersion } from '../../../model/pull-back.ts';
import type { Reference } from '../../../model/reference.ts';
import { childOf } from '../../../syntax/xml.ts';
import type { XmlElement } from '../../../syntax/xml-nodes.ts';
import { xmlIgnorePlace } from '../../../syntax/xml-places.ts';
import { parentLinkOf } from './ancestors.ts';
import { at, type Pom, parsePom, textOf } from './pom.ts';
import { isName } from './pom-names.ts';
import { isOwnersGroup, isReleaseVersion } from './publishable.ts';
import { sourceText } from './repositories.ts';

/**
 * The version that a POM gives its own artifact (maven.apache.org, "POM Reference"), where it says as well where that
 * goes: `distributionManagement`, or a plugin that publishes to Central. Where that stands in a parent alone, and for
 * the modules that have their version of it, nothing is read: the parent tells it once for all. Nor of snapshots, of
 * versions with properties in them, which builds give, and of groups of documentation's.
 */
export function ownVersionIn(pom: Pom, file: string, folder: string | undefined): Reference[] {
  const reference = isForShow(file) ? undefined : publicationIn(pom, folder);
  return reference === undefined ? [] : [reference];
}

function publicationIn(pom: Pom, folder: string | undefined): Reference | undefined {
  const { project, document } = pom;
  const element = childOf(project, 'version');
  const written = textOf(pom, project, 'version');
  const artifact = textOf(pom, project, 'artifactId')?.value ?? '';
  const group = textOf(pom, project, 'groupId')?.value ?? parentLinkOf(pom, folder)?.group ?? '';
  const name = `${group}:${artifact}`;
  if (element === undefined || written === undefined || !isName(name) || !isOwnersGroup(group)) return undefined;
  const version = written.value;
  if (!isReleaseVersion(version) || isSkipped(pom)) return undefined;
  const goal = goalOf(pom);
  if (goal === undefined) return undefined;
  // It stands for Central as well, which is not to hear of what goes elsewhere.
  const source = goal === 'central' ? undefined : sourceText([goal, { ...goal, id: 'central' }], false);
  if (goal !== 'central' && source === undefined) return undefined;
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'maven', name, version },
    ...(source === undefined ? {} : { source }),
    ...(written.isVerbatim ? { edit: written.span } : {}),
  };
  const ignoreAt = xmlIgnorePlace(document, element);
  return { span: element.span, subject, role: 'own', ...(ignoreAt === undefined ? {} : { ignoreAt }) };
}

/** maven-deploy-plugin, "deploy:deploy", `skip`. */
function isSkipped(pom: Pom): boolean {
  const set = at([pom.project], 'properties').map(each => textOf(pom, each, 'maven.deploy.skip')?.value);
  return set.some(value => value !== undefined && value !== 'false');
}

/** Where it goes: Central, or the repository that is named. */
function goalOf(pom: Pom): 'central' | { readonly id: string; readonly url: string } | undefined {
  const [repository] = at([pom.project], 'distributionManagement', 'repository');
  if (repository !== undefined) {
    const url = textOf(pom, repository, 'url')?.value ?? '';
    if (TO_CENTRAL.test(url)) return 'central';
    const id = textOf(pom, repository, 'id')?.value ?? 'default';
    return /^https?:\/\/[^@\s$]+$/.test(url) && !id.includes('$') ? { id, url } : undefined;
  }
  const holders = [pom.project, ...pom.profiles];
  const plugins = [
    ...at(holders, 'build', 'plugins', 'plugin'),
    ...at(holders, 'build', 'pluginManagement', 'plugins', 'plugin'),
  ];
  const isCentral = (plugin: XmlElement) =>
    textOf(pom, plugin, 'artifactId')?.value === 'central-publishing-maven-plugin';
  return plugins.some(isCentral) ? 'central' : undefined;
}

/** Where Central takes uploads, today and until 2025; nothing is read there. */
const TO_CENTRAL = /^https:\/\/(?:s01\.|ossrh-staging-api\.central\.|central\.)?(?:oss\.)?sonatype\.(?:org|com)\//i;

/**
 * The version that a POM means whose user says that it was published. Where it does not say itself where that went, a
 * parent may, and nobody is asked.
 */
export function ownPomVersion(text: string, given: string | undefined): OwnVersion {
  const pom = parsePom(text);
  const artifact = textOf(pom, pom.project, 'artifactId')?.value ?? '';
  const group = textOf(pom, pom.project, 'groupId')?.value ?? parentLinkOf(pom, undefined)?.group ?? '';
  const name = `${group}:${artifact}`;
  if (!isName(name)) return { is: 'none', why: 'has no group and artifact that are plain texts' };
  const version = given ?? textOf(pom, pom.project, 'version')?.value;
  if (version === undefined || version.includes('$')) return { is: 'without-version' };
  if (!isReleaseVersion(version))
    return { is: 'none', why: `cannot be released as ${code(version)}: that is a snapshot, or no version` };
  const goal = goalOf(pom);
  const source =
    goal === undefined || goal === 'central' ? undefined : sourceText([goal, { ...goal, id: 'central' }], false);
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'maven', name, version },
    ...(source === undefined ? {} : { source }),
  };
  const isUntold = goal === undefined || (goal !== 'central' && source === undefined);
  const unasked = 'The POM does not say where it was deployed, so no repository was asked.';
  return { is: 'own', subject, ...(isUntold ? { unasked } : {}) };
}
