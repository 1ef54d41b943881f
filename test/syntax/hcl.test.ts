import { describe, expect, test } from 'vitest';
import { parseHcl, parseTerraform } from '../../server/src/syntax/hcl.ts';
import type { YamlNode } from '../../server/src/syntax/yaml-nodes.ts';

/** Entries as pairs, since keys may repeat; what has no value is null. */
function shapeOf(node: YamlNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(({ value }) => shapeOf(value));
    case 'map':
      return node.entries.map(({ key, value }) => [key.value, shapeOf(value)]);
  }
}

function parsed(...lines: string[]): unknown {
  return shapeOf(parseHcl(lines.join('\n')).root);
}

describe('HCL in the tree of its JSON form', () => {
  test('blocks are entries with a map for each label, attributes are entries', () => {
    expect(parsed('a = "x"', 'target "t" {', '  b = "y"', '}', 'one two "three" { c = "z" }', 'none {}')).toEqual([
      ['a', 'x'],
      ['target', [['t', [['b', 'y']]]]],
      ['one', [['two', [['three', [['c', 'z']]]]]]],
      ['none', []],
    ]);
  });

  test('objects with either mark, either separator and either kind of key; tuples over lines', () => {
    expect(
      parsed(
        'a = { b = "1", "c d": "2", e-f = {',
        '  g = "3"',
        '  h = "4",',
        '} }',
        'i = [',
        '  "5", # five',
        '  ["6"],',
        ']',
      ),
    ).toEqual([
      [
        'a',
        [
          ['b', '1'],
          ['c d', '2'],
          [
            'e-f',
            [
              ['g', '3'],
              ['h', '4'],
            ],
          ],
        ],
      ],
      ['i', ['5', ['6']]],
    ]);
  });

  test.each([
    ['"a\\"b\\\\\\u00e9\\n"', 'a"b\\é\n'],
    ['"${x}-$${y}-%%{z}"', '${x}-$${y}-%%{z}'],
    ['"${ f("}") }" # why', '${ f("}") }'],
    ['"${\n  x\n}"', '${ x }'],
    ['""', ''],
  ])('the text %s', (source, expected) => {
    expect(parsed(`a = ${source}`, 'b = "after"')).toEqual([
      ['a', expected],
      ['b', 'after'],
    ]);
  });

  test.each([
    'true',
    '12',
    'x.y[0]',
    'f("a", {b = "c"})',
    '"a" == "b" ? "c" : "d"',
    'x ? "}" : "{"',
    '["a"][0]',
    '(\n  "a"\n)',
    '[for x in y : "${x}"]',
    '{for k, v in y : k => "${v}"}',
    'merge({\n  a = "b"\n}, c)',
    '<<EOT\n}\n"\n  EOT',
    '<<-EOT\n  a = "b"\n  EOT\n',
  ])('%j is passed over', source => {
    const [first, second] = parsed(`a = ${source}`, 'b = "after"') as [string, unknown][];
    expect([typeof first?.[1] === 'string' ? first : first?.[0], second]).toEqual(['a', ['b', 'after']]);
  });

  test('a name is the text that has its value, and null is no text', () => {
    const { root } = parseHcl('a = X_1 # why\nb = [c, d.e]\nf = null\ng = true\n');
    expect(shapeOf(root)).toEqual([
      ['a', '${X_1}'],
      ['b', ['${c}']],
      ['f', 'null'],
      ['g', null],
    ]);
    const values = root?.kind === 'map' ? root.entries.map(({ value }) => value) : [];
    expect(values[0]).toMatchObject({
      isString: true,
      span: { start: 4, end: 7 },
      written: { at: [4, 4, 4, 5, 6, 6] },
    });
    expect(values[2]).toMatchObject({ isString: false });
  });

  test('comments hide what is in them, and are told', () => {
    const text = '# a = "1"\n// b\nc /* { */ = /* " */ "2" # d\n/* e = "3"\n*/ f = "4"\ng = [ # h\n]';
    const { root, comments } = parseHcl(text);
    expect(shapeOf(root)).toEqual([
      ['c', '2'],
      ['f', '4'],
      ['g', []],
    ]);
    expect(comments.map(({ text: its }) => its)).toEqual([' a = "1"', ' b', ' d', ' h']);
    expect(comments.every(({ offset }) => /^(?:#|\/\/)/.test(text.slice(offset)))).toBe(true);
  });

  test.each([
    ['a brace', 'target "a" {\n  x = {\n    y = "1"\n\ntarget "b" {\n  z = "2"\n}'],
    ['a bracket', 'target "a" {\n  x = ["1",\n\ntarget "b" {\n  z = "2"\n}'],
    ['a quote', 'target "a" {\n  x = "1\n}\ntarget "b" {\n  z = "2"\n}'],
    ['an interpolation', 'target "a" {\n  x = "${1"\n}\ntarget "b" {\n  z = "2"\n}'],
    ['a value', 'target "a" {\n  x =\n}\ntarget "b" {\n  z = "2"\n}'],
    ['too much', ')}]\ntarget "a" {\n  x = "1" }}\n}\ntarget "b" {\n  z = "2"\n}'],
    ['half a word', 'tar\ntarget "a" {\n  x\n  "y\n}\ntarget "b" {\n  z = "2"\n}'],
  ])('what is being typed hides nothing but itself: %s', (_, text) => {
    expect(JSON.stringify(shapeOf(parseHcl(text).root))).toContain('["target",[["b",[["z","2"]]]]]');
  });
});

test('nesting without end ends', () => {
  for (const piece of ['[', '{a={', 'a {', '"${', '(', '<<A\n', 'a=[{', '"${f("', '/*', '\n}']) {
    expect(() => parseHcl(`a = ${piece.repeat(20_000)}`)).not.toThrow();
  }
});

describe("what Terraform's files have besides", () => {
  const terraform = (...lines: string[]) => shapeOf(parseTerraform(lines.join('\n')).root);

  test.each([
    ['12', '12'],
    ['-1.5e3', '-1.5e3'],
    ['true', 'true'],
    ['null', 'null'],
    ['a', '${a}'],
    ['a.b_c.d-e', '${a.b_c.d-e}'],
    ['a.b[0].c', '${a.b[0].c}'],
    ['a.b["k"].c', '${a.b["k"].c}'],
    ['a.b[each.key].c', '${a.b[each.key].c}'],
    ['jsonencode("x")', 'x'],
    ['jsonencode(\n  # why\n  "x"\n)', 'x'],
    ['<<EOT\n}\n"\nEOT', '}\n"\n'],
    ['<<-EOT\n    a\n      b\n\n  EOT', 'a\n  b\n\n'],
    ['<<EOT\n${x}\nEOT', '${x}\n'],
  ])('%j', (source, expected) => {
    expect(terraform(`a = ${source}`, 'b = "after"')).toEqual([
      ['a', expected],
      ['b', 'after'],
    ]);
  });

  test.each(['1 + 2', 'f(1)', 'a.b + 1', 'true ? 1 : 2', 'jsonencode(f(x))', 'a.b.*.c[*]["x"] == 1'])(
    '%j is computed',
    source => {
      expect(terraform(`a = ${source}`, 'b = "after"')).toEqual([
        ['a', null],
        ['b', 'after'],
      ]);
    },
  );

  test('an item that is computed has its place', () => {
    expect(terraform('a = [1, f(x), "b"]')).toEqual([['a', ['1', null, 'b']]]);
  });

  test('each character of a text stands where it says', () => {
    const text = 'a = <<-EOT\n    x\n      y\n  EOT\nb = c.d\n';
    const { root } = parseTerraform(text);
    const values = root?.kind === 'map' ? root.entries.map(({ value }) => value) : [];
    const [heredoc, path] = values;
    if (heredoc?.kind !== 'scalar' || path?.kind !== 'scalar') throw new Error('no scalars');
    expect(heredoc.written.at.map(at => text[at]).join('')).toBe(heredoc.value);
    expect(path.written.at.slice(2, -1).map(at => text[at])).toEqual([...'c.d']);
    expect(text.slice(path.span.start, path.span.end)).toBe('c.d');
  });
});
