import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import picomatch from 'picomatch';
import { liesIn } from './folders-upward.ts';
import { type IgnoreRules, isIgnored, rulesAbove, rulesIn, stillHeardIn } from './ignore-rules.ts';

export interface WalkOptions {
  /** Globs over paths with `/` from the root on. A folder that one matches is not entered. */
  readonly exclude: readonly string[];
  /** Whether somebody reads a file, told by its path with `/` from the root on. */
  readonly wanted: (file: string) => boolean;
  /** Takes a sentence about each folder that could not be read. */
  readonly log?: (line: string) => void;
  /** Ends the walk early, without an error. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Yields the files below a folder that are wanted, as paths with `/` from the folder on, in an order that depends on the
 * names alone. `.git`, `node_modules`, `vendor`, what .gitignore files hide and what `exclude` matches are passed over.
 *
 * Folders come from strangers: a link to a folder is not followed, nor is a link to a file outside of the root; the depth is
 * bounded; a folder that cannot be read is logged and passed over. Never rejects.
 */
export async function* walkFolder(root: string, options: WalkOptions): AsyncGenerator<string, void, undefined> {
  const isExcluded = matcherOf(options.exclude);
  const top = await realpath(root).catch(() => path.resolve(root));
  // A stack of what is still to be looked at, the next one last.
  const ahead: Stop[] = [{ folder: '', depth: 0, rules: await rulesAbove(top) }];
  let sinceBreath = 0;

  for (let stop = ahead.pop(); stop !== undefined; stop = ahead.pop()) {
    if (options.signal?.aborted === true) return;
    if ('file' in stop) {
      yield stop.file;
      continue;
    }
    const absolute = path.join(top, stop.folder);
    const entries = await entriesOf(absolute, stop.folder, options.log);
    const rules = await rulesIn(absolute, stop.rules, new Set(entries.map(entry => entry.name)));
    const inside: Stop[] = [];
    for (const entry of entries) {
      if (++sinceBreath % ENTRIES_PER_BREATH === 0) await setImmediate();
      const relative = stop.folder === '' ? entry.name : `${stop.folder}/${entry.name}`;
      const place = path.join(absolute, entry.name);
      if (entry.isDirectory()) {
        if (NEVER_ENTERED.has(entry.name) || stop.depth >= DEEPEST || isExcluded(relative)) continue;
        if (isIgnored(rules, place, true)) continue;
        inside.push({ folder: relative, depth: stop.depth + 1, rules: stillHeardIn(place, rules) });
      } else {
        if (!options.wanted(relative) || isExcluded(relative) || isIgnored(rules, place, false)) continue;
        if (entry.isFile() || (entry.isSymbolicLink() && (await isFileWithin(top, place))))
          inside.push({ file: relative });
      }
    }
    for (const next of inside.reverse()) ahead.push(next);
  }
}

/** Whether globs match a path with `/`; a folder's trailing slash in a glob is understood. */
export function matcherOf(globs: readonly string[]): (relative: string) => boolean {
  const matchers = globs
    .filter(glob => glob !== '')
    .map(glob => picomatch(glob.length > 1 ? glob.replace(/\/$/, '') : glob, { dot: true }));
  return relative => matchers.some(matches => matches(relative));
}

/** Whether a path with `/` leads through a folder that no walk enters, so that what is in it is not the user's own. */
export function liesInNeverEntered(relative: string): boolean {
  return relative
    .split('/')
    .slice(0, -1)
    .some(folder => NEVER_ENTERED.has(folder));
}

type Stop =
  | { readonly folder: string; readonly depth: number; readonly rules: IgnoreRules }
  | { readonly file: string };

async function entriesOf(absolute: string, relative: string, log?: (line: string) => void): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(absolute, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    log?.(`Passed over the folder \`${relative === '' ? absolute : relative}\`: ${reasonOf(error)}.`);
    return [];
  }
}

/** Whether a path, links followed, leads to a file below a folder; `top` is a real path. Never rejects. */
async function isFileWithin(top: string, link: string): Promise<boolean> {
  try {
    return liesIn(top, await realpath(link)) && (await stat(link)).isFile();
  } catch {
    // A link to nowhere, or in a circle.
    return false;
  }
}

/** The system's own word for what went wrong, such as `EACCES`. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}

const NEVER_ENTERED = new Set(['.git', 'node_modules', 'vendor']);
const DEEPEST = 64;
/** So many names are looked at before others get their turn on the event loop: some milliseconds' worth. */
const ENTRIES_PER_BREATH = 500;
