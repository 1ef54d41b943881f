import type { Around } from '../../../model/reader.ts';
import type { PlacedStatement, Statement } from '../../../model/statement.ts';
import type { GradleScript, GradleStatement, GradleValue } from './gradle-nodes.ts';
import {
  type GradleRepositories,
  type GradleRepository,
  MOST_REPOSITORIES,
  PLUGIN_PORTAL,
  repositoriesIn,
} from './gradle-repositories.ts';
import { firstGiven, isConditional, plainPath, walkGradle } from './gradle-walk.ts';

/** Where a script looks for what it names. */
export interface ScriptRepositories {
  readonly modules: GradleRepositories;
  readonly plugins: GradleRepositories;
  /** For what the script itself needs. */
  readonly classpath: GradleRepositories;
}

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

interface SettingsRepositories {
  readonly modules: GradleRepositories;
  /** Whether those that projects declare count (Gradle, RepositoriesMode). */
  readonly mode: 'project' | 'settings' | 'unknown';
  readonly plugins: GradleRepositories;
}

/** Whether a script is the one with the settings of a build. */
export function isSettings(file: string): boolean {
  return /(?:^|\/)settings\.gradle(?:\.kts)?$/.test(file);
}

/** Reads all blocks of repositories in a script. */
export function declaredIn(
  { statements }: GradleScript,
  file: string,
  textOf: (value: GradleValue) => string | undefined,
): DeclaredRepositories {
  const found = new Map<Place, GradleRepositories[]>();
  let mode: SettingsRepositories['mode'] = 'project';
  let isPluginResolved = false;
  walkGradle(statements, ({ path, link, statement }) => {
    const last = path.at(-1);
    if (last === 'repositoriesMode') mode = modeIn(statement);
    if (path[0] === 'pluginManagement' && last === 'resolutionStrategy') isPluginResolved = true;
    const place = last === 'repositories' && link.block !== undefined ? placeOf(path.slice(0, -1)) : undefined;
    if (place === undefined || link.block === undefined) return;
    const read = isConditional(path) ? 'unknown' : repositoriesIn(link.block, textOf);
    found.set(place, [...(found.get(place) ?? []), read]);
  });
  const at = (place: Place) => joined(found.get(place) ?? []);
  const declared = { own: at('own'), all: at('all'), below: at('below'), classpath: at('classpath') };
  if (!isSettings(file)) return declared;
  const plugins = isPluginResolved ? 'unknown' : at('plugins');
  return { ...declared, settings: { modules: at('settings'), mode, plugins } };
}

/** Where a script looks, by what it declares itself and what scripts above it do. */
export function repositoriesFor(declared: DeclaredRepositories, around: Around): ScriptRepositories {
  const settings = declared.settings ?? settingsAbove(around);
  const { own, all, classpath } = declared;
  const ofProject = joined([...scriptsAbove(around), all, own]);
  return {
    classpath,
    modules: effective(ofProject, settings),
    plugins: settings === undefined || isEmpty(settings.plugins) ? [PLUGIN_PORTAL] : settings.plugins,
  };
}

/**
 * Where the modules of a catalog are looked for: where the settings say, else where the scripts of the build that say
 * anything all say the same.
 *
 * @param root the folder of the build, where that is known
 */
export function repositoriesOfCatalog(around: Around, root: string | undefined): Omit<ScriptRepositories, 'classpath'> {
  const settings = settingsAbove(around);
  const said = new Set<string>();
  for (const statement of around.told(USED_KEY)) {
    const { folder } = statement.from;
    const isOther = buildSrcOf(folder) !== buildSrcOf(around.folder);
    if (statement.says === 'gives' && isBelow(folder, root) && !isOther) said.add(statement.value);
  }
  const [only] = said;
  const ofProjects: GradleRepositories = only === undefined ? [] : said.size === 1 ? JSON.parse(only) : 'unknown';
  return {
    modules: effective(ofProjects, settings),
    plugins: settings === undefined || isEmpty(settings.plugins) ? [PLUGIN_PORTAL] : settings.plugins,
  };
}

/** What a script's repositories mean to others. */
export function repositoriesStated(declared: DeclaredRepositories, around: Around): readonly Statement[] {
  const { own, all, below, settings } = declared;
  const statements: Statement[] = [];
  const forBelow = joined([all, below]);
  if (settings !== undefined)
    statements.push({ says: 'gives', key: SETTINGS_KEY, reach: 'below', value: JSON.stringify(settings) });
  if (!isEmpty(forBelow))
    statements.push({ says: 'gives', key: BELOW_KEY, reach: 'below', value: JSON.stringify(forBelow) });
  const used = joined([...scriptsAbove(around), all, own]);
  const ofAny = isEmpty(used) ? forBelow : used;
  if (settings === undefined && !isEmpty(ofAny))
    statements.push({ says: 'gives', key: USED_KEY, reach: 'everywhere', value: JSON.stringify(ofAny) });
  return statements;
}

/** Whether a folder is another one, or lies below it. */
export function isBelow(folder: string | undefined, root: string | undefined): boolean {
  if (folder === undefined || root === undefined) return false;
  return folder === root || folder.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/** The folder of the build that a script belongs to, where its settings are known. */
export function rootOfBuild(around: Around): string | undefined {
  return ofSameBuild(around, SETTINGS_KEY).at(-1)?.from.folder;
}

type Place = 'own' | 'all' | 'below' | 'classpath' | 'plugins' | 'settings';

const SETTINGS_KEY = 'settings maven';
const BELOW_KEY = 'repositories below maven';
const USED_KEY = 'repositories used maven';

/** For whom a block of repositories counts, by what it stands in; `undefined` for where things are published. */
function placeOf(path: readonly string[]): Place | undefined {
  const outer = path.filter(name => name !== 'if' && name !== 'else' && name !== 'project' && name !== 'afterEvaluate');
  switch (outer.join('.')) {
    case '':
      return path.includes('project') ? 'below' : 'own';
    case 'allprojects':
      return 'all';
    case 'subprojects':
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

/** What is said from above; but `buildSrc` is a build of its own, which takes nothing from the one around it. */
function ofSameBuild({ told, folder }: Around, key: string): readonly PlacedStatement[] {
  const own = buildSrcOf(folder);
  const said = told(key);
  return own === undefined ? said : said.filter(({ from }) => isBelow(from.folder, own));
}

function buildSrcOf(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : /^.*\/buildSrc(?=\/|$)/s.exec(folder)?.[0];
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

function effective(ofProject: GradleRepositories, settings: SettingsRepositories | undefined): GradleRepositories {
  if (settings === undefined) return ofProject;
  const { modules, mode } = settings;
  if (isEmpty(ofProject)) return modules;
  if (isEmpty(modules) && mode !== 'settings') return ofProject;
  switch (mode) {
    case 'project':
      return ofProject;
    case 'settings':
      return modules;
    case 'unknown':
      return 'unknown';
  }
}

function settingsAbove(around: Around): SettingsRepositories | undefined {
  const said = ofSameBuild(around, SETTINGS_KEY).at(-1);
  return said?.says === 'gives' ? JSON.parse(said.value) : undefined;
}

/** What scripts above say in `allprojects` and `subprojects`, as far as they belong to the same build. */
function scriptsAbove(around: Around): readonly GradleRepositories[] {
  const root = rootOfBuild(around);
  return ofSameBuild(around, BELOW_KEY).flatMap((said: PlacedStatement): GradleRepositories[] => {
    const isOwn = said.from.folder === around.folder;
    const isOfBuild = root === undefined || isBelow(said.from.folder, root);
    return said.says === 'gives' && !isOwn && isOfBuild ? [JSON.parse(said.value)] : [];
  });
}

/** All of them, each address once, where it stands first. */
function joined(all: readonly GradleRepositories[]): GradleRepositories {
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

function isEmpty(repositories: GradleRepositories): boolean {
  return repositories !== 'unknown' && repositories.length === 0;
}
