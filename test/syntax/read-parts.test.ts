import { expect, test } from 'vitest';
import { readText, readTextInTurns } from '../../server/src/ecosystems/readers.ts';
import { MOST_REFERENCES, type Reader } from '../../server/src/model/reader.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { COLLECTS_KEY, type Statement } from '../../server/src/model/statement.ts';

/** Reads lines, and tells which it was asked to read. */
function lineReader(asked: string[]): Reader {
  return {
    id: 'lines',
    files: [],
    languages: [],
    parts: text => [...text.matchAll(/.*\n/g)].map(({ index, 0: line }) => spanOf(index, index + line.length)),
    read(text) {
      asked.push(text);
      const span = spanOf(0, text.length - 1);
      return {
        references: [{ span, role: 'manifest', subject: { kind: 'opaque', registry: 'oci', why: 'invalid' } }],
        ignores: [{ span, rules: [] }],
      };
    },
  };
}

test('only parts that changed are read again, and all stand where they stand now', () => {
  const asked: string[] = [];
  const reader = lineReader(asked);
  const first = readText(reader, 'a\nbb\na\n', 'x');
  expect(asked.splice(0)).toEqual(['a\n', 'bb\n']);
  const second = readText(reader, 'new\nbb\na\n', 'x', first);
  expect(asked).toEqual(['new\n']);
  expect(second.reading.references.map(({ span }) => span)).toEqual([spanOf(0, 3), spanOf(4, 6), spanOf(7, 8)]);
  expect(second.reading.ignores.map(({ span }) => span)).toEqual([spanOf(0, 3), spanOf(4, 6), spanOf(7, 8)]);
  expect([...second.parts.keys()]).toEqual(['new\n', 'bb\n', 'a\n']);
});

test('in turns it reads the same, and asks between two parts whether to pause', async () => {
  const asked: string[] = [];
  let pauses = 0;
  const pause = () => (++pauses % 2 === 0 ? Promise.resolve() : undefined);
  const text = 'a\nb\nc\n';
  const { reading, parts } = await readTextInTurns(lineReader(asked), text, 'x', pause);
  expect(reading).toEqual(readText(lineReader([]), text, 'x').reading);
  // Nobody types in it.
  expect(parts.size).toBe(0);
  expect(asked).toEqual(['a\n', 'b\n', 'c\n']);
  expect(pauses).toBe(3);
});

test('a kind without parts is read whole', () => {
  const asked: string[] = [];
  const { parts: _, ...reader } = lineReader(asked);
  expect(readText(reader, 'a\nb\n', 'x').reading.references).toHaveLength(1);
  expect(asked).toEqual(['a\nb\n']);
});

test('what a part says to others counts for the whole', () => {
  const said: Statement = { says: 'collects', key: COLLECTS_KEY, reach: 'everywhere', hosts: 'b.example' };
  const reader: Reader = {
    ...lineReader([]),
    read: text => ({ references: [], ignores: [], ...(text === 'b\n' ? { statements: [said] } : {}) }),
  };
  expect(readText(reader, 'a\nb\nc\n', 'x').reading).toEqual({ references: [], ignores: [], statements: [said] });
  expect(readText(reader, 'a\n', 'x').reading).toEqual({ references: [], ignores: [] });
  const placed: Reader = {
    ...lineReader([]),
    read: () => ({ references: [], ignores: [], statements: [{ ...said, span: spanOf(0, 1) }] }),
  };
  const spans = readText(placed, 'a\nb\n', 'x').reading.statements?.map(({ span }) => span);
  expect(spans).toEqual([spanOf(0, 1), spanOf(2, 3)]);
});

test('reads no further than what is judged of one document', () => {
  const asked: string[] = [];
  const text = 'a\n'.repeat(MOST_REFERENCES + 1000);
  expect(readText(lineReader(asked), text, 'x').reading.references.length).toBe(MOST_REFERENCES + 1);
});
