import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf, nameOf, readHead, textOf, writeEnd, writeRecord } from '../../../server/src/answers/disk/record.ts';
import { recordOf } from './open-store.ts';

const NOW = Date.UTC(2026, 5, 1, 12, 34, 56, 789);

describe('a record', () => {
  test('comes back as it was, wherever it lies', () => {
    const texts = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(texts, texts, fc.boolean(), fc.nat(100), (name, text, neverChanges, at) => {
        const record = recordOf({ name, text, neverChanges, savedAt: NOW });
        const bytes = Buffer.concat([Buffer.alloc(at, 1), record, Buffer.alloc(at, 2)]);
        const head = { size: record.length, savedAt: NOW, hash: hashOf(name), neverChanges, isEnd: false };
        expect(readHead(bytes, at)).toEqual(head);
        expect(nameOf(bytes, at)).toBe(name);
        expect(textOf(bytes, at, name)).toBe(text);
      }),
    );
  });

  test('with one bit changed is none, or another name’s', () => {
    const record = recordOf({ name: 'name', text: 'text', savedAt: NOW });
    for (let bit = 0; bit < record.length * 8; bit += 1) {
      const changed = Buffer.from(record);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(textOf(changed, 0, 'name')).toBeUndefined();
      expect(nameOf(changed, 0)).toBeUndefined();
    }
  });

  test('cut anywhere is none', () => {
    const record = recordOf({ name: 'name', text: 'text' });
    for (let length = 0; length < record.length; length += 1) {
      expect(textOf(record.subarray(0, length), 0, 'name')).toBeUndefined();
      if (length < 32) expect(readHead(record.subarray(0, length), 0)).toBe('cut');
    }
  });

  test.each(['', 'nam', 'namet', 'nametext', 'xame'])('of another name has no text: `%s`', name => {
    expect(textOf(recordOf({ name: 'name', text: 'text' }), 0, name)).toBeUndefined();
  });

  test('that ends a segment has neither name nor text', () => {
    const end = writeEnd(NOW);
    expect(readHead(end, 0)).toMatchObject({ isEnd: true, size: end.length });
    expect([nameOf(end, 0), textOf(end, 0, '')]).toEqual([undefined, undefined]);
  });

  test('is not written where it would not be read again', () => {
    const text = 'x'.repeat(16 * 1024 * 1024);
    expect(writeRecord({ name: 'n', text, neverChanges: false }, NOW)).toBeUndefined();
    expect(readHead(recordOf({ name: '', text }), 0)).toMatchObject({ size: text.length + 32 });
  });
});

test('hashes of names that differ little are different numbers of 48 bits', () => {
  const hashes = new Set(Array.from({ length: 200_000 }, (_, index) => hashOf(`release 1 key ${index}`)));
  expect(hashes.size).toBe(200_000);
  expect(Math.max(...[...hashes].slice(0, 1000))).toBeLessThan(2 ** 48);
});
