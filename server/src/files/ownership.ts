import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import path from 'node:path';
import type { ConfigurationText, Owner, Ownership, ProjectMarks } from '../model/ownership.ts';
import { readDocument } from './document.ts';
import { ancestorsOf, holds, liesIn, realOrNearest, realPath } from './folders-upward.ts';
import { edgeAround, type InsideOutcome, readInside } from './inside.ts';
import { type MarkOf, marksIn } from './project-marks.ts';

/**
 * Tells what belongs to opened folders from what is the user's. A folder brings along the repository that holds it, and
 * the outermost project around it below the user's home, since whoever wrote the folder wrote those too.
 *
 * @param marks what projects leave in a folder, besides what those of any kind do
 * @param folders the opened folders, absolute paths
 * @param home the user's home folder, an absolute path; absent where there is none
 */
export async function ownershipBy(
  marks: ProjectMarks,
  folders: readonly string[],
  home: string | undefined,
): Promise<Ownership> {
  const markOf = marksIn(marks);
  const realHome = home === undefined ? undefined : await realPath(home);
  const opened = await Promise.all(
    folders.map(async folder => ({ written: path.resolve(folder), real: await realPath(folder) })),
  );
  const around = await Promise.all(opened.map(({ real }) => groundAround(real, realHome, markOf)));
  // Who puts a link into a repository chooses what is opened by it.
  const holders = (await Promise.all(opened.map(({ written }) => linksOnTheWay(written)))).flat();
  const ofLinks = await Promise.all(holders.map(folder => groundAround(folder, realHome, markOf)));
  const grounds = [...around, ...ofLinks.filter(({ isProject }) => isProject)];
  const programless = opened.flatMap(({ real }) => between(real, realHome));

  async function isIn(ground: Ground, real: string): Promise<boolean> {
    if (!holds(ground.top, real)) return false;
    // Who opens their home, or all of the disk, does not give away their own files by it; a project below is still a
    // project.
    const isUsers = !ground.isProject && realHome !== undefined && holds(ground.top, realHome) && holds(realHome, real);
    return !isUsers || (await hasMarkBetween(real, realHome, markOf));
  }

  async function isFolders(place: string): Promise<boolean> {
    if (!path.isAbsolute(place)) return true;
    const real = await realOrNearest(place);
    for (const ground of grounds) {
      if ((await isIn(ground, path.resolve(place))) || (await isIn(ground, real))) return true;
    }
    return false;
  }

  /**
   * A program must not lie in an opened folder even where that is the user's home, nor anywhere between the two: there,
   * other people's projects lie, and not all are marked.
   */
  async function isForPrograms(place: string): Promise<boolean> {
    const real = await realOrNearest(place);
    const isNear = programless.some(top => holds(top, real));
    const isOpened = opened.some(({ written, real: top }) => holds(written, path.resolve(place)) || holds(top, real));
    return !isOpened && !isNear && !(await isFolders(place));
  }

  async function programFolders(entries: readonly string[]): Promise<readonly string[]> {
    const own = await Promise.all(
      entries.map(async entry => path.isAbsolute(entry) && !isForScripts(entry, marks) && (await isForPrograms(entry))),
    );
    return entries.filter((_, i) => own[i]);
  }

  async function read(file: string, owner: Owner): Promise<ConfigurationText> {
    const told = owner === 'user' ? await readDocument(file) : await readInside(await edgeOf(path.dirname(file)), file);
    if (owner === 'user' && told.is === 'text' && (await isFolders(file))) {
      return { is: 'broken', detail: 'lies in the folder that is checked, so it is not taken for your own' };
    }
    return asConfiguration(told);
  }

  function edgeOf(directory: string): Promise<string> {
    const around = opened.filter(({ written, real }) => holds(written, directory) || holds(real, directory));
    return edgeAround(directory, around.sort((a, b) => a.real.length - b.real.length)[0]?.real);
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

/** What was read within an edge, as a configuration. */
export function asConfiguration(read: InsideOutcome): ConfigurationText {
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

async function groundAround(folder: string, home: string | undefined, markOf: MarkOf): Promise<Ground> {
  const levels = [folder, ...ancestorsOf(folder)];
  const marks = await Promise.all(levels.map(markOf));
  const project = levels.filter((level, i) => marks[i] !== 'none' && isBelowHome(level, home)).at(-1);
  const nearest = levels.find((_, i) => marks[i] === 'repository');
  // One that holds the home as well, which somebody put into a checkout; but not the disk's, nor the home's own.
  const outermost = levels.filter((level, i) => marks[i] === 'repository' && level !== home && !isTop(level)).at(-1);
  const tops = [folder, project, nearest, outermost].filter(level => level !== undefined);
  const top = tops.reduce((highest, next) => (next.length < highest.length ? next : highest));
  const mark = marks[levels.indexOf(top)] ?? 'none';
  return { top, isProject: top === home ? mark === 'repository' || mark === 'package' : mark !== 'none' };
}

/**
 * Neither the top of the file system, nor the home, nor anything that holds it: there, files of projects lie by
 * accident.
 */
function isBelowHome(level: string, home: string | undefined): boolean {
  return !isTop(level) && (home === undefined || !holds(level, home));
}

function isTop(level: string): boolean {
  return path.dirname(level) === level;
}

/** The folders above a folder, up to the home without it; none where the folder lies elsewhere. */
function between(folder: string, home: string | undefined): readonly string[] {
  return home === undefined ? [] : ancestorsOf(folder).filter(level => liesIn(home, level));
}

/** The folders, as real paths, that hold the links by which a path is written. */
async function linksOnTheWay(written: string): Promise<readonly string[]> {
  const levels = [written, ...ancestorsOf(written)];
  const found = await Promise.all(
    levels.map(async level => {
      const isLink = await lstat(level).then(
        state => state.isSymbolicLink(),
        () => false,
      );
      return isLink ? [await realPath(path.dirname(level))] : [];
    }),
  );
  return found.flat();
}

/** Whether a project or repository lies between a place and the home, so that the place is that project's. */
async function hasMarkBetween(place: string, home: string | undefined, markOf: MarkOf): Promise<boolean> {
  if (home === undefined || place === home) return false;
  const between = ancestorsOf(place).filter(level => holds(home, level) && level !== home);
  return (await Promise.all(between.map(markOf))).some(mark => mark !== 'none');
}

function isForScripts(folder: string, { scripts }: ProjectMarks): boolean {
  const names = folder.split(/[\\/]+/).filter(name => name !== '');
  return scripts.some(end => `/${names.join('/')}`.endsWith(`/${end}`));
}
