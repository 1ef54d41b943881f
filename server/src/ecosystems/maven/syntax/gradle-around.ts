import type { Around } from '../../../model/reader.ts';
import type { PlacedStatement, Statement } from '../../../model/statement.ts';
import { scriptStated } from './gradle-applied.ts';
import {
  type DeclaredRepositories,
  isEmpty,
  isSettings,
  joined,
  type SettingsRepositories,
} from './gradle-declared.ts';
import { type GradleRepositories, PLUGIN_PORTAL } from './gradle-repositories.ts';

/** Where a script looks for what it names. */
export interface ScriptRepositories {
  readonly modules: GradleRepositories;
  readonly plugins: GradleRepositories;
  /** For what it says that the projects below it want. */
  readonly below: GradleRepositories;
  /** For what the script itself needs. */
  readonly classpath: GradleRepositories;
  /** Whether there may be others for modules, which a plugin names that is no script. */
  readonly isOpen: boolean;
  /** The same for projects below, which may name others themselves. */
  readonly isOpenBelow: boolean;
}

/**
 * Where a script looks, by what it declares itself, and what scripts above it do and the plugins that its build makes.
 *
 * @param applied ids of plugins
 */
export function repositoriesFor(
  declared: DeclaredRepositories,
  applied: readonly string[],
  around: Around,
): ScriptRepositories {
  const settings = declared.settings ?? settingsAbove(around);
  const { own, all, classpath } = declared;
  const above = scriptsAbove(around);
  const ofProject = joined([...above, all, ...ofPlugins(applied, around), own]);
  return {
    classpath,
    isOpen: settings?.mode !== 'settings' && (settings?.isOpen === true || applied.some(id => isMadeHere(id, around))),
    isOpenBelow: settings?.mode !== 'settings',
    modules: effective(ofProject, settings),
    below: effective(joined([...above, all, declared.below]), settings),
    plugins: settings === undefined || isEmpty(settings.plugins) ? [PLUGIN_PORTAL] : settings.plugins,
  };
}

/**
 * Where the modules of a catalog are looked for: where the settings say, else where the scripts of the build that say
 * anything all say the same.
 *
 * @param root the folder of the build, where that is known
 * @param settings what its settings say
 */
export function repositoriesOfCatalog(
  around: Around,
  root: string | undefined,
  settings = settingsAbove(around),
): Omit<ScriptRepositories, 'below' | 'isOpenBelow' | 'classpath'> {
  const said = new Set<string>();
  for (const statement of around.told(USED_KEY)) {
    const { folder } = statement.from;
    const isOther = buildSrcOf(folder) !== buildSrcOf(around.folder);
    if (statement.says === 'gives' && isBelow(folder, root) && !isOther) said.add(statement.value);
  }
  const [only] = said;
  const isOpen = settings?.mode !== 'settings' && (settings?.isOpen === true || around.told(MADE_KEY).length > 0);
  const ofProjects: GradleRepositories = only === undefined ? [] : said.size === 1 ? JSON.parse(only) : 'unknown';
  return {
    isOpen,
    modules: effective(ofProjects, settings),
    plugins: settings === undefined || isEmpty(settings.plugins) ? [PLUGIN_PORTAL] : settings.plugins,
  };
}

/**
 * What a script's repositories mean to others.
 *
 * @param applied ids of plugins
 */
export function repositoriesStated(
  declared: DeclaredRepositories,
  file: string,
  applied: readonly string[],
  around: Around,
): readonly Statement[] {
  const { own, all, below, settings } = declared;
  const statements: Statement[] = [];
  const plugin = CONVENTION.exec(file)?.[1];
  const ofPlugin = plugin === undefined ? [] : joined([...ofPlugins(applied, around), own]);
  if (plugin !== undefined && !isEmpty(ofPlugin))
    statements.push({ says: 'gives', key: pluginKey(plugin), reach: 'everywhere', value: JSON.stringify(ofPlugin) });
  const forBelow = joined([all, below]);
  const forAppliers = joined([all, below, own]);
  if (!isEmpty(forAppliers) && isForAppliers(file)) statements.push(scriptStated(file, forAppliers));
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

/** The plugins that a build makes in another way than by scripts, as they may add repositories. */
export function pluginsStated(made: readonly string[]): readonly Statement[] {
  const keys = made.length === 0 ? [] : [MADE_KEY, ...made.map(madeKey)];
  return keys.map((key): Statement => ({ says: 'gives', key, reach: 'everywhere', value: '' }));
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

const SETTINGS_KEY = 'settings maven';
const BELOW_KEY = 'repositories below maven';
const MADE_KEY = 'plugins made maven';
const USED_KEY = 'repositories used maven';

/** What is said from above; but `buildSrc` is a build of its own, which takes nothing from the one around it. */
function ofSameBuild({ told, folder }: Around, key: string): readonly PlacedStatement[] {
  const own = buildSrcOf(folder);
  const said = told(key);
  return own === undefined ? said : said.filter(({ from }) => isBelow(from.folder, own));
}

function buildSrcOf(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : /^.*\/buildSrc(?=\/|$)/s.exec(folder)?.[0];
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
    // A script says to its own project what is meant for that; the settings say it to all.
    const isOwn = said.from.folder === around.folder && !isSettings(said.from.file);
    const isOfBuild = root === undefined || isBelow(said.from.folder, root);
    return said.says === 'gives' && !isOwn && isOfBuild ? [JSON.parse(said.value)] : [];
  });
}

/** A script that is a plugin of its build (Gradle, "Precompiled script plugins"); its name is the plugin's. */
const CONVENTION = /\/src\/main\/(?:kotlin|groovy)\/(?:[^/]+\/)*([^/]+)\.gradle(?:\.kts)?$/;

/** Others apply a script that builds nothing by itself. */
function isForAppliers(file: string): boolean {
  return !isSettings(file) && !/(?:^|\/)build\.gradle(?:\.kts)?$/.test(file) && !CONVENTION.test(file);
}

function pluginKey(id: string): string {
  return `repositories of plugin maven ${id}`;
}

function madeKey(id: string): string {
  return `plugin made maven ${id}`;
}

function isMadeHere(id: string, around: Around): boolean {
  const root = rootOfBuild(around);
  return around.told(madeKey(id)).some(({ from }) => isBelow(from.folder, root));
}

/** What plugins that the build makes itself declare for whoever applies them. */
function ofPlugins(applied: readonly string[], around: Around): readonly GradleRepositories[] {
  const root = rootOfBuild(around) ?? buildSrcOf(around.folder);
  return applied.flatMap(id =>
    around.told(pluginKey(id)).flatMap((said): GradleRepositories[] => {
      return said.says === 'gives' && isBelow(said.from.folder, root) ? [JSON.parse(said.value)] : [];
    }),
  );
}
