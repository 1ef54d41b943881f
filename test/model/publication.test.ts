import { expect, test } from 'vitest';
import { isForShow } from '../../server/src/model/publication.ts';

test.each([
  'tests/a/package.json',
  'packages/a/test/fixtures/b/package.json',
  'examples/app/Cargo.toml',
  'a/__fixtures__/pom.xml',
  'playground/package.json',
  'vendor/serde/Cargo.toml',
  'third_party/a/pyproject.toml',
  'Samples/a/pom.xml',
])('%s is for show', file => {
  expect(isForShow(file)).toBe(true);
});

test.each([
  'package.json',
  'packages/testing/package.json',
  'packages/vendors/package.json',
  'latest/pom.xml',
  'tests.json',
])('%s is not', file => {
  expect(isForShow(file)).toBe(false);
});
