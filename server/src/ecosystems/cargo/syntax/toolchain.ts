import type { TomlTable } from '../../../syntax/toml-nodes.ts';
import { isRustVersion } from '../rust-version.ts';
import { isTrueAt, stringAt } from './dependency.ts';

/**
 * The first Rust that has the resolver of a root, where the choice of releases goes by Rust versions; `undefined` where
 * it does not. It does with the third resolver, by its number or by the edition (the Cargo book, "Resolver
 * versions"). A root without a package has no edition. What cargo's own configuration says against it is not seen here.
 *
 * @param shared what members inherit, as the root's package may
 */
export function rustOfResolver(
  workspace: TomlTable | undefined,
  manifest: TomlTable | undefined,
  shared: TomlTable | undefined,
): string | undefined {
  const resolver = stringAt(workspace, 'resolver') ?? stringAt(manifest, 'resolver');
  if (resolver !== undefined) return resolver === '3' ? '1.84' : undefined;
  const edition = isInherited(manifest, 'edition') ? stringAt(shared, 'edition') : stringAt(manifest, 'edition');
  const isLate = edition !== undefined && /^\d{4}$/.test(edition) && Number(edition) >= FIRST_EDITION;
  return isLate ? '1.85' : undefined;
}

/** The `rust-version` of a package, its own or what its workspace gives it; absent where there is none to be read. */
export function rustVersionOf(manifest: TomlTable | undefined, inherited: string | undefined): string | undefined {
  if (isInherited(manifest, 'rust-version')) return inherited;
  const version = stringAt(manifest, 'rust-version');
  return version !== undefined && isRustVersion(version) ? version.trim() : undefined;
}

/** `edition.workspace = true` */
function isInherited(manifest: TomlTable | undefined, key: string): boolean {
  const value = manifest?.first(key)?.value;
  return value?.kind === 'map' && isTrueAt(value, 'workspace');
}

/** With the third resolver. */
const FIRST_EDITION = 2024;
