import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { parseToml } from '../../server/src/syntax/toml.ts';
import { tomlIgnorePlace } from '../../server/src/syntax/toml-places.ts';
import { ignoresOf } from '../../server/src/syntax/yaml-places.ts';
import { expectTruePlaces, leavesOf, plainOf } from '../support/toml-trees.ts';
import { writtenToml } from '../support/written-toml.ts';

const newlines = fc.constantFrom('\n', '\r\n');

test('a valid document has the values that smol-toml finds', () => {
  fc.assert(
    fc.property(writtenToml({ longStrings: 'anywhere' }), newlines, (statements, newline) => {
      const text = statements.join('\n').replaceAll('\n', newline);
      const document = parseToml(text);
      expect(plainOf(document.root)).toEqual(parse(text));
      expectTruePlaces(document);
    }),
    { numRuns: 500 },
  );
});

test('what replaces a string where it may is read there, and nothing else changes', () => {
  fc.assert(
    fc.property(writtenToml({ longStrings: 'anywhere' }), fc.nat(), (statements, choice) => {
      const text = statements.join('\n');
      const leaves = leavesOf(parseToml(text).root);
      const leaf = leaves[choice % Math.max(1, leaves.length)];
      if (leaf === undefined || !leaf.scalar.isVerbatim || !leaf.scalar.isString) return;
      const put = '^1.2';
      const after = leavesOf(
        parseToml(`${text.slice(0, leaf.scalar.inner.start)}${put}${text.slice(leaf.scalar.inner.end)}`).root,
      );
      expect(after.map(({ path, scalar }) => [path, scalar.value])).toEqual(
        leaves.map(({ path, scalar }) => [path, path === leaf.path ? put : scalar.value]),
      );
    }),
    { numRuns: 500 },
  );
});

test('a comment above a value silences its line, and changes nothing', () => {
  fc.assert(
    fc.property(writtenToml({ longStrings: 'anywhere' }), newlines, fc.nat(), (statements, newline, choice) => {
      const text = statements.join('\n').replaceAll('\n', newline);
      const before = parseToml(text);
      const leaves = leavesOf(before.root);
      const leaf = leaves[choice % Math.max(1, leaves.length)];
      const place = leaf && tomlIgnorePlace(before, leaf.scalar.span.start);
      if (leaf === undefined || place === undefined) return;
      const comment = `${place.open}registry-lens: ignore${place.newline}`;
      const after = parseToml(`${text.slice(0, place.offset)}${comment}${text.slice(place.offset)}`);
      expect(plainOf(after.root)).toEqual(plainOf(before.root));
      const start = leaf.scalar.span.start + comment.length;
      expect(ignoresOf(after).some(({ span }) => span.start <= start && start < span.end)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('a document that is cut has what stands before the cut, line by line', () => {
  fc.assert(
    fc.property(writtenToml({ longStrings: 'alone' }), newlines, fc.nat(), (statements, newline, choice) => {
      const text = statements.join('\n').replaceAll('\n', newline);
      const cut = text.slice(0, choice % (text.length + 1));
      const whole = cut.lastIndexOf('\n') + 1;
      const document = parseToml(cut);
      expectTruePlaces(document);
      const found = leavesOf(document.root).map(({ path, scalar }) => JSON.stringify([path, scalar.span]));
      const expected = leavesOf(parseToml(text).root).filter(({ scalar }) => scalar.span.end <= whole);
      expect(found).toEqual(
        expect.arrayContaining(expected.map(({ path, scalar }) => JSON.stringify([path, scalar.span]))),
      );
    }),
    { numRuns: 500 },
  );
});

/** What somebody may have typed so far. */
const UNFINISHED = [
  ...['x', 'x.', 'x.y', '"x', "'x' ", 'x =', 'x = tru', 'x = 1.', 'x = 1.2.3', 'x y = 1', '= 1', 'x == "1"', '"" ""'],
  ...[
    'x = "',
    "x = 'a",
    'x = "\\',
    'x = "a" b',
    'x = "a","b"',
    'x = [',
    'x = ["',
    'x = ["a",',
    'x = ["a" "b"',
    'x = [[1,',
  ],
  ...[
    'x = {',
    'x = { y',
    'x = { y =',
    'x = { y = "',
    'x = { y = "1",',
    'x = { y = [',
    'x = [{',
    'x = [{ y = 1 },',
    'x = }',
  ],
  ...[
    ']',
    '}',
    '[',
    '[]',
    '[[]]',
    ', "a"]',
    '"a",',
    'x = [1] ]',
    'x = {} }',
    '\\',
    '\u0000',
    '{{ x }}',
    '{% if x %}',
    '<<<<<<<',
  ],
];
const UNFINISHED_QUOTES = ['x = """', "x = '''", 'x = """a', "x = ['''a", 'x = { y = """', 'x = """"', '"""', "'''"];

function expectOthersToStay(statements: readonly string[], line: string, place: number, newline: string): void {
  const at = place % (statements.length + 1);
  const join = (lines: readonly string[]) => lines.join('\n').replaceAll('\n', newline);
  const before = parseToml(join(statements));
  const document = parseToml(join([...statements.slice(0, at), line, ...statements.slice(at)]));
  expectTruePlaces(document);
  const found = leavesOf(document.root).map(({ path, scalar }) => JSON.stringify([path, scalar.value]));
  const expected = leavesOf(before.root).map(({ path, scalar }) => JSON.stringify([path, scalar.value]));
  expect(found).toEqual(expect.arrayContaining(expected));
}

test('an unfinished line between statements loses nothing but itself', () => {
  fc.assert(
    fc.property(
      writtenToml({ longStrings: 'anywhere' }),
      fc.constantFrom(...UNFINISHED),
      fc.nat(),
      newlines,
      expectOthersToStay,
    ),
    { numRuns: 500 },
  );
});

test('a long string between statements that nobody closed loses nothing but itself', () => {
  fc.assert(
    fc.property(
      // Three quotes elsewhere would close it.
      writtenToml({ longStrings: 'alone' }).filter(all =>
        all.every(each => !/"""|'''/.test(each.replace(/(=[ \t]*)("""|''')[\s\S]*?\2/, ''))),
      ),
      fc.constantFrom(...UNFINISHED_QUOTES),
      fc.nat(),
      newlines,
      expectOthersToStay,
    ),
    { numRuns: 500 },
  );
});

test('whatever the text, reading ends well, and its places are places in the text', () => {
  const pieces = [
    ...['[', ']', '[[', ']]', '{', '}', ',', '.', '=', ' = ', '"', "'", '"""', "'''", '\\', '\\u00e9', '\\ud800', '#'],
    ...['\n', '\r\n', '\r', '\t', ' ', 'a', 'b = ', '[a]\n', '[[a]]\n', 'a.b', '"c"', "'d'", '1', '-1.5', '1979-05-27'],
    ...['true', '# registry-lens: ignore\n', '\ufeff', '__proto__', '𝔘', 'é', '\u2028'],
  ];
  const soup = fc
    .array(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary', maxLength: 3 })),
      {
        maxLength: 40,
      },
    )
    .map(all => all.join(''));
  const mixed = fc.tuple(writtenToml({ longStrings: 'anywhere' }), soup, fc.nat()).map(([statements, more, choice]) => {
    const text = statements.join('\n');
    const at = choice % (text.length + 1);
    return `${text.slice(0, at)}${more}${text.slice(at)}`;
  });
  fc.assert(
    fc.property(fc.oneof(soup, mixed), text => {
      expectTruePlaces(parseToml(text));
    }),
    { numRuns: 1_000 },
  );
});
