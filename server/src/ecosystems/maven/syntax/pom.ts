import { childOf, childrenOf, parseXml } from '../../../syntax/xml.ts';
import type { XmlDocument, XmlElement } from '../../../syntax/xml-nodes.ts';
import { textIn, type XmlText } from '../../../syntax/xml-text.ts';
import { POM_PLACES } from './pom-places.ts';

/** A POM in its parts, as they are written. */
export interface Pom {
  readonly document: XmlDocument;
  /** Absent in a text that has none yet. */
  readonly project: XmlElement | undefined;
  readonly profiles: readonly XmlElement[];
  readonly parent: XmlElement | undefined;
  readonly declared: readonly Declared[];
}

/** A place that names an artifact. */
export interface Declared {
  readonly element: XmlElement;
  readonly as: DeclaredAs;
  /** The profile that it stands in; absent in the project itself. */
  readonly profile: XmlElement | undefined;
}

/**
 * - `managed`, `managed-plugin`: it says which version is taken where the thing is wanted without one.
 * - `report`: a plugin that makes a part of the project's site, whose version may come from elsewhere in many ways.
 * - `plugin-dependency`: what a plugin gets besides its own, which nothing manages.
 * - `processor`: what the compiler runs, by the compiler plugin's configuration, from where dependencies come from.
 */
export type DeclaredAs =
  | 'parent'
  | 'dependency'
  | 'managed'
  | 'plugin'
  | 'report'
  | 'managed-plugin'
  | 'plugin-dependency'
  | 'processor'
  | 'extension';

/** Reads a POM, whole or not. */
export function parsePom(text: string): Pom {
  const document = parseXml(text, POM_PLACES);
  const project = childOf(document.root, 'project');
  const profiles = at([project], 'profiles', 'profile');
  const parent = childOf(project, 'parent');
  const declared = [project, ...profiles].flatMap(holder => (holder === undefined ? [] : declaredIn(holder, project)));
  return {
    ...{ document, project, profiles, parent },
    declared: parent === undefined ? declared : [{ element: parent, as: 'parent', profile: undefined }, ...declared],
  };
}

/** The text of a child; `undefined` where there is none, `typing` while it is not whole. */
export function fieldOf(
  { document }: Pick<Pom, 'document'>,
  element: XmlElement | undefined,
  name: string,
): XmlText | 'typing' | undefined {
  const child = childOf(element, name);
  if (child === undefined) return undefined;
  return child.isClosed ? (textIn(document, child) ?? 'typing') : 'typing';
}

/** The same, of what is whole and not empty. */
export function textOf(pom: Pick<Pom, 'document'>, element: XmlElement | undefined, name: string): XmlText | undefined {
  const text = fieldOf(pom, element, name);
  return text === 'typing' || text?.value === '' ? undefined : text;
}

/** All elements at the end of a path of names. */
export function at(holders: readonly (XmlElement | undefined)[], ...path: readonly string[]): readonly XmlElement[] {
  let found = holders.filter(holder => holder !== undefined);
  for (const name of path) found = found.flatMap(element => childrenOf(element, name));
  return found;
}

function declaredIn(holder: XmlElement, project: XmlElement | undefined): Declared[] {
  const profile = holder === project ? undefined : holder;
  const all = (as: DeclaredAs, elements: readonly XmlElement[]) =>
    elements.map((element): Declared => ({ element, as, profile }));
  const plugins = at([holder], 'build', 'plugins', 'plugin');
  const managed = at([holder], 'build', 'pluginManagement', 'plugins', 'plugin');
  return [
    ...all('dependency', at([holder], 'dependencies', 'dependency')),
    ...all('managed', at([holder], 'dependencyManagement', 'dependencies', 'dependency')),
    ...all('plugin', plugins),
    ...all('report', at([holder], 'reporting', 'plugins', 'plugin')),
    ...all('managed-plugin', managed),
    ...all('plugin-dependency', at([...plugins, ...managed], 'dependencies', 'dependency')),
    ...all('processor', processorsIn([...plugins, ...managed])),
    ...all('extension', at([holder], 'build', 'extensions', 'extension')),
  ];
}

/** `annotationProcessorPaths` (maven-compiler-plugin, `compile`), for all executions or for one. */
function processorsIn(plugins: readonly XmlElement[]): readonly XmlElement[] {
  const configurations = [...at(plugins, 'configuration'), ...at(plugins, 'executions', 'execution', 'configuration')];
  return at(configurations, 'annotationProcessorPaths').flatMap(({ children }) => children);
}
