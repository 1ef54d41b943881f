import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBlocks } from '../../../../server/src/ecosystems/npm/syntax/block-lines.ts';
import { atOnce } from '../../../../server/src/syntax/at-once.ts';

const MARK = 'lockfileVersion';

/** Each key: its level, where it stands, and its value. */
function keysOf(text: string): readonly string[] {
  let keys: string[] = [];
  atOnce(
    readBlocks(text, MARK, () => {
      keys = [];
      return (level, key, start, end, value) => {
        keys.push(`${level} ${key} ${start}-${end} ${JSON.stringify(text.slice(start, end))} ${value}`);
      };
    }),
  );
  return keys;
}

const plain = fc.constantFrom(
  'a',
  '/a/1.0.0',
  'a@1.0.0(b@2.0.0)',
  'a@https://x.example/b',
  'a-b',
  'é',
  '1.0.0',
  'true',
  'a b',
);
const quoted = fc.constantFrom("'@s/a@1'", "'a''b'", "'a: b'", '"a@npm:^1, b@npm:>=2 <3"', '"a#b"', "''");
const text = fc.oneof(plain, quoted);
const key = fc.oneof(
  plain,
  quoted.filter(each => each !== "''"),
);
const other = fc.constantFrom(
  '|-\n      x: y\n        z\n',
  '\n      - a: b\n        c: d\n      - e\n',
  '{}\n',
  '[a, b]\n',
);

interface Tree {
  readonly entries: readonly (readonly [string, Tree | string])[];
}

const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.record({
    entries: fc.array(fc.tuple(key, fc.oneof({ maxDepth: 3 }, text, tie('tree'))), { minLength: 1, maxLength: 4 }),
  }),
}));

function written({ entries }: Tree, indent: string, gap: string): string {
  return entries
    .map(([name, value], i) => {
      // A key that stands twice says nothing that programs write.
      const own = /["']$/.test(name) ? `${name.slice(0, -1)}${i}${name.slice(-1)}` : `${name}${i}`;
      return typeof value === 'string'
        ? `${indent}${own}: ${value}\n`
        : `${indent}${own}:\n${gap}${written(value, `${indent}  `, gap)}`;
    })
    .join(gap);
}

test('reads by lines what the YAML parser reads, at the same places', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('', '\n', '# a: b\n'), other, fc.boolean(), (its, gap, last, isWindows) => {
      const unix = `${MARK}: 9\n${written(its, '', gap)}z:\n  y:\n    x: ${last}`;
      const lines = isWindows ? unix.replaceAll('\n', '\r\n') : unix;
      // An escape is nothing that the lines know.
      const byParser = keysOf(`${lines}"\\x7a": 1\n`).slice(0, -1);
      const byLines = keysOf(lines);
      // Of what the last key has nobody wants to know.
      expect(byLines.length).toBeGreaterThan(3);
      expect(byLines.slice(0, -1)).toEqual(byParser.slice(0, byLines.length - 1));
    }),
    { numRuns: 300 },
  );
});

test.each<[what: string, text: string, ...keys: string[]]>([
  ['a key that is too long for its line', '? "a, b"\n:\n  c: 1\n', '0 a, b 2-8 "\\"a, b\\"" ', '1 c 13-14 "c" 1'],
  [
    'marks of a conflict',
    'a: 1\n<<<<<<< x\nb: 2\n=======\nb: 3\n>>>>>>> y\n',
    '0 a 0-1 "a" 1',
    '0 b 15-16 "b" 2',
    '0 b 28-29 "b" 3',
  ],
  ['documents', '---\na: 1\n---\nb: 2\n', '0 a 4-5 "a" 1', '0 b 13-14 "b" 2'],
])('%s', (_, its, ...keys) => {
  expect(keysOf(its)).toEqual(keys);
});
