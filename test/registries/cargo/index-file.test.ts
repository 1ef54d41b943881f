import { describe, expect, test } from 'vitest';
import type { ReleaseFact } from '../../../server/src/model/answer.ts';
import { readIndexFile } from '../../../server/src/registries/cargo/index-file.ts';

const GOOD = { name: 'demo', vers: '1.0.0', deps: [], cksum: '0'.repeat(64), features: {}, yanked: false };
const NEED = { name: 'x', req: '^1', features: [], optional: false, default_features: true, target: null };
const MAYBE = { ...NEED, optional: true };

function line(more: object): string {
  return JSON.stringify({ ...GOOD, ...more });
}

function without(member: string, more: object = {}): string {
  return JSON.stringify(Object.fromEntries(Object.entries({ ...GOOD, ...more }).filter(([key]) => key !== member)));
}

/** Versions with their standing in one word. */
function read(text: string, name = 'demo'): readonly string[] | string {
  const file = readIndexFile(new TextEncoder().encode(text), name);
  return file.is === 'crate' ? file.fact.releases.map(told) : file.is;
}

function told({ version, standing }: ReleaseFact): string {
  if (standing.is !== 'unavailable') return `${version} ${standing.is}`;
  return `${version} ${/version (\d+)/.exec(standing.why)?.[0] ?? (standing.why.includes('invalid') ? 'invalid' : '')}`;
}

const LIVE = ['1.0.0 live'];
const YANKED = ['1.0.0 yanked'];
const INVALID = ['1.0.0 invalid'];
const DROPPED = 'garbled';

/** What cargo 1.95 says of `=1.0.0` where a file has this one line. */
describe('one entry, as cargo reads it:', () => {
  test.each<[string, string, readonly string[] | string]>([
    ['a usual one', line({}), LIVE],
    ['blanks around it', `  ${line({})}  \r`, LIVE],
    ['yanked', line({ yanked: true }), YANKED],
    ['yanked null', line({ yanked: null }), LIVE],
    ['no yanked', without('yanked'), LIVE],
    ['yanked as a text', line({ yanked: 'true' }), INVALID],
    ['yanked as a number', line({ yanked: 1 }), INVALID],
    ['no deps', without('deps'), INVALID],
    ['no deps, and yanked', without('deps', { yanked: true }), INVALID],
    ['no cksum', without('cksum'), INVALID],
    ['cksum as a number', line({ cksum: 5 }), INVALID],
    ['a short cksum', line({ cksum: 'ab' }), LIVE],
    ['no features', without('features'), LIVE],
    ['features null', line({ features: null }), INVALID],
    ['features as a list', line({ features: [] }), INVALID],
    ['a feature of a number', line({ features: { a: [1] } }), INVALID],
    ['features2 null', line({ features2: null }), LIVE],
    ['v 0', line({ v: 0 }), LIVE],
    ['v null', line({ v: null }), LIVE],
    ['v 2', line({ v: 2 }), LIVE],
    ['v 3', line({ v: 3 }), ['1.0.0 version 3']],
    ['v 99, and yanked', line({ v: 99, yanked: true }), ['1.0.0 version 99']],
    ['v 3, and no deps', without('deps', { v: 3 }), ['1.0.0 version 3']],
    ['v as a text', line({ v: '2' }), INVALID],
    ['v below zero', line({ v: -1 }), INVALID],
    ['v with a fraction', line({ v: 1.5 }), INVALID],
    ['links', line({ links: 'z' }), LIVE],
    ['links as a number', line({ links: 5 }), INVALID],
    ['a Rust version', line({ rust_version: '1.70' }), LIVE],
    ['a Rust version with an operator', line({ rust_version: '^1.2' }), INVALID],
    ['a Rust version of a word', line({ rust_version: 'nightly' }), INVALID],
    ['a Rust version of a pre-release', line({ rust_version: '1.70.0-x' }), INVALID],
    ['an empty Rust version', line({ rust_version: '' }), INVALID],
    ['a Rust version as a number', line({ rust_version: 1.7 }), INVALID],
    ['a date', line({ pubtime: '2025-01-02T03:04:05Z' }), LIVE],
    ['a date with parts of a second', line({ pubtime: '2025-01-02T03:04:05.123Z' }), INVALID],
    ['a date of a word', line({ pubtime: 'x' }), INVALID],
    ['what nobody has heard of', line({ unheard: { of: 1 } }), LIVE],
    ['a feature of nothing', line({ features: { a: ['b'] } }), INVALID],
    ['a feature of an optional dependency', line({ features: { a: ['x'] }, deps: [MAYBE] }), LIVE],
    ['a feature of a dependency that is needed', line({ features: { a: ['x'] }, deps: [NEED] }), INVALID],
    ['dep: of an optional dependency', line({ features: { a: ['dep:x'] }, deps: [MAYBE] }), LIVE],
    ['dep: of a dependency that is needed', line({ features: { a: ['dep:x'] }, deps: [NEED] }), INVALID],
    ['dep: of nothing', line({ features: { a: ['dep:z'] }, deps: [MAYBE] }), INVALID],
    ['a feature of a dependency', line({ features: { a: ['x/f'] }, deps: [NEED] }), LIVE],
    ['a feature of no dependency', line({ features: { a: ['z/f'] }, deps: [NEED] }), INVALID],
    ['a weak one of an optional dependency', line({ features: { a: ['x?/f'] }, deps: [MAYBE] }), LIVE],
    ['a weak one of a dependency that is needed', line({ features: { a: ['x?/f'] }, deps: [NEED] }), INVALID],
    ['dep: with a feature', line({ features: { a: ['dep:x/f'] }, deps: [MAYBE] }), INVALID],
    ['a feature that is called dep:', line({ features: { 'dep:a': [] } }), INVALID],
    ['a feature with a slash', line({ features: { 'a/b': [] } }), INVALID],
    ['an optional dependency that nothing turns on', line({ features: { x: [] }, deps: [MAYBE] }), INVALID],
    ['an optional dependency alone', line({ deps: [MAYBE] }), LIVE],
    ['a feature called like a dependency', line({ features: { x: [] }, deps: [NEED] }), LIVE],
    ['features2 turns on', line({ features2: { a: ['dep:x'] }, deps: [MAYBE] }), LIVE],
    ['features2 that does not fit', line({ features2: { a: ['dep:z'] } }), INVALID],
    ['a dependency without a requirement', line({ deps: [{ name: 'x', features: [] }] }), INVALID],
    ['a dependency with the least', line({ deps: [{ name: 'x', req: '^1' }] }), LIVE],
    ['a kind that nobody knows', line({ deps: [{ ...MAYBE, kind: 'odd' }] }), LIVE],
    ['an optional one for development', line({ deps: [{ ...MAYBE, kind: 'dev' }] }), INVALID],
    ['no JSON', 'this is no JSON', DROPPED],
    ['a list', '["demo"]', DROPPED],
    ['no name', without('name'), DROPPED],
    ['a version with a letter before it', line({ vers: 'v1.0.0' }), DROPPED],
    ['a version of a word', line({ vers: 'newest' }), DROPPED],
    ['a version with a leading zero', line({ vers: '1.01.0' }), DROPPED],
    ['a version that is too large', line({ vers: '18446744073709551616.0.0' }), DROPPED],
    ['a name in capitals', line({ name: 'Demo' }), 'other-spelling'],
    ['another name', line({ name: 'other' }), DROPPED],
    ['a mark of byte order', `\ufeff${line({})}`, DROPPED],
    ['nothing', '', DROPPED],
    ['a page of HTML', '<html></html>', DROPPED],
  ])('%s', (_, text, releases) => {
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
