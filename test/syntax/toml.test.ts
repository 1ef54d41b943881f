import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { parseToml } from '../../server/src/syntax/toml.ts';
import type { TomlNode } from '../../server/src/syntax/toml-nodes.ts';
import { findInToml } from '../../server/src/syntax/toml-paths.ts';
import { tomlIgnorePlace } from '../../server/src/syntax/toml-places.ts';
import { ignoresOf } from '../../server/src/syntax/yaml-places.ts';
import { annotate, caretFixture } from '../support/caret-fixture.ts';
import { expectTruePlaces, plainOf } from '../support/toml-trees.ts';

/** Entries as pairs, since keys may repeat; what is no string as its text in angle brackets, what has no value null. */
function shapeOf(node: TomlNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case 'scalar':
      return node.isString ? node.value : `<${node.value}>`;
    case 'list':
      return node.items.map(({ value }) => shapeOf(value));
    case 'map':
      return node.entries.map(({ key, value }) => [key.value, shapeOf(value)]);
  }
}

/** A text's entries: keys with dots between, and what they have. Tables are there where they have nothing else. */
function parsed(...lines: string[]): Record<string, unknown> {
  const flat: [string, unknown][] = [];
  const visit = (node: TomlNode | undefined, path: string): void => {
    if (node?.kind === 'map' && node.entries.length > 0) {
      for (const { key, value } of node.entries) visit(value, path === '' ? key.value : `${path}.${key.value}`);
    } else flat.push([path, shapeOf(node)]);
  };
  const document = parseToml(lines.join('\n'));
  expectTruePlaces(document);
  visit(document.root, '');
  return Object.fromEntries(flat);
}

/** What may be replaced of each string and each other value, with the path that leads there. */
function drawn(text: string): string[] {
  const found: { span: { start: number; end: number }; label: string }[] = [];
  const visit = (node: TomlNode | undefined, path: string): void => {
    if (node?.kind === 'list') for (const [index, { value }] of node.items.entries()) visit(value, `${path}[${index}]`);
    else if (node?.kind === 'map') for (const { key, value } of node.entries) visit(value, `${path}.${key.value}`);
    else if (node?.kind === 'scalar') {
      const marks = [...(node.isString ? [] : ['no string']), ...(node.isVerbatim ? [] : ['not as it is written'])];
      found.push({ span: node.inner, label: [path.slice(1), ...marks].join(', ') });
    }
  };
  visit(parseToml(text).root, '');
  found.sort((a, b) => a.span.start - b.span.start);
  return annotate(text, found, ({ label }) => label);
}

describe('values, and where an edit of them goes', () => {
  test.each<[string, string[]]>([
    [
      'every kind of string',
      [
        'a = "1.2" # why',
        '     ^^^ a',
        "b='C:\\x'",
        '   ^^^^ b',
        'c = "\\u00e9"',
        '     ^^^^^^ c, not as it is written',
        'd = ""',
        '     ^ d',
        "'e e' = '''f'''",
        '           ^ e e',
        'g = """""h"""""',
        '       ^^^^^ g',
        'i = """',
        'j"""',
        '^ i',
      ],
    ],
    [
      'numbers, dates and truth values',
      [
        'a = 1.20',
        '    ^^^^ a, no string',
        'b = [+1_000, 0xff, inf, 1979-05-27 07:32:00Z ,true]',
        '     ^^^^^^ b[0], no string',
        '             ^^^^ b[1], no string',
        '                   ^^^ b[2], no string',
        '                        ^^^^^^^^^^^^^^^^^^^^ b[3], no string',
        '                                              ^^^^ b[4], no string',
      ],
    ],
    [
      'tables in every notation',
      [
        '[dependencies]',
        'a = { version = "1", features = ["x", "y"] }',
        '                 ^ dependencies.a.version',
        '                                  ^ dependencies.a.features[0]',
        '                                       ^ dependencies.a.features[1]',
        'b.version = "2"',
        '             ^ dependencies.b.version',
        '[dependencies.c]',
        'version = "3"',
        '           ^ dependencies.c.version',
        '[target."cfg(unix)".dependencies]',
        'd = "4"',
        '     ^ target.cfg(unix).dependencies.d',
        '[[bin]]',
        'name = "e"',
        '        ^ bin[0].name',
        '[[bin]]',
        'name = "f"',
        '        ^ bin[1].name',
        'x = {',
        '  y.z = "5",',
        '         ^ bin[1].x.y.z',
        '}',
      ],
    ],
    [
      'what is far right, behind tabs and characters of two units',
      ['\t"𝔘é"\t=\t[ "x",\t# 𝔘', '\t     \t \t   ^ 𝔘é[0]', "\t'y' ]", '\t ^ 𝔘é[1]'],
    ],
  ])('%s', (_, lines) => {
    const fixture = caretFixture(...lines);
    expect(drawn(fixture.text)).toEqual(fixture.lines);
    expectTruePlaces(parseToml(fixture.text));
    expect(plainOf(parseToml(fixture.text).root)).toEqual(parse(fixture.text));
  });

  test.each(['\n', '\r\n', '\r'])('lines that end in %j, behind a byte order mark', newline => {
    const text = `\ufeffa = "1"${newline}# b${newline}[c]${newline}d = [${newline}"2",${newline}]${newline}`;
    const document = parseToml(text);
    expectTruePlaces(document);
    expect(shapeOf(document.root)).toEqual([
      ['a', '1'],
      ['c', [['d', ['2']]]],
    ]);
    expect(document.newline).toBe(newline === '\r\n' ? newline : '\n');
  });

  test('an escape stands where it begins, all characters of it', () => {
    const text = 'a = "x\\U0001D518\\ty"\nb = """\\\n\n  z"""';
    const [a, b] = parseToml(text).root.entries;
    expect(a?.value).toMatchObject({ value: 'x𝔘\ty', written: { at: [5, 6, 6, 16, 18] }, isLong: false });
    expect(b?.value).toMatchObject({ value: 'z', written: { at: [text.length - 4] }, isLong: true });
  });
});

/** Each says something that its like does not. */
const VALID = [
  '',
  '# nothing',
  'a = 1\n',
  'a=1',
  'a . b . c = 1\na.b.d = 2',
  '"".x = 1\n\'\'.y = 2',
  '1.2 = 3\n3 = 4\n-_ = 4\ntrue = false',
  '__proto__ = 1\nconstructor.prototype = 2\n[hasOwnProperty]\nx = 1',
  '"a\\nb" = 1\n\'a\\nb\' = 2',
  'a = "\\b\\t\\n\\f\\r\\e\\"\\\\\\x41\\u00e9\\U0010FFFF"',
  'a = """\n\n x\n"""\nb = """\\\n  \\\n y"""\nc = """"x""\\""""""',
  "a = '''\nx'''\nb = '''''x'''''\nc = '''\\'''",
  'a = """\r\nx\\\r\n  y"""\r\n',
  'a = """\n[b]\nc = 1\n[d\n"""\ne = 2',
  'a = """\nb = """ # and so on',
  'a = """\nb = [ """\nc = "2"',
  'a = [0, +0, -0, 1_0, 0x_F]'.replace('_F', 'F'),
  'a = [0xDEAD_beef, 0o17, 0b1_0, 1.5, 1e5, 1.5E-1_0, -inf, +nan]',
  'a = [1979-05-27, 1979-05-27T07:32:00.5Z, 1979-05-27t07:32:00-07:00, 1979-05-27 07:32:00, 07:32:00.9, 07:32]',
  'a = [ ] # x\nb = [\n# y\n]\nc = [[\n1,],[],]',
  'a = [\n["x"]\n,\n[1]\n,\n[true],\n]',
  'a = [\n["x"],\n["y"]\n]\nb = 1',
  'a = { }\nb = {c = 1}\nd = { e.f = 1, e.g = [ { h = {} } ] }',
  'a = {\n b = 1, # x\n\n c = 2,\n}\nd = 3',
  'a = {\nb = 1,\nc = 2\n}\n[d]',
  '[a]\n[b]\nx = 1\n[a.c]\ny = 2',
  '[a.b.c]\nx = 1\n[a]\ny = 2\n[a.b]\nz = 3',
  '[ a . "b" ] # x\nc = 1',
  'a.b = 1\n[a.c]\nd = 2',
  '[[a]]\n[[a]]\nb = 1\n[a.c]\nd = 2\n[[a.e]]\n[[a.e]]\nf = 3\n[[a]]\n[a.e]\ng = 4',
  '[[a.b]]\nx = 1\n[a]\nc = 1',
  '\ta\t=\t1\t#\tb\t\n',
  `a = ${'['.repeat(80)}${']'.repeat(80)}`,
];

test.each(VALID)('%j has the values that smol-toml finds', text => {
  const document = parseToml(text);
  expect(plainOf(document.root)).toEqual(parse(text));
  expectTruePlaces(document);
});

describe('one table for all that names it', () => {
  const text = [
    'dependencies.a.version = "1"',
    '[dependencies]',
    'b.version = "2"',
    'b.optional = true',
    '[dependencies.a]',
    'optional = true',
    '[package]',
    'name = "c"',
    '[dependencies.b.extra]',
    'x = {y.z = 1}',
    '[dependencies]',
    'd = "4"',
  ].join('\n');
  const { root } = parseToml(text);

  test('its entries stand together, and each table knows where it is written', () => {
    expectTruePlaces(parseToml(text));
    expect(Object.keys(parsed(text))).toEqual([
      'dependencies.a.version',
      'dependencies.a.optional',
      'dependencies.b.version',
      'dependencies.b.optional',
      'dependencies.b.extra.x.y.z',
      'dependencies.d',
      'package.name',
    ]);
    const placesAt = (path: string) =>
      findInToml(root, path).flatMap(({ value }) =>
        value?.kind === 'map' ? value.places.map(({ form, span }) => [form, text.slice(span.start, span.end)]) : [],
      );
    expect(placesAt('')).toEqual([['document', text]]);
    expect(placesAt('dependencies')).toEqual([
      ['dotted', 'dependencies.a.version = "1"'],
      ['section', '[dependencies]\nb.version = "2"\nb.optional = true'],
      ['passed', '[dependencies.a]\noptional = true'],
      ['passed', '[dependencies.b.extra]\nx = {y.z = 1}'],
      ['section', '[dependencies]\nd = "4"'],
    ]);
    expect(placesAt('dependencies.b')).toEqual([
      ['dotted', 'b.version = "2"'],
      ['dotted', 'b.optional = true'],
      ['passed', '[dependencies.b.extra]\nx = {y.z = 1}'],
    ]);
    expect(placesAt('dependencies.b.extra.x')).toEqual([['braces', '{y.z = 1}']]);
    expect(placesAt('dependencies.b.extra.x.y')).toEqual([['dotted', 'y.z = 1']]);
  });

  test('an entry knows the statement, member or header that names it first', () => {
    const statements = findInToml(root, 'dependencies.**').flatMap(({ entry }) =>
      entry === undefined ? [] : [[entry.key.value, text.slice(entry.span.start, entry.span.end)]],
    );
    expect(statements).toEqual([
      ['dependencies', 'dependencies.a.version = "1"'],
      ['a', 'dependencies.a.version = "1"'],
      ['version', 'dependencies.a.version = "1"'],
      ['optional', 'optional = true'],
      ['b', 'b.version = "2"'],
      ['version', 'b.version = "2"'],
      ['optional', 'b.optional = true'],
      ['extra', '[dependencies.b.extra]'],
      ['x', 'x = {y.z = 1}'],
      ['y', 'y.z = 1'],
      ['z', 'y.z = 1'],
      ['d', 'd = "4"'],
    ]);
  });

  test('a list of tables reaches from its first header to the end of its last table', () => {
    const list = '[[a]]\nb = 1\n[c]\n[[a]]\n[a.d]\ne = 2\n\n[f]';
    const value = parseToml(list).root.first('a')?.value;
    expect(value).toMatchObject({ kind: 'list', flow: false, span: { start: 0, end: list.indexOf('\n\n') } });
  });

  test('of keys that are written twice the first one counts, and all are told', () => {
    const twice = parseToml(
      '[a]\nx = "1"\nx = "2"\ny = {z = 1}\n[a.y]\nz = 2\n[a.x]\n[a.y]\nv = 3\n[[b]]\n[b]\nc = 1\n[[b]]',
    );
    expectTruePlaces(twice);
    expect(shapeOf(twice.root)).toEqual([
      [
        'a',
        [
          ['x', '1'],
          ['x', '2'],
          ['y', [['z', '<1>']]],
          [
            'y',
            [
              ['z', '<2>'],
              ['v', '<3>'],
            ],
          ],
          ['x', []],
        ],
      ],
      ['b', [[], []]],
      ['b', [['c', '<1>']]],
    ]);
    expect(findInToml(twice.root, 'a.x').map(({ value }) => shapeOf(value))).toEqual(['1', '2', []]);
    const a = twice.root.first('a')?.value;
    expect(a?.kind === 'map' && shapeOf(a.first('x')?.value)).toBe('1');
  });

  test('a large table finds its keys', () => {
    const many = parseToml(Array.from({ length: 100 }, (_, index) => `k${index % 50} = ${index}`).join('\n')).root;
    expect(many.named('k7').map(({ value }) => shapeOf(value))).toEqual(['<7>', '<57>']);
    expect(many.first('k50')).toBeUndefined();
    expect(many.named('__proto__')).toEqual([]);
  });
});

describe('what is being typed loses itself', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['half a key', 'ser', {}],
    ['a dot', 'x.', {}],
    ['a key in half its quotes', '"x = 1', {}],
    ['no key', '= 1', {}],
    ['two keys', 'x y = 1', {}],
    ['two equals signs', 'x == 1', { 'b.x': null }],
    ['no value', 'x =', { 'b.x': null }],
    ['no value of a dotted key', 'x.y = # later', { 'b.x.y': null }],
    ['half a string', 'x = "1', { 'b.x': null }],
    ['half a string that ends in a backslash', 'x = "1\\', { 'b.x': null }],
    ['half a literal string', "x = '1", { 'b.x': null }],
    ['an escape that is none', 'x = "\\q"', { 'b.x': null }],
    ['half an escape', 'x = "\\u00"', { 'b.x': null }],
    ['half a surrogate', 'x = "\\ud800"', { 'b.x': null }],
    ['half a long string', 'x = """1', { 'b.x': null }],
    ['half a long literal string', "x = '''", { 'b.x': null }],
    ['half a word', 'x = tru', { 'b.x': null }],
    ['a version without quotes', 'x = 1.2.3', { 'b.x': null }],
    ['a number without end', `x = ${'1'.repeat(200)}`, { 'b.x': null }],
    ['more than a value', 'x = "1" "2"', { 'b.x': null }],
    ['more than an array', 'x = ["1"] ]', { 'b.x': ['1'] }],
    ['half an array', 'x = [', { 'b.x': [] }],
    ['half an array of some items', 'x = ["1", "2"', { 'b.x': ['1', '2'] }],
    ['half an array with half a string', 'x = ["1", "2', { 'b.x': ['1'] }],
    ['half an array over lines', 'x = [\n  "1",\n\n  # more\n  "2', { 'b.x': ['1'] }],
    ['no comma between items', 'x = [\n  "1"\n  "2"\n]', { 'b.x': ['1', '2'] }],
    ['no comma between items on the left', 'x = [\n"1"\n"2"\n]', { 'b.x': ['1', '2'] }],
    ['a word with brackets among items', 'x = [a[1], "2"]', { 'b.x': ['2'] }],
    ['more keys than anybody writes', `x${'.x'.repeat(200)} = 1`, {}],
    ['more keys than anybody writes in braces', `x = {${'y.'.repeat(200)}z = "1", y = "2"}`, { 'b.x.y': '2' }],
    ['words among items', 'x = [\n  "1",\n  ab[",]"],\n  "2" c,\n  "3",,\n]', { 'b.x': ['1', '3'] }],
    ['half an item among items', 'x = [\n  "1",\n  "2,\n  "3",\n]', { 'b.x': ['1', '3'] }],
    ['half braces', 'x = {', { 'b.x': [] }],
    ['half braces and a key', 'x = { y', { 'b.x': [] }],
    ['half braces and a comma', 'x = { y = "1",', { 'b.x.y': '1' }],
    ['half braces and an equals sign', 'x = { y = "1", z =', { 'b.x.y': '1', 'b.x.z': null }],
    [
      'half a member among members',
      'x = { y = "1", z, v = , w. = 1, u = "2" }',
      { 'b.x.y': '1', 'b.x.v': null, 'b.x.u': '2' },
    ],
    [
      'half braces over lines',
      'x = {\n  y = "1",\n  z = [\n    "2"\n  v = "3"',
      { 'b.x.y': '1', 'b.x.z': ['2'], 'b.x.v': '3' },
    ],
    ['half a member over lines', 'x = {\n  y = "1",\n  z\n  v = "3",\n}', { 'b.x.y': '1', 'b.x.v': '3' }],
    ['braces within brackets', 'x = [{y = 1}, {y = 2', { 'b.x': [[['y', '<1>']], [['y', '<2>']]] }],
    [
      'brackets among brackets',
      'x = [\n  ["1", "2"\n  ["3"],\n  {y = "4"\n  {y = "5"},\n]',
      { 'b.x': [['1', '2'], ['3'], [['y', '4']], [['y', '5']]] },
    ],
    [
      'braces over lines among braces',
      'x = [\n  {\n    y = "1",\n    z\n  },\n  {\n    y = "2"\n  {\n    y = "3" } ]',
      { 'b.x': [[['y', '1']], [['y', '2']], [['y', '3']]] },
    ],
    ['brackets within braces', 'x = {y = [1, }', { 'b.x.y': ['<1>'] }],
    ['half brackets within braces', 'x = [{y = [1 }, {y = 2}]', { 'b.x': [[['y', ['<1>']]], [['y', '<2>']]] }],
    ['brackets in the wrong order', 'x = [{y = [1}]', { 'b.x': [[['y', ['<1>']]]] }],
    ['brackets that close nothing', ']\n}\n]]', {}],
    ['a bracket', '[', {}],
    ['two brackets', '[]', {}],
    ['a line of an array', '["x", "y"],\n, "z"]', {}],
    ['a character that is none', '\u0000\ufeffx', {}],
  ])('%s', (_, line, expected) => {
    const { 'b.x': __, ...others } = parsed(
      'a = "1"',
      '[b]',
      'c = ["2"]',
      line,
      '"d" = "3"',
      'e.f = """',
      'g = 4',
      '"""',
      '[h]',
      'i = "5"',
    );
    const whole = {
      a: '1',
      'b.c': ['2'],
      'b.d': '3',
      'b.e.f': 'g = 4\n',
      'h.i': '5',
    };
    expect({ ...others, ...('b.x' in expected ? { 'b.x': __ } : {}) }).toEqual({ ...whole, ...expected });
  });

  test('the next header ends what is open, also where it could be an item', () => {
    for (const open of ['x = [', 'x = ["1",', 'x = {', 'x = [{', 'x = [["1"', 'x = {y = [']) {
      for (const header of ['[h]', '[[h]]', '  [h] # why', '["h"]', "[['h']]", '[h.i.j]', '[ "h" . i ]']) {
        const { root } = parseToml(`${open}\n\n${header}\nk = "1"\n`);
        expect(root.first('h')?.value, `${open} ${header}`).toBeDefined();
      }
    }
    for (const last of ['  ["3"]', '  [3]']) {
      const { x, ...others } = parsed('x = [', '  [1],', '  ["2"],', last, '[4]', 'y = "5"');
      expect([x, others]).toEqual([[['<1>'], ['2'], [expect.stringMatching('3')]], { '4.y': '5' }]);
    }
  });

  test('a header takes the lines below it into the table that it names so far, or into none', () => {
    const below = (header: string) => parsed('[a]', 'b = "1"', header, 'c = "2"', '[d]', 'e = "3"');
    const others = { 'a.b': '1', 'd.e': '3' };
    for (const header of ['[x', '[x # why', '[x]]', '[[x', '[[x]', '[x] y', '[ x ']) {
      const { 'x.c': asTable, x: asList, ...rest } = below(header);
      expect([rest, asTable ?? asList], header).toEqual([others, header.startsWith('[[') ? [[['c', '2']]] : '2']);
    }
    for (const header of ['[x.', '[x."y]', '[x y]', '[x = 1', `[x${'.x'.repeat(200)}]`]) {
      expect(below(header), header).toEqual(others);
    }
  });

  test('quotes of a long string that are left open do not change what all others mean', () => {
    for (const quotes of ['"""', "'''"]) {
      const behind = [`b = ${quotes}1${quotes}`, `c = ${quotes}`, '2', `${quotes} # why`, `d = [${quotes}3${quotes}]`];
      expect(parsed(`x = ${quotes}`, ...behind)).toEqual({ x: null, b: '1', c: '2\n', d: ['3'] });
      expect(parsed(`x = [${quotes}a, `, ...behind)).toEqual({ x: [], b: '1', c: '2\n', d: ['3'] });
      expect(parsed(`x = ${quotes}`, 'b = [', `  ${quotes}1${quotes},`, ']')).toEqual({ x: null, b: ['1'] });
      expect(parsed(...behind, `x = ${quotes}`, 'e = 1')).toMatchObject({ b: '1', c: '2\n', d: ['3'], e: '<1>' });
    }
  });

  test('a text that is cut has what stands before the cut', () => {
    const text = 'a = "1"\nb = [\n  "2",\n  {c = "3"},\n  {d = "4"';
    expect(parsed(text)).toEqual({ a: '1', b: ['2', [['c', '3']], [['d', '4']]] });
    expect(parsed(text.slice(0, -1))).toEqual({ a: '1', b: ['2', [['c', '3']], [['d', null]]] });
    expect(parsed(text.slice(0, -9))).toEqual({ a: '1', b: ['2', [['c', '3']]] });
    expect(parsed('a = [', 'b = 2', 'x = {', '  y = [', '  "1",', '')).toEqual({ a: [], b: '<2>', 'x.y': ['1'] });
  });
});

describe('comments', () => {
  test('they are told where one of them may speak to this program, wherever they stand', () => {
    const text = [
      'a = [ # one',
      '  # registry-lens: ignore floating-range',
      '  "b",',
      '] # two',
      'c = """',
      '# three"""',
      '[d] # four',
      'e = {f = 1} # five',
      'g = # six',
      'h = [ # seven',
      '  # eight',
      'i = 2',
    ].join('\n');
    const document = parseToml(text);
    expectTruePlaces(document);
    expect(document.comments.map(comment => comment.text.trim())).toEqual([
      'one',
      'registry-lens: ignore floating-range',
      'two',
      'four',
      'five',
      'six',
      'seven',
      'eight',
    ]);
    const [ignore] = ignoresOf(document);
    expect([ignore?.rules, text.slice(ignore?.span.start, ignore?.span.end)]).toEqual([['floating-range'], '"b",']);
    expect(parseToml('# nothing to say\na = 1').comments).toEqual([]);
  });

  test('one that silences goes above the line of what it silences, unless that begins within a string', () => {
    const text = '\ufeffa = "1"\n\tb = [\n    "2",\n  """\n3""", "4",\n  "5"]';
    const document = parseToml(text);
    const place = (value: string) => tomlIgnorePlace(document, text.indexOf(`"${value}"`));
    expect(place('1')).toEqual({ offset: 1, open: '# ', newline: '\n' });
    expect(place('2')).toEqual({ offset: text.indexOf('    "2"'), open: '    # ', newline: '\n' });
    expect(place('4')).toBeUndefined();
    expect(place('5')).toEqual({ offset: text.indexOf('  "5"'), open: '  # ', newline: '\n' });
    const inBrackets = `a = [${'"x", '.repeat(1_000)}]`;
    expect(tomlIgnorePlace(parseToml(inBrackets), 4_000)).toBeUndefined();
  });
});

test('a text within another one is read where it stands', () => {
  const script = [
    'import os',
    '# /// script',
    '# dependencies = [',
    '#   "rich", # why',
    '# ]',
    '# ///',
    'x = [',
    '',
  ].join('\n');
  const inside = /^# dependencies[\s\S]*^# \]$/m.exec(script);
  const start = inside?.index ?? 0;
  const blanked = `${script.slice(0, start).replaceAll(/./g, ' ')}${inside?.[0].replaceAll(/^# /gm, '  ')}`;
  expect(findInToml(parseToml(blanked).root, 'dependencies[]')).toMatchObject([
    { value: { value: 'rich', inner: { start: script.indexOf('rich'), end: script.indexOf('", # why') } } },
  ]);
});

test('nesting without end ends', () => {
  for (const piece of [
    '[',
    '{a=',
    'a.',
    '[[',
    '[{',
    '{a=[',
    '"',
    "'",
    '"""',
    "'''",
    '\\',
    'a={\n',
    'a=[\n',
    '[a.b]\n',
    '#',
  ]) {
    for (const start of ['', 'a = ', 'a = [', 'a = {', '[', 'a = """', "a = '''\n"]) {
      expectTruePlaces(parseToml(`${start}${piece.repeat(2_000)}`));
    }
  }
});
