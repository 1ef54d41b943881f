import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readGlobs } from '../patterns/globs.ts';
import { enterFolder, type PathState, rankAt, together } from '../patterns/path-tree.ts';
import { liesIn } from './folders-upward.ts';
import { type IgnoreRules, ignoreWalk, inside } from './ignore-rules.ts';
import { type Entry, type Listing, listFolder } from './listing.ts';
import { isNeverEntered } from './never-entered.ts';
import type { TouchedPlace } from './touched.ts';
import { type TakeTurns, takeTurns } from './turn.ts';

export interface WalkOptions {
  /** Globs over paths with `/` from the root on. A folder that one matches is not entered. */
  readonly exclude: readonly string[];
  /** The same over paths that begin above the root, and the names that lead from there down to it. */
  readonly excludedAbove?: { readonly globs: readonly string[]; readonly names: readonly string[] };
  /** Whether the caller reads a file, told by its path with `/` from the root on. */
  readonly wanted: (file: string) => boolean;
  /** Whether a wanted file is yielded though .gitignore files hide it; `exclude` hides it all the same. */
  readonly unhidden?: (file: string) => boolean;
  /** Where to look, beginning at the root; everywhere where it is absent. What is elsewhere is not even listed. */
  readonly only?: TouchedPlace | undefined;
  /** Takes sentences about folders that cannot be read, and about patterns that are not obeyed. */
  readonly log?: (line: string) => void;
  /** Ends the walk early, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** See `ListingOptions`. */
  readonly atOnce?: boolean | undefined;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

/**
 * Yields the files below a folder that are wanted, as paths with `/` from the folder on, in an order that depends on
 * the names alone. `.git`, `node_modules`, `vendor`, what .gitignore files hide and what `exclude` matches are passed
 * over.
 *
 * Folders come from strangers: a link to a folder is not followed, nor is a link to a file outside of the root; the
 * depth is bounded; a folder that cannot be read is logged and passed over. Never rejects.
 */
export async function* walkFolder(root: string, options: WalkOptions): AsyncGenerator<string, void, undefined> {
  const { wanted, unhidden = () => false, signal, atOnce, log = () => undefined, turns = takeTurns } = options;
  const turn = turns();
  const ignoring = ignoreWalk({ turn, log });
  const globs = readGlobs(options.exclude);
  const above = readGlobs(options.excludedAbove?.globs ?? []);
  const fromAbove = (options.excludedAbove?.names ?? []).reduce(enterFolder, above.start);
  for (const glob of [...globs.passedOver, ...above.passedOver]) log(tooLong(glob));
  const top = await realpath(root).catch(() => path.resolve(root));
  // A stack of what is still to be looked at, the next one last.
  const rules = await ignoring.above(top);
  const ahead: Stop[] = [
    { folder: '', depth: 0, excluding: together(globs.start, fromAbove), rules, only: options.only },
  ];

  for (let stop = ahead.pop(); stop !== undefined; stop = ahead.pop()) {
    if (signal?.aborted === true) return;
    if ('file' in stop) {
      yield stop.file;
      continue;
    }
    const { folder, depth } = stop;
    const only = stop.only?.isWhole === true ? undefined : stop.only;
    const absolute = path.join(top, folder);
    const pathOf = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    const keeps = ({ name, is }: Entry) =>
      (only === undefined || only.at(name) !== undefined) &&
      (is === 'folder' ? depth < DEEPEST && !isNeverEntered(name) : wanted(pathOf(name)));
    const listing = { keeps, looksFor: GIT_NAMES, turn, signal, atOnce };
    const { entries, found } = await listFolder(absolute, listing).catch(error => {
      log(`Passed over the folder \`${folder === '' ? absolute : folder}\`: ${reasonOf(error)}.`);
      return EMPTY;
    });
    // What is above was shared by all folders that wait beside this one.
    const name = folder === '' ? undefined : path.basename(folder);
    const excluding = name === undefined ? stop.excluding : enterFolder(stop.excluding, name);
    const above = name === undefined ? stop.rules : inside(stop.rules, name);
    const rules = await ignoring.in(absolute, above, found);
    const next: Stop[] = [];
    for (const { name, is } of entries) {
      if (turn.isOver()) await turn.end();
      if (rankAt(excluding, name, is === 'folder') >= 0) continue;
      if (ignoring.hides(rules, name, is === 'folder') && (is === 'folder' || !unhidden(pathOf(name)))) continue;
      if (is === 'folder')
        next.push({ folder: pathOf(name), depth: depth + 1, excluding, rules, only: only?.at(name) });
      else if (is === 'file' || (await isFileWithin(top, path.join(absolute, name)))) next.push({ file: pathOf(name) });
    }
    for (const stop of next.reverse()) ahead.push(stop);
  }
}

function tooLong(glob: string): string {
  const shown = glob.length > MOST_SHOWN ? `${glob.slice(0, MOST_SHOWN)}…` : glob;
  return `\`${shown}\` excludes nothing: it is too long, or its braces stand for too many globs.`;
}

/** A file to be told of, or a folder to be entered, with what holds in the folder that it lies in. */
type Stop =
  | {
      readonly folder: string;
      readonly depth: number;
      readonly excluding: PathState;
      readonly rules: IgnoreRules;
      readonly only: TouchedPlace | undefined;
    }
  | { readonly file: string };

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

const DEEPEST = 64;
const GIT_NAMES = new Set(['.git', '.gitignore']);
const EMPTY: Listing = { entries: [], found: new Set() };
const MOST_SHOWN = 60;
