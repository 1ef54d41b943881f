import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference, Subject } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { pluginsStated, repositoriesFor, repositoriesOfCatalog, repositoriesStated } from '../syntax/gradle-around.ts';
import { decidedIn } from '../syntax/gradle-catalogs.ts';
import { type CataloguedBy, createdCatalogs } from '../syntax/gradle-created-catalogs.ts';
import { type DeclaredRepositories, declaredIn } from '../syntax/gradle-declared.ts';
import { dependenciesIn, type FoundSubject, type ReadWith } from '../syntax/gradle-dependencies.ts';
import { placesStated } from '../syntax/gradle-lock-places.ts';
import { asHeld } from '../syntax/gradle-locks.ts';
import type { GradleScript, GradleValue } from '../syntax/gradle-nodes.ts';
import { appliedIn, pluginsMade } from '../syntax/gradle-plugin-ids.ts';
import { pluginsIn } from '../syntax/gradle-plugins.ts';
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
  mayState: text =>
    /repositories|versionCatalogs|ext\b|extra\b|group|rootProject|pluginManagement|gradlePlugin/.test(text),
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
    const repositories = repositoriesFor(declared, applied, around);
    const { plugins, isOpen, isOpenBelow, ...at } = repositories;
    const open = { modules: isOpen, below: isOpenBelow, classpath: false };
    const read: ReadWith = {
      variables,
      by: place => ({
        sourceOf: (name, isExact) => sourceAt(name, at[place], { isPlugin: false, isExact, isOpen: open[place] }),
      }),
      catalogued: path => cataloguedAt(path, around),
    };
    const byPlugins: WantedBy = {
      sourceOf: (name, isExact) => sourceAt(name, plugins, { isPlugin: true, isExact, isOpen: false }),
      deployed: false,
    };
    const catalogs = createdCatalogs(statements, variables, cataloguedBy(declared, around));
    const found = [...catalogs.found, ...dependenciesIn(statements, read), ...pluginsIn(statements, read, byPlugins)];
    const said: Statement[] = [
      ...repositoriesStated(declared, file, applied, around),
      ...catalogs.statements,
      ...pluginsStated(pluginsMade(statements)),
      ...propertiesStated(variables),
      ...projectStated(script, file, around, textOf),
      ...placesStated(file, repositories),
    ];
    return {
      references: referencesTo(found, script, around),
      ignores: ignoresOf(script, /^[ \t]*\/\//),
      ...(said.length === 0 ? {} : { statements: said }),
    };
  },
};

/** In the order of the text, each place once. */
function referencesTo(found: readonly FoundSubject[], script: GradleScript, around: Around): readonly Reference[] {
  const sorted = found.toSorted((a, b) => a.span.start - b.span.start);
  return sorted.flatMap(({ span, subject }, index): Reference[] => {
    if (sorted[index - 1]?.span.start === span.start) return [];
    const ignoreAt = script.ignorePlace(span.start);
    return [
      {
        ...{ span, subject: asHeld(subject, around), role: 'manifest' },
        // A script that was not read yet may name other repositories, or make what is wanted.
        ...(subject.kind === 'release' ? { untilWalked: true as const } : {}),
        ...(ignoreAt === undefined ? {} : { ignoreAt }),
      },
    ];
  });
}

/** Who is asked for what stands in catalogs that the settings of a build create; nobody for those of other scripts. */
function cataloguedBy({ settings }: DeclaredRepositories, around: Around): CataloguedBy {
  const nowhere = { modules: 'unknown', plugins: 'unknown', isOpen: false } as const;
  const at = settings === undefined ? nowhere : repositoriesOfCatalog(around, around.folder, settings);
  return {
    modules: {
      sourceOf: (name, isExact) => sourceAt(name, at.modules, { isPlugin: false, isExact, isOpen: at.isOpen }),
    },
    plugins: {
      sourceOf: (name, isExact) => sourceAt(name, at.plugins, { isPlugin: true, isExact, isOpen: false }),
      deployed: false,
    },
  };
}

/** What `libs.a.b` is: an entry of one of the build's catalogs, which is judged there. */
function cataloguedAt(path: string, around: Around): Subject | undefined {
  const [, catalog, entry] = /^(?:(?:root)?[pP]roject\.)?([A-Za-z]\w*)\.(.+)$/.exec(path) ?? [];
  if (catalog === undefined || entry === undefined) return undefined;
  const decided = decidedIn(catalog, entry.replace(/(?:\.(?:get|asProvider))+$/, ''), around);
  if (decided === undefined && catalog !== 'libs') return undefined;
  const opaque = opaqueModule('managed', decided?.subject.name, path);
  return decided === undefined ? opaque : { ...opaque, decided };
}
