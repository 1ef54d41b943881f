import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CST, Parser } from 'yaml';
import { parseYaml } from '../../server/src/syntax/yaml.ts';
import { yamlDocuments } from '../../server/src/syntax/yaml-documents.ts';
import type { YamlNode } from '../../server/src/syntax/yaml-nodes.ts';
import { findPath } from '../../server/src/syntax/yaml-paths.ts';

/** A tree as a value: what is no text as its text in angle brackets, what is missing as null. */
function plain(node: YamlNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case 'scalar':
      return node.isString ? node.value : `<${node.value}>`;
    case 'list':
      return node.items.map(({ value }) => plain(value));
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, plain(value)]));
  }
}

describe('documents', () => {
  test.each<[string, string[]]>([
    ['a: 1\n---\nb: 2\n', ['a: 1\n', '---\nb: 2\n']],
    ['---\r\na: |\r\n  ---\r\n  x\r\n...\r\n---\r\nb', ['---\r\na: |\r\n  ---\r\n  x\r\n', '...\r\n', '---\r\nb']],
    ['a: "\n---\nb', ['a: "\n', '---\nb']],
    ['--- # note\na\n---', ['--- # note\na\n', '---']],
    ['---a\n----\n- --- x\n', ['---a\n----\n- --- x\n']],
    ['', []],
  ])('%j', (text, parts) => {
    expect(yamlDocuments(text).map(({ start, end }) => text.slice(start, end))).toEqual(parts);
  });
});

describe('trees', () => {
  test.each<[string, string, unknown]>([
    [
      'flow style and JSON',
      '{"a": [1, "b", {c: d}, e: f], "g": null,}',
      { a: ['<1>', 'b', { c: 'd' }, { e: 'f' }], g: '<null>' },
    ],
    [
      'types',
      'a: 1.20\nb: "1"\nc: !!str 1\nd: yes\ne: ~\nf:\n',
      { a: '<1.20>', b: '1', c: '1', d: 'yes', e: '<~>', f: null },
    ],
    ['aliases', 'a: &x {b: c}\nd: *x\ne: *y\n', { a: { b: 'c' }, d: { b: 'c' }, e: null }],
    ['an anchor that is set again', 'a: &x 1a\nb: &x 2a\nc: *x', { a: '1a', b: '2a', c: '2a' }],
    ['lists at the column of their key', 'a:\n- b\n-\n- - c\n', { a: ['b', null, ['c']] }],
    ['an open quote', 'a: "b\nc: d\ne: "f"\n', { a: null, c: 'd', e: 'f' }],
    ['an open bracket', 'x:\n  a: [b\n  c: d\ny: z\n', { x: { a: null, c: 'd' }, y: 'z' }],
    ['an open object', '{"a": {"b": "c", "d', { a: { b: 'c' } }],
    [
      'quotes and lists that end at the column of their key, as libyaml reads them',
      'x:\n- a: ["\n    b c\n  "]\n  d: "e\n  f"\n  g: [\n  h, # "no [\n  \'i\n  j\']\n  k: {l:\n  m}\n  n: "{{o}}"\n',
      { x: [{ a: [' b c '], d: 'e f', g: ['h', 'i j'], k: { l: 'm' }, n: '{{o}}' }] },
    ],
    [
      'quotes that go on left of all that is around',
      'a:\n  b:\n    - "x\n  y"\n    - z\nc: d\n',
      { a: { b: ['x y', 'z'] }, c: 'd' },
    ],
    ['a list that ends far left', 'a:\n  b: [\n"x",\n]\n  c: d\n', { a: { b: ['x'], c: 'd' } }],
    [
      'an open quote above others',
      'x:\n  a: "\n  b: ["c", \'d\']\n  e: "{{f}}"\n',
      { x: { a: null, b: ['c', 'd'], e: '{{f}}' } },
    ],
    [
      'an open list above quotes',
      'x:\n  a: ["b\n  c: ["d"]\n  e: ["{{f}}"]\n',
      { x: { a: null, c: ['d'], e: ['{{f}}'] } },
    ],
    ['a line that fits nowhere', 'a:\n    b: c\n  d: e\nf: g\n', { a: { b: 'c' }, d: 'e', f: 'g' }],
  ])('%s', (_, text, tree) => {
    expect(plain(parseYaml(text).root)).toEqual(tree);
  });

  test.each([
    ['deep', '['.repeat(10_000)],
    ['deep objects', '{"a":'.repeat(10_000)],
    ['deep lists', '- '.repeat(10_000)],
    ['deep lists that all end at once', `${'- '.repeat(50_000)}a\nb: c\n`],
    ['deep keys that all end at once', `${'? '.repeat(50_000)}a\nb: c\n`],
    ['a blank line within quotes', `a:\n  b: "x\n${' '.repeat(200_000)}y"\n`],
    ['open quotes', 'a: "\n'.repeat(1_000)],
    ['open brackets', 'a: [\n'.repeat(1_000)],
    ['anchors', '&a '.repeat(10_000)],
    ['brackets that close nothing', ']'.repeat(10_000)],
  ])('%s: a hostile text ends soon', (_, text) => {
    expect(() => parseYaml(text)).not.toThrow();
  });

  test('a chain of aliases is walked once', () => {
    const lines = ['a0: &a0 [{image: x}]'];
    for (let n = 1; n < 40; n++) lines.push(`a${n}: &a${n} [*a${n - 1}, *a${n - 1}]`);
    const { root } = parseYaml(`${lines.join('\n')}\nm: &m {<<: [*a3]}\nn: {<<: [*m, *m]}`);
    expect(findPath(root, `a39${'[]'.repeat(40)}.image`)).toHaveLength(1);
    expect(findPath(root, '*[].image')).toHaveLength(1);
    expect(findPath(root, '**.image')).toHaveLength(1);
  });

  test('what nests too deep for the parser counts as a template, and so does what aliases and merges make too large', () => {
    const many = (count: number, entry: (index: number) => string) =>
      Array.from({ length: count }, (_, i) => entry(i)).join('');
    const deep = `${'- '.repeat(50_000)}a\nb: c\n`;
    const aliases = `x: &x [${'a, '.repeat(2_000)}]\n${many(2_000, i => `y${i}: *x\n`)}`;
    const merges = `x: &x {${many(2_000, i => `k${i}: a, `)}}\n${many(2_000, i => `y${i}: {<<: *x}\n`)}`;
    for (const text of [deep, aliases, merges])
      expect(parseYaml(`# registry-lens: ignore\n${text}`)).toMatchObject({
        isTemplate: true,
        comments: [{ offset: 0 }],
      });
    expect(parseYaml(aliases).root).toBeUndefined();
    const usual = `x: &x [${'a, '.repeat(100)}]\n${many(100, i => `y${i}: *x\n`)}`;
    expect(findPath(parseYaml(usual).root, 'y99[]')).toHaveLength(100);
  });

  test('a chain of aliases is followed no deeper than what is written nests', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => `&a${i + 1} [*a${i}], `).join('');
    const { root } = parseYaml(`x: [&a0 b, ${chain}]\ny: *a100\nz: *a20000\n`);
    expect(findPath(root, `y${'[]'.repeat(100)}`)).toHaveLength(1);
    expect(() => findPath(root, 'z.**')).not.toThrow();
  });

  test('a long chain of merges is walked in time that its length allows', () => {
    const lines = ['a0: &a0 {image: x}'];
    for (let n = 1; n < 4_000; n++) lines.push(`a${n}: &a${n} {<<: *a${n - 1}, n: 1}`);
    const { root } = parseYaml(lines.join('\n'));
    expect(findPath(root, '**.image')).toHaveLength(1);
  });
});

describe('paths', () => {
  const { root } = parseYaml(
    'base: &b {image: x, tag: 1}\njobs:\n  one: {image: a}\n  two:\n    <<: *b\n    tag: 2\nlist: [{image: c}, {image: d}, e]\n',
  );
  test.each<[string, string[]]>([
    ['jobs.*.image', ['a', 'x']],
    ['jobs.two.tag', ['2']],
    ['jobs.two.*', ['2', 'x']],
    ['list[].image', ['c', 'd']],
    ['list[]', ['e']],
    ['**.image', ['x', 'a', 'c', 'd']],
    ['jobs.**.tag', ['2']],
    ['**[].image', ['c', 'd']],
    ['jobs[].image', []],
    ['nothing.here', []],
  ])('%s', (path, values) => {
    const found = findPath(root, path).flatMap(({ value }) => (value?.kind === 'scalar' ? [value.value] : []));
    expect(found).toEqual(values);
  });
});

test('scalars mean what they mean to `yaml`, and every character stands where it is said to stand', () => {
  const pieces = fc.constantFrom(
    ...['a', 'b:1', ' ', '  ', '\n', '\r\n', '\n\n', "''", '\\"', '\\n', '\\x41', ' #', "'", '\t', 'é', '𝔘', '\\u00e9'],
  );
  const around = fc.constantFrom(
    ['"', '"'],
    ["'", "'"],
    ['', ''],
    ['|\n  ', ''],
    ['>\n  ', ''],
    ['>-\n  ', ''],
    ['|+\n  ', ''],
  );
  fc.assert(
    fc.property(around, fc.array(pieces, { maxLength: 12 }), ([open = '', close = ''], parts) => {
      const isBlock = open.includes('\n');
      const indent = isBlock ? '  ' : '   ';
      const text = `k: ${open}${parts.join('').replace(/\n/g, `\n${indent}`)}${close}\n`;
      const token = tokenOf(text);
      if (token === undefined) return;
      let isBroken = false;
      const theirs = CST.resolveAsScalar(token, true, () => {
        isBroken = true;
      });
      const ours = findPath(parseYaml(text).root, 'k')[0]?.value;
      if (isBroken || theirs.value === '' || ours?.kind !== 'scalar') return;
      expect(ours.value).toBe(theirs.value);
      const { text: value, at } = ours.written;
      expect(at).toHaveLength(value.length);
      for (let index = 0; index < value.length; index++) {
        // What is there as it is; the rest is an escape, or white space that was folded or cut.
        const there = text[at[index] ?? -1] ?? '';
        expect(there === value[index] || /[\s\\]|^$/.test(there)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

function tokenOf(text: string): CST.FlowScalar | CST.BlockScalar | undefined {
  for (const token of new Parser().parse(text)) {
    if (token.type === 'error') return undefined;
    if (token.type !== 'document' || token.value?.type !== 'block-map' || token.value.items.length !== 1) continue;
    const value = token.value.items[0]?.value;
    if (CST.isScalar(value ?? null)) return value as CST.FlowScalar | CST.BlockScalar;
  }
  return undefined;
}
