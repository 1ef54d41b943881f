import { childOf, childrenOf, readXmlText, textAt, type XmlElement } from '../../registries/maven/xml.ts';

/** What is of use of one `settings.xml` (maven-settings, `settings.mdo`), as it is written. */
export interface MavenSettings {
  readonly offline: boolean;
  readonly localRepository?: string;
  readonly servers: readonly Server[];
  readonly mirrors: readonly Mirror[];
  readonly profiles: readonly Profile[];
  readonly activeProfiles: readonly string[];
}

/** A login by the id of a mirror or repository. A secret. */
export interface Server {
  readonly id: string;
  readonly username?: string;
  readonly password?: string;
  /** It has another means than a name and a password: a key, or headers. */
  readonly hasOther: boolean;
}

/** Stands in for the repositories that `of` names. */
export interface Mirror {
  readonly id: string;
  readonly url: string;
  readonly of: string;
  /** The layouts that it is for; empty: all. */
  readonly layouts: string;
  readonly isBlocked: boolean;
}

/** Repositories that are asked where the profile is active. */
export interface Profile {
  readonly id: string;
  /** By default or by a condition that is not looked into: its repositories may be asked. */
  readonly mayBeActive: boolean;
  readonly repositories: readonly NamedRepository[];
  readonly pluginRepositories: readonly NamedRepository[];
}

/** A repository as a file names it. */
export interface NamedRepository {
  readonly id: string;
  readonly url: string;
  readonly releases: boolean;
  readonly snapshots: boolean;
}

/** Of nothing that is said. */
export const NO_SETTINGS: MavenSettings = {
  offline: false,
  servers: [],
  mirrors: [],
  profiles: [],
  activeProfiles: [],
};

/** Reads a file of settings; `undefined` where Maven refuses it, or may read it otherwise. Never throws. */
export function readSettingsFile(text: string): MavenSettings | undefined {
  const root = readXmlText(text.replace(/^\ufeff/, ''));
  if (root?.name !== 'settings') return undefined;
  const localRepository = textAt(root, 'localRepository');
  return {
    offline: textAt(root, 'offline') === 'true',
    ...(localRepository === undefined ? {} : { localRepository }),
    servers: itemsOf(root, 'servers', 'server').map(serverOf),
    mirrors: itemsOf(root, 'mirrors', 'mirror').map(mirrorOf),
    profiles: itemsOf(root, 'profiles', 'profile').map(profileOf),
    activeProfiles: itemsOf(root, 'activeProfiles', 'activeProfile').map(({ text }) => text),
  };
}

function itemsOf(element: XmlElement, list: string, item: string): readonly XmlElement[] {
  return childrenOf(childOf(element, list), item);
}

function serverOf(element: XmlElement): Server {
  const [username, password] = [textAt(element, 'username'), textAt(element, 'password')];
  return {
    id: idOf(element),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    hasOther: ['privateKey', 'configuration'].some(name => childOf(element, name) !== undefined),
  };
}

function mirrorOf(element: XmlElement): Mirror {
  return {
    id: idOf(element),
    url: textAt(element, 'url') ?? '',
    of: textAt(element, 'mirrorOf') ?? '',
    layouts: textAt(element, 'mirrorOfLayouts') ?? '',
    isBlocked: textAt(element, 'blocked') === 'true',
  };
}

function profileOf(element: XmlElement): Profile {
  const activation = childOf(element, 'activation');
  const conditions = activation?.children.filter(({ name }) => name !== 'activeByDefault') ?? [];
  return {
    id: idOf(element),
    mayBeActive: textAt(activation, 'activeByDefault') === 'true' || conditions.length > 0,
    repositories: itemsOf(element, 'repositories', 'repository').map(repositoryOf),
    pluginRepositories: itemsOf(element, 'pluginRepositories', 'pluginRepository').map(repositoryOf),
  };
}

function repositoryOf(element: XmlElement): NamedRepository {
  return {
    id: idOf(element),
    url: textAt(element, 'url') ?? '',
    releases: textAt(element, 'releases', 'enabled') !== 'false',
    snapshots: textAt(element, 'snapshots', 'enabled') !== 'false',
  };
}

/** As Maven has it where none is written. */
function idOf(element: XmlElement): string {
  return textAt(element, 'id') ?? 'default';
}
