const IGNORE = /^\s*registry-lens:\s*ignore(?:\s+(\S.*))?$/;
const RULE_IDS = /^[a-z][a-z0-9-]*(?:[\s,]+[a-z][a-z0-9-]*)*/;

/**
 * Reads the inside of a comment, without the marks that open and close it: `registry-lens: ignore` silences every rule,
 * `registry-lens: ignore latest-tag, moved-tag` those two. What follows the names from a `--` on is the author's
 * reason. Returns the rules named (none for all), or `undefined` where the comment says nothing to this program.
 */
export function parseIgnoreComment(comment: string): readonly string[] | undefined {
  // Nearly every comment is about something else; this look costs the least.
  if (!comment.includes('registry-lens:')) return undefined;
  const found = IGNORE.exec(comment.trimEnd());
  if (found === null) return undefined;
  const named = RULE_IDS.exec(found[1] ?? '');
  return named === null ? [] : named[0].split(/[\s,]+/);
}
