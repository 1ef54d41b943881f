import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from '../../files/own-folder.ts';
import { FORMAT_VERSION } from './segments.ts';

/**
 * Removes the answers that are kept below a folder, and nothing else that may lie there. Other processes that read them
 * go on with what they have in memory. Never rejects: what cannot be removed stays.
 *
 * @param folder as `createDiskStore` takes it
 */
export async function removeKept(folder: string): Promise<void> {
  const root = join(folder, `v${FORMAT_VERSION}`);
  if ((await ownFolder(root)).is !== 'own') return;
  const names = await readdir(root).catch(() => []);
  const kept = names.filter(name => name.endsWith('.answers'));
  await Promise.all(kept.map(name => unlink(join(root, name)).catch(() => undefined)));
}
