import type { Around } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import { makesKey } from '../../../model/statement.ts';
import type { XmlElement } from '../../../syntax/xml-nodes.ts';
import { type Ancestry, ancestryOf, type Import, type ParentLink, parentLinkOf, type SaidOfPom } from './ancestors.ts';
import { bomOf, type SaidOfBom } from './boms.ts';
import { type Interpolation, interpolationOf, propertiesOf } from './interpolation.ts';
import { at, type Declared, type DeclaredAs, type Pom, textOf } from './pom.ts';
import { bomKey, managedKey, placeAt, pomKey, propertyKey, takenKey } from './pom-keys.ts';
import { repositoriesIn, sourceText } from './repositories.ts';

/** What decides in a POM besides what it says itself. */
export interface Surroundings extends Interpolation {
  readonly link: ParentLink | undefined;
  readonly ancestry: Ancestry;
  /** See `ReleaseSubject.source`. */
  sourceOf(as: DeclaredAs): string | undefined;
  /** What it imports, and its parents in the workspace do, in order. */
  readonly imports: readonly Import[];
}

/** Finds out what decides in a POM. */
export function surroundingsOf(pom: Pom, around: Around): Surroundings {
  const link = parentLinkOf(pom, around.folder);
  const ancestry = ancestryOf(link, around);
  const interpolation = interpolationOf(pom, link, ancestry, around);
  const { ancestors } = ancestry;
  const meaningOf = (text: string) => interpolation.resolve(text).value ?? text;
  const named = (kind: 'repository' | 'pluginRepository', list: 'repositories' | 'pluginRepositories') => [
    ...repositoriesIn(pom, kind, meaningOf),
    ...ancestors.flatMap(({ said }) => said[list].map(each => ({ ...each, url: meaningOf(each.url) }))),
  ];
  const forAll = sourceText(named('repository', 'repositories'), false);
  const forPlugins = sourceText(named('pluginRepository', 'pluginRepositories'), true);
  return {
    ...{ ...interpolation, link, ancestry },
    sourceOf: as => (PLUGINS.has(as) ? forPlugins : forAll),
    imports: [...importsIn(pom), ...ancestors.flatMap(({ said }) => said.imports)].map(({ name, version }) => ({
      name: meaningOf(name),
      version: meaningOf(version),
    })),
  };
}

/** The name under which something is managed: plugins by theirs, dependencies by type and classifier as well. */
export function managedName(pom: Pom, { element, as }: Declared, name: string): string {
  if (as === 'plugin' || as === 'report' || as === 'managed-plugin') return `plugin ${name}`;
  const [type = 'jar', classifier = ''] = ['type', 'classifier'].map(field => textOf(pom, element, field)?.value);
  return `${name} ${type} ${classifier}`;
}

/** The name under which the plugins are found that children inherit, each with its version. */
export function inheritedName(key: string): string {
  return `inherited ${key}`;
}

/** The version of something managed, as it is told to those below. */
export interface SaidOfManaged {
  /** As written; absent where it is decided elsewhere again, or under conditions. */
  readonly version?: string;
  /** What that stands for there, which is what counts for those that import it. */
  readonly value?: string;
  /** Set where it is not inherited: what those further above say of it is not either. */
  readonly hides?: true;
}

/** Whether that keeps what is said further above from those below. */
export function hidesIn(said: string): boolean {
  // Made by this room alone.
  const { hides }: SaidOfManaged = JSON.parse(said);
  return hides === true;
}

/**
 * What a POM says to others: what it makes; what it takes of its parents; and where it may be a parent itself, which
 * only one of packaging `pom` may, all that its children inherit.
 *
 * @param nameOf the name of what is declared, where that is known
 * @param taken what it takes, by the place of who manages that
 */
export function statementsOf(
  pom: Pom,
  around: Around,
  file: string,
  surroundings: Surroundings,
  nameOf: (declared: Declared) => string | undefined,
  taken: ReadonlySet<string>,
): Statement[] {
  const { resolve, link, ancestry, imports } = surroundings;
  const own = (name: string) => resolve(`\${project.${name}}`).value;
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map(own);
  const statements: Statement[] = [];
  if (group !== undefined && artifact !== undefined) {
    statements.push({ says: 'makes', key: makesKey('maven', `${group}:${artifact}`), reach: 'everywhere' });
  }
  if (taken.size > 0) {
    const value = JSON.stringify([...taken]);
    const boms = imports.flatMap(each => bomOf(each, around)?.places ?? []);
    const places = new Set([...ancestry.ancestors, ...boms].map(({ place }) => place));
    for (const place of places) statements.push({ says: 'gives', key: takenKey(place), reach: 'everywhere', value });
  }
  const place = placeAt(around.folder, file.slice(file.lastIndexOf('/') + 1));
  if (place === undefined || textOf(pom, pom.project, 'packaging')?.value !== 'pom') return statements;
  const said: SaidOfPom = {
    ...(group === undefined ? {} : { group }),
    ...(artifact === undefined ? {} : { artifact }),
    ...(version === undefined ? {} : { version }),
    ...(link === undefined ? {} : { parent: link }),
    // Who inherits them says what is in them.
    repositories: repositoriesIn(pom, 'repository', text => text),
    pluginRepositories: repositoriesIn(pom, 'pluginRepository', text => text),
    imports: importsIn(pom),
  };
  const inherited: [key: string, said: object, element?: XmlElement][] = [[pomKey(place), said]];
  if (group !== undefined && artifact !== undefined) {
    const bom: SaidOfBom = { place, ...(version === undefined ? {} : { version }) };
    inherited.push([bomKey(`${group}:${artifact}`), bom]);
  }
  for (const [name, text] of propertiesOf(pom, pom.project)) {
    inherited.push([propertyKey(place, name), { text: text.value }]);
  }
  for (const profile of pom.profiles) {
    for (const name of propertiesOf(pom, profile).keys()) inherited.push([propertyKey(place, name), {}]);
  }
  for (const declared of pom.declared) {
    const hides = isPluginOfProject(declared) && !isInherited(pom, declared);
    const isOfPlugin = declared.as === 'plugin' && (hides || isInheritedPlugin(pom, declared));
    const isSaid = isOfPlugin || declared.as === 'managed' || declared.as === 'managed-plugin';
    const name = isSaid ? nameOf(declared) : undefined;
    if (name === undefined) continue;
    const text = declared.profile === undefined && !hides ? textOf(pom, declared.element, 'version')?.value : undefined;
    const value = text === undefined ? undefined : resolve(text).value;
    const its: SaidOfManaged =
      text === undefined
        ? hides
          ? { hides }
          : {}
        : { version: text, ...(value === undefined || value === text ? {} : { value }) };
    const key = managedName(pom, declared, name);
    inherited.push([managedKey(place, isOfPlugin ? inheritedName(key) : key), its, declared.element]);
  }
  // What lies above an opened folder speaks to what is below alone; a parent may lie anywhere.
  for (const reach of ['below', 'everywhere'] as const) {
    for (const [key, its, element] of inherited) {
      const span = element === undefined ? {} : { span: element.span };
      statements.push({ says: 'gives', key, reach, value: JSON.stringify(its), ...span });
    }
  }
  return statements;
}

function isPluginOfProject({ as, profile }: Declared): boolean {
  return profile === undefined && (as === 'plugin' || as === 'managed-plugin');
}

/** Children get its version before any that is managed. */
function isInheritedPlugin(pom: Pom, declared: Declared): boolean {
  if (declared.profile !== undefined || !isInherited(pom, declared)) return false;
  return textOf(pom, declared.element, 'version') !== undefined;
}

/** Of what is not inherited, executions are, and the version with them (maven-model-builder, `MavenModelMerger`). */
function isInherited(pom: Pom, { element }: Declared): boolean {
  const inherited = textOf(pom, element, 'inherited')?.value ?? 'true';
  return inherited.toLowerCase() === 'true' || at([element], 'executions', 'execution').length > 0;
}

const PLUGINS: ReadonlySet<DeclaredAs> = new Set([
  'plugin',
  'report',
  'managed-plugin',
  'plugin-dependency',
  'extension',
]);

/** What its management takes over from others. */
function importsIn(pom: Pom): readonly Import[] {
  const imports = pom.declared.filter(({ as, element }) => as === 'managed' && isImport(pom, element));
  return imports.map(({ element, profile }) => {
    const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map(name => {
      return profile === undefined ? textOf(pom, element, name)?.value : undefined;
    });
    const isKnown = group !== undefined && artifact !== undefined && version !== undefined;
    return isKnown ? { name: `${group}:${artifact}`, version } : { name: '', version: '' };
  });
}

/** `<scope>import</scope>` */
export function isImport(pom: Pom, element: XmlElement): boolean {
  return textOf(pom, element, 'scope')?.value === 'import';
}
