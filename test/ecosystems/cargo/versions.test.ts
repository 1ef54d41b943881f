import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { CARGO_VERSIONING as cargo, cargoWant } from '../../../server/src/ecosystems/cargo/versions.ts';
import type { PackageFact, ReleaseFact, Standing } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import type { Want } from '../../../server/src/model/reference.ts';

/**
 * A crate from a line: versions with `!` are yanked, with `?` unavailable, with `^1.80` for those that need Rust 1.80.
 */
function crate(line: string): PackageFact {
  const releases = line
    .split(' ')
    .filter(Boolean)
    .map((word): ReleaseFact => {
      const [, version = '', mark, needs] = /^([^!?^]*)([!?])?(?:\^(.*))?$/.exec(word) ?? [];
      const marked: Readonly<Record<string, Standing>> = {
        '!': { is: 'yanked' },
        '?': { is: 'unavailable', why: 'has an invalid entry' },
      };
      const standing = marked[mark ?? ''] ?? { is: 'live' };
      return { version, standing, ...(needs === undefined ? {} : { needs }) };
    });
  return { standing: { is: 'live' }, tags: {}, releases };
}

function want(text: string): Want {
  const read = cargoWant(text);
  if (read === undefined) throw new Error(`cargo refuses ${text}`);
  return read;
}

/** Each was read by cargo 1.95: `cargo metadata --no-deps`. */
test.each([
  ['1.2', 'range'],
  ['^1', 'range'],
  ['~1.2', 'range'],
  ['1.*', 'range'],
  ['1.2.*', 'range'],
  ['1.*.*', 'range'],
  ['*', 'range'],
  [' * ', 'range'],
  ['X', 'range'],
  ['=1', 'range'],
  ['=1.2.*', 'range'],
  ['>=1.*', 'range'],
  ['^1.*', 'range'],
  ['>=1, <2', 'range'],
  ['>= 1.2.3,<2', 'range'],
  ['> 1 ,< 2', 'range'],
  [' 1.2 ', 'range'],
  ['~ 1', 'range'],
  ['1, 2 ,3', 'range'],
  ['1.2.3', 'range'],
  ['1.2.3-rc.1', 'range'],
  ['1.2.3-0a', 'range'],
  ['1.2.3+01', 'range'],
  ['1.x', 'range'],
  ['18446744073709551615', 'range'],
  [Array(32).fill('>0').join(','), 'range'],
  ['=1.2.3', 'exact 1.2.3'],
  [' = 1.2.3 ', 'exact 1.2.3'],
  ['=1.2.3+meta', 'exact 1.2.3'],
  ['=1.2.3-a.1+b', 'exact 1.2.3-a.1'],
  ['', 'nothing'],
  ['1.2, ', 'nothing'],
  ['1 || 2', 'nothing'],
  ['1 2', 'nothing'],
  ['>1 <2', 'nothing'],
  ['v1.2', 'nothing'],
  ['1.X.0', 'nothing'],
  ['1.*.3', 'nothing'],
  ['x.1', 'nothing'],
  ['>*', 'nothing'],
  ['^*', 'nothing'],
  ['01.2', 'nothing'],
  ['1.2.3.4', 'nothing'],
  ['!=1', 'nothing'],
  ['==1', 'nothing'],
  ['~>1', 'nothing'],
  ['=>1', 'nothing'],
  ['1.2.3 - 1.3', 'nothing'],
  ['latest', 'nothing'],
  ['1,*', 'nothing'],
  ['*,1', 'nothing'],
  ['\t1', 'nothing'],
  ['1\t', 'nothing'],
  ['1 .2', 'nothing'],
  ['1.2.3 -a', 'nothing'],
  ['1.2-a', 'nothing'],
  ['1.*-a', 'nothing'],
  ['1.2.3-', 'nothing'],
  ['1.2.3-01', 'nothing'],
  ['1.2.3-a..b', 'nothing'],
  ['1.2.3+', 'nothing'],
  ['18446744073709551616', 'nothing'],
  [Array(33).fill('>0').join(','), 'nothing'],
])('%j asks for %s', (text, expected) => {
  const read = cargoWant(text);
  expect(read === undefined ? 'nothing' : read.is === 'exact' ? `exact ${read.version}` : read.is).toBe(expected);
  if (read !== undefined) expect(read.text).toBe(text);
});

describe('selects as cargo does', () => {
  test.each([
    ['1.5.0', '1.5.0 1.5.1 1.5.2 2.0.0', '1.5.2'],
    ['1.5.0', '1.5.0! 1.5.1 2.0.0', '1.5.1'],
    ['=1.5.0', '1.5.0 1.5.1', '1.5.0'],
    ['=1.5.0', '1.5.0! 1.5.1', 'refused 1.5.0'],
    ['2', '1.0.0 2.0.0! 3.0.0', 'refused 2.0.0'],
    ['2', '2.0.0! 2.1.0!', 'refused 2.1.0'],
    ['2', '2.0.0? 2.1.0!', 'refused 2.0.0'],
    ['>=2', '2.0.0! 3.0.0', '3.0.0'],
    ['*', '1.0.0 2.0.0!', '1.0.0'],
    ['*', '', 'none'],
    ['*', '1.0.0-a', 'none'],
    ['*', 'odd 1.0.0', '1.0.0'],
    ['0.2', '0.1.0 0.2.0 0.2.3 0.3.0', '0.2.3'],
    ['0.0.3', '0.0.3 0.0.4', '0.0.3'],
    ['0', '0.0.3 0.9.4 1.0.0', '0.9.4'],
    ['~1', '1.0.0 1.9.0 2.0.0', '1.9.0'],
    ['~1.2', '1.2.0 1.2.9 1.3.0', '1.2.9'],
    ['=1.2', '1.2.0 1.2.9 1.3.0', '1.2.9'],
    ['1.*', '1.2.0 2.0.0', '1.2.0'],
    ['>1.2', '1.2.9 1.3.0', '1.3.0'],
    ['<=1.2', '1.2.9 1.3.0', '1.2.9'],
    ['<1.2', '1.1.0 1.2.0-a 1.2.0', '1.1.0'],
    ['1', '1.0.0-alpha.1', 'none'],
    ['1.0.0-a.1', '1.0.0-a.1 1.0.0-a.2! 1.0.0-a.10 1.1.0-b', '1.0.0-a.10'],
    ['1.0.0-a.1', '1.0.0-a.1 1.1.0', '1.1.0'],
    ['>=1.0.0-a.1, <2', '1.0.0-a.2 2.0.0', '1.0.0-a.2'],
    ['=1.0.0', '1.0.0+a 1.0.0+b 1.0.0 1.0.0+10 1.0.0+9', '1.0.0+b'],
    ['1.0.0+other', '1.0.1+z.9', '1.0.1+z.9'],
    ['18446744073709551614', '18446744073709551614.0.0 18446744073709551615.0.0', '18446744073709551614.0.0'],
  ])('%j of %s is %s', (text, line, expected) => {
    const selection = cargo.select({ want: want(text) }, crate(line), createDerive());
    expect('version' in selection ? `${selection.is} ${selection.version}`.replace('release ', '') : selection.is).toBe(
      expected,
    );
  });

  test.each([
    ['1.75', '1.0.0 1.1.0^1.70 1.2.0^1.80', '1.1.0'],
    ['1.75.0', '1.0.0^1.75.1 0.9.0', '0.9.0'],
    ['1.75.2', '1.0.0^1.75.1 0.9.0', '1.0.0'],
    ['1.80', '1.0.0 1.1.0^1.70 1.2.0^1.80', '1.2.0'],
    ['1.75', '1.0.0^98 1.1.0^99', '1.1.0'],
    ['1.75', '1.0.0!^1.70 1.1.0^1.80', '1.1.0'],
    ['1.85 1.75', '1.0.0^1.70 1.1.0^1.80 1.2.0^1.90', '1.0.0'],
    ['1.85 1.75', '1.1.0^1.80 1.2.0^1.90', '1.1.0'],
    ['no version', '1.0.0^1.70 1.1.0^1.80', '1.1.0'],
  ])('for Rust %s of %s it is %s', (toolchain, line, expected) => {
    const selection = cargo.select({ want: want('*'), toolchain }, crate(line), createDerive());
    expect(selection).toMatchObject({ is: 'release', version: expected });
  });

  const number = fc.constantFrom('0', '1', '2', '3');
  const pre = fc.constantFrom('', '', '-0', '-a', '-a.1', '-a.2', '-b');
  const version = fc.tuple(number, number, number, pre).map(([a, b, c, end]) => `${a}.${b}.${c}${end}`);
  const part = fc
    .tuple(version, fc.constantFrom(1, 2, 3, 4))
    .map(([text, parts]) => (parts === 4 ? text : (text.split('-')[0] ?? '').split('.').slice(0, parts).join('.')));
  const comparator = fc
    .tuple(fc.constantFrom('', '^', '~', '=', '>', '>=', '<', '<='), part)
    .map(([op, text]) => `${op}${text}`);

  test('and node-semver agrees, of which the verdicts on these are known to be the same', () => {
    const requirements = fc.array(comparator, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(requirements, fc.uniqueArray(version, { maxLength: 30 }), (parts, versions) => {
        const range = parts.map(each => (/^\d/.test(each) ? `^${each}` : each)).join(' ');
        const expected = semver.maxSatisfying(versions, range);
        const fact = crate(versions.join(' '));
        const selection = cargo.select({ want: want(parts.join(', ')) }, fact, createDerive());
        expect(selection.is === 'release' ? selection.version : null).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['=1.5.0', '1.4.0 1.5.0! 1.5.1! 1.6.0 1.7.0 2.0.0 3.0.0', '1.6.0 up, 2.0.0 up'],
  ['=1.5.0', '1.3.0 1.4.0 1.5.0!', '1.4.0 down'],
  ['=1.5.0', '1.4.0 1.5.0! 2.0.0', '1.4.0 down, 2.0.0 up'],
  ['0.2', '0.1.0 0.2.0! 0.3.0', '0.3.0 up'],
  ['=0.2.0', '0.1.0 0.2.0! 0.2.1 0.3.0', '0.2.1 up, 0.3.0 up'],
  ['0.0.2', '0.0.1 0.0.2! 0.0.3', '0.0.3 up'],
  ['1', '1.0.0! 1.1.0! 2.0.0-a', ''],
  ['=1.0.0-a.1', '1.0.0-a.1! 1.0.0-a.2 1.1.0', '1.0.0-a.2 up'],
  ['=1.0.0-a.1', '1.0.0-a.1! 2.0.0-a.2', '2.0.0-a.2 up'],
  ['9', '1.0.0 1.2.0', '1.2.0 down'],
  ['>=2, <3', '1.0.0 3.0.0', '3.0.0 up'],
  ['<1', '1.0.0 2.0.0', '1.0.0 up'],
  ['>2', '1.0.0 2.0.0', '2.0.0 down'],
  ['>1.2.0, <2', '1.1.0 1.2.0 2.0.0', '1.2.0 down'],
  ['>1.0.0', '1.0.0', '1.0.0 down'],
  ['=1.2.3', '1.2.4+b 1.2.3!', '1.2.4 up'],
])('from a bad %j of %s the way is %s', (text, line, expected) => {
  const near = cargo.nearestGood({ want: want(text) }, crate(line), createDerive());
  expect(near.map(({ version, direction }) => `${version} ${direction}`).join(', ')).toBe(expected);
});

test('the way leads to what the Rust version builds, where there is something', () => {
  const near = (line: string) =>
    cargo.nearestGood({ want: want('=1.0.0'), toolchain: '1.75' }, crate(line), createDerive())[0]?.version;
  expect(near('1.0.0! 1.0.1^1.80 1.1.0^1.70')).toBe('1.1.0');
  expect(near('1.0.0! 1.0.1^1.80 1.1.0^1.80')).toBe('1.0.1');
});

test.each([
  ['1.2.3', '1.3.0', '1.3.0'],
  ['^1.2.3', '2.0.0', '^2.0.0'],
  ['=1.2.3', '1.2.4', '=1.2.4'],
  ['= 1.2.3 ', '1.2.4', '= 1.2.4 '],
  ['~1.2', '2.0.5', '~2.0'],
  ['1', '2.4.0', '2'],
  ['1.2', '1.3.4', '1.3'],
  ['1.*', '2.4.0', '2.*'],
  ['1.2.*', '2.4.0', '2.4.*'],
  ['1.x', '2.4.0', '2.x'],
  ['>=1.2', '2.4.0', '>=2.4'],
  ['=1.2.3-a', '1.2.3', '=1.2.3'],
  ['=1.2.3+a', '1.2.4+b', '=1.2.4'],
  ['=1.2.3', '1.2.4-rc.1', '=1.2.4-rc.1'],
  ['1', '1.5.0', undefined],
  ['1', '2.0.0-rc.1', undefined],
  ['>1', '2.0.0', undefined],
  ['<2', '2.0.0', undefined],
  ['>=1, <2', '2.0.0', undefined],
  ['*', '2.0.0', undefined],
  ['=1.2.3', 'odd', undefined],
])('%j for %s is written %j', (text, version, expected) => {
  expect(cargo.rewrite(want(text), version)).toBe(expected);
});

test('what is rewritten keeps its form and takes the version', () => {
  const number = fc.nat(3).map(String);
  const version = fc.tuple(number, number, number).map(parts => parts.join('.'));
  const text = fc
    .tuple(fc.constantFrom('', '^', '~', '=', '>=', '= '), version, fc.constantFrom(1, 2, 3))
    .map(([op, full, parts]) => `${op}${full.split('.').slice(0, parts).join('.')}`);
  fc.assert(
    fc.property(text, version, (written, to) => {
      const put = cargo.rewrite(want(written), to);
      if (put === undefined) return;
      expect(put.replaceAll(/\d+/g, 'N')).toBe(written.replaceAll(/\d+/g, 'N'));
      expect(cargo.select({ want: want(put) }, crate(to), createDerive()).is).toBe('release');
    }),
  );
});

test.each([
  ['1', '2.0.0', 'is not in the range'],
  ['=1.0.0', '2.0.0', 'is not the one that is pinned'],
  ['=1.0.0', '1.0.0!', 'was yanked'],
  ['1', '1.0.0?', 'has an invalid entry'],
  ['1', '1.0.0^1.80', 'needs Rust 1.80'],
  ['1', '1.0.0^1.70', undefined],
  ['1', '1.0.0', undefined],
  ['1', '1.0', 'is no version'],
])('for %j on Rust 1.75, %s %s', (text, line, expected) => {
  const [release] = crate(line).releases;
  expect(release && cargo.refusal({ want: want(text), toolchain: '1.75' }, release)).toBe(expected);
});

test('any version is wanted by a star alone', () => {
  const floating = ['*', ' x ', '>=0', '0.*', '1', '>0'].filter(text => cargo.isFloating({ want: want(text) }));
  expect(floating).toEqual(['*', ' x ']);
});

test('the newest is the highest that is final and not withdrawn', () => {
  expect(cargo.newest(crate('1.0.0 1.2.0 1.10.0+b 2.0.0! 2.1.0? 3.0.0-a'), createDerive())).toBe('1.10.0+b');
  expect(cargo.newest(crate('1.0.0-a 1.0.0!'), createDerive())).toBeUndefined();
});

test('all that can be read are listed, the highest first', () => {
  const listed = cargo.highestFirst(crate('1.0.0 1.10.0 1.9.0! odd 1.0.0-a 1.0.0-10 1.0.0-9 1.0.0+b'));
  const expected = ['1.10.0', '1.9.0', '1.0.0', '1.0.0-a', '1.0.0-10', '1.0.0-9'];
  expect(listed.map(({ version }) => version)).toEqual(expected);
});

test('a range is begun without an operator, and without a build', () => {
  expect(['1.2.3', '1.2.3-a', '1.2.3+b'].map(cargo.rangeFrom)).toEqual(['1.2.3', '1.2.3-a', '1.2.3']);
  expect(['1.2.3', '1.2.3-a', '1.2.3+b-c', 'odd'].map(cargo.isPrerelease)).toEqual([false, true, false, false]);
});
