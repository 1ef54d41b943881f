import path from 'node:path';
import { parse } from 'jsonc-parser';
import { readInside } from '../../files/inside.ts';
import { type Entry, listFolder } from '../../files/listing.ts';
import { type Turn, takeTurns } from '../../files/turn.ts';
import { isObject } from '../../model/objects.ts';
import { type GlobProgress, workspaceGlobs, workspacePatterns } from './workspace-globs.ts';
import { readYamlMapInPart } from './yaml-map.ts';

const MANIFEST = 'package.json';
const PNPM_WORKSPACE = 'pnpm-workspace.yaml';

/** The names of the files that say what a workspace provides. */
export const WORKSPACE_FILES: readonly string[] = [MANIFEST, PNPM_WORKSPACE];

/**
 * The names of the packages that the workspace rooted in a folder is made of, its own among them: as npm, Yarn and Bun
 * declare them in package.json, or pnpm in pnpm-workspace.yaml. Empty where no workspace is rooted there.
 *
 * What is broken, or broken for a moment because the user types, gives up only what cannot be read of it. A package
 * without a name provides none: npm would name it after its folder, and folders such as `esm` hold a package.json for
 * other reasons. A link to a folder is not followed. Never rejects.
 *
 * @param root a real path
 * @param budget shared by workspaces that lie in each other, so that their folders are not looked through once for each
 */
export async function workspacePackages(
  root: string,
  log: (line: string) => void,
  budget: FolderBudget = folderBudget(),
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const manifest = await manifestAt(root, root);
  const own = await declaredAt(root, manifest);
  if (own === undefined) return names;
  if (manifest?.name !== undefined) names.add(manifest.name);

  // Breadth first, so that what is left out of a folder without end is what lies deepest.
  const ahead: Stop[] = [{ folder: root, globs: own }];
  const nested = new Set<string>();
  let leftOut = 0;
  const turn = takeTurns();
  const goTo = (stop: Stop) => {
    if (ahead.length < MOST_FOLDERS && budget.left > 0) ahead.push(stop);
    else leftOut += 1;
    budget.left -= 1;
  };
  for (let next = 0; next < ahead.length; ) {
    const batch = ahead.slice(next, next + PER_BATCH);
    next += batch.length;
    for (const found of await Promise.all(batch.map(stop => lookInto(stop, root, turn)))) {
      if (found.name !== undefined) names.add(found.name);
      for (const stop of found.ahead) goTo(stop);
      // Yarn lets a member have members of its own.
      if (found.globs === undefined || nested.has(found.folder)) continue;
      nested.add(found.folder);
      goTo({ folder: found.folder, globs: found.globs });
    }
    if (turn.isOver()) await turn.end();
  }
  if (leftOut > 0) log(`${root}: its workspace has too many folders. Only a part of its packages is known.`);
  return names;
}

/** How many folders may still be looked into. */
export interface FolderBudget {
  left: number;
}

/** As many as the workspaces of a few large repositories have together. */
export function folderBudget(): FolderBudget {
  return { left: 5 * MOST_FOLDERS };
}

/** A folder, and what the patterns say of it. */
interface Stop {
  readonly folder: string;
  readonly globs: GlobProgress;
}

interface Found {
  readonly folder: string;
  readonly name?: string;
  /** Patterns of the folder's own. */
  readonly globs?: GlobProgress;
  readonly ahead: readonly Stop[];
}

async function lookInto({ folder, globs }: Stop, root: string, turn: Turn): Promise<Found> {
  const manifest = globs.isMember && folder !== root ? await manifestAt(folder, root) : undefined;
  return {
    folder,
    ...(manifest?.name === undefined ? {} : { name: manifest.name }),
    ...(manifest?.patterns === undefined ? {} : { globs: workspaceGlobs(manifest.patterns) }),
    ahead: globs.goesOn ? await foldersIn(folder, globs, turn) : [],
  };
}

async function foldersIn(folder: string, globs: GlobProgress, turn: Turn): Promise<readonly Stop[]> {
  const keeps = ({ name, is }: Entry) => is === 'folder' && name !== '.git';
  const listed = await listFolder(folder, { keeps, looksFor: new Set(), turn }).catch(() => undefined);
  const ahead: Stop[] = [];
  for (const { name } of listed?.entries.slice(0, MOST_FOLDERS) ?? []) {
    if (turn.isOver()) await turn.end();
    const entered = globs.enter(name);
    if (entered.isMember || entered.goesOn) ahead.push({ folder: path.join(folder, name), globs: entered });
  }
  return ahead;
}

interface Manifest {
  readonly name?: string;
  /** Of the workspace that it is the root of. */
  readonly patterns?: readonly unknown[];
}

/** What can be read of a folder's package.json; `undefined` where there is none in the root. */
async function manifestAt(folder: string, root: string): Promise<Manifest | undefined> {
  const file = path.join(folder, MANIFEST);
  const text = await textOf(file, root);
  if (text === undefined) return undefined;
  const { name, workspaces } = objectFrom(() => readJson(text));
  const patterns = workspacePatterns(workspaces);
  return {
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(patterns === undefined ? {} : { patterns }),
  };
}

/**
 * The patterns of the workspace that is rooted in a folder, if one is. pnpm's file may be there for its settings alone.
 */
async function declaredAt(root: string, manifest: Manifest | undefined): Promise<GlobProgress | undefined> {
  const text = await textOf(path.join(root, PNPM_WORKSPACE), root);
  if (text === undefined) return manifest?.patterns && workspaceGlobs(manifest.patterns);
  const packages = readYamlMapInPart(text)?.packages;
  return workspaceGlobs([...(manifest?.patterns ?? []), ...(Array.isArray(packages) ? packages : [])]);
}

async function textOf(file: string, root: string): Promise<string | undefined> {
  const read = await readInside(root, file);
  return read.is === 'text' && read.text.length <= LARGEST ? read.text : undefined;
}

/** Of JSON that is broken, what can be read of it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text, [], { allowTrailingComma: true });
  }
}

/** A parser's object; an empty one where there is none, or the parser gives up. */
function objectFrom(parsed: () => unknown): Readonly<Record<string, unknown>> {
  try {
    const value = parsed();
    return isObject(value) ? value : {};
  } catch {
    // Nested deeper than the stack.
    return {};
  }
}

/** In characters. */
const LARGEST = 1024 * 1024;
/** So many folders are looked at side by side. */
const PER_BATCH = 32;
const MOST_FOLDERS = 20_000;
