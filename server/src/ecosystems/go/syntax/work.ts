import type { Around } from '../../../model/reader.ts';
import type { PlacedStatement, Statement } from '../../../model/statement.ts';
import type { ModFile } from './mod-lines.ts';
import { type Replacement, replacementIn } from './replacements.ts';

/** A replacement that a `go.work` makes for the modules that it uses. */
interface SharedReplacement extends Pick<Replacement, 'by'> {
  /** The path of the `go.work` as people know it. */
  readonly file: string;
}

/** What a `go.work` says to the modules below it: which it uses, and what it replaces for them. */
export function workStatements({ lines }: ModFile): Statement[] {
  const used = lines.flatMap(({ verb, words }) => (verb === 'use' && words.length === 1 ? (words[0]?.text ?? []) : []));
  const replacements = lines.flatMap(line => {
    const replacement = replacementIn(line);
    if (replacement === undefined) return [];
    const { name, version, by } = replacement;
    return [{ says: 'gives', key: replaceKey(name, version), reach: 'below', value: JSON.stringify(by) } as const];
  });
  return [{ says: 'gives', key: WORK_KEY, reach: 'below', value: JSON.stringify(used) }, ...replacements];
}

/**
 * Looks up what the workspace of a module puts in the place of another one, of one version or of all. It counts where
 * the nearest `go.work` above uses the module; else the go command refuses to work there before that file is switched
 * off.
 */
export function sharedReplacements({ told, folder }: Around): SharedReplacements {
  const work = told(WORK_KEY).at(-1);
  if (work === undefined || folder === undefined || !isUsed(folder, work)) return () => undefined;
  return (name, version) => {
    const said = told(replaceKey(name, version)).find(({ from }) => from.id === work.from.id);
    // Made by this room alone.
    return said?.says === 'gives' ? { by: JSON.parse(said.value), file: said.from.file } : undefined;
  };
}

type SharedReplacements = (name: string, version?: string) => SharedReplacement | undefined;

function isUsed(folder: string, work: PlacedStatement): boolean {
  const { folder: root } = work.from;
  if (work.says !== 'gives' || root === undefined) return false;
  const used: readonly string[] = JSON.parse(work.value);
  const place = stepsOf(folder).join('/');
  return used.some(path => {
    const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(path);
    return stepsOf(isAbsolute ? path : `${root}/${path}`).join('/') === place;
  });
}

/** The folders on the way to a place, as it is after all steps upward. */
function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const step of path.split(/[/\\]/)) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps;
}

/** Under this, each `go.work` says which folders it uses. Only files of this ecosystem speak of it. */
const WORK_KEY = 'work go';

/** Under this, what takes the place of a module is found. No version holds a blank, and no name. */
function replaceKey(name: string, version = ''): string {
  return `replace go ${name} ${version}`;
}
