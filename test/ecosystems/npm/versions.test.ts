import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { NPM_VERSIONING as npm, npmWant } from '../../../server/src/ecosystems/npm/versions.ts';
import type { PackageFact, ReleaseFact } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import type { Want } from '../../../server/src/model/reference.ts';

/** A package from a line: versions with `!` are deprecated, `tag=version` are dist-tags. */
function pack(line: string): PackageFact {
  const releases: ReleaseFact[] = [];
  const tags: Record<string, string> = {};
  for (const word of line.split(' ').filter(Boolean)) {
    const [tag, version] = word.split('=');
    if (tag !== undefined && version !== undefined) tags[tag] = version;
    else if (word.endsWith('!')) {
      releases.push({ version: word.slice(0, -1), standing: { is: 'deprecated', message: 'old' } });
    } else releases.push({ version: word, standing: { is: 'live' } });
  }
  return { standing: { is: 'live' }, tags, releases };
}

function want(text: string): Want {
  const read = npmWant(text);
  if (read === undefined) throw new Error(`${text} asks for nothing`);
  return read;
}

test.each([
  ['1.2.3', 'exact 1.2.3'],
  ['v1.2.3', 'exact 1.2.3'],
  ['=1.2.3', 'exact 1.2.3'],
  [' = v1.2.3 ', 'exact 1.2.3'],
  ['1.2.3+build', 'exact 1.2.3'],
  ['1.2.3-beta.1', 'exact 1.2.3-beta.1'],
  ['1.2.3beta', 'exact 1.2.3-beta'],
  ['^1.2.3', 'range'],
  ['1.x', 'range'],
  ['1', 'range'],
  ['', 'range'],
  ['*', 'range'],
  ['>=1 <2', 'range'],
  ['1.0.0 - 2.0.0', 'range'],
  ['1 || 2', 'range'],
  ['latest', 'tag'],
  ['next-14', 'tag'],
  ['not a tag', 'nothing'],
  ['%', 'nothing'],
  ['\ud800', 'nothing'],
])('%j asks for %s', (text, expected) => {
  const read = npmWant(text);
  expect(read === undefined ? 'nothing' : read.is === 'exact' ? `exact ${read.version}` : read.is).toBe(expected);
  if (read !== undefined) expect(read.text).toBe(text);
});

describe('selects as npm-pick-manifest does', () => {
  test.each([
    ['1.0.0', '1.0.0 2.0.0', '1.0.0'],
    ['v1.0.0', '1.0.0! 2.0.0', '1.0.0'],
    ['1.0.1', '1.0.0', 'none'],
    ['next', '1.0.0 2.0.0-rc.1 next=2.0.0-rc.1', '2.0.0-rc.1'],
    ['next', '1.0.0', 'no-tag'],
    ['constructor', '1.0.0', 'no-tag'],
    ['gone', '1.0.0 gone=0.9.0', 'none'],
    ['^1.0.0', '1.0.0 1.1.0 1.2.0 2.0.0', '1.2.0'],
    ['^1.0.0', '1.0.0 1.1.0 1.2.0 latest=1.1.0', '1.1.0'],
    ['^1.0.0', '1.0.0 1.1.0! 1.2.0 latest=1.1.0', '1.2.0'],
    ['^1.0.0', '1.0.0 1.1.0 1.2.0! latest=2.0.0', '1.1.0'],
    ['^1.0.0', '1.0.0! 1.1.0! 2.0.0', '1.1.0'],
    ['^3.0.0', '1.0.0 2.0.0', 'none'],
    ['^1.0.0', '1.0.0-beta.1', 'none'],
    ['^1.0.0-beta.0', '1.0.0-beta.1 1.1.0-beta.1', '1.0.0-beta.1'],
    ['*', '1.0.0 2.0.0-rc.1 latest=2.0.0-rc.1', '2.0.0-rc.1'],
    ['', '1.0.0 2.0.0-rc.1 latest=2.0.0-rc.1', '2.0.0-rc.1'],
    ['x', '1.0.0 2.0.0-rc.1 latest=2.0.0-rc.1', '1.0.0'],
    ['*', '', 'none'],
    ['*', '1.0.0 not-a-version', '1.0.0'],
  ])('%j of %s is %s', (text, line, expected) => {
    const selection = npm.select({ want: want(text) }, pack(line), createDerive());
    expect(selection.is === 'release' ? selection.version : selection.is).toBe(expected);
  });
});

test.each([
  ['1.0.0', '1.0.0', true],
  ['1.0.0', '1.0.1', false],
  ['^1.0.0', '1.9.0', true],
  ['^1.0.0', '2.0.0', false],
  ['^1.0.0', '1.9.0-beta.1', false],
  ['latest', '1.0.0', false],
  ['1.0.0', '1.0.0+build', false],
  ['^1.0.0', '1.0.0+build', true],
  ['^1.0.0-beta.1', '1.0.0-beta.2', true],
  ['^1.0.0', 'no-version', false],
])('%j covers %s: %s', (text, version, expected) => {
  const dates = { published: { [version]: '2020-01-01T00:00:00Z' } };
  expect(npm.lastPublished(want(text), dates, createDerive())).toBe(expected ? version : undefined);
});

test.each([
  ['^1.0.0', '1.2.0 1.1.0 2.0.0 1.1.0-rc.1', '1.1.0'],
  ['1.1.0', '1.2.0 1.1.0 2.0.0', '1.1.0'],
  ['1.1.0-rc.1 || 1.2.0', '1.2.0 1.1.0-rc.1 1.1.0-rc.2', '1.1.0-rc.1'],
  ['>=1.1.0-rc.1', '1.1.0-rc.1 1.1.0-rc.2 1.0.0', '1.1.0-rc.2'],
  ['1.x', '1.0.0+a 1.0.0+b 2.0.0', '1.0.0+b'],
  ['>3', '1.0.0 2.0.0', undefined],
  ['*', '', undefined],
])('of what %j covers among %s, %j was published last', (text, line, expected) => {
  const published = Object.fromEntries(line.split(' ').map(version => [version, '2020-01-01T00:00:00Z']));
  expect(npm.lastPublished(want(text), { published }, createDerive())).toBe(expected);
});

test.each([
  ['*', true],
  ['', true],
  [' ', true],
  ['x', true],
  ['X', true],
  ['*.*', true],
  ['>=0.0.0', true],
  ['latest', true],
  ['next', false],
  ['1.x', false],
  ['>=1', false],
  ['1.0.0', false],
])('%j floats: %s', (text, expected) => {
  expect(npm.isFloating({ want: want(text) })).toBe(expected);
});

test.each([
  ['1.0.0', '1.0.0! 1.0.1 1.1.0 2.0.0 3.0.0', 'up 1.0.1, up 2.0.0'],
  ['1.3.0', '1.2.2 1.2.3 1.3.0! 2.0.0', 'down 1.2.3, up 2.0.0'],
  ['1.3.0', '1.2.3 1.3.0! 1.3.1 2.0.0-rc.1', 'up 1.3.1'],
  ['^1.2.0', '1.1.0 1.2.0! 1.3.0! 3.0.0 2.0.0', 'down 1.1.0, up 2.0.0'],
  ['1.9.0', '0.9.0 1.8.0 2.0.0', 'down 1.8.0, up 2.0.0'],
  ['2.0.0-beta.2', '1.0.0 2.0.0-beta.1 2.0.0-beta.2!', 'down 2.0.0-beta.1'],
  ['1.0.0', '1.0.0! 1.0.1! 2.0.0 3.0.0', 'up 2.0.0'],
  ['1.0.0', '0.8.0 0.9.0 1.0.0!', 'down 0.9.0'],
  ['1.0.0', '1.0.0!', 'none'],
  ['1.0.0', '1.0.0! 1.0.1-beta.1 1.1.0', 'up 1.1.0'],
  ['1.0.0-beta.1', '1.0.0-beta.1! 1.0.0-beta.2 1.0.0', 'up 1.0.0-beta.2'],
  ['1.0.0-beta.1', '1.0.0-beta.1! 1.1.0-alpha.1 1.1.0', 'up 1.1.0'],
  ['1.0.0-beta.1', '1.0.0-beta.1! 1.1.0-alpha.1', 'up 1.1.0-alpha.1'],
  ['^1.0.0', '1.0.0! 1.5.0! 2.0.0', 'up 2.0.0'],
  ['^4.0.0', '1.0.0 3.0.0', 'down 3.0.0'],
  ['^2.0.0', '1.0.0 3.1.0 3.0.0', 'up 3.0.0'],
  ['1.0.7', '1.0.6 1.0.8 2.0.0', 'up 1.0.8, up 2.0.0'],
  ['next', '1.0.0 2.0.0! next=2.0.0', 'down 1.0.0'],
  ['next', '1.0.0', 'none'],
])('from a bad %j among %s to %s', (text, line, expected) => {
  const good = npm.nearestGood({ want: want(text) }, pack(line), createDerive());
  expect(good.map(({ direction, version }) => `${direction} ${version}`).join(', ') || 'none').toBe(expected);
});

test.each([
  ['1.0.0', '1.2.3', '1.2.3'],
  ['^1.0.0', '2.1.0', '^2.1.0'],
  ['~1.0.0', '2.1.0', '~2.1.0'],
  ['~> 1.0.0', '2.1.0', '~> 2.1.0'],
  ['>=1.0.0', '2.1.0', '>=2.1.0'],
  ['>= 1.0.0', '2.1.0', '>= 2.1.0'],
  ['=1.0.0', '2.1.0', '=2.1.0'],
  ['v1.0.0', '2.1.0', 'v2.1.0'],
  [' ^1.0.0 ', '2.1.0', ' ^2.1.0 '],
  ['^1.0.0-beta.1', '1.0.0', '^1.0.0'],
  ['1.0.0-beta.1+7', '1.0.0', '1.0.0'],
  ['1.0.0beta', '1.0.0', '1.0.0'],
  ['^1.0.0', '2.0.0-rc.1', '^2.0.0-rc.1'],
  ['1', '2.1.0', '2'],
  ['1.x', '2.1.0', '2.x'],
  ['1.2.x', '2.1.0', '2.1.x'],
  ['1.x.x', '2.1.0', '2.x.x'],
  ['^1.2', '2.1.0', '^2.1'],
  ['~1', '2.1.0', '~2'],
  ['1.x', '2.0.0-rc.1', undefined],
  ['1.x', '1.9.0', undefined],
  ['*', '1.0.0', undefined],
  ['', '1.0.0', undefined],
  ['1 || 2', '3.0.0', undefined],
  ['1.0.0 - 2.0.0', '3.0.0', undefined],
  ['>=1.0.0 <2.0.0', '3.0.0', undefined],
  ['<2.0.0', '3.0.0', undefined],
  ['latest', '3.0.0', undefined],
])('%j for %s is written %j', (text, version, expected) => {
  expect(npm.rewrite(want(text), version)).toBe(expected);
});

test('a range from a version on takes what fits it, and the newest is what `latest` names', () => {
  expect(npm.rangeFrom('1.2.3')).toBe('^1.2.3');
  const fact = { standing: { is: 'live' }, tags: { latest: '1.0.0', next: '2.0.0' }, releases: [] } as const;
  expect(npm.newest(fact, createDerive())).toBe('1.0.0');
  expect(npm.newest({ ...fact, tags: {} }, createDerive())).toBeUndefined();
});

test('what usually is written is read as node-semver reads it', () => {
  const number = fc.oneof(
    fc.constantFrom('0', '1', '01', '999999999999999', '9999999999999999', 'x', ''),
    fc.nat().map(String),
  );
  const numbers = fc.array(number, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom('^', '~', '', '^ ', '~>'), numbers, (operator, parts) => {
      const text = `${operator}${parts.join('.')}`;
      const valid = semver.validRange(text, true);
      const want = npmWant(text);
      expect(want?.is === 'exact' || want?.is === 'range').toBe(valid !== null);
      if (want?.is === 'range') expect(npm.isFloating({ want })).toBe(valid === '*');
    }),
  );
});
