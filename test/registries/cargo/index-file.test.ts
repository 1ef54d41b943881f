import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReleaseFact } from '../../../server/src/model/answer.ts';
import { isPlain } from '../../../server/src/model/plain-text.ts';
import { readIndexFile } from '../../../server/src/registries/cargo/index-file.ts';
import { ENTRIES, LIVE, line, without, YANKED } from './entries.ts';

/** Versions with their standing in one word. */
function read(text: string, name = 'demo'): readonly string[] | string {
  const file = readIndexFile(new TextEncoder().encode(text), name);
  return file.is === 'crate' ? file.fact.releases.map(told) : file.is;
}

function told({ version, standing }: ReleaseFact): string {
  if (standing.is !== 'unavailable') return `${version} ${standing.is}`;
  return `${version} ${/version (\d+)/.exec(standing.why)?.[0] ?? (standing.why.includes('invalid') ? 'invalid' : '')}`;
}

describe('one entry, as cargo reads it:', () => {
  test.each(ENTRIES)('%s', (_, text, releases) => {
    expect(read(text)).toEqual(releases);
  });
});

test('a file has an entry on each line, and what is no entry is dropped', () => {
  const text = [
    line({ vers: '0.2.0', yanked: true }),
    '',
    'half a li',
    line({ vers: '1.0.0-rc.1' }),
    line({ vers: '1.1.0+build.7', pubtime: '2025-01-02T03:04:05Z', rust_version: '1.70' }),
    line({ name: 'other', vers: '3.0.0' }),
  ].join('\n');
  expect(read(`${text}\n`)).toEqual(['0.2.0 yanked', '1.0.0-rc.1 live', '1.1.0+build.7 live']);
  const file = readIndexFile(new TextEncoder().encode(text), 'demo');
  expect(file.is === 'crate' && file.fact.releases.at(-1)).toEqual({
    version: '1.1.0+build.7',
    standing: { is: 'live' },
    hashes: [{ algorithm: 'sha256', text: '0'.repeat(64) }],
    published: '2025-01-02T03:04:05Z',
    needs: '1.70',
  });
});

test('of two entries for one version the later counts, and versions with other build metadata are others', () => {
  expect(read(`${line({ yanked: true })}\n${line({})}`)).toEqual(LIVE);
  expect(read(`${line({})}\n${line({ yanked: true })}`)).toEqual(YANKED);
  const two = `${line({ vers: '1.0.0+a' })}\n${line({ vers: '1.0.0+b', yanked: true })}`;
  expect(read(two)).toEqual(['1.0.0+a live', '1.0.0+b yanked']);
});

test('versions go up to the largest number of 64 bits', () => {
  expect(read(line({ vers: '18446744073709551615.0.0' }))).toEqual(['18446744073709551615.0.0 live']);
});

test('what cannot be chosen is told in words', () => {
  const file = readIndexFile(
    new TextEncoder().encode(`${line({ v: 99 })}\n${without('deps', { vers: '2.0.0' })}`),
    'demo',
  );
  expect(file.is === 'crate' && file.fact.releases.map(({ standing }) => standing)).toEqual([
    { is: 'unavailable', why: 'requires a cargo that knows version 99 of the index’s form' },
    { is: 'unavailable', why: 'has an entry in the index that cargo takes for invalid' },
  ]);
});

test('entries without end are no file of an index', () => {
  const lines = Array.from({ length: 200_002 }, (_, n) => `{"name":"demo","vers":"${n}.0.0","deps":[],"cksum":""}`);
  expect(read(lines.join('\n'))).toBe('garbled');
});

const anyLine = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc
    .dictionary(
      fc.constantFrom(
        'name',
        'vers',
        'deps',
        'cksum',
        'features',
        'features2',
        'yanked',
        'v',
        'rust_version',
        'pubtime',
      ),
      fc.oneof(fc.constantFrom<unknown>('demo', '1.0.0', [], {}, true, null, 2, 99, '1.70'), fc.jsonValue()),
    )
    .map(members => JSON.stringify({ name: 'demo', vers: '1.0.0', ...members })),
);

test('any bytes are read, and what is told of them is plain', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 20 }), lines => {
      const file = readIndexFile(new TextEncoder().encode(lines.join('\n')), 'demo');
      if (file.is !== 'crate') return;
      for (const { version, needs = '', published = '', standing } of file.fact.releases) {
        const words = [version, needs, published, standing.is === 'unavailable' ? standing.why : ''];
        expect(words.filter(word => !isPlain(word))).toEqual([]);
      }
    }),
    { numRuns: 2_000 },
  );
});
