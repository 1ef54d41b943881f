/**
 * Whether cargo can read the target of a dependency (crate `cargo-platform`, src/lib.rs and src/cfg.rs): the name of a
 * platform, or `cfg(…)` with `not`, `all` and `any`, names, and names with a value.
 */
export function isTarget(text: string): boolean {
  const inner = /^cfg\((.*)\)$/s.exec(text)?.[1];
  if (inner === undefined) return /^[\p{Alphabetic}\p{Number}_.-]*$/u.test(text);
  const tokens = inner.match(TOKEN) ?? [];
  // What stands between the tokens is more than blanks.
  if (tokens.join('').replaceAll(' ', '') !== inner.replaceAll(' ', '')) return false;
  // Nobody nests so many conditions; they are taken as they are.
  if (tokens.filter(token => token === '(').length > DEEPEST) return true;
  return conditionAt(tokens, 0) === tokens.length;
}

const TOKEN = /"[^"]*"|[(),=]|(?:r#)?[A-Za-z_][A-Za-z0-9_]*/g;
const DEEPEST = 100;

/** The place behind a condition; -1 where there is none. */
function conditionAt(tokens: readonly string[], at: number): number {
  const name = tokens[at];
  if (name === undefined || !/^[A-Za-z_]/.test(name)) return -1;
  if (name === 'not' || name === 'all' || name === 'any') {
    if (tokens[at + 1] !== '(') return -1;
    return behindList(tokens, at + 2, name === 'not');
  }
  if (tokens[at + 1] !== '=') return at + 1;
  return tokens[at + 2]?.startsWith('"') === true ? at + 3 : -1;
}

function behindList(tokens: readonly string[], from: number, isOne: boolean): number {
  let at = from;
  while (isOne || tokens[at] !== ')') {
    at = conditionAt(tokens, at);
    if (at < 0) return -1;
    if (isOne || tokens[at] !== ',') return tokens[at] === ')' ? at + 1 : -1;
    at += 1;
  }
  return at + 1;
}
