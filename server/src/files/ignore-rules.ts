import { stat } from 'node:fs/promises';
import path from 'node:path';
import { enterFolder, longestStep, type PathState, rankAt } from '../patterns/path-tree.ts';
import { foldedName, type IgnoreFile, MOST_WILD, readIgnoreFile } from './ignore-file.ts';
import type { Turn } from './turn.ts';

/**
 * What .gitignore files say of the names in one folder: gitignore(5), "DESCRIPTION". A value: entering a folder makes a
 * new one.
 */
export interface IgnoreRules {
  /** The outermost file comes first; of two that speak of a name the inner one is heard. */
  readonly levels: readonly Level[];
  /** Of all files that are in memory for this folder, in bytes. */
  readonly size: number;
  /** Of their patterns with wildcards, in characters. */
  readonly wild: number;
}

/** What a folder is known to hold. */
export type Names = Pick<ReadonlySet<string>, 'has'>;

/**
 * The .gitignore files that one walk meets. A walk goes into a folder only where nothing hides it, or the user asked
 * for it by name; so what hides a name is what matches the name itself, and no pattern is tried on the folders above it
 * again.
 *
 * Folders come from strangers. What is matched, and read, is paid for from an allowance that grows with the names that
 * are looked at. A file that costs more than there is hides nothing from then on, nor do those above it in its folder:
 * a file more is read.
 */
export interface IgnoreWalk {
  /**
   * The rules that hold in a folder because of what stands above it: every .gitignore from the enclosing repository's
   * top down to the folder's parent, and the repository's `.git/info/exclude`. None where the folder lies in no
   * repository, or is the top of one. That a rule would hide the folder itself does not count: the user asked for it by
   * name.
   */
  above(folder: string): Promise<IgnoreRules>;
  /**
   * The rules that hold in a folder, given those of what stands above it ({@link inside}): its own .gitignore is added.
   * The top of a repository starts anew, as what is above it belongs to another one. `names` are those in the folder,
   * so that most folders cost nothing.
   */
  in(folder: string, above: IgnoreRules, names: Names): Promise<IgnoreRules>;
  /** Whether the rules of a folder hide a name in it. Takes at most a few milliseconds. */
  hides(rules: IgnoreRules, name: string, isFolder: boolean): boolean;
}

export interface IgnoreWalkOptions {
  readonly turn: Turn;
  /** Takes a sentence about each file that is not obeyed; where they are many, about the first ones. */
  readonly log: (line: string) => void;
}

/** Knows nothing at first. */
export function ignoreWalk({ turn, log }: IgnoreWalkOptions): IgnoreWalk {
  let allowance = AT_FIRST;
  let told = 0;

  function dismiss(file: string, why: string): void {
    told += 1;
    if (told <= MOST_TOLD) log(`\`${file}\` hides nothing: ${why}.`);
    if (told === MOST_TOLD) log('Other `.gitignore` files here may hide nothing either.');
  }

  async function withFile(rules: IgnoreRules, file: string, links: Links): Promise<IgnoreRules> {
    if (allowance <= 0) {
      dismiss(file, TOO_SLOW);
      return unheard(rules);
    }
    const outcome = await readIgnoreFile(file, links, turn);
    if (outcome.is === 'nothing') return rules;
    if (outcome.is === 'too-much') {
      allowance -= outcome.size * PER_BYTE;
      dismiss(file, outcome.why);
      return unheard(rules);
    }
    const { patterns } = outcome;
    allowance -= patterns.size * PER_BYTE;
    const size = rules.size + patterns.size;
    const wild = rules.wild + patterns.wild;
    const why = size > MOST_IN_MEMORY ? TOO_LARGE : wild > MOST_WILD ? TOO_WILD : undefined;
    if (why !== undefined) {
      dismiss(file, why);
      return unheard(rules);
    }
    const { exceptions, start } = patterns;
    return {
      levels: [...rules.levels, { source: { file, exceptions, isDismissed: false }, state: start }],
      size,
      wild,
    };
  }

  const walk: IgnoreWalk = {
    async above(folder) {
      const parents: string[] = [];
      for (let at = folder; !(await exists(path.join(at, '.git'))); ) {
        const parent = path.dirname(at);
        if (parent === at) return NO_RULES;
        parents.unshift(parent);
        at = parent;
      }
      let rules = NO_RULES;
      for (const [i, parent] of parents.entries()) {
        rules = inside(await walk.in(parent, rules, EVERYTHING), path.basename(parents[i + 1] ?? folder));
      }
      return rules;
    },
    async in(folder, above, names) {
      let rules = above;
      if (names.has('.git') && (await exists(path.join(folder, '.git')))) {
        // The levels that are left behind wait in memory all the same, for the walk to come back.
        rules = { ...above, levels: [] };
        rules = await withFile(rules, path.join(folder, '.git', 'info', 'exclude'), 'followed');
      }
      return names.has('.gitignore') ? withFile(rules, path.join(folder, '.gitignore'), 'none') : rules;
    },
    hides({ levels }, written, isFolder) {
      allowance += PER_NAME;
      const name = foldedName(written);
      for (let i = levels.length - 1; i >= 0; i--) {
        const level = levels[i];
        if (level === undefined || level.source.isDismissed) return false;
        const { source, state } = level;
        const cost = longestStep(state, name.length);
        if (cost > Math.min(allowance, MOST_AT_ONCE)) {
          source.isDismissed = true;
          dismiss(source.file, TOO_SLOW);
          return false;
        }
        allowance -= cost;
        const rank = rankAt(state, name, isFolder);
        if (rank >= 0) return source.exceptions[rank] !== true;
      }
      return false;
    },
  };
  return walk;
}

/** The rules as they speak of what lies in a folder of this name. */
export function inside(rules: IgnoreRules, name: string): IgnoreRules {
  if (rules.levels.length === 0) return rules;
  const folded = foldedName(name);
  return {
    ...rules,
    levels: rules.levels.map(({ source, state }) => ({
      source,
      state: source.isDismissed ? state : enterFolder(state, folded),
    })),
  };
}

/** A file that is not obeyed may say anything, and what is above it is overruled by whatever it says. */
function unheard(rules: IgnoreRules): IgnoreRules {
  return { ...rules, levels: [{ source: { file: '', exceptions: [], isDismissed: true }, state: NOWHERE }] };
}

/** One .gitignore file, as it speaks of the names in one folder. */
interface Level {
  readonly source: Source;
  readonly state: PathState;
}

/** Shared by the levels of all folders. */
interface Source extends Pick<IgnoreFile, 'file' | 'exceptions'> {
  /** It may say anything. */
  isDismissed: boolean;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

type Links = Parameters<typeof readIgnoreFile>[1];

/** For a folder that was not listed. */
const EVERYTHING: Names = { has: () => true };
const NOWHERE: PathState = { places: [], fixed: 0, floating: 0 };
const NO_RULES: IgnoreRules = { levels: [], size: 0, wild: 0 };
/** In comparisons of characters, of which some hundred millions take a second. */
const AT_FIRST = 200_000_000;
/** What is added for each name: thousands of patterns as people write them cost less. */
const PER_NAME = 20_000;
/** What it costs to take a file in. */
const PER_BYTE = 50;
/** Of the files that speak of one folder, and of those that wait above them; in bytes. */
const MOST_IN_MEMORY = 2 * 1024 * 1024;
/** For one name, so that no turn is long. */
const MOST_AT_ONCE = 4_000_000;
const MOST_TOLD = 10;
const TOO_SLOW = 'its patterns take too long';
const TOO_LARGE = `with those around it, it is larger than ${MOST_IN_MEMORY / 1024 / 1024} MiB`;
const TOO_WILD = `with those around it, it has more than ${MOST_WILD} characters of patterns with wildcards`;
