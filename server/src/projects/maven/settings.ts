import path from 'node:path';
import { foldersUpward, liesIn, realPath } from '../../files/folders-upward.ts';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { type MavenOptions, NO_OPTIONS, readOptions } from './options.ts';
import { type MavenSettings, NO_SETTINGS, readSettingsFile } from './settings-file.ts';

/** One file of settings, and whose word it is. */
export interface SettingsLayer {
  /** Where it stands, for the log. */
  readonly from: string;
  readonly owner: Owner;
  readonly settings: MavenSettings;
}

/** What Maven is configured with around a folder. */
export interface MavenConfiguration {
  /** The user's settings before those of the installation: of two with one id the first counts. */
  readonly layers: readonly SettingsLayer[];
  /** Whether the installation's file was found; it holds the mirror that blocks http. */
  readonly hasInstallation: boolean;
  readonly options: MavenOptions;
  /** A file that Maven would read cannot be read: it may map any name. A sentence for the log. */
  readonly broken?: string;
}

/** Names of the files below a folder that decide about routes. */
export const ROUTE_FILES: readonly string[] = ['.mvn/maven.config'];

/**
 * Reads the settings that Maven reads (maven-embedder, `MavenCli`, `settings`): `~/.m2/settings.xml` and the
 * installation's `conf/settings.xml`. What `.mvn/maven.config` names in their place is the folder's word, wherever it
 * lies: it may say where names are asked, and opens nothing with a credential. Never rejects.
 */
export async function readConfiguration(world: RoutingWorld): Promise<MavenConfiguration> {
  const { home, root } = world;
  const project = root === undefined ? undefined : await projectAround(root, home, world);
  const own = readOptions(world.environment.MAVEN_ARGS ?? '');
  const theirs = project?.options ?? NO_OPTIONS;
  const users = home === undefined ? undefined : path.join(home, '.m2', 'settings.xml');
  const [user, installation] = await Promise.all([
    chosen(theirs.settings, own.settings, project?.folder, users, world),
    chosen(theirs.globalSettings, own.globalSettings, project?.folder, await installationFile(world), world),
  ]);
  const broken = project?.broken ?? user.broken ?? installation.broken;
  const layers = [user, installation].flatMap(({ layer }) => layer ?? []);
  return {
    layers,
    hasInstallation: installation.layer !== undefined,
    options: {
      ...NO_OPTIONS,
      offline: own.offline || theirs.offline || layers.some(({ settings }) => settings.offline),
      profiles: [...own.profiles, ...theirs.profiles],
    },
    ...(broken === undefined ? {} : { broken }),
  };
}

interface ProjectAround {
  /** Where `.mvn` lies. */
  readonly folder: string;
  readonly options: MavenOptions;
  readonly broken?: string;
}

/** Maven's scripts look for `.mvn` in a folder and above it. */
async function projectAround(
  root: string,
  home: string | undefined,
  world: RoutingWorld,
): Promise<ProjectAround | undefined> {
  for (const folder of await foldersUpward(root, home)) {
    const file = path.join(folder, ROUTE_FILES[0] ?? '');
    const read = await world.ownership.configuration(file, 'folder');
    switch (read.is) {
      case 'absent':
        continue;
      case 'text':
        return { folder, options: readOptions(read.text) };
      case 'broken':
        return { folder, options: NO_OPTIONS, broken: closedBy(file, read.detail) };
    }
  }
  return undefined;
}

interface Chosen {
  readonly layer?: SettingsLayer;
  readonly broken?: string;
}

/** The file that an option names counts above the usual one, the folder's option last, as Maven reads it. */
async function chosen(
  theirs: string | undefined,
  own: string | undefined,
  folder: string | undefined,
  usual: string | undefined,
  world: RoutingWorld,
): Promise<Chosen> {
  if (own !== undefined) return readLayer(own, 'user', path.isAbsolute(own) ? 'user' : 'folder', true, world);
  if (theirs === undefined || folder === undefined) {
    return usual === undefined ? {} : readLayer(usual, 'user', 'user', false, world);
  }
  const file = path.resolve(folder, theirs);
  const isInside = liesIn(folder, file) || liesIn(await realPath(folder), await realPath(file));
  return readLayer(file, 'folder', isInside ? 'folder' : 'user', true, world);
}

/**
 * @param owner whose word it is that the file counts
 * @param reader as whose file it is read
 */
async function readLayer(
  file: string,
  owner: Owner,
  reader: Owner,
  isWanted: boolean,
  { ownership }: RoutingWorld,
): Promise<Chosen> {
  const read = await ownership.configuration(file, reader);
  switch (read.is) {
    case 'absent':
      return isWanted ? { broken: closedBy(file, 'is named by an option and is not there') } : {};
    case 'broken':
      return { broken: closedBy(file, read.detail) };
    case 'text': {
      // An empty file says nothing, to Maven too.
      const settings = read.text.trim() === '' ? NO_SETTINGS : readSettingsFile(read.text);
      if (settings === undefined) return { broken: closedBy(file, 'cannot be understood') };
      return { layer: { from: file, owner: reader === 'folder' ? 'folder' : owner, settings } };
    }
  }
}

/** Below `MAVEN_HOME`, else below the folder of the `mvn` that the user's own PATH finds. */
async function installationFile({ environment, ownership }: RoutingWorld): Promise<string | undefined> {
  const set = environment.MAVEN_HOME ?? environment.M2_HOME;
  if (set !== undefined && set !== '') return (await ownership.isFolders(set)) ? undefined : confOf(set);
  const folders = await ownership.programFolders((environment.PATH ?? '').split(path.delimiter).filter(Boolean));
  for (const folder of folders) {
    const program = path.join(folder, 'mvn');
    if (await ownership.mayRun(program)) return confOf(path.dirname(path.dirname(await realPath(program))));
  }
  return undefined;
}

function confOf(home: string): string {
  return path.join(home, 'conf', 'settings.xml');
}

function closedBy(file: string, detail: string): string {
  return `${file} ${detail}. Artifacts are not asked about, since it may say where.`;
}
