import { expect, test } from 'vitest';
import { parseByTokens, parseYaml } from '../../server/src/syntax/yaml.ts';
import { readSimpleYaml } from '../../server/src/syntax/yaml-simple.ts';
import { numbersFrom, seenOf } from '../support/yaml-seen.ts';

const KEYS = ['a', 'b', 'image', 'a.b/c', '1', 'x-y', '_k', '$a', '"q k"', "'@q/k'", '.'];
const VALUES = [
  ...['', '', '', 'x', '1', '1.20', 'some text', 'node:20', '"x"', "'it''s'", '"a \\" b"', '~', '-x', 'http://a/b'],
  ...['{}', '[]', '{ a: b, c: "d" }', '{ "a": b }', '["80:80", x]', '[a, [b, {c: d}]]', 'x # c', '# c', '(x) # y'],
  ...['# registry-lens: ignore', '"x" # registry-lens: ignore moved-tag', '{} # c', 'a#b', 'x\u00a0', '\u2028'],
];
const BLOCKS = ['|', '>', '|-', '>-', '| # c', '> # registry-lens: ignore', '|-  '];
const ODD_BLOCKS = ['|+', '|2', '>-1', '|x'];
const INSIDE = ['x', 'x: y', '# c', '- z', '"', '{{ x }}', '', 'text # registry-lens: ignore', '  x'];
const SLIPS = [
  ...['"', "'", ':', ' ', '#', '-', '{', '[', ']', '}', ',', '|', '>', '&', '&a ', '*a', '!t ', '\t', 'x', ': ', ' #'],
  ...[
    '- ',
    '?',
    '? ',
    '\\',
    '@',
    '`',
    '%',
    '\r',
    '\x1f',
    '\x02',
    '\x18',
    '\0',
    '\ufeff',
    '{{',
    '<<: ',
    '---',
    '...',
    ' - ',
  ],
];
const HEADS = ['---', '--- # c', '---\n---', '%YAML 1.2\n---', '# c\n---', '--- x', '...'];

/** A document as people write it, with a slip or two in most. */
function documentBy(next: (below: number) => number): string {
  const pick = <Item>(all: readonly Item[]): Item => all[next(all.length)] as Item;
  const blank = (count: number) => ' '.repeat(count);
  const lines: string[] = [];

  function between(): void {
    if (next(6) === 0) lines.push(blank(next(8)) + pick(['# c', '# registry-lens: ignore', '#']));
    if (next(8) === 0) lines.push(pick(['', '', '  ']));
  }

  function value(head: string, indent: number, depth: number): void {
    const kind = next(depth > 4 ? 3 : 7);
    if (kind <= 1) lines.push(`${head}${pick([' ', ' ', '  '])}${pick(VALUES)}`);
    else if (kind === 2) {
      lines.push(`${head} ${next(9) === 0 ? pick(ODD_BLOCKS) : pick(BLOCKS)}`);
      const inside = indent + pick([1, 2, 2, 4]);
      for (let count = next(4); count >= 0; count--) lines.push(next(6) === 0 ? '' : blank(inside) + pick(INSIDE));
    } else {
      lines.push(head + pick(['', '', ' ', ' # c', ' # registry-lens: ignore x']));
      if (kind <= 4) map(indent + pick([1, 2, 2, 2, 4]), depth + 1);
      else list(indent + pick([0, 2, 2, 4]), depth + 1);
    }
  }

  function map(indent: number, depth: number, lead = blank(indent)): void {
    for (let count = next(4); count >= 0; count--) {
      between();
      value(`${lead}${pick(KEYS)}:`, indent, depth);
      lead = blank(indent);
    }
  }

  function list(indent: number, depth: number): void {
    for (let count = next(3); count >= 0; count--) {
      between();
      const dash = blank(indent) + pick(['- ', '- ', '-   ']);
      if (next(2) === 0) map(dash.length, depth + 1, dash);
      else value(dash.trimEnd(), indent, depth);
    }
  }

  if (next(8) === 0) lines.push(pick(HEADS));
  if (next(5) === 0) list(0, 0);
  else map(0, 0);
  for (let count = pick([0, 0, 1, 1, 2]); count > 0; count--) {
    const at = next(lines.length);
    const line = lines[at] ?? '';
    const place = next(line.length + 1);
    switch (next(6)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines[at] = ` ${line}`;
        break;
      case 2:
        lines[at] = line.replace(/^ /, '');
        break;
      case 3:
        lines[at] = line.slice(0, place) + line.slice(place + 1 + next(3));
        break;
      case 4:
        lines.splice(at, 0, pick(lines));
        break;
      default:
        lines[at] = line.slice(0, place) + pick(SLIPS) + line.slice(place);
    }
  }
  const text = lines.join('\n') + pick(['', '\n', '\n', '\n\n', '\n  ', '\n# c']);
  return next(10) === 0 ? text.replaceAll('\n', '\r\n') : text;
}

test('what is simple is read as it is read by its tokens', () => {
  let simple = 0;
  for (let seed = 1; seed <= 6000; seed++) {
    const text = documentBy(numbersFrom(seed * 7919));
    const read = readSimpleYaml(text);
    if (read === undefined) continue;
    simple += 1;
    const whole = parseByTokens(text);
    const { newline } = whole;
    expect(seenOf({ text, newline, ...read, isTemplate: false, shared: new Set() }), text).toBe(seenOf(whole));
  }
  expect(simple).toBeGreaterThan(500);
});

test.each([
  ['maps and lists', 'a:\n  - b: 1\n    c: x # d\n  - e\nf:\n- g\n'],
  ['texts in quotes and brackets', 'a: "b \\" c"\nd: { e: [f, "g"], h: 1 }\n'],
  ['keys in quotes', "'@a/b': c\n"],
  ['blocks of text', 'a: |\n  {{ b }}\n\n  c\nd: >- # e\n  f\n'],
  ['a document of a stream', '--- # a\nb: c\n'],
  ['nothing', '# a\n'],
])('is simple: %s', (_, text) => {
  expect(readSimpleYaml(text)).toBeDefined();
  expect(seenOf(parseYaml(text))).toBe(seenOf(parseByTokens(text)));
});

test.each([
  ['an anchor', 'a: &b c\n'],
  ['an alias', 'a: *b\n'],
  ['a merge', '<<: {a: b}\n'],
  ['a tag', 'a: !b c\n'],
  ['a text on two lines', 'a: b\n  c\n'],
  ['a value below its key', 'a:\n  b\n'],
  ['brackets on two lines', 'a: [b,\n  c]\n'],
  ['a quote that is open', 'a: "b\n'],
  ['a key in a value', 'a: b: c\n'],
  ['a line that fits nowhere', 'a:\n    b: c\n  d: e\n'],
  ['a template', 'a: {{ b }}\n'],
  ['a tab', 'a:\tb\n'],
  ['a second document', 'a: b\n---\nc: d\n'],
  ['a block of a certain indentation', 'a: |2\n  b\n'],
  ['a root that is a text', 'a\n'],
])('is read by its tokens: %s', (_, text) => {
  expect(readSimpleYaml(text)).toBeUndefined();
});
