import { expect, test } from 'vitest';
import { type Declaration, expandWord } from '../../server/src/syntax/shell-expansion.ts';
import type { TracedText } from '../../server/src/syntax/traced-text.ts';

const VALUES: Record<string, string> = { V: 'v1.2.3', PATH: '/a/b/c', STARS: 'x**', EMPTY: '', LONG: 'a'.repeat(290) };

function traced(text: string, start: number): TracedText {
  return { text, at: Array.from({ length: text.length }, (_, index) => start + index) };
}

function declared(name: string): Declaration | 'without-value' | undefined {
  const value = VALUES[name];
  if (value !== undefined) return { name, value: expandWord(traced(value, 1000), '\\', () => undefined) };
  return name === 'NONE' ? 'without-value' : undefined;
}

// What BuildKit makes of each word, with VALUES as its variables.
test.each([
  ['a\'b\'"c"', 'abc'],
  ["'$V'", '$V'],
  ['"$V"', 'v1.2.3'],
  ['"a\\b\\"\\$V"', 'a\\b"$V'],
  ['\\$V\\a', '$Va'],
  ['"it\'s"', "it's"],
  ['$V.x', 'v1.2.3.x'],
  ['$Vx', ''],
  ['${V}x', 'v1.2.3x'],
  ['a$', 'a$'],
  ['a$.b', 'a$.b'],
  ['${NONE:-${V}}', 'v1.2.3'],
  ['${NONE:-a}b}', 'abBRACE'.replace('BRACE', '}')],
  ['${EMPTY-a}', ''],
  ['${EMPTY:-a}', 'a'],
  ['${EMPTY+a}', 'a'],
  ['${EMPTY:+a}', ''],
  ['${PATH#*/}', 'a/b/c'],
  ['${PATH##*/}', 'c'],
  ['${PATH%/*}', '/a/b'],
  ['${PATH%%/*}', ''],
  ['${V#v?}', '.2.3'],
  ['${V%.?}', 'v1.2'],
  ['${V#x}', 'v1.2.3'],
  ['${STARS%\\*}', 'x*'],
  ['${V/./-}', 'v1-2.3'],
  ['${V//./-}', 'v1-2-3'],
  ['${PATH//\\//.}', '.a.b.c'],
  ['${V/1*/}', 'v'],
])('%s becomes %j', (word, expected) => {
  expect(expandWord(traced(word, 0), '\\', declared)).toMatchObject({ is: 'expanded', text: expected });
});

test.each(["'a", '"a', '${V', '${}', '${:-a}', '${{V}}', '${V:=a}', '${V:#a}', '${V#\\a}', '${.}', '${V/a}'])(
  '%s is refused',
  word => {
    expect(expandWord(traced(word, 0), '\\', declared)).toEqual({ is: 'broken' });
  },
);

test.each([
  '${NONE?needed}',
  '${EMPTY:?needed}',
  '${V#*a*b*c*d}',
  '${V/1/$NONE}',
  '${V/1/\\$1}',
  '$NONE'.repeat(65),
  '${LONG#*a*a*b}',
  '${LONG/a*a*b/c}',
  `${'${X:-'.repeat(99)}${'}'.repeat(99)}`,
])('%s is not to be known', word => {
  expect(expandWord(traced(word, 0), '\\', declared)).toEqual({ is: 'unknowable' });
});

test('a backtick escapes where the file says so', () => {
  expect(expandWord(traced('a`$V\\b', 0), '`', declared)).toMatchObject({ text: 'a$V\\b' });
});

test('every character remembers where it is written', () => {
  const expansion = expandWord(traced('a"$V"b${NONE:-c}', 0), '\\', declared);
  if (expansion.is !== 'expanded') throw new Error(expansion.is);
  expect(expansion.text).toBe('av1.2.3bc');
  expect(expansion.origins.map(({ at }) => at)).toEqual([0, 1000, 1001, 1002, 1003, 1004, 1005, 5, 14]);
  expect(expansion.origins.map(({ via }) => via ?? '-').join(' ')).toBe('- V V V V V V - NONE');
  expect(expansion.end).toBe(16);
});
