import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ConfigurationText, Owner, Ownership } from '../model/ownership.ts';
import { readDocument } from './document.ts';
import { ancestorsOf, holds, realPath } from './folders-upward.ts';
import { type InsideOutcome, readInside } from './inside.ts';

/**
 * Tells what belongs to opened folders from what is the user's. A folder brings along the repository that holds it, and
 * the outermost project around it below the user's home, since whoever wrote the folder wrote those too.
 *
 * @param folders the opened folders, absolute paths
 * @param home the user's home folder, an absolute path; absent where there is none
 */
export async function ownershipOf(folders: readonly string[], home: string | undefined): Promise<Ownership> {
  const realHome = home === undefined ? undefined : await realPath(home);
  const opened = await Promise.all(
    folders.map(async folder => ({ written: path.resolve(folder), real: await realPath(folder) })),
  );
  const grounds = await Promise.all(opened.map(({ real }) => groundAround(real, realHome)));

  async function isIn(ground: Ground, real: string): Promise<boolean> {
    if (!holds(ground.top, real)) return false;
    // Who opens their home, or all of the disk, does not give away their own files by it; a project below is still a
    // project.
    const isUsers = !ground.isProject && realHome !== undefined && holds(ground.top, realHome) && holds(realHome, real);
    return !isUsers || (await hasMarkBetween(real, realHome));
  }

  async function isFolders(place: string): Promise<boolean> {
    if (!path.isAbsolute(place)) return true;
    const real = await realOrNearest(place);
    for (const ground of grounds) {
      if ((await isIn(ground, path.resolve(place))) || (await isIn(ground, real))) return true;
    }
    return false;
  }

  /** A program must not lie in an opened folder even where that is the user's home. */
  async function isForPrograms(place: string): Promise<boolean> {
    const real = await realOrNearest(place);
    const isOpened = opened.some(({ written, real: top }) => holds(written, path.resolve(place)) || holds(top, real));
    return !isOpened && !(await isFolders(place));
  }

  async function programFolders(entries: readonly string[]): Promise<readonly string[]> {
    const own = await Promise.all(
      entries.map(async entry => path.isAbsolute(entry) && !isForScripts(entry) && (await isForPrograms(entry))),
    );
    return entries.filter((_, i) => own[i]);
  }

  async function read(file: string, owner: Owner): Promise<ConfigurationText> {
    const told = owner === 'user' ? await readDocument(file) : await readInside(edgeOf(path.dirname(file)), file);
    if (owner === 'user' && told.is === 'text' && (await isFolders(file))) {
      return { is: 'broken', detail: 'lies in the folder that is checked, so it is not taken for your own' };
    }
    return asConfiguration(told);
  }

  function edgeOf(directory: string): string {
    const around = opened.filter(({ written, real }) => holds(written, directory) || holds(real, directory));
    return around.sort((a, b) => a.real.length - b.real.length)[0]?.real ?? directory;
  }

  /** Many projects look at the same files of the user's and of the folders above. */
  const lookedAt = new Map<string, Promise<ConfigurationText>>();
  const searched = new Map<string, Promise<readonly string[]>>();

  return {
    isFolders,
    programFolders(entries) {
      const key = entries.join(path.delimiter);
      const found = searched.get(key) ?? programFolders(entries);
      searched.set(key, found);
      return found;
    },
    async mayRun(file) {
      try {
        await access(file, constants.X_OK);
        return await isForPrograms(file);
      } catch {
        return false;
      }
    },
    edgeOf,
    configuration(file, owner) {
      const key = `${owner} ${file}`;
      const found = lookedAt.get(key) ?? read(file, owner);
      lookedAt.set(key, found);
      return found;
    },
  };
}

function asConfiguration(read: InsideOutcome): ConfigurationText {
  switch (read.is) {
    case 'text':
      return { is: 'text', text: read.text };
    case 'outside':
      return { is: 'broken', detail: 'is a link out of the folder, so it is not read' };
    case 'unreadable':
      if (read.detail === 'ENOENT' || read.detail === 'ENOTDIR') return { is: 'absent' };
      return { is: 'broken', detail: `cannot be read (${read.detail})` };
    case 'too-large':
    case 'not-text':
      return { is: 'broken', detail: 'is no configuration' };
  }
}

/** What comes with an opened folder. */
interface Ground {
  /** The folder itself, or one above it. A real path. */
  readonly top: string;
  /** Whether the top is marked as a repository or a project. */
  readonly isProject: boolean;
}

async function groundAround(folder: string, home: string | undefined): Promise<Ground> {
  const levels = [folder, ...ancestorsOf(folder)];
  const marks = await Promise.all(levels.map(markOf));
  const inner = levels.filter((level, i) => marks[i] !== 'none' && isBelowHome(level, home));
  const project = inner.at(-1);
  const repository = levels.find((_, i) => marks[i] === 'repository');
  const tops = [folder, ...(project === undefined ? [] : [project]), ...(repository === undefined ? [] : [repository])];
  const top = tops.reduce((highest, next) => (next.length < highest.length ? next : highest));
  return { top, isProject: marks[levels.indexOf(top)] !== 'none' };
}

/**
 * Neither the top of the file system, nor the home, nor anything that holds it: there, files of projects lie by
 * accident.
 */
function isBelowHome(level: string, home: string | undefined): boolean {
  return path.dirname(level) !== level && (home === undefined || !holds(level, home));
}

type Mark = 'repository' | 'project' | 'none';

async function markOf(folder: string): Promise<Mark> {
  const has = (name: string) =>
    lstat(path.join(folder, name)).then(
      () => true,
      () => false,
    );
  const isRepository = await Promise.all(REPOSITORIES.map(has));
  if (isRepository.includes(true)) return 'repository';
  return (await Promise.all(PROJECTS.map(has))).includes(true) ? 'project' : 'none';
}

/** Whether a project or repository lies between a place and the home, so that the place is that project's. */
async function hasMarkBetween(place: string, home: string | undefined): Promise<boolean> {
  if (home === undefined || place === home) return false;
  const between = ancestorsOf(place).filter(level => holds(home, level) && level !== home);
  return (await Promise.all(between.map(markOf))).some(mark => mark !== 'none');
}

/** The real path of a place, or what it would be where only a folder above it is there. */
async function realOrNearest(place: string): Promise<string> {
  const absolute = path.resolve(place);
  for (const level of [absolute, ...ancestorsOf(absolute)]) {
    const real = await realpath(level).catch(() => undefined);
    if (real !== undefined) return path.join(real, path.relative(level, absolute));
  }
  return absolute;
}

/**
 * npm, Yarn and pnpm put these in front of the PATH of scripts. They hold what a project depends on, never the user's
 * own tools.
 */
function isForScripts(folder: string): boolean {
  return /[\\/]node_modules[\\/]\.bin[\\/]*$/.test(folder);
}

const REPOSITORIES = ['.git', '.hg', '.svn', '.jj'];
const PROJECTS = [
  ...['package.json', 'node_modules', 'pyproject.toml', '.venv', 'venv', 'Cargo.toml', 'go.mod', 'pom.xml'],
  ...['composer.json', 'Gemfile', 'deno.json', '.envrc'],
];
