import type { DocumentName, Terms } from '../../model/terms.ts';
import type { Coordinates } from './coordinates.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

/**
 * What a POM says as a parent or as a BOM (maven-model, `maven.mdo`), as written: properties are put in when all
 * parents are known (maven-model-builder, `DefaultModelBuilder`). `undefined` for more than any POM says.
 *
 * Things are named as the readers of POMs name them: `GROUP:ARTIFACT TYPE CLASSIFIER`, `plugin GROUP:ARTIFACT`, and
 * `inherited plugin GROUP:ARTIFACT` for a plugin that children get with its version, whatever is managed.
 */
export function termsIn(root: XmlElement, at: Coordinates): Terms | undefined {
  const profiles = childrenOf(childOf(root, 'profiles'), 'profile');
  const above = childOf(root, 'parent');
  const parent = above === undefined ? undefined : documentName(above);
  const [parentGroup = '', parentArtifact = ''] = parent?.name.split(':') ?? [];
  const own = {
    groupId: textAt(root, 'groupId') ?? (parentGroup || at.group),
    artifactId: textAt(root, 'artifactId') ?? at.artifact,
    version: textAt(root, 'version') ?? parent?.version ?? at.version,
    ...(parent === undefined
      ? {}
      : { 'parent.groupId': parentGroup, 'parent.artifactId': parentArtifact, 'parent.version': parent.version }),
  };
  const properties = childOf(root, 'properties')?.children.map(({ name, text }) => [name, text] as const) ?? [];
  const managed = managedIn(root);
  const plugins = pluginsIn(root);
  const hides = plugins.flatMap(plugin => (plugin.hides ? [plugin.thing] : []));
  const versions = [
    ...thingsIn(managed),
    ...plugins.flatMap(({ thing, version, hides }) =>
      version === undefined || hides ? [] : [[thing, version] as const],
    ),
  ];
  const unsure = profiles.flatMap(profile => [
    ...(childOf(profile, 'properties')?.children.map(({ name }) => name) ?? []),
    ...thingsIn(managedIn(profile)).map(([thing]) => thing),
    ...pluginsIn(profile).map(({ thing }) => thing),
  ]);
  const imports = [
    ...managed.filter(isImport).map(documentName),
    // Which profiles count is not known here: one that imports may have anything.
    ...profiles.flatMap(profile => managedIn(profile).filter(isImport)).map(() => NOT_KNOWN),
  ];
  const terms: Terms = {
    own,
    properties: Object.fromEntries(properties),
    versions: Object.fromEntries(versions),
    unsure: [...new Set(unsure)],
    ...(hides.length === 0 ? {} : { hides }),
    ...(parent === undefined ? {} : { parent }),
    imports: imports.map(each => each ?? NOT_KNOWN),
    ...([root, ...profiles].some(namesPlaces) ? { namesPlaces: true } : {}),
  };
  const texts = [own, terms.properties, terms.versions].flatMap(Object.entries).flat();
  const isTooMuch = texts.length > MOST_TEXTS || imports.length > MOST_IMPORTS || unsure.length > MOST_TEXTS;
  return isTooMuch || texts.some(text => text.length > LONGEST_TEXT) ? undefined : terms;
}

/** It is no artifact's name, so that nobody finds it. */
const NOT_KNOWN: DocumentName = { name: '', version: '' };
/** Several times what the largest BOM has. */
const MOST_TEXTS = 50_000;
const MOST_IMPORTS = 500;
/** In characters. Properties hold scripts now and then. */
const LONGEST_TEXT = 20_000;

function managedIn(holder: XmlElement): readonly XmlElement[] {
  return childrenOf(childOf(childOf(holder, 'dependencyManagement'), 'dependencies'), 'dependency');
}

function isImport(dependency: XmlElement): boolean {
  return textAt(dependency, 'scope') === 'import' && textAt(dependency, 'type') === 'pom';
}

function thingsIn(managed: readonly XmlElement[]): readonly (readonly [string, string])[] {
  return managed.flatMap(dependency => {
    const [group, artifact] = [textAt(dependency, 'groupId'), textAt(dependency, 'artifactId')];
    if (group === undefined || artifact === undefined || isImport(dependency)) return [];
    const thing = `${group}:${artifact} ${textAt(dependency, 'type') ?? 'jar'} ${textAt(dependency, 'classifier') ?? ''}`;
    return [[thing, textAt(dependency, 'version') ?? ''] as const];
  });
}

function pluginsIn(holder: XmlElement): readonly NamedPlugin[] {
  const build = childOf(holder, 'build');
  const plugins = childrenOf(childOf(build, 'plugins'), 'plugin');
  const managed = childrenOf(childOf(childOf(build, 'pluginManagement'), 'plugins'), 'plugin');
  return [
    ...plugins.flatMap(plugin => pluginOf(plugin, 'inherited plugin')),
    ...managed.flatMap(plugin => pluginOf(plugin, 'plugin')),
  ];
}

/** Of what is not inherited, executions are, and the version with them (maven-model-builder, `MavenModelMerger`). */
function isInherited(plugin: XmlElement): boolean {
  const executions = childOf(plugin, 'executions')?.children ?? [];
  return (textAt(plugin, 'inherited') ?? 'true').toLowerCase() === 'true' || executions.length > 0;
}

interface NamedPlugin {
  readonly thing: string;
  readonly version: string | undefined;
  readonly hides: boolean;
}

function pluginOf(plugin: XmlElement, kind: string): readonly NamedPlugin[] {
  const artifact = textAt(plugin, 'artifactId');
  const group = textAt(plugin, 'groupId') ?? 'org.apache.maven.plugins';
  if (artifact === undefined) return [];
  const [thing, version] = [`${kind} ${group}:${artifact}`, textAt(plugin, 'version')];
  return [{ thing, version, hides: !isInherited(plugin) }];
}

function documentName(element: XmlElement): DocumentName | undefined {
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map(name => textAt(element, name));
  if (group === undefined || artifact === undefined || version === undefined) return undefined;
  return { name: `${group}:${artifact}`, version };
}

function namesPlaces(holder: XmlElement): boolean {
  return ['repositories', 'pluginRepositories'].some(name => (childOf(holder, name)?.children.length ?? 0) > 0);
}
