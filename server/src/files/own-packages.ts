import type { Provided } from '../model/provided.ts';
import { foldersUpward } from './folders-upward.ts';
import { workspacePackages } from './workspace-packages.ts';

/** The packages that workspaces on disk are made of, by the folders that were looked at. A workspace provides for all below its root. */
export interface OwnPackages {
  /** Looks, once, for workspaces rooted in a folder or in those above it, up to the user's home. Never rejects. */
  learn(folder: string): Promise<void>;
  /** What was learnt for a folder: the same value as long as it says the same. `undefined` before. */
  around(folder: string): Provided | undefined;
  /** Looks again at all that was learnt. A call during another waits for that one and looks once more. Never rejects. */
  relearn(): Promise<void>;
}

export interface OwnPackagesOptions {
  /** The user's home folder, an absolute path. */
  readonly home: string;
  /** Takes a sentence about each workspace that is too large to be read whole. */
  readonly log: (line: string) => void;
}

/** Knows nothing at first. */
export function createOwnPackages({ home, log }: OwnPackagesOptions): OwnPackages {
  /** The names that a workspace rooted in a folder provides, by its real path; none where no workspace is. */
  let roots = new Map<string, Promise<Names>>();
  const learning = new Map<string, Promise<void>>();
  const learnt = new Map<string, Around>();
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;

  async function look(folder: string): Promise<void> {
    const known = roots;
    const above = await foldersUpward(folder, home);
    const names = await Promise.all(
      above.map(root => {
        const found = known.get(root) ?? workspacePackages(root, log);
        known.set(root, found);
        return found;
      }),
    );
    // Something looked again meanwhile, and saw what is newer.
    if (known !== roots) return look(folder);
    const now = names.filter(({ size }) => size > 0);
    const before = learnt.get(folder);
    if (before === undefined || !isSame(before.names, now)) learnt.set(folder, aroundOf(now));
  }

  return {
    learn(folder) {
      const before = learning.get(folder) ?? look(folder);
      learning.set(folder, before);
      return before;
    },
    around: folder => learnt.get(folder),
    relearn() {
      queued ??= running.then(async () => {
        queued = undefined;
        roots = new Map();
        running = Promise.all([...learning.keys()].map(look)).then(() => undefined);
        await running;
      });
      return queued;
    },
  };
}

type Names = ReadonlySet<string>;

interface Around extends Provided {
  /** Of each workspace, the innermost first. */
  readonly names: readonly Names[];
}

function aroundOf(names: readonly Names[]): Around {
  return { names, has: (registry, name) => registry === 'npm' && names.some(its => its.has(name)) };
}

function isSame(before: readonly Names[], now: readonly Names[]): boolean {
  return (
    before.length === now.length &&
    before.every((names, i) => {
      const others = now[i] ?? new Set();
      return names === others || (names.size === others.size && [...names].every(name => others.has(name)));
    })
  );
}
