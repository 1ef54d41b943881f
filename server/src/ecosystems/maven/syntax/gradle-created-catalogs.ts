import { spanOf } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import { accessorOf, catalogFileStated, entryStated, versionStated } from './gradle-catalogs.ts';
import type { FoundSubject } from './gradle-dependencies.ts';
import { blockOf } from './gradle-filters.ts';
import type { GradleChain, GradleLink, GradleStatement } from './gradle-nodes.ts';
import { moduleIn, pluginModule, subjectOf, type WantedBy, type WrittenModule } from './gradle-subject.ts';
import { type GradleVariables, type TracedValue, UNKNOWN_VALUE } from './gradle-variables.ts';
import { firstGiven, isConditional, literalOf, walkGradle } from './gradle-walk.ts';

/** What the settings of a build say of its catalogs. */
export interface CreatedCatalogs {
  readonly found: readonly FoundSubject[];
  /** What entries are, to the scripts of the build, and what other files are called. */
  readonly statements: readonly Statement[];
}

/** Who is asked for what stands in catalogs. */
export interface CataloguedBy {
  readonly modules: WantedBy;
  readonly plugins: WantedBy;
}

/**
 * The catalogs that settings create in their own words (docs.gradle.org, "Version Catalogs", "Declaring a version
 * catalog"): `versionCatalogs { create("libs") { library("a", "group:name:1.0") } }`.
 */
export function createdCatalogs(
  statements: readonly GradleStatement[],
  variables: GradleVariables,
  by: CataloguedBy,
): CreatedCatalogs {
  const found: FoundSubject[] = [];
  const said: Statement[] = [];
  walkGradle(statements, ({ path, link }) => {
    if (path.at(-2) !== 'versionCatalogs' || isConditional(path)) return;
    const block = link.block ?? blockOf(link);
    // Groovy's `libs { … }` creates one of that name.
    const name = CREATING.has(link.name) ? literalOf(firstGiven(link)) : link.name;
    if (block === undefined || name === undefined) return;
    const versions = versionsIn(block, variables);
    for (const { chain } of block) {
      const entry = entryIn(chain, versions, variables);
      if (entry === undefined) continue;
      const { is, alias, span, module } = entry;
      const subject = subjectOf(module, is === 'plugin' ? by.plugins : by.modules);
      found.push({ span, subject });
      if (alias === undefined) continue;
      const accessor = `${is === 'plugin' ? 'plugins.' : ''}${accessorOf(alias)}`;
      said.push(entryStated(name, accessor, subject.kind === 'release' ? subject : undefined, span));
    }
    for (const [alias, { text, isKnown }] of versions) if (isKnown) said.push(versionStated(name, alias, text));
    for (const file of filesIn(block)) said.push(catalogFileStated(file, name));
  });
  return { found, statements: said };
}

const CREATING = new Set(['create', 'register', 'named', 'maybeCreate']);

interface Entry extends Pick<FoundSubject, 'span'> {
  /** `catalog`: another catalog, which is an artifact. */
  readonly is: 'library' | 'plugin' | 'catalog';
  readonly alias?: string;
  readonly module: WrittenModule;
}

function entryIn(
  chain: GradleChain,
  versions: ReadonlyMap<string, TracedValue>,
  variables: GradleVariables,
): Entry | undefined {
  const [link, ...more] = chain;
  const [first, second, third] = (link?.given ?? []).map(({ value }) => value);
  if (link === undefined || first === undefined) return undefined;
  const traced = (value: typeof first | undefined) => (value === undefined ? undefined : variables.valueOf(value));
  const last = third ?? second ?? first;
  const span = spanOf((second ?? first).span.start, last.span.end);
  if (link.name === 'from') {
    const value = traced(first);
    const module = value === undefined ? undefined : moduleIn(value);
    return module === undefined ? undefined : { is: 'catalog', span, module };
  }
  const [alias, text, artifact] = [literalOf(first), traced(second), traced(third)];
  if (alias === undefined || text === undefined) return undefined;
  const version = versionBehind(more, versions, variables);
  if (link.name === 'plugin') return { is: 'plugin', alias, span, module: pluginModule(text, version) };
  if (link.name !== 'library') return undefined;
  const module = artifact === undefined ? moduleIn(text) : { group: text, artifact, version };
  return module === undefined ? undefined : { is: 'library', alias, span, module };
}

/** `.version("1")` and `.versionRef("a")`; nothing behind it leaves the version to others. */
function versionBehind(
  links: GradleChain,
  versions: ReadonlyMap<string, TracedValue>,
  variables: GradleVariables,
): TracedValue | undefined {
  const [link] = links;
  const value = firstGiven(link);
  switch (link?.name) {
    case 'version':
      return (value === undefined ? undefined : variables.valueOf(value)) ?? UNKNOWN_VALUE;
    case 'versionRef':
      return versions.get(literalOf(value) ?? '') ?? UNKNOWN_VALUE;
    default:
      return undefined;
  }
}

function versionsIn(block: readonly GradleStatement[], variables: GradleVariables): ReadonlyMap<string, TracedValue> {
  const versions = new Map<string, TracedValue>();
  for (const { chain } of block) {
    const [link] = chain;
    const [alias, value] = (link?.given ?? []).map(each => each.value);
    const name = link?.name === 'version' ? literalOf(alias) : undefined;
    if (name === undefined || value === undefined) continue;
    // A block says more than one version.
    versions.set(
      name,
      versions.has(name) || value.is === 'block' ? UNKNOWN_VALUE : (variables.valueOf(value) ?? UNKNOWN_VALUE),
    );
  }
  return versions;
}

/** `from(files("gradle/more.versions.toml"))`. */
function filesIn(block: readonly GradleStatement[]): readonly string[] {
  return block.flatMap(({ chain }) => {
    const value = chain[0]?.name === 'from' ? firstGiven(chain[0]) : undefined;
    const files: GradleLink | undefined = value?.is === 'chain' ? value.chain.at(-1) : undefined;
    return files?.name === 'files' ? (literalOf(firstGiven(files)) ?? []) : [];
  });
}
