import { foldersUpward, holds, realPath } from '../files/folders-upward.ts';
import { edgeAround } from '../files/inside.ts';
import type { RegistryId } from '../model/names.ts';
import type { Provided } from '../model/provided.ts';
import { lookAtWorkspaces } from '../projects/index.ts';
import { environmentIn } from './environment.ts';
import { type BuildFiles, namedContexts } from './named-contexts.ts';

/**
 * The packages that workspaces on disk are made of, and the images that their builds are given, by the folders that
 * were looked at. What lies in a folder provides for all below it, except for its `.env`.
 */
export interface OwnPackages {
  /**
   * Looks, once, for workspaces rooted in a folder or in those above it, up to the user's home, and for the build files
   * there. What is read lies within `opened` after links are followed; above it, within the folder that is looked into.
   * Never rejects.
   *
   * @param opened the opened folder, an absolute path; absent where none is
   */
  learn(folder: string, opened?: string): Promise<void>;
  /** What was learnt for a folder: the same value as long as it says the same. `undefined` before. */
  around(folder: string): Provided | undefined;
  /**
   * Looks again at all that was learnt. A call during another waits for that one and looks once more. Never rejects.
   */
  relearn(): Promise<void>;
}

export interface OwnPackagesOptions {
  /** The user's home folder, an absolute path; absent where there is none. */
  readonly home: string | undefined;
  /** Takes a sentence about each workspace that is too large to be read whole. */
  readonly log: (line: string) => void;
  readonly builds: BuildFiles;
}

/** Knows nothing at first. */
export function createOwnPackages({ home, log, builds }: OwnPackagesOptions): OwnPackages {
  /** The names that what lies in a folder provides, by its real path; none where nothing of the kind does. */
  let roots = new Map<string, Promise<readonly Names[]>>();
  let ownNames = lookAtWorkspaces(log);
  const learning = new Map<string, { readonly opened: string | undefined; readonly done: Promise<void> }>();
  const learnt = new Map<string, Around>();
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;

  async function namesIn(root: string, edge: string): Promise<readonly Names[]> {
    const [packages, images] = await Promise.all([ownNames(root), namedContexts(root, edge, builds)]);
    return [...packages, { registry: 'oci', all: images }];
  }

  async function look(folder: string, opened: string | undefined): Promise<void> {
    const known = roots;
    const above = await foldersUpward(folder, home);
    const top = opened === undefined ? undefined : await realPath(opened);
    const lookedUp = above.map(root => {
      const found = known.get(root) ?? edgeAround(root, top).then(edge => namesIn(root, edge));
      known.set(root, found);
      return found;
    });
    const [environment, ...names] = await Promise.all([
      edgeAround(folder, top).then(edge => environmentIn(folder, edge)),
      ...lookedUp,
    ]);
    // Something looked again meanwhile, and saw what is newer.
    if (known !== roots) return look(folder, opened);
    const now = names.flat().filter(({ all }) => all.size > 0);
    const before = learnt.get(folder);
    const isKept = before !== undefined && isSameMap(before.environment, environment);
    if (isKept && isSame(before.names, now)) return;
    learnt.set(folder, aroundOf(now, isKept ? before.environment : environment));
  }

  return {
    learn(folder, opened) {
      const before = learning.get(folder);
      if (before !== undefined && before.opened === opened) return before.done;
      // What was opened around it is another folder now, and with it where its files must lie.
      if (before !== undefined) for (const root of [...roots.keys()]) if (holds(root, folder)) roots.delete(root);
      const now = { opened, done: look(folder, opened) };
      learning.set(folder, now);
      return now.done;
    },
    around: folder => learnt.get(folder),
    relearn() {
      queued ??= running.then(async () => {
        queued = undefined;
        roots = new Map();
        ownNames = lookAtWorkspaces(log);
        running = Promise.all([...learning].map(([folder, { opened }]) => look(folder, opened))).then(() => undefined);
        await running;
      });
      return queued;
    },
  };
}

interface Names {
  readonly registry: RegistryId;
  readonly all: ReadonlySet<string>;
}

interface Around extends Provided {
  readonly environment: ReadonlyMap<string, string>;
  /** Of each folder, the innermost first. */
  readonly names: readonly Names[];
}

function aroundOf(names: readonly Names[], environment: ReadonlyMap<string, string>): Around {
  const has: Provided['has'] = (registry, name) => names.some(its => its.registry === registry && its.all.has(name));
  return { names, has, environment };
}

function isSameMap(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean {
  return before.size === now.size && [...now].every(([name, value]) => before.get(name) === value);
}

function isSame(before: readonly Names[], now: readonly Names[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ registry, all }, i) => {
      const other = now[i];
      if (other === undefined || other.registry !== registry) return false;
      return all === other.all || (all.size === other.all.size && [...all].every(name => other.all.has(name)));
    })
  );
}
