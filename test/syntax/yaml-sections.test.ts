import { expect, test } from 'vitest';
import type { Kept } from '../../server/src/model/reader.ts';
import { parseYaml } from '../../server/src/syntax/yaml.ts';
import { yamlSections } from '../../server/src/syntax/yaml-sections.ts';
import { numbersFrom, seenOf } from '../support/yaml-seen.ts';

const SECTIONS = [
  'image:\n  repository: acme/app\n  tag: "1.0" # as built\n',
  '# registry-lens: ignore\nlist:\n- a: 1\n-\n  b: {c: [d, "e"]}\n',
  'text: |\n  several lines\n\n  of text\n\nfolded: >-\n  more\n  of it\n',
  "quoted: 'it''s'\nplain: over\n  two lines\n",
  'empty:\nnull-one: ~\n\n\n# a comment: with a colon\n',
  'deep:\n  deeper:\n    - image: acme/worker:2\n      # registry-lens: ignore moved-tag\n      tag: 1.20\n',
  'kept: |+\n  text\n\n\nflow: { a: "b", c: [d,\n  e] }\n',
];
const SLIPS = [
  '"',
  "'",
  '{',
  '}',
  '[',
  '{{ .Values }}',
  '\n',
  '\n\n',
  ': ',
  '- ',
  '#',
  ' #',
  '&a ',
  '*a',
  '<<: *a\n',
  '|',
  '>',
  '? ',
  '\t',
  '\r\n',
  '\r',
  '---\n',
  '...\n',
  '%',
  '!tag ',
  'key:\n',
  'key: value\n',
  '  ',
  ',',
  '\u2028',
  'x',
  '\\',
];

test('a text whose version before is known is read as it is read alone, whatever is typed', () => {
  let together = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const next = numbersFrom(seed);
    let text = '';
    while (text.length < 4100) text += SECTIONS[next(SECTIONS.length)];
    if (seed % 4 === 0) text = text.replaceAll('\n', '\r\n');
    const kept: Kept = new Map();
    for (let edit = 0; edit < 10; edit++) {
      expect(seenOf(parseYaml(text, kept)), text).toBe(seenOf(parseYaml(text)));
      if (kept.size > 0) together += 1;
      const at = next(text.length);
      const typed = next(3) === 0 ? '' : (SLIPS[next(SLIPS.length)] ?? '');
      const gone = next(3) === 0 ? next(30) : 0;
      const edited = text.slice(0, at) + typed + text.slice(at + gone);
      // Most slips are mended soon.
      text = next(3) === 0 ? edited : text;
      if (text !== edited) expect(seenOf(parseYaml(edited, kept)), edited).toBe(seenOf(parseYaml(edited)));
    }
  }
  expect(together).toBeGreaterThan(10);
});

test.each([
  ['keys', 'a: 1\nb:\n  c: 2\n# d\nd:\n- e\n', ['a: 1\n', 'b:\n  c: 2\n# d\n', 'd:\n- e\n']],
  ['what stands above the first', '\n# a\na: 1\nb: 2\n', ['\n# a\na: 1\n', 'b: 2\n']],
  ['a line that is no key', 'a: 1\nwhat\nb: 2\n', []],
  ['a document that begins', '---\na: 1\nb: 2\n', []],
  ['a key in quotes', '"a": 1\nb: 2\n', []],
  ['an indentation by a tab', 'a:\n\tb: 1\nc: 2\n', []],
])('cuts at keys: %s', (_, text, sections) => {
  expect(yamlSections(text).map(({ start, end }) => text.slice(start, end))).toEqual(sections);
});
