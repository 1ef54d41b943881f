import type { OneUnit, UnitRange } from './name-pattern.ts';

/** A class in brackets, and the offset behind it. */
export interface Bracket {
  readonly unit: OneUnit;
  readonly end: number;
}

/**
 * Reads `[a-z]`, `[!a]`, `[^a]` and `[[:alpha:]]` as git does (wildmatch.c, `dowild`): `\` takes the next character as
 * it is, a `]` that comes first is one of the class. `undefined` where it is not closed or names a class that does not
 * exist.
 *
 * @param at the offset of the `[`
 */
export function readBracket(text: string, at: number): Bracket | undefined {
  let i = at + 1;
  const negated = text[i] === '!' || text[i] === '^';
  if (negated) i++;
  const ranges: UnitRange[] = [];
  /** What a range may begin with. */
  let before: number | undefined;
  let close = -1;
  for (let isFirst = true; isFirst || text[i] !== ']'; isFirst = false) {
    if (i >= text.length) return undefined;
    const isOpening = text.startsWith('[:', i);
    // Looked for once, however many of them lie before it.
    if (isOpening && close < i + 2) close = text.indexOf(']', i + 2);
    if (isOpening && close > i + 2 && text[close - 1] === ':') {
      const found = CLASSES.get(text.slice(i + 2, close - 1));
      if (found === undefined) return undefined;
      ranges.push(...found);
      before = undefined;
      i = close + 1;
    } else if (text[i] === '-' && before !== undefined && i + 1 < text.length && text[i + 1] !== ']') {
      i += text[i + 1] === '\\' ? 2 : 1;
      if (i >= text.length) return undefined;
      ranges.push([before, text.charCodeAt(i++)]);
      before = undefined;
    } else {
      if (text[i] === '\\') i++;
      if (i >= text.length) return undefined;
      before = text.charCodeAt(i++);
      ranges.push([before, before]);
    }
  }
  return { unit: { is: 'class', negated, ranges }, end: i + 1 };
}

function units(...texts: readonly string[]): readonly UnitRange[] {
  return texts.map(text => [text.charCodeAt(0), text.charCodeAt(text.length - 1)]);
}

/** POSIX's classes in the C locale (git-compat-util.h, `isalnum` and its kin). */
const CLASSES: ReadonlyMap<string, readonly UnitRange[]> = new Map([
  ['alnum', units('09', 'AZ', 'az')],
  ['alpha', units('AZ', 'az')],
  ['blank', units(' ', '\t')],
  ['cntrl', units('\0\x1f', '\x7f')],
  ['digit', units('09')],
  ['graph', units('!~')],
  ['lower', units('az')],
  ['print', units(' ~')],
  ['punct', units('!/', ':@', '[`', '{~')],
  ['space', units('\t\r', ' ')],
  ['upper', units('AZ')],
  ['xdigit', units('09', 'AF', 'af')],
]);
