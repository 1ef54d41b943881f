import { expandBraces } from './braces.ts';
import { readBracket } from './bracket.ts';
import { type NamePart, namePattern } from './name-pattern.ts';
import { enterFolder, type PathState, type PathStep, pathTree, rankAt } from './path-tree.ts';

/** Globs over paths with `/`, taken together. */
export interface Globs {
  /** Whether one of them matches a file's path, given as its names. */
  matches(names: readonly string[]): boolean;
  /**
   * Whether one of them matches a file's path, or a folder on the way to it.
   *
   * @param from the place of the first name that counts; those before it only lead there
   */
  matchesOnTheWay(names: readonly string[], from?: number): boolean;
  /** Where the way through them begins; a rank tells that one ends. */
  readonly start: PathState;
  /**
   * Those that match nothing here, because they are longer, or stand for more, than people write; behind many of them
   * nothing is read.
   */
  readonly passedOver: readonly string[];
}

/**
 * Reads globs as VS Code does: `*` and `?` within a name, with a dot at its beginning too, `**` for any number of
 * names, `[a-z]`, `[!a]`, `{a,b}`; all else stands for itself, and `\` makes what follows stand for itself. `a/**`
 * matches the folder `a` as well. Whether it is a folder counts nowhere else, even where a slash ends the glob.
 *
 * Whoever writes them, matching takes no longer than their characters times those of the path. Never throws.
 */
export function readGlobs(globs: readonly string[]): Globs {
  const tree = pathTree();
  const passedOver: string[] = [];
  let characters = 0;
  for (const glob of globs) {
    if (glob === '') continue;
    if (passedOver.length === MOST_PASSED_OVER) break;
    const whole = glob.length > 1 ? glob.replace(/\/$/, '') : glob;
    const expanded = glob.length > LONGEST_GLOB ? undefined : expandBraces(whole, MOST_CHOICES);
    const length = expanded?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    if (expanded === undefined || characters + length > MOST_CHARACTERS) {
      passedOver.push(glob);
      continue;
    }
    characters += length;
    for (const text of expanded) {
      const steps = text.replace(/^\.\//, '').split('/').map(stepOf);
      const isOfAllBelow = steps.at(-1) === '**';
      tree.add(isOfAllBelow ? [...steps, ANY_NAME] : steps, 0, 'anywhere');
      // Nothing would be left in the folder.
      if (isOfAllBelow) tree.add(steps.slice(0, -1), 0, 'at-folders');
    }
  }
  const start = tree.start();
  return {
    start,
    passedOver,
    matches(names) {
      let at = start;
      for (const name of names.slice(0, -1)) at = enterFolder(at, name);
      return rankAt(at, names.at(-1) ?? '', false) >= 0;
    },
    matchesOnTheWay(names, from = 0) {
      let at = start;
      return names.some((name, i) => {
        const isHere = i >= from && rankAt(at, name, i < names.length - 1) >= 0;
        at = enterFolder(at, name);
        return isHere;
      });
    },
  };
}

/**
 * `Globs.matches` for many files: most folders have names that others have as well, and are nothing to any glob.
 *
 * @param globs see {@link readGlobs}
 */
export function rememberFolders({ start }: Pick<Globs, 'start'>): Globs['matches'] {
  const steps = new Map<PathState, Map<string, PathState>>();
  let remembered = 0;
  function enter(from: PathState, name: string): PathState {
    const known = steps.get(from)?.get(name);
    if (known !== undefined) return known;
    if (remembered++ === MOST_REMEMBERED) {
      steps.clear();
      remembered = 1;
    }
    const to = enterFolder(from, name);
    const others = steps.get(from);
    if (others === undefined) steps.set(from, new Map([[name, to]]));
    else others.set(name, to);
    return to;
  }
  return names => {
    let at = start;
    for (let i = 0; i < names.length - 1; i++) at = enter(at, names[i] ?? '');
    return rankAt(at, names.at(-1) ?? '', false) >= 0;
  };
}

/** A pattern for one name by the same signs. */
export function readNameGlob(text: string): PathStep {
  return stepOf(text);
}

function stepOf(name: string): PathStep {
  if (name === '**') return name;
  const parts: NamePart[] = [];
  for (let i = 0; i < name.length; ) {
    const character = name.charAt(i);
    const bracket = character === '[' ? readBracket(name, i) : undefined;
    if (bracket !== undefined) {
      parts.push(bracket.unit);
      i = bracket.end;
      continue;
    }
    if (character === '\\' && i + 1 < name.length) parts.push({ is: 'itself', character: name.charAt(++i) });
    else parts.push(character === '*' ? '*' : character === '?' ? { is: 'any' } : { is: 'itself', character });
    i++;
  }
  const texts = parts.flatMap(part => (part !== '*' && part.is === 'itself' ? [part.character] : []));
  return texts.length === parts.length ? texts.join('') : { written: name, pattern: namePattern(parts) };
}

const ANY_NAME: PathStep = { written: '*', pattern: namePattern(['*']) };
const LONGEST_GLOB = 1000;
/** So many steps into folders are remembered at a time. */
const MOST_REMEMBERED = 10_000;
const MOST_CHOICES = 256;
/** Of all globs together, braces written out. */
const MOST_CHARACTERS = 8 * 1024;
const MOST_PASSED_OVER = 10;
