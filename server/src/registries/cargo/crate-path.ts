/**
 * Where a crate's file lies in an index (registry-index.md, “Index files”), below its base, as in `/se/rd/serde`;
 * `undefined` for a name that cargo's registries do not have.
 */
export function cratePath(name: string): string | undefined {
  if (!NAME.test(name)) return undefined;
  const file = name.toLowerCase();
  if (file.length <= 2) return `/${file.length}/${file}`;
  if (file.length === 3) return `/3/${file[0]}/${file}`;
  return `/${file.slice(0, 2)}/${file.slice(2, 4)}/${file}`;
}

/** Of letters that need no escaping; twice as long as crates.io allows. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/;
