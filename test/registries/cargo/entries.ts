/** Entries of an index for `demo`, each with what cargo makes of it: held by our reader, and by cargo itself. */

const GOOD = { name: 'demo', vers: '1.0.0', deps: [], cksum: '0'.repeat(64), features: {}, yanked: false };
const NEED = { name: 'x', req: '^1', features: [], optional: false, default_features: true, target: null };
const MAYBE = { ...NEED, optional: true };

export function line(more: object): string {
  return JSON.stringify({ ...GOOD, ...more });
}

export function without(member: string, more: object = {}): string {
  return JSON.stringify(Object.fromEntries(Object.entries({ ...GOOD, ...more }).filter(([key]) => key !== member)));
}

export const LIVE = ['1.0.0 live'];
export const YANKED = ['1.0.0 yanked'];
const INVALID = ['1.0.0 invalid'];
const DROPPED = 'garbled';

/** What cargo 1.95 says of `=1.0.0` where a file has this one line. */
export const ENTRIES: readonly (readonly [what: string, text: string, releases: readonly string[] | string])[] = [
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
];
