import { longestWay, type NamePattern } from './name-pattern.ts';

/** One name of a pattern for paths: `**` for any number of names, a name for itself, or a pattern for one name. */
export type PathStep = '**' | string | { readonly written: string; readonly pattern: NamePattern };

/**
 * Patterns for paths, one below the other by the names that they share. Names that stand for themselves are looked up,
 * not tried, so that a hundred thousand of them cost no more than one.
 */
export interface PathTree {
  /** Adds a pattern. Of the ranks that end at a path the highest is heard. */
  add(steps: readonly PathStep[], rank: number, ends: 'anywhere' | 'at-folders'): void;
  /** Where every way begins; to be asked for when all patterns are in. */
  start(): PathState;
}

/**
 * How far the way to a folder has come through the patterns: a set of places, never a choice between them, so that a
 * name costs no more steps than {@link longestStep} says. A value: entering a folder makes a new one.
 */
export interface PathState {
  readonly places: readonly PathNode[];
  /** As of {@link NamePattern}, summed over all that a name is tried on here. */
  readonly fixed: number;
  readonly floating: number;
}

/** A place between the names of patterns. */
export interface PathNode {
  /** By name. */
  named: Map<string, PathNode> | undefined;
  like: Map<string, { readonly pattern: NamePattern; readonly to: PathNode }> | undefined;
  /** The place behind `**`, which no name leaves for good. */
  roaming: PathNode | undefined;
  readonly isRoaming: boolean;
  /** The highest rank of a pattern that ends here; -1 for none. */
  rank: number;
  /** The same of patterns for folders alone. */
  folderRank: number;
}

export function pathTree(): PathTree {
  const root = node(false);
  return {
    add(steps, rank, ends) {
      let at = root;
      for (const step of steps) at = onward(at, step);
      if (ends === 'at-folders') at.folderRank = Math.max(at.folderRank, rank);
      else at.rank = Math.max(at.rank, rank);
    },
    start: () => stateOf(new Set([root])),
  };
}

/** The state in a folder of this name. */
export function enterFolder(state: PathState, name: string): PathState {
  const reached: PathNode[] = [];
  let staying = 0;
  for (const { isRoaming, named, like } of state.places) {
    if (isRoaming) staying += 1;
    const to = named?.get(name);
    if (to !== undefined && goesOn(to)) reached.push(to);
    if (like === undefined) continue;
    for (const { pattern, to } of like.values()) {
      if (goesOn(to) && pattern.matches(name)) reached.push(to);
    }
  }
  // In most folders nothing changes: what holds everywhere goes on, and nothing else.
  if (reached.length === 0 && staying === state.places.length) return state;
  return stateOf(new Set([...state.places.filter(place => place.isRoaming), ...reached]));
}

/** The highest rank of the patterns that end at this name in the folder; -1 where none does. */
export function rankAt(state: PathState, name: string, isFolder: boolean): number {
  let highest = -1;
  for (const { named, like } of state.places) {
    const to = named?.get(name);
    if (to !== undefined) highest = Math.max(highest, rankOf(to, isFolder));
    if (like === undefined) continue;
    for (const { pattern, to } of like.values()) {
      const rank = rankOf(to, isFolder);
      // What changes nothing is not tried.
      if (rank > highest && pattern.matches(name)) highest = rank;
    }
  }
  return highest;
}

/** The state in a folder to which the ways lead through several trees. */
export function together(a: PathState, b: PathState): PathState {
  if (b.places.length === 0) return a;
  return { places: [...a.places, ...b.places], fixed: a.fixed + b.fixed, floating: a.floating + b.floating };
}

/** How many steps a name of this length takes at most, in comparisons of characters. */
export function longestStep(state: PathState, length: number): number {
  return longestWay(state, length);
}

function stateOf(reached: Set<PathNode>): PathState {
  const places: PathNode[] = [];
  let [fixed, floating] = [0, 0];
  // A set hands out what is added to it meanwhile.
  for (const place of reached) {
    if (place.roaming !== undefined) reached.add(place.roaming);
    if (place.named === undefined && place.like === undefined) continue;
    places.push(place);
    fixed += LOOK_UP;
    for (const { pattern } of place.like?.values() ?? []) {
      fixed += pattern.fixed;
      floating += pattern.floating;
    }
  }
  return { places, fixed, floating };
}

function rankOf({ rank, folderRank }: PathNode, isFolder: boolean): number {
  return isFolder ? Math.max(rank, folderRank) : rank;
}

function goesOn({ named, like, roaming }: PathNode): boolean {
  return named !== undefined || like !== undefined || roaming !== undefined;
}

function onward(from: PathNode, step: PathStep): PathNode {
  if (step === '**') {
    if (from.isRoaming) return from;
    from.roaming ??= node(true);
    return from.roaming;
  }
  if (typeof step === 'string') {
    from.named ??= new Map();
    const to = from.named.get(step) ?? node(false);
    from.named.set(step, to);
    return to;
  }
  from.like ??= new Map();
  const like = from.like.get(step.written) ?? { pattern: step.pattern, to: node(false) };
  from.like.set(step.written, like);
  return like.to;
}

function node(isRoaming: boolean): PathNode {
  return { named: undefined, like: undefined, roaming: undefined, isRoaming, rank: -1, folderRank: -1 };
}

/** What it costs to look a name up, beside comparisons. */
const LOOK_UP = 8;
