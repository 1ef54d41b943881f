/** An entry of a `Cargo.lock`, as written. */
export interface CargoLockEntry {
  /** Where its name is written, as `name = "…"`. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly version: string;
  /** As in `registry+https://…`, `sparse+https://…` and `git+https://…`; `undefined` of the workspace's own. */
  readonly source: string | undefined;
  /** SHA-256 of its archive, in hexadecimal digits. */
  readonly checksum: string | undefined;
  /** What is used in its place, where a manifest says so by `[replace]`. */
  readonly replace: string | undefined;
  /** `name`, `name version` or `name version (source)` each, as short as tells it from the others. */
  readonly dependencies: readonly string[];
}

/** The key of a checksum in the first version's `[metadata]`. */
export function checksumKey({
  name,
  version,
  source = '',
}: Pick<CargoLockEntry, 'name' | 'version' | 'source'>): string {
  return `checksum ${name} ${version} (${source})`;
}
