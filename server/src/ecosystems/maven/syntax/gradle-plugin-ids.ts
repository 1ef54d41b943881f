import type { GradleStatement, GradleValue } from './gradle-nodes.ts';
import { firstGiven, givenBy, literalOf, plainPath, walkGradle } from './gradle-walk.ts';

/** The ids of plugins that a script applies without a version, as it does those that its build makes itself. */
export function appliedIn(statements: readonly GradleStatement[]): readonly string[] {
  const ids: string[] = [];
  walkGradle(statements, ({ path, link, statement: { chain } }) => {
    if (chain[0] !== link || ids.length >= MOST_APPLIED) return;
    const isInBlock = path.length === 2 && path[0] === 'plugins';
    // `apply plugin: 'a'`, and `id("a")` or Kotlin's name in backticks.
    const value = link.name === 'apply' ? givenBy(link.given, 'plugin') : isInBlock ? firstGiven(link) : undefined;
    const id = isInBlock && link.given === undefined ? link.name : (literalOf(value) ?? aliasIn(value));
    if (id !== undefined && !chain.some(({ name }) => name === 'version')) ids.push(id);
  });
  return ids;
}

/** People apply some ten. */
const MOST_APPLIED = 100;

/** `libs.plugins.my.plugin`: what a build makes itself is mostly called in its catalog by its id. */
function aliasIn(value: GradleValue | undefined): string | undefined {
  return value === undefined ? undefined : /^\w+\.plugins\.(.+)$/.exec(plainPath(value) ?? '')?.[1];
}

/** The ids of all plugins in a script's own block `plugins`. */
export function pluginIds(statements: readonly GradleStatement[]): readonly string[] {
  return statements.flatMap(({ chain: [first] }) => {
    const inside = first?.name === 'plugins' ? (first.block ?? []) : [];
    return inside.flatMap(({ chain }) => (chain[0]?.name === 'id' ? (literalOf(firstGiven(chain[0])) ?? []) : []));
  });
}

/** The ids of plugins that a script makes (Gradle, "Java Gradle Plugin Development Plugin"): `gradlePlugin { … }`. */
export function pluginsMade(statements: readonly GradleStatement[]): readonly string[] {
  const ids: string[] = [];
  walkGradle(statements, ({ path, statement: { chain, assigned } }) => {
    if (path[0] !== 'gradlePlugin' || path.at(-1) !== 'id' || ids.length >= MOST_APPLIED) return;
    const id = literalOf(assigned ?? firstGiven(chain.at(-1)));
    if (id !== undefined) ids.push(id);
  });
  return ids;
}
