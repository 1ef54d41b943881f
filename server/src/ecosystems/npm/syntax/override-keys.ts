/** The name in `name@range`. */
export function beforeRange(key: string): string {
  const at = key.indexOf('@', 1);
  return at < 0 ? key : key.slice(0, at);
}

// The package that a pattern of Yarn ends with: `@s/b` of `a/**/@s/b`, `a` of `a@npm:^1`.
export function nameOfResolution(pattern: string): string {
  const described = /^((?:@[^/@\s]+\/)?[^/@\s*]+)@[a-z]+:/.exec(pattern)?.[1];
  const scoped = /(?:^|\/)(@[^/@\s]+\/[^/@\s*]+)(?:@[^/]*)?$/.exec(pattern)?.[1];
  const plain = /(?:^|\/)([^/@\s*]+)(?:@[^/]*)?$/.exec(pattern)?.[1];
  return described ?? scoped ?? plain ?? pattern;
}

/** pnpm's selectors are a chain, `parent@range>name@range`; a `>` behind a blank, `|` or `@` belongs to a range. */
export function nameOfPnpmOverride(selector: string): string {
  const last = [...selector.matchAll(/[^ |@]>/g)].at(-1);
  return beforeRange(last === undefined ? selector : selector.slice(last.index + 2));
}

/** The value by which pnpm takes a dependency away, so that nothing is wanted. */
export const REMOVAL = '-';
