import { expect, test } from 'vitest';
import { linesOf } from '../../server/src/model/positions.ts';
import { INCLUDES_KEY, type PlacedStatement } from '../../server/src/model/statement.ts';
import { createInclusions } from '../../server/src/workspace/inclusions.ts';

function included(from: string, path: string, up: number): PlacedStatement {
  const { rangeOf } = linesOf('');
  const folder = from.slice(0, from.lastIndexOf('/'));
  const said = { says: 'includes', key: INCLUDES_KEY, reach: 'everywhere', kind: 'some-ci', path, up } as const;
  return { ...said, from: { id: from, folder, file: 'any', rangeOf } };
}

const kindOf = (file: string, ...statements: PlacedStatement[]) =>
  createInclusions().kindOf({ folder: file.slice(0, file.lastIndexOf('/')), file }, statements);

test.each([
  ['/w/r/ci.yml', 'a/b.yml', 0, '/w/r/a/b.yml', true],
  ['/w/r/ci.yml', 'b.yml', 0, '/w/r/b.yml', true],
  ['/w/r/x/ci.yml', 'a/b.yml', 1, '/w/r/a/b.yml', true],
  ['/w/r/x/ci.yml', 'a/b.yml', 1, '/w/r/x/a/b.yml', true],
  ['/w/r/x/ci.yml', 'a/b.yml', 0, '/w/r/a/b.yml', false],
  ['/w/r/x/ci.yml', 'a/b.yml', 9, '/w/s/a/b.yml', false],
  ['/w/r/ci.yml', 'a/b.yml', 0, '/w/r/a/c.yml', false],
  ['/w/r/ci.yml', 'a/b.yml', 0, '/w/r/aa/b.yml', false],
  ['/w/r/ci.yml', 'a/b.yml', 0, '/b.yml', false],
  ['/w/r/ci.yml', '*.yml', 0, '/w/r/b.yml', true],
  ['/w/r/ci.yml', '*.yml', 0, '/w/r/a/b.yml', false],
  ['/w/r/ci.yml', 'a/**/*.yml', 0, '/w/r/a/x/y/b.yml', true],
  ['/w/r/x/ci.yml', '*/*.yml', 1, '/w/r/a/b.yml', true],
  ['/w/r/x/ci.yml', '**/*.yml', 1, '/w/s/b.yml', false],
  ['/w/r/x/ci.yml', '**/*.yml', 9, '/w/r/b.yml', false],
])('from %s, %s, up %i: %s', (from, written, up, file, is) => {
  expect(kindOf(file, included(from, written, up))).toBe(is ? 'some-ci' : undefined);
});

test.each([
  ['/w/r/x/ci.yml', 'a/b.yml', 1, '/w/r/a/b.yml', true],
  ['/w/r/x/ci.yml', 'a/b.yml', 1, '/w/r/x/a/b.yml', false],
  ['/w/r/ci.yml', 'b.yml', 0, '/w/r/b.yml', true],
  ['/w/r/ci.yml', 'b.yml', 9, '/b.yml', false],
  ['/w/r/ci.yml', 'c[1]/*.yml', 0, '/w/r/c[1]/*.yml', true],
  ['/w/r/ci.yml', 'c[1]/*.yml', 0, '/w/r/c1/b.yml', false],
])('from %s, %s, exactly %i up: %s', (from, written, up, file, is) => {
  const statement = { ...included(from, written, up), isExact: true } as const;
  expect(kindOf(file, statement)).toBe(is ? 'some-ci' : undefined);
});

test('of thousands of globs so many count as pipelines have', () => {
  const many = Array.from({ length: 5000 }, (_, i) => included('/r/ci.yml', `**/${'*a'.repeat(20)}${i}/*.yml`, 0));
  const first = included('/r/ci.yml', 'a.yml', 0);
  expect(kindOf('/r/a.yml', first, ...many)).toBe('some-ci');
  expect(kindOf('/r/x/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab/x.yml', ...many)).toBeUndefined();
  expect(kindOf('/r/a.yml', ...many, first)).toBeUndefined();
});
