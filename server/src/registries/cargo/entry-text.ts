/**
 * Whether cargo reads the members of a line as JavaScript does: its parser takes no number with a fraction for a whole
 * one, though the fraction is zero, and no half of a pair of surrogates.
 *
 * @param line what JSON makes of the text
 */
export function isReadAlike(text: string, line: Readonly<Record<string, unknown>>): boolean {
  if (FRACTION.test(text)) return false;
  if (!ESCAPED_SURROGATE.test(text)) return true;
  const known = Object.entries(line).filter(([key]) => MEMBERS.has(key));
  return isWhole(Object.keys(line)) && isWhole(known);
}

/** `v` is the only number of an entry. */
const FRACTION = /"v"[ \t\r]*:[ \t\r]*(?:-|\d+[.eE])/;
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;
const HALF_A_PAIR = /\p{Surrogate}/u;
/** Of any others cargo reads no values. */
const MEMBERS = new Set([
  ...['name', 'vers', 'deps', 'cksum', 'features', 'features2', 'yanked', 'links', 'rust_version', 'pubtime'],
]);

function isWhole(value: unknown): boolean {
  const left = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string' && HALF_A_PAIR.test(next)) return false;
    if (typeof next === 'object' && next !== null) left.push(...Object.keys(next), ...Object.values(next));
  }
  return true;
}
