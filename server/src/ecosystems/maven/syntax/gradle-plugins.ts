import { spanOf } from '../../../model/span.ts';
import type { FoundSubject, ReadWith } from './gradle-dependencies.ts';
import type { GradleChain, GradleStatement } from './gradle-nodes.ts';
import { pluginModule, subjectOf, type WantedBy } from './gradle-subject.ts';
import { type TracedValue, UNKNOWN_VALUE } from './gradle-variables.ts';
import { firstGiven, isConditional, plainPath, walkGradle } from './gradle-walk.ts';

/**
 * The plugins that a script applies by id (Gradle, "Using Plugins"). One without a version that has no dot in its id is
 * Gradle's own; of others the version is decided elsewhere.
 */
export function pluginsIn(
  statements: readonly GradleStatement[],
  read: ReadWith,
  by: WantedBy,
): readonly FoundSubject[] {
  const found: FoundSubject[] = [];
  walkGradle(statements, ({ path, link, statement }) => {
    const around = path.slice(0, -1);
    const isPlugins = around.at(-1) === 'plugins' && (around.length === 1 || around[0] === 'pluginManagement');
    if (!isPlugins || statement.chain[0] !== link || isConditional(path)) return;
    const plugin = pluginOf(statement.chain, read, by);
    if (plugin !== undefined) found.push({ span: plugin.span ?? statement.span, subject: plugin.subject });
  });
  return found;
}

function pluginOf(
  chain: GradleChain,
  { variables, catalogued }: ReadWith,
  by: WantedBy,
): (Omit<FoundSubject, 'span'> & Partial<FoundSubject>) | undefined {
  const [first] = chain;
  const given = firstGiven(first);
  if (first === undefined || given === undefined) return undefined;
  if (first.name === 'alias') {
    const path = plainPath(given);
    const subject = path === undefined ? undefined : catalogued(path);
    return subject === undefined ? undefined : { subject };
  }
  if (first.name !== 'id' && first.name !== 'kotlin') return undefined;
  const written = variables.valueOf(given);
  if (written === undefined) return undefined;
  const id = first.name === 'id' ? written : kotlinPlugin(written);
  const versioned = chain.find(({ name }) => name === 'version');
  const value = firstGiven(versioned);
  const version = value === undefined ? undefined : (variables.valueOf(value) ?? UNKNOWN_VALUE);
  if (version === undefined && !id.text.includes('.')) return undefined;
  const span = value === undefined ? undefined : spanOf(first.span.start, value.span.end);
  return { ...(span === undefined ? {} : { span }), subject: subjectOf(pluginModule(id, version), by) };
}

/** `kotlin("jvm")`. */
function kotlinPlugin(module: TracedValue): TracedValue {
  return { ...module, text: `org.jetbrains.kotlin.${module.text}`, at: [] };
}
