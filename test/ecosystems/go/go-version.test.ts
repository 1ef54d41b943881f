import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { compareGoVersions, isPseudoVersion, parseGoVersion } from '../../../server/src/ecosystems/go/go-version.ts';
import { isModulePath, isVersionOf } from '../../../server/src/ecosystems/go/module-path.ts';

test('versions in the order of golang.org/x/mod', () => {
  const ordered = [
    ...['v0.0.0-20200101000000-aaaaaaaaaaaa', 'v0.0.0-20210101000000-aaaaaaaaaaaa', 'v0.0.1', 'v0.1.0'],
    ...['v1.0.0-0.20210101000000-aaaaaaaaaaaa', 'v1.0.0-1', 'v1.0.0-9', 'v1.0.0-10', 'v1.0.0-a', 'v1.0.0-a.1'],
    ...['v1.0.0-rc.1', 'v1.0.0-rc.1.0.20210101000000-aaaaaaaaaaaa', 'v1.0.0-rc.2', 'v1.0.0'],
    ...['v1.0.1-0.20210101000000-aaaaaaaaaaaa', 'v1.0.1', 'v1.9.0', 'v1.10.0', 'v2.0.0+incompatible'],
    'v100000000000000000000000000000000.0.0',
  ];
  const shuffled = [...ordered].reverse().flatMap(text => parseGoVersion(text) ?? []);
  const textOf = new Map(ordered.map(text => [JSON.stringify(parseGoVersion(text)), text]));
  expect(shuffled.sort(compareGoVersions).map(version => textOf.get(JSON.stringify(version)))).toEqual(ordered);
});

test('the order is that of semver where both read a version', () => {
  const number = fc.oneof(fc.nat({ max: 12 }), fc.constant(2 ** 40));
  const word = fc.oneof(number.map(String), fc.constantFrom('a', 'b', 'rc', 'A', '0a', '-', 'x-1'));
  const version = fc
    .tuple(number, number, number, fc.array(word, { maxLength: 3 }))
    .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre.length === 0 ? '' : `-${pre.join('.')}`}`);
  fc.assert(
    fc.property(version, version, (a, b) => {
      const [left, right] = [parseGoVersion(`v${a}`), parseGoVersion(`v${b}`)];
      if (left === undefined || right === undefined) throw new Error(`${a} or ${b} is not read.`);
      expect(compareGoVersions(left, right)).toBe(semver.compare(a, b));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ...['1.0.0', 'v1', 'v1.0', 'v01.0.0', 'v1.0.0-', 'v1.0.0-01', 'v1.0.0-a..b', 'v1.0.0+meta', 'v1.0.0+incompatible.1'],
  ...['v1.0.0 ', 'master', '', 'v1.0.0-é', `v1.0.${'1'.repeat(300)}`],
])('%s is no version that stands in a go.mod', text => {
  expect(parseGoVersion(text)).toBeUndefined();
});

test.each([
  ['v0.0.0-20240102030405-abcdef123456', true],
  ['v1.2.3-0.20240102030405-abcdef123456', true],
  ['v1.2.3-rc.1.0.20240102030405-abcdef123456', true],
  ['v2.0.1-0.20240102030405-abcdef123456+incompatible', true],
  ['v1.2.3-20240102030405-abcdef123456', false],
  ['v1.2.3-rc.1', false],
  ['v1.2.3', false],
])('%s stands for a commit: %s', (version, is) => {
  expect(isPseudoVersion(version)).toBe(is);
});

describe('paths of modules', () => {
  test.each([
    ...['example.com', 'example.com/a', 'github.com/BurntSushi/toml', 'example.com/a/v2', 'example.com/a/v10'],
    ...['gopkg.in/yaml.v3', 'gopkg.in/check.v1', 'gopkg.in/a/b.v0-unstable', 'a.b/c_d/e~f/g-h', 'sigs.k8s.io/yaml'],
  ])('%s', path => {
    expect(isModulePath(path)).toBe(true);
  });

  test.each([
    ...[
      '',
      'foo',
      'foo/bar',
      './a',
      '../a',
      '/a',
      'example.com/',
      'example.com//a',
      'Example.com/a',
      'example.com/a b',
    ],
    ...['-a.com/b', 'example.com/.a', 'example.com/a.', 'example.com/a+b', 'example.com/é', 'example.com/a/v1'],
    ...['example.com/a/v0', 'example.com/a/v02', 'gopkg.in/yaml', 'gopkg.in/yaml.v02', 'example.com/a?b', 'a.com\\b'],
  ])('not %s', path => {
    expect(isModulePath(path)).toBe(false);
  });

  test.each([
    ['example.com/a', 'v0.1.0', true],
    ['example.com/a', 'v1.0.0', true],
    ['example.com/a', 'v2.0.0', false],
    ['example.com/a', 'v2.0.0+incompatible', true],
    ['example.com/a/v2', 'v2.1.0', true],
    ['example.com/a/v2', 'v1.1.0', false],
    ['gopkg.in/yaml.v3', 'v3.0.1', true],
    ['gopkg.in/yaml.v3', 'v2.0.1', false],
    ['gopkg.in/check.v1', 'v0.0.0-20161208181325-20d25e280405', true],
  ])('%s may have %s: %s', (path, text, may) => {
    const version = parseGoVersion(text);
    expect(version !== undefined && isVersionOf(path, version)).toBe(may);
  });
});
