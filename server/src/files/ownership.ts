import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Ownership } from '../model/ownership.ts';
import { ancestorsOf, holds, realPath } from './folders-upward.ts';

/**
 * Tells what belongs to opened folders from what is the user's. A folder brings along the repository that holds it, and the
 * outermost project around it below the user's home, since whoever wrote the folder wrote those too.
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
    // Who opens their home, or all of the disk, does not give away their own files by it; a project below is still a project.
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

  return {
    isFolders,
    async programFolders(entries) {
      const own = await Promise.all(
        entries.map(async entry => path.isAbsolute(entry) && !isForScripts(entry) && (await isForPrograms(entry))),
      );
      return entries.filter((_, i) => own[i]);
    },
    async mayRun(file) {
      try {
        await access(file, constants.X_OK);
        return await isForPrograms(file);
      } catch {
        return false;
      }
    },
    edgeOf(directory) {
      const around = opened.filter(({ written, real }) => holds(written, directory) || holds(real, directory));
      return around.sort((a, b) => a.real.length - b.real.length)[0]?.real ?? directory;
    },
  };
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

/** Neither the top of the file system, nor the home, nor anything that holds it: there, files of projects lie by accident. */
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

/** npm, Yarn and pnpm put these in front of the PATH of scripts. They hold what a project depends on, never the user's own tools. */
function isForScripts(folder: string): boolean {
  return /[\\/]node_modules[\\/]\.bin[\\/]*$/.test(folder);
}

const REPOSITORIES = ['.git', '.hg', '.svn', '.jj'];
const PROJECTS = [
  ...['package.json', 'node_modules', 'pyproject.toml', '.venv', 'venv', 'Cargo.toml', 'go.mod', 'pom.xml'],
  ...['composer.json', 'Gemfile', 'deno.json', '.envrc'],
];
