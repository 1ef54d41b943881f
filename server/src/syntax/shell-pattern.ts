/** What became of a text that a pattern was to change. */
export type ShellPatternOutcome =
  | { readonly is: 'text'; readonly text: string }
  /** BuildKit refuses the pattern. */
  | { readonly is: 'broken' }
  /** Matching it could take too long, or depends on Go's own replacement language. */
  | { readonly is: 'unknowable' };

const MOST_STARS = 3;
const LONGEST = 300;
// Backtracking grows with the power of the stars, and once more where a match may begin anywhere: so many steps are
// done at once, in each of many words. One star over 300 characters is what people write, two over 46 anywhere and
// three at an end are left.
const MOST_STEPS = 100_000;

/**
 * `${name#pattern}` and `${name%pattern}`, doubled for the longest match (BuildKit, frontend/dockerfile/shell/lex.go,
 * `trimPrefix` and `trimSuffix`).
 */
export function trimShellPattern(text: string, pattern: string, operator: '#' | '%'): ShellPatternOutcome {
  const greedy = pattern.startsWith(operator);
  const shape = greedy ? pattern.slice(1) : pattern;
  // The shortest match at the end is found from the end: both are turned round.
  const turned = operator === '%';
  const expression = expressionOf(turned ? reversedPattern(shape) : shape, greedy, '^');
  if (typeof expression === 'string') return { is: expression };
  if (text.length > LONGEST || stepsOf(text, pattern, 0) > MOST_STEPS) return { is: 'unknowable' };
  const subject = turned ? reversed(text) : text;
  const rest = subject.slice(expression.exec(subject)?.[0].length ?? 0);
  return { is: 'text', text: turned ? reversed(rest) : rest };
}

/** `${name/pattern/replacement}`, and with `all` `${name//pattern/replacement}`. */
export function replaceShellPattern(
  text: string,
  pattern: string,
  replacement: string,
  all: boolean,
): ShellPatternOutcome {
  const expression = expressionOf(pattern, true, '');
  if (typeof expression === 'string') return { is: expression };
  if (text.length > LONGEST || stepsOf(text, pattern, 1) > MOST_STEPS || replacement.includes('$'))
    return { is: 'unknowable' };
  const global = all ? new RegExp(expression.source, 'gu') : expression;
  return { is: 'text', text: text.replace(global, () => replacement) };
}

/**
 * How many steps a match may take at most; `free` is 1 where it may begin anywhere. Stars behind a backslash count too.
 */
function stepsOf(text: string, pattern: string, free: 0 | 1): number {
  return text.length ** (pattern.split('*').length - 1 + free);
}

function expressionOf(pattern: string, greedy: boolean, anchor: '^' | ''): RegExp | 'broken' | 'unknowable' {
  let stars = 0;
  let source: string = anchor;
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    let character = characters[at] ?? '';
    if (character === '*') {
      source += greedy ? '.*' : '.*?';
      stars++;
      continue;
    }
    if (character === '?') {
      source += '.';
      continue;
    }
    if (character === '\\') {
      const following = characters[at + 1];
      if (following === '}' || following === '/') continue;
      if (following !== '*' && following !== '?' && following !== '\\') return 'broken';
      character = following;
      at++;
    }
    source += /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
  }
  if (stars > MOST_STARS || pattern.length > LONGEST) return 'unknowable';
  return new RegExp(source, 'u');
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Turns a pattern round and keeps every backslash before what it escapes. */
function reversedPattern(pattern: string): string {
  return (pattern.match(/\\.|./gsu) ?? []).reverse().join('');
}
