import type { Around } from '../../../model/reader.ts';
import type { PlacedStatement, Reach } from '../../../model/statement.ts';

/** The root of a workspace, as its members need it. */
export interface Root {
  /**
   * As `rustOfResolver` has it: then the Rust versions of the root count, and that of a member that has another one.
   */
  readonly rustOfResolver: string | undefined;
  readonly rusts: readonly string[];
  /** What members take as theirs. */
  readonly inherited: string | undefined;
  /** Folders that are no part of it, but for what lies in `members`; both as they are written. */
  readonly exclude: readonly string[];
  readonly members: readonly string[];
}

/** A root, and the manifest that it stands in. */
export interface PlacedRoot {
  readonly root: Root;
  readonly from: PlacedStatement['from'];
}

/** Under this, roots say what they are. Only files of this ecosystem speak of it. */
export const ROOT_KEY = 'root cargo';

/** The nearest root above that does not exclude the manifest (cargo, src/cargo/core/workspace.rs). */
export function rootAbove(around: Around): PlacedRoot | undefined {
  return rootsNear(around).find(({ root, from }) => {
    return isBelow(from.folder, around.folder) && !isExcluded(root, from.folder, around.folder);
  });
}

/** The root that a package names, as in `workspace = "../.."`, as far as it is known. */
export function rootAt(written: string | undefined, around: Around): PlacedRoot | undefined {
  if (around.folder === undefined || written === undefined || isAbsolute(written)) return undefined;
  const place = walked(stepsOf(around.folder), stepsOf(written));
  if (place === undefined || place === stepsOf(around.folder).join('/')) return undefined;
  return rootsNear(around).find(({ from }) => from.folder !== undefined && stepsOf(from.folder).join('/') === place);
}

/**
 * To whom a root speaks: to what lies below it, and where a member lies elsewhere to all, of which only those listen
 * that name this root.
 */
export function reachesOf(members: readonly string[]): readonly Reach[] {
  return members.some(leadsOut) ? ['below', 'everywhere'] : ['below'];
}

/** The nearest first, and behind them those that speak to all. */
function rootsNear({ told }: Around): PlacedRoot[] {
  const said = told(ROOT_KEY).toReversed();
  // Made by this room alone.
  return said.flatMap(({ from, ...its }) => (its.says === 'gives' ? [{ root: JSON.parse(its.value), from }] : []));
}

/** Where steps lead to from a folder; `undefined` above the top. */
function walked(from: readonly string[], steps: readonly string[]): string | undefined {
  const place = [...from];
  for (const step of steps) {
    if (step !== '..') place.push(step);
    else if (place.pop() === undefined) return undefined;
  }
  return place.join('/');
}

function leadsOut(path: string): boolean {
  return isAbsolute(path) || walked([], stepsOf(path)) === undefined;
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(path);
}

function stepsOf(path: string): string[] {
  return path.split(/[/\\]/).filter(step => step !== '' && step !== '.');
}

function isBelow(above: string | undefined, folder: string | undefined): boolean {
  if (above === undefined || folder === undefined) return false;
  const steps = stepsOf(folder);
  return stepsOf(above).every((step, index) => step === steps[index]);
}

function isExcluded({ members, exclude }: Root, above: string | undefined, folder: string | undefined): boolean {
  if (above === undefined || folder === undefined) return false;
  const steps = stepsOf(folder.slice(above.length));
  const holds = (path: string) => stepsOf(path).every((step, index) => step === steps[index]);
  return exclude.some(holds) && !members.some(holds);
}
