/** Finds what is taken for a name, among the folders that npm makes. */
export interface InstalledFolders {
  /** The place of the entry at a path. */
  at(path: string): number | undefined;
  /** For who lies at a path: the place of what Node finds there under a name. */
  around(path: string): (name: string) => number | undefined;
}

/**
 * What lies where, by paths such as `node_modules/a/node_modules/b`. A name is looked for as Node does (Node.js,
 * "Loading from node_modules folders"): in the folder's own packages, then in those of each folder above. In steps.
 */
export function* installedFolders(paths: readonly string[]): Generator<void, InstalledFolders> {
  const places = new Map<string, number>();
  /** By the folder that holds `node_modules`, what is in there. */
  const inside = new Map<string, Map<string, number>>();
  for (const [i, path] of paths.entries()) {
    if (i % A_STEP === 0) yield;
    places.set(path, i);
    const at = startOfName(path);
    if (at < 0) continue;
    const folder = path.slice(0, Math.max(0, at - MODULES.length - 1));
    const its = inside.get(folder);
    if (its === undefined) inside.set(folder, new Map([[path.slice(at), i]]));
    else its.set(path.slice(at), i);
  }
  return {
    at: path => places.get(path),
    around(path) {
      const levels: ReadonlyMap<string, number>[] = [];
      let folder = path.length > LONGEST_PATH ? '' : path;
      for (let steps = 0; folder !== '' && steps < DEEPEST; folder = above(folder), steps += 1) {
        const its = inside.get(folder);
        if (its !== undefined) levels.push(its);
      }
      const top = inside.get('');
      if (top !== undefined) levels.push(top);
      return name => {
        for (const its of levels) {
          const found = its.get(name);
          if (found !== undefined) return found;
        }
        return undefined;
      };
    },
  };
}

/** The name of the package in a folder, unless another is told: the folder's own, with the scope where npm made it. */
export function folderName(path: string): string {
  const at = startOfName(path);
  return path.slice(at < 0 ? path.lastIndexOf('/') + 1 : at);
}

/** Whether a folder is one that npm makes, and not the workspace's own. */
export function isInstalled(path: string): boolean {
  return startOfName(path) >= 0;
}

/** Whether it lies beside the lockfile. */
export function isTop(path: string): boolean {
  return startOfName(path) === MODULES.length;
}

/** Where the name begins behind the last `node_modules/`; negative where there is none. */
function startOfName(path: string): number {
  const at = path.lastIndexOf(MODULES);
  return at < 0 || (at > 0 && path[at - 1] !== '/') ? -1 : at + MODULES.length;
}

/** The folder of which the packages are looked at next. */
function above(folder: string): string {
  const at = startOfName(folder);
  if (at >= 0) return folder.slice(0, Math.max(0, at - MODULES.length - 1));
  const slash = folder.lastIndexOf('/');
  return slash < 0 ? '' : folder.slice(0, slash);
}

/** So many are a fraction of a millisecond's work. */
const A_STEP = 200;
const MODULES = 'node_modules/';
/** As Linux has it, in characters. */
const LONGEST_PATH = 4096;
/** Folders in folders; no client nests as deep. */
const DEEPEST = 64;
