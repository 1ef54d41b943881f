import { readNameGlob } from '../../patterns/globs.ts';

/**
 * How far the way to a folder has come through the patterns of a workspace. A value: entering a folder makes a new one.
 */
export interface GlobProgress {
  /** The folder reached is a member, if there is a package in it. */
  readonly isMember: boolean;
  /** Members may lie below. */
  readonly goesOn: boolean;
  enter(name: string): GlobProgress;
}

/**
 * The patterns that a workspace declares its members by, at the workspace's root: `workspaces` of package.json
 * (@npmcli/map-workspaces, lib/index.js), `packages` of pnpm-workspace.yaml (pnpm, fs/find-packages). `!` takes out,
 * and a later pattern puts back what an earlier one took out.
 *
 * Strangers write them, so they are matched folder by folder, which takes no time to speak of whatever they are. What
 * is not understood in a pattern (`!(a|b)`, `[a-z]`) stands for any one name: a member too many costs a finding, one
 * too few makes a wrong one. A pattern that leaves the root matches nothing.
 */
export function workspaceGlobs(declared: readonly unknown[]): GlobProgress {
  const wanted: Pattern[] = [];
  let unwanted: Pattern[] = [];
  let roaming = 0;
  let characters = 0;
  let steps = 0;
  for (const written of declared) {
    if (wanted.length + unwanted.length >= MOST_PATTERNS) break;
    if (typeof written !== 'string' || written.length > LONGEST_PATTERN) continue;
    characters += written.length;
    if (characters > MOST_CHARACTERS) break;
    const marks = /^!*(?!\()/.exec(written)?.[0].length ?? 0;
    for (const names of expandBraces(written.slice(marks)).map(namesIn)) {
      if (names.includes('..')) continue;
      if (names.includes('**') && ++roaming > MOST_ROAMING) continue;
      if (marks % 2 === 1) {
        if (names.every(isUnderstood)) unwanted.push(names.map(segmentOf));
        continue;
      }
      for (const pattern of unwanted) steps += pattern.length * names.length;
      // Rather a member too many than one that is looked for too long.
      unwanted = steps > MOST_STEPS ? [] : unwanted.filter(pattern => !matches(pattern, names));
      wanted.push(names.map(segmentOf));
    }
  }
  return progress(wanted.map(startOf), unwanted.map(startOf));
}

/**
 * The patterns in the value of `workspaces` in package.json: a list, or one in an object. `undefined` where it declares
 * no workspace.
 */
export function workspacePatterns(workspaces: unknown): readonly unknown[] | undefined {
  const isObject = typeof workspaces === 'object' && workspaces !== null;
  const declared = isObject && 'packages' in workspaces ? workspaces.packages : workspaces;
  return Array.isArray(declared) ? declared : undefined;
}

/**
 * Whether a folder is among the workspaces that a root's manifest declares.
 *
 * @param workspaces the value of `workspaces` in package.json
 * @param relative the folder from the root, with `/`
 */
export function isWorkspace(workspaces: unknown, relative: string): boolean {
  const declared = workspaceGlobs(workspacePatterns(workspaces) ?? []);
  return relative.split('/').reduce((progress, name) => progress.enter(name), declared).isMember;
}

/** One name of a path; `undefined` stands for `**`, any number of names. */
type Segment = ((name: string) => boolean) | undefined;
type Pattern = readonly Segment[];

/** Where in a pattern the names so far may have led: indices of the segments that come next. */
interface Place {
  readonly pattern: Pattern;
  readonly next: readonly number[];
}

function progress(wanted: readonly Place[], unwanted: readonly Place[]): GlobProgress {
  return {
    isMember: wanted.some(hasArrived) && !unwanted.some(hasArrived),
    goesOn: wanted.some(({ pattern, next }) => next.some(index => index < pattern.length)),
    enter: name => (name === 'node_modules' ? NOWHERE : progress(entered(wanted, name), entered(unwanted, name))),
  };
}

function startOf(pattern: Pattern): Place {
  return { pattern, next: [...reachable(pattern, 0)] };
}

function hasArrived({ pattern, next }: Place): boolean {
  return next.includes(pattern.length);
}

function entered(places: readonly Place[], name: string): Place[] {
  const onward: Place[] = [];
  for (const place of places) {
    const { pattern, next } = place;
    const after = new Set<number>();
    for (const index of next) {
      if (index === pattern.length) continue;
      const segment = pattern[index];
      // As in every shell, a wildcard passes over what begins with a dot.
      const ahead =
        segment === undefined ? (name.startsWith('.') ? undefined : index) : segment(name) ? index + 1 : undefined;
      if (ahead !== undefined) for (const reached of reachable(pattern, ahead)) after.add(reached);
    }
    // Behind `**` most names change nothing, and folders are many.
    const isSame = after.size === next.length && next.every(index => after.has(index));
    if (after.size > 0) onward.push(isSame ? place : { pattern, next: [...after] });
  }
  return onward;
}

/** `**` may stand for no name at all. */
function* reachable(pattern: Pattern, index: number): Generator<number> {
  let at = index;
  yield at;
  while (at < pattern.length && pattern[at] === undefined) yield ++at;
}

function matches(pattern: Pattern, names: readonly string[]): boolean {
  let place = startOf(pattern);
  for (const name of names) {
    const [next] = entered([place], name);
    if (next === undefined) return false;
    place = next;
  }
  return hasArrived(place);
}

function segmentOf(written: string): Segment {
  if (written === '**') return undefined;
  if (!isUnderstood(written)) return name => !name.startsWith('.');
  const glob = readNameGlob(written);
  if (typeof glob === 'string') return name => name === glob;
  // As in every shell, a wildcard does not stand for a dot at the beginning.
  const isShy = /^[*?]/.test(written);
  return name => !(isShy && name.startsWith('.')) && glob.pattern.matches(name);
}

/** Names, with wildcards. */
function isUnderstood(segment: string): boolean {
  return !/[()[\]{}|!\\]/.test(segment);
}

/** A brace that lists alternatives, the first one first; braces inside of others are taken from the inside out. */
function expandBraces(pattern: string): readonly string[] {
  let patterns = [pattern];
  for (let round = 0; round < MOST_BRACES; round++) {
    patterns = patterns.flatMap(text => {
      const found = /\{([^{}]*,[^{}]*)\}/.exec(text);
      if (found === null) return [text];
      const [before, after] = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
      return (found[1] ?? '').split(',').map(choice => before + choice + after);
    });
    if (patterns.length > MOST_CHOICES) return [];
  }
  return patterns;
}

function namesIn(pattern: string): readonly string[] {
  const names = pattern.split(/[\\/]+/).filter(name => name !== '' && name !== '.');
  return names.filter((name, i) => name !== '**' || names[i - 1] !== '**');
}

const NOWHERE: GlobProgress = { isMember: false, goesOn: false, enter: () => NOWHERE };
const MOST_PATTERNS = 1000;
/** Of patterns that lead into every folder. */
const MOST_ROAMING = 50;
const LONGEST_PATTERN = 300;
/** Of all patterns together. */
const MOST_CHARACTERS = 64 * 1024;
/** For looking which patterns put back what others took out. */
const MOST_STEPS = 100_000;
const MOST_BRACES = 4;
const MOST_CHOICES = 100;
