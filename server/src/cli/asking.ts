import { cacheFolder, type KeptFolders, keptFolders } from '../files/cache-folder.ts';
import { stateFolder } from '../files/state-folder.ts';
import type { Lens } from '../lens.ts';
import { code, LONGEST_PATH } from '../model/plain-text.ts';
import { ownershipOf } from '../ownership.ts';
import type { Settings } from '../settings.ts';
import type { World } from './world.ts';

/** What a command that asks registries does it with. */
export interface CommandAsks {
  /** Of what is looked at, absolute paths. */
  readonly roots: readonly string[];
  readonly settings: Settings;
  /** Whether what was asked is said. */
  readonly verbose: boolean;
  readonly complain: (line: string) => void;
}

/** Opens what a command asks registries with. It is to be closed by {@link closeLens}. */
export async function openLens({ roots, settings, verbose, complain }: CommandAsks, world: World): Promise<Lens> {
  return world.createLens({
    ...(await keptFor(roots, world, complain)),
    environment: world.environment,
    home: world.home,
    settings,
    log: line => {
      if (verbose) complain(line);
    },
  });
}

/** Waits until what was told is kept, unless the user does not want to wait. */
export async function closeLens(lens: Lens, { signal }: World): Promise<void> {
  await Promise.race([lens.close(), aborted(signal)]);
}

/** Where answers and their secret are kept: not in what is looked at, where others may have written. */
async function keptFor(roots: readonly string[], world: World, complain: (line: string) => void): Promise<KeptFolders> {
  const usual = { cacheFolder: cacheFolder(world), stateFolder: stateFolder(world) };
  const kept = await keptFolders(usual, roots, await ownershipOf(roots, world.home));
  if (usual.cacheFolder !== undefined && kept.cacheFolder === undefined) {
    const why = 'lies in what is checked, or that in it, so others may have written there';
    complain(`Answers are not kept: ${code(usual.cacheFolder, LONGEST_PATH)} ${why}.`);
  }
  return kept;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
