import type { Around } from '../../../model/reader.ts';
import { appliedScripts } from './gradle-applied.ts';
import type { GradleChain, GradleScript, GradleStatement, GradleValue } from './gradle-nodes.ts';
import { pluginIds } from './gradle-plugin-ids.ts';
import {
  type GradleRepositories,
  type GradleRepository,
  MOST_REPOSITORIES,
  repositoriesIn,
} from './gradle-repositories.ts';
import { firstGiven, isConditional, plainPath, walkGradle } from './gradle-walk.ts';

/** What a script declares: for itself, for projects below it, and for those of the whole build. */
export interface DeclaredRepositories {
  /** In `repositories`, for its own project. */
  readonly own: GradleRepositories;
  /** In `allprojects`, for it and those below. */
  readonly all: GradleRepositories;
  /** In `subprojects`, for those below. */
  readonly below: GradleRepositories;
  readonly classpath: GradleRepositories;
  /** What the settings of a build say; absent in other scripts. */
  readonly settings?: SettingsRepositories;
}

/** What the settings of a build say of all its projects. */
export interface SettingsRepositories {
  readonly modules: GradleRepositories;
  /** Whether those that projects declare count (Gradle, RepositoriesMode). */
  readonly mode: 'project' | 'settings' | 'unknown';
  readonly plugins: GradleRepositories;
  /** Set where a plugin of the settings may name others; see {@link mayNameRepositories}. */
  readonly isOpen?: true;
}

/** Whether a script is the one with the settings of a build. */
export function isSettings(file: string): boolean {
  return /(?:^|\/)settings\.gradle(?:\.kts)?$/.test(file);
}

/** Reads all blocks of repositories in a script, and those of scripts that it applies. */
export function declaredIn(
  { statements }: GradleScript,
  file: string,
  textOf: (value: GradleValue) => string | undefined,
  around: Around,
): DeclaredRepositories {
  const found = new Map<Place, GradleRepositories[]>();
  let mode: SettingsRepositories['mode'] = 'project';
  let isPluginResolved = false;
  const put = (place: Place | undefined, path: readonly string[], read: () => GradleRepositories) => {
    if (place === undefined) return;
    found.set(place, [...(found.get(place) ?? []), isConditional(path) ? 'unknown' : read()]);
  };
  walkGradle(statements, ({ path, link, statement }) => {
    const last = path.at(-1);
    if (last === 'repositoriesMode') mode = modeIn(statement);
    if (path[0] === 'pluginManagement' && last === 'resolutionStrategy') isPluginResolved = true;
    const outer = path.slice(0, -1);
    if (last === 'repositories') {
      const block = link.block ?? oneIn(statement, statement.chain.indexOf(link));
      if (block !== undefined) put(placeOf(outer), path, () => repositoriesIn(block, textOf));
    } else if (last === 'apply' && statement.chain[0] === link) {
      const applied = appliedScripts(link, around);
      if (applied !== undefined) put(placeOf(outer), path, () => joined(applied));
    }
  });
  const at = (place: Place) => joined(found.get(place) ?? []);
  const declared = { own: at('own'), all: at('all'), below: at('below'), classpath: at('classpath') };
  if (!isSettings(file)) return declared;
  const plugins = isPluginResolved ? 'unknown' : at('plugins');
  const isOpen = pluginIds(statements).some(mayNameRepositories);
  return { ...declared, settings: { modules: at('settings'), mode, plugins, ...(isOpen ? { isOpen } : {}) } };
}

/** All of them, each address once, where it stands first. */
export function joined(all: readonly GradleRepositories[]): GradleRepositories {
  const joined = new Map<string, GradleRepository>();
  for (const repositories of all) {
    if (repositories === 'unknown') return 'unknown';
    for (const repository of repositories) {
      const text = JSON.stringify({ ...repository, id: '' });
      if (!joined.has(text)) joined.set(text, repository);
      if (joined.size > MOST_REPOSITORIES) return 'unknown';
    }
  }
  return [...joined.values()];
}

/** Whether there is none, for certain. */
export function isEmpty(repositories: GradleRepositories): boolean {
  return repositories !== 'unknown' && repositories.length === 0;
}

type Place = 'own' | 'all' | 'below' | 'classpath' | 'plugins' | 'settings';

/** For whom a block of repositories counts, by what it stands in; `undefined` for where things are published. */
function placeOf(path: readonly string[]): Place | undefined {
  const outer = path.filter(name => !PASSED.has(name));
  switch (outer.join('.')) {
    case '':
      return path.includes('project') ? 'below' : 'own';
    case 'allprojects':
    // In the settings of a build.
    case 'beforeProject':
    case 'afterProject':
      return 'all';
    case 'subprojects':
    case 'childProjects':
    case 'configure':
      return 'below';
    case 'buildscript':
      return 'classpath';
    case 'pluginManagement':
      return 'plugins';
    case 'dependencyResolutionManagement':
      return 'settings';
    default:
      return undefined;
  }
}

/** What says nothing of whose repositories are meant, but at most when, which `isConditional` knows. */
const PASSED = new Set([
  ...['if', 'else', 'for', 'while', 'try', 'when', 'project', 'rootProject', 'settings', 'this', 'it', 'p', 'gradle'],
  ...[
    'lifecycle',
    'each',
    'forEach',
    'all',
    'configureEach',
    'afterEvaluate',
    'beforeEvaluate',
    'with',
    'apply',
    'run',
  ],
  ...['plugins', 'pluginManager', 'withId', 'withPlugin', 'withType'],
]);

/** `repositories.maven { … }` is a block of one. */
function oneIn({ span, chain, assigned }: GradleStatement, at: number): readonly GradleStatement[] | undefined {
  const rest: GradleChain = chain.slice(at + 1);
  return rest.length === 0 || assigned !== undefined ? undefined : [{ span, chain: rest }];
}

/** Plugins of settings are made to say such things for all projects, but for Gradle's own and Android's. */
function mayNameRepositories(id: string): boolean {
  return !/^(?:org\.gradle|com\.gradle|com\.android)\./.test(id);
}

function modeIn({ chain, assigned }: GradleStatement): SettingsRepositories['mode'] {
  const value = assigned ?? firstGiven(chain.find(({ name }) => name === 'set') ?? chain.at(-1));
  switch (value === undefined ? '' : (plainPath(value)?.split('.').at(-1) ?? '')) {
    case 'PREFER_PROJECT':
      return 'project';
    case 'PREFER_SETTINGS':
    case 'FAIL_ON_PROJECT_REPOS':
      return 'settings';
    default:
      return 'unknown';
  }
}
