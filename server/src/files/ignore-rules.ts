import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/**
 * What .gitignore files say of the paths in one folder: gitignore(5), "DESCRIPTION". The outermost file comes first, and
 * of two that speak of a path the inner one is heard.
 */
export type IgnoreRules = readonly Level[];

/** What a folder is known to hold, or may hold. */
export type Names = Pick<ReadonlySet<string>, 'has'>;

/** One .gitignore file. */
interface Level {
  /** The folder it stands in, an absolute path. */
  readonly base: string;
  readonly rules: Ignore;
}

/**
 * The rules that hold in a folder because of what stands above it: every .gitignore from the enclosing repository's top down
 * to the folder's parent, and the repository's `.git/info/exclude`. None where the folder lies in no repository, or is the
 * top of one. That a rule would hide the folder itself does not count: somebody asked for it by name.
 */
export async function rulesAbove(folder: string): Promise<IgnoreRules> {
  const parents: string[] = [];
  for (let at = folder; !(await exists(path.join(at, '.git'))); ) {
    const parent = path.dirname(at);
    if (parent === at) return [];
    parents.unshift(parent);
    at = parent;
  }
  let rules: IgnoreRules = [];
  for (const parent of parents) rules = await rulesIn(parent, rules, EVERYTHING);
  return stillHeardIn(folder, rules);
}

/**
 * The rules that hold in a folder, given those of its parent: its own .gitignore is added. The top of a repository
 * starts anew, as what is above it belongs to another one. `names` are those in the folder, so that most folders cost nothing.
 */
export async function rulesIn(folder: string, above: IgnoreRules, names: Names): Promise<IgnoreRules> {
  const isTop = names.has('.git') && (await exists(path.join(folder, '.git')));
  const own = [
    ...(isTop ? await levelOf(folder, path.join(folder, '.git', 'info', 'exclude')) : []),
    ...(names.has('.gitignore') ? await levelOf(folder, path.join(folder, '.gitignore')) : []),
  ];
  return isTop ? own : own.length === 0 ? above : [...above, ...own];
}

/** Whether the rules hide a path, an absolute one. */
export function isIgnored(rules: IgnoreRules, absolute: string, isFolder: boolean): boolean {
  for (let i = rules.length - 1; i >= 0; i--) {
    const verdict = testAt(rules[i], absolute, isFolder);
    if (verdict?.ignored === true) return true;
    if (verdict?.unignored === true) return false;
  }
  return false;
}

/**
 * The rules as they hold inside of a folder that is walked. A file that hides the folder was overruled, by an inner one or
 * by somebody's wish; what else it says holds on, but no longer that all in the folder is hidden with it.
 */
export function stillHeardIn(folder: string, rules: IgnoreRules): IgnoreRules {
  const overruled = rules.some(level => testAt(level, folder, true)?.ignored === true);
  return overruled ? rules.map(level => exceptFolder(level, folder)) : rules;
}

/** Adds an exception for the folder, and for each folder on the way that is hidden too. */
function exceptFolder({ base, rules }: Level, folder: string): Level {
  const changed = ignore().add(rules);
  const segments = relativeTo(base, folder).split('/');
  for (let length = 1; length <= segments.length; length++) {
    const way = `${segments.slice(0, length).join('/')}/`;
    if (ignore.isPathValid(way) && changed.ignores(way)) changed.add(`!/${way.replace(/[\\*?[\]!# ]/g, '\\$&')}`);
  }
  return { base, rules: changed };
}

function testAt(level: Level | undefined, absolute: string, isFolder: boolean) {
  if (level === undefined) return undefined;
  const relative = relativeTo(level.base, absolute);
  return ignore.isPathValid(relative) ? level.rules.test(isFolder ? `${relative}/` : relative) : undefined;
}

function relativeTo(base: string, absolute: string): string {
  return path.relative(base, absolute).split(path.sep).join('/');
}

async function levelOf(base: string, file: string): Promise<readonly Level[]> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > LARGEST_IGNORE_FILE) return [];
    const lines = (await readFile(file, 'utf8')).split(/\r?\n/).filter(isCheap);
    return [{ base, rules: ignore().add(lines) }];
  } catch {
    // Not there, or not to be read: it says nothing.
    return [];
  }
}

/**
 * A pattern becomes a regular expression that backtracks once more for every wildcard, and the folder's author chooses the
 * names it is tried on. Nobody needs more wildcards than this; who writes them gets no say.
 */
function isCheap(pattern: string): boolean {
  const segments = pattern.split('/');
  const doubled = segments.filter(segment => segment === '**').length;
  return (
    doubled <= MOST_DOUBLE_STARS &&
    segments.every(segment => segment === '**' || (segment.match(/\*+/g) ?? []).length <= MOST_STARS)
  );
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** For a folder that nobody has listed. */
const EVERYTHING: Names = { has: () => true };
const LARGEST_IGNORE_FILE = 1024 * 1024;
const MOST_STARS = 3;
const MOST_DOUBLE_STARS = 4;
