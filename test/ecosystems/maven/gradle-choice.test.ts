import { describe, expect, test } from 'vitest';
import { gradleWant } from '../../../server/src/ecosystems/maven/syntax/gradle-subject.ts';
import { MAVEN_VERSIONING } from '../../../server/src/ecosystems/maven/versions.ts';
import type { PackageFact } from '../../../server/src/model/answer.ts';
import type { Wanted } from '../../../server/src/model/reference.ts';

const SOURCE = 'gradle repository=MavenRepo|https://repo.maven.apache.org/maven2';
const derive = <From extends object, Made>(from: From, make: (from: From) => Made): Made => make(from);

function fact(...versions: string[]): PackageFact {
  const releases = versions.map(version => ({ version, standing: { is: 'live' as const } }));
  return { standing: { is: 'live' }, tags: {}, releases };
}

function wanted(text: string, avoids?: readonly string[]): Wanted {
  const want = gradleWant(text);
  if (want === undefined) throw new Error(`no version: ${text}`);
  return { want, source: SOURCE, ...(avoids === undefined ? {} : { avoids }) };
}

const ALL = fact('1.0', '1.0.0', '1.5', '1.9-rc1', '1.9-SNAPSHOT', '2.0-beta1', '2.0', '2.1-beta1');

describe('what Gradle would take', () => {
  test.each([
    ['1.0', '1.0'],
    ['1.7', 'none'],
    ['1.0!!', '1.0'],
    ['1.+', '1.9-SNAPSHOT'],
    ['[1.0,2.0)', '1.9-SNAPSHOT'],
    ['[1.0,1.5]', '1.5'],
    ['[1.0,2.0)!!1.5', '1.5'],
    ['latest.release', '2.1-beta1'],
    ['+', '2.1-beta1'],
    ['[3.0,)', 'none'],
  ])('%s', (text, expected) => {
    const selection = MAVEN_VERSIONING.select(wanted(text), ALL, derive);
    expect('version' in selection ? selection.version : selection.is).toBe(expected);
  });

  test('nothing that the file rejects', () => {
    const selection = MAVEN_VERSIONING.select(wanted('1.+', ['1.9+', '1.0']), ALL, derive);
    expect(selection).toMatchObject({ is: 'release', version: '1.5' });
    const refusal = (version: string) =>
      MAVEN_VERSIONING.refusal(wanted('1.+', ['1.9+']), { version, standing: { is: 'live' } });
    expect(refusal('1.9-rc1')).toBe('is rejected by the file');
    expect(refusal('2.0')).toBe('is not in the range');
    expect(refusal('1.5')).toBeUndefined();
  });
});

test.each([
  ['1.0', '2.0', '2.0'],
  ['1.0!!', '2.0', '2.0!!'],
  ['[1.0]', '2.0', '[2.0]'],
  ['[1.0,2.0)!!1.5', '1.6', '[1.0,2.0)!!1.6'],
  ['[1.0,2.0)!!1.5', '2.0', undefined],
  ['1.+', '2.0', undefined],
  ['[1.0,2.0)', '2.0', undefined],
])('%s is written as %s for %s', (text, version, expected) => {
  expect(MAVEN_VERSIONING.rewrite(wanted(text).want, version)).toBe(expected);
});

test('what changes, and what takes whatever comes', () => {
  expect(['1.0-SNAPSHOT', '1.0'].map(text => MAVEN_VERSIONING.isChanging?.(wanted(text)))).toEqual([true, false]);
  const floating = ['+', 'latest.integration', '[1.0,)', '1.+', '1.0'];
  expect(floating.map(text => MAVEN_VERSIONING.isFloating(wanted(text)))).toEqual([true, true, true, false, false]);
});

test('the nearest good version is none that the file rejects', () => {
  const nearest = (text: string, avoids?: readonly string[]) =>
    MAVEN_VERSIONING.nearestGood(wanted(text, avoids), ALL, derive).map(({ version }) => version);
  expect(nearest('1.2')).toEqual(['1.5', '2.0']);
  expect(nearest('1.2', ['1.5'])).toEqual(['2.0']);
});
