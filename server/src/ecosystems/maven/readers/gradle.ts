import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference, Subject } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { repositoriesFor, repositoriesStated } from '../syntax/gradle-around.ts';
import { decidedIn } from '../syntax/gradle-catalogs.ts';
import { declaredIn } from '../syntax/gradle-declared.ts';
import { dependenciesIn, type FoundSubject, type ReadWith } from '../syntax/gradle-dependencies.ts';
import type { GradleScript, GradleValue } from '../syntax/gradle-nodes.ts';
import { appliedIn, pluginsIn } from '../syntax/gradle-plugins.ts';
import { projectStated } from '../syntax/gradle-project.ts';
import { sourceAt } from '../syntax/gradle-repositories.ts';
import { parseGradle } from '../syntax/gradle-script.ts';
import { opaqueModule, type WantedBy } from '../syntax/gradle-subject.ts';
import { propertiesStated, variablesIn } from '../syntax/gradle-variables.ts';

/**
 * Scripts of Gradle, in Groovy and in Kotlin (docs.gradle.org, "Declaring Dependencies", "Using Plugins", "Declaring
 * Repositories"). They are programs, and are read without being run: what is written out is judged, what is composed of
 * variables that are set once as well, and nothing that must be computed.
 */
export const gradleScript: Reader = {
  id: 'gradle',
  files: ['*.gradle', '*.gradle.kts'],
  languages: [],
  speaks: 'below',
  makes: true,
  mayState: text => /repositories|ext\b|extra\b|group|rootProject|pluginManagement/.test(text),
  read: (text, file, around = NOTHING_AROUND) => {
    const script = parseGradle(text, file);
    const { statements } = script;
    const variables = variablesIn(script, around);
    const textOf = (value: GradleValue) => {
      const traced = variables.valueOf(value);
      return traced?.isKnown === true ? traced.text : undefined;
    };
    const declared = declaredIn(script, file, textOf, around);
    const applied = appliedIn(statements);
    const { modules, plugins, classpath } = repositoriesFor(declared, applied, around);
    const at = { modules, classpath };
    const read: ReadWith = {
      variables,
      by: place => ({ sourceOf: (name, isExact) => sourceAt(name, at[place], { isPlugin: false, isExact }) }),
      catalogued: path => cataloguedAt(path, around),
    };
    const byPlugins: WantedBy = {
      sourceOf: (name, isExact) => sourceAt(name, plugins, { isPlugin: true, isExact }),
      deployed: false,
    };
    const found = [...dependenciesIn(statements, read), ...pluginsIn(statements, read, byPlugins)];
    const said: Statement[] = [
      ...repositoriesStated(declared, file, applied, around),
      ...propertiesStated(variables),
      ...projectStated(script, file, around, textOf),
    ];
    return {
      references: referencesTo(found, script),
      ignores: ignoresOf(script, /^[ \t]*\/\//),
      ...(said.length === 0 ? {} : { statements: said }),
    };
  },
};

/** In the order of the text, each place once. */
function referencesTo(found: readonly FoundSubject[], script: GradleScript): readonly Reference[] {
  const sorted = found.toSorted((a, b) => a.span.start - b.span.start);
  return sorted.flatMap(({ span, subject }, index): Reference[] => {
    if (sorted[index - 1]?.span.start === span.start) return [];
    const ignoreAt = script.ignorePlace(span.start);
    return [
      {
        ...{ span, subject, role: 'manifest' },
        // A script that was not read yet may name other repositories, or make what is wanted.
        ...(subject.kind === 'release' ? { untilWalked: true as const } : {}),
        ...(ignoreAt === undefined ? {} : { ignoreAt }),
      },
    ];
  });
}

/** What `libs.a.b` is: an entry of the build's catalog, which is judged there. */
function cataloguedAt(path: string, around: Around): Subject | undefined {
  const [, catalog = '', entry = ''] = /^(?:(?:root)?[pP]roject\.)?(libs)\.(.+)$/.exec(path) ?? [];
  if (catalog === '') return undefined;
  const accessor = entry.replace(/(?:\.(?:get|asProvider))+$/, '');
  const decided = decidedIn(catalog, accessor, around);
  const opaque = opaqueModule('managed', decided?.subject.name, path);
  return decided === undefined ? opaque : { ...opaque, decided };
}
