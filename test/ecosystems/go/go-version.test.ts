import { describe, expect, test } from 'vitest';
import { parseGoVersion } from '../../../server/src/ecosystems/go/go-version.ts';
import { isModulePath, isVersionOf } from '../../../server/src/ecosystems/go/module-path.ts';

test.each([
  ...['1.0.0', 'v1', 'v1.0', 'v01.0.0', 'v1.0.0-', 'v1.0.0-01', 'v1.0.0-a..b', 'v1.0.0+meta', 'v1.0.0+incompatible.1'],
  ...['v1.0.0 ', 'master', '', 'v1.0.0-é', `v1.0.${'1'.repeat(300)}`],
])('%s is no version that stands in a go.mod', text => {
  expect(parseGoVersion(text)).toBeUndefined();
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
