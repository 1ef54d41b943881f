import type { ReleaseSubject } from '../../../model/reference.ts';
import type { TomlDocument } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { readDependency } from './dependency.ts';

/** What `[patch]` puts in the place of crates: from where they would come otherwise, by their names in registries. */
export type Patches = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads `[patch.*]`, whose keys are names of registries, or addresses of sources. */
export function patchesOf({ root }: TomlDocument): Patches {
  const patches = new Map<string, Set<string>>();
  for (const { entry, value } of findInToml(root, 'patch.*')) {
    if (entry === undefined || value?.kind !== 'map') continue;
    for (const { name } of findInToml(value, '*').flatMap(found => readDependency(found, undefined))) {
      const sources = patches.get(name) ?? new Set();
      patches.set(name, sources.add(entry.key.value));
    }
  }
  return patches;
}

/**
 * Whether a patch of a source may take the place of a crate. Only configuration knows which address a name stands for,
 * so of a crate that comes from elsewhere than crates.io most patches may.
 */
export function mayPatch(patched: string, { source }: Pick<ReleaseSubject, 'source'>): boolean {
  const isAddress = /[:/]/.test(patched);
  if (source === undefined) return isAddress ? CRATES_IO.test(patched) : patched === 'crates-io';
  return isAddress || (source.startsWith('registry=') ? source === `registry=${patched}` : patched !== 'crates-io');
}

/** The one address under which cargo patches it: that of its older index. */
const CRATES_IO = /\/rust-lang\/crates\.io-index\b/i;
