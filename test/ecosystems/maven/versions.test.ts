import { describe, expect, test } from 'vitest';
import { mavenWant } from '../../../server/src/ecosystems/maven/choice.ts';
import { compareComparable, parseComparable } from '../../../server/src/ecosystems/maven/comparable-version.ts';
import { compareGeneric, parseGeneric } from '../../../server/src/ecosystems/maven/generic-version.ts';
import { MAVEN_VERSIONING as maven } from '../../../server/src/ecosystems/maven/versions.ts';
import type { PackageFact } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import type { Want } from '../../../server/src/model/reference.ts';

/** An artifact of versions, and of tags as in `release=1.0`. */
function artifact(line: string): PackageFact {
  const words = line.split(' ').filter(Boolean);
  const tags = Object.fromEntries(words.filter(word => word.includes('=')).map(word => word.split('=')));
  const versions = words.filter(word => !word.includes('='));
  return { standing: { is: 'live' }, tags, releases: versions.map(version => ({ version, standing: { is: 'live' } })) };
}

function want(text: string): Want {
  const read = mavenWant(text);
  if (read === undefined) throw new Error(`Maven refuses ${text}`);
  return read;
}

const SIGNS = ['<', '=', '>'];

/** Each was said by Maven 3.8.7; `test/real/maven-order.test.ts` asks it for thousands. */
test.each([
  ['1 = 1.0.0', ''],
  ['1.0-RC1 = 1.0.cr1', ''],
  ['1.0.RELEASE = 1.0', ''],
  ['1.0-a1 = 1.0-alpha-1', ''],
  ['1.0-alpha < 1.0-a', ''],
  ['1.0-rc1 < 1.0-SNAPSHOT', ''],
  ['1.0-SNAPSHOT < 1.0', ''],
  ['1.0 < 1.0-sp', ''],
  ['1.0-sp < 1.0-foo', ''],
  ['1.0-foo < 1.0-1', ''],
  ['1.0-jre > 1.0-android', ''],
  ['1.10 > 1.9', ''],
  ['v1 < 1', ''],
  ['999999999999999999999 > 2', ''],
  ['1.0-1 < 1.0.1', '='],
  ['1.0-20240101 < 1.0.1', '>'],
  ['1_0 > 1.0', '='],
])('%s, and the resolver says %s', (line, otherwise) => {
  const [a = '', sign = '', b = ''] = line.split(' ');
  expect(SIGNS[Math.sign(compareComparable(parseComparable(a), parseComparable(b))) + 1]).toBe(sign);
  expect(SIGNS[Math.sign(compareGeneric(parseGeneric(a), parseGeneric(b))) + 1]).toBe(otherwise || sign);
});

test.each([
  ['1.0', 'exact'],
  ['1.0-SNAPSHOT', 'exact'],
  ['1,2', 'exact'],
  ['[1.0]', 'range'],
  ['[1.0,2.0)', 'range'],
  ['(,1.0],[1.2,)', 'range'],
  ['[1.*]', 'range'],
  ['[1,2),', 'range'],
  ['LATEST', 'tag'],
  ['RELEASE', 'tag'],
  ['latest', 'exact'],
  ['[1,2', undefined],
  ['(1)', undefined],
  ['[2,1]', undefined],
  ['[1,2,3]', undefined],
  ['', undefined],
  ['1 2', undefined],
  ['1/2', undefined],
  ['1*', undefined],
])('`%s` is %s', (text, is) => {
  expect(mavenWant(text)?.is).toBe(is);
});

test.each([
  ['1.0', '1.0 2.0', '1.0'],
  ['1.0', '1.0.0 2.0', 'none'],
  ['[1.0]', '1.0.0 2.0', '1.0.0'],
  ['[1.0,2.0)', '1.0 1.1 2.0-beta1 2.0', '2.0-beta1'],
  ['[1.0,)', '1.0 9.9 10.0', '10.0'],
  ['(,1.0)', '1.0 0.9 1.0-rc1', '1.0-rc1'],
  ['[3,4)', '1.0', 'none'],
  ['[1,2),[3,4)', '1.5 2.5 3.5', '3.5'],
  ['LATEST', '1.0 latest=2.0', '2.0'],
  ['LATEST', '1.0 release=1.0', '1.0'],
  ['RELEASE', '1.0 latest=1.0', 'no-tag'],
])('`%s` of %s chooses %s', (text, line, chosen) => {
  const selection = maven.select({ want: want(text) }, artifact(line), createDerive());
  expect(selection.is === 'release' ? selection.version : selection.is).toBe(chosen);
});

test.each([
  ['1.5', '1.0 1.4 1.6 2.0 2.1-rc1', '1.6↑ 2.0↑'],
  ['1.5', '1.0 1.4 2.0', '1.4↓ 2.0↑'],
  ['1.5', '2.0 3.0', '2.0↑'],
  ['3.5', '2.0 3.0-beta1', '2.0↓'],
  ['1.5-rc1', '1.5-rc2 1.4 1.6-rc1 1.6', '1.5-rc2↑'],
  ['31.0-jre', '31.1-android 31.1-jre 32.0-jre', '31.1-jre↑ 32.0-jre↑'],
  ['31.0-android', '31.1-android 31.1-jre', '31.1-android↑'],
  ['31.0', '31.1-android 31.1-jre', '31.1-android↑'],
  ['2.4', '2.5 20030203.000550', '2.5↑'],
  ['1.0.Final', '1.1.Final 1.2', '1.1.Final↑'],
  ['[3,4)', '1.0 2.0 5.0', '5.0↑'],
  ['[1,2)', '1.0-beta1 3.0', '3.0↑'],
  ['1.0', '', ''],
])('from `%s` of %s it is to %s', (text, line, to) => {
  const near = maven.nearestGood({ want: want(text) }, artifact(line), createDerive());
  expect(near.map(({ version, direction }) => `${version}${direction === 'up' ? '↑' : '↓'}`).join(' ')).toBe(to);
});

test.each([
  ['1.0', '2.0', '2.0'],
  ['[1.0]', '2.0', '[2.0]'],
  ['[ 1.0 ]', '2.0', '[ 2.0 ]'],
  ['[1.0,2.0)', '2.0', undefined],
  ['LATEST', '2.0', undefined],
])('`%s` is written for %s as %s', (text, version, written) => {
  expect(maven.rewrite(want(text), version)).toBe(written);
});

test.each([
  ['1.0 2.0 3.0-rc1', '2.0'],
  ['1.0-rc1 1.0-rc2', '1.0-rc2'],
  ['31.1-jre 31.1-android 20.0', '31.1-jre'],
  ['1.0 1.0-jdk8', '1.0'],
  ['2.11.0 20030203.000550', '2.11.0'],
  ['20030203', '20030203'],
  ['1.0 2.0-dev 2.0.0-ea', '1.0'],
  ['5.6.0.Final 6.0.0.CR1 6.0.0.Alpha1', '5.6.0.Final'],
  ['9.4.0.v20161208 9.4.0.M1 9.3.0.v20160101', '9.4.0.v20161208'],
  ['', undefined],
])('the newest of %s is %s', (line, newest) => {
  expect(maven.newest(artifact(line), createDerive())).toBe(newest);
});

describe('what is said of a want', () => {
  test.each([
    ['LATEST', true],
    ['RELEASE', true],
    ['[1.0,)', true],
    ['(,1],[2,)', true],
    ['[1.0,2.0)', false],
    ['(,1.0]', false],
    ['1.0', false],
  ])('`%s` takes whatever is newest: %s', (text, isFloating) => {
    expect(maven.isFloating({ want: want(text) })).toBe(isFloating);
  });

  test.each([
    ['1.0-SNAPSHOT', true],
    ['1.0-snapshot', true],
    ['1.0-20240101.120000-1', false],
    ['1.0', false],
    ['[1.0-SNAPSHOT,2)', false],
  ])('`%s` may change: %s', (text, isChanging) => {
    expect(maven.isChanging?.({ want: want(text) })).toBe(isChanging);
  });

  test.each([
    ['1.0', '1.1', 'is not the one that is pinned'],
    ['1.0', '1.0', undefined],
    ['[1,2)', '2.0', 'is not in the range'],
    ['[1,2)', '1.5', undefined],
    ['LATEST', '9', undefined],
  ])('`%s` and %s: %s', (text, version, why) => {
    expect(maven.refusal({ want: want(text) }, { version, standing: { is: 'live' } })).toBe(why);
  });
});
