import type { Around } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import { OTHER_PLACES } from '../clients.ts';
import { repositoriesFor, type ScriptRepositories } from './gradle-around.ts';
import { isEmpty, isSettings, joined } from './gradle-declared.ts';
import { type GradleRepositories, sourceAt } from './gradle-repositories.ts';

/** Tells where what a lockfile holds is asked, as `ReleaseSubject.source`; `undefined` where nobody may be. */
export type SourceOfLocked = (name: string) => string | undefined;

/**
 * What a script says to the lockfiles of the project whose it may be: where it looks.
 *
 * @param file the script's path
 */
export function placesStated(file: string, { modules, classpath, plugins, isOpen }: ScriptRepositories): Statement[] {
  if (isSettings(file)) return [];
  const own: Told = { modules, scripts: joined([plugins, classpath]), isOpen };
  return isEmpty(own.modules) && isEmpty(classpath)
    ? []
    : [{ says: 'gives', key: PLACES_KEY, reach: 'below', value: JSON.stringify(own) }];
}

/**
 * Where a project's lockfile has what it holds from: from where the script beside looks, or, where that says nothing,
 * from where those above have it look.
 *
 * @param file the lockfile's path
 */
export function placesOfLocked(file: string, around: Around): SourceOfLocked {
  const [, folder] = /^(.*?)[/\\]gradle[/\\]dependency-locks$/s.exec(around.folder ?? '') ?? [];
  const isOlder = /(?:^|\/)gradle\/dependency-locks\/[^/]+$/.test(file);
  // Files lie somewhere, and texts in an editor may not.
  if (isOlder && folder === undefined) return () => undefined;
  const project: Around = isOlder ? { ...around, folder } : around;
  const isOfScript = /(?:^|\/)(?:buildscript|settings)-[^/]*$/.test(file);
  const beside = project.told(PLACES_KEY).filter(({ from }) => from.folder === project.folder);
  const said = beside.find(({ from }) => /(?:^|\/)build\.gradle(?:\.kts)?$/.test(from.file));
  // A project may have its script under another name, and others may be for whoever applies them.
  if (said === undefined && beside.length > 0) return () => undefined;
  const told: Told | undefined = said?.says === 'gives' ? JSON.parse(said.value) : undefined;
  const places = told ?? placesWithout(project);
  const repositories = isOfScript ? places.scripts : places.modules;
  // A script that says nothing may get them from a plugin; and what scripts themselves need comes by other ways, too.
  const isUnsure = told === undefined || isOfScript;
  return name => {
    const source = sourceAt(name, repositories, { isPlugin: false, isExact: true, isOpen: places.isOpen });
    return source === undefined || !isUnsure ? source : `${source} ${OTHER_PLACES}`;
  };
}

interface Told {
  readonly modules: GradleRepositories;
  /** For the scripts themselves, with the plugins that they apply. */
  readonly scripts: GradleRepositories;
  readonly isOpen: boolean;
}

function placesWithout(around: Around): Told {
  const nothing = { own: [], all: [], below: [], classpath: [] };
  const { modules, plugins, isOpen } = repositoriesFor(nothing, [], around);
  return { modules, scripts: plugins, isOpen };
}

/** Under this, a script says where its project looks. Only files of this ecosystem speak of it. */
const PLACES_KEY = 'places of locked maven';
