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
  ...of('a dependency with', [
    [
      LIVE,
      ['a name with a blank', { name: 'a b', optional: false, kind: 'dev' }],
      ['another name', { package: 'a b' }],
    ],
    [LIVE, ['null for its kind', { kind: null }], ['null for its place', { target: null, registry: null }]],
    [LIVE, ['a place', { registry: 'sparse+https://a.example/' }], ['an artifact', { artifact: ['bin'] }]],
    [LIVE, ['a platform', { target: 'x86_64-é' }], ['no platform', { target: '' }]],
    [LIVE, ['a condition', { target: 'cfg(all(not(a), b = "c (d",))' }], ['no condition', { target: 'cfg(any())' }]],
    [
      LIVE,
      ['many requirements', { req: ' ^ 1.2.3-a+b.01 , <2' }],
      ['a star', { req: ' * ' }],
      ['stars', { req: '=1.x.*' }],
    ],
    [INVALID, ['features null', { features: null }], ['default features null', { default_features: null }]],
    [INVALID, ['a place that is none', { registry: 'nope' }], ['half a place', { registry: 'a:b' }]],
    [INVALID, ['an unknown artifact', { artifact: ['odd'] }], ['a number for a kind', { kind: 1 }]],
    [INVALID, ['two platforms', { target: 'a b' }], ['half a condition', { target: 'cfg(' }]],
    [INVALID, ['two conditions', { target: 'cfg(a b)' }], ['no not', { target: 'cfg(not())' }]],
    [INVALID, ['a value without quotes', { target: 'cfg(a = b)' }], ['half a value', { target: 'cfg(a = "b)' }]],
    [
      INVALID,
      ['no requirement', { req: '' }],
      ['no comma', { req: '>1 <2' }],
      ['a number behind a star', { req: '1.*.1' }],
    ],
    [INVALID, ['too large a number', { req: '1.18446744073709551616' }], ['a comma at the end', { req: '1,' }]],
    [INVALID, ['a blank in the feature that it is', { name: 'a b' }]],
  ]),
  ...['a+b', 'a.b', '1a', '_a', 'é'].map(
    name => [`a feature called ${name}`, line({ features: { [name]: [] } }), LIVE] as const,
  ),
  ...['a b', '', '-a', 'a?', 'a:b'].map(
    name => [`a feature called “${name}”`, line({ features: { [name]: [] } }), INVALID] as const,
  ),
  ['v 1 with a fraction of nothing', `${line({}).slice(0, -1)},"v":1.0}`, INVALID],
  ['half a pair of surrogates', line({ links: '\ud800' }), INVALID],
  ['half a pair in what nobody has heard of', line({ unheard: '\ud800' }), LIVE],
  ['a pair of surrogates', `${line({}).slice(0, -1)},"links":"\\ud83d\\ude00"}`, LIVE],
  ['blanks around a Rust version', line({ rust_version: ' 1.70 ' }), LIVE],
  ['a very high Rust version', line({ rust_version: '1.18446744073709551615' }), LIVE],
  ['a Rust version that is too large', line({ rust_version: '1.18446744073709551616' }), INVALID],
  ['a day that a leap year has', line({ pubtime: '2024-02-29T23:59:60Z' }), LIVE],
  ['a day that no year has', line({ pubtime: '2024-02-30T00:00:00Z' }), INVALID],
  ['an hour that no day has', line({ pubtime: '2024-02-20T24:00:00Z' }), INVALID],
  ['a moment that is too late', line({ pubtime: '9999-12-31T00:00:00Z' }), INVALID],
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

type Row = readonly [what: string, text: string, releases: readonly string[]];

/** Rows of dependencies that differ from a usual optional one, in groups by what is made of them. */
function of(
  words: string,
  groups: readonly (readonly [readonly string[], ...(readonly [what: string, more: object])[]])[],
): readonly Row[] {
  return groups.flatMap(([releases, ...rows]) =>
    rows.map(([what, more]): Row => [`${words} ${what}`, line({ deps: [{ ...MAYBE, ...more }] }), releases]),
  );
}
