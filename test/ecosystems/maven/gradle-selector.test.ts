import { describe, expect, test } from 'vitest';
import { isOpenSelector, parseGradleSelector, selects } from '../../../server/src/ecosystems/maven/gradle-selector.ts';
import { parseGradleVersion } from '../../../server/src/ecosystems/maven/gradle-version.ts';

const RELEASES = [
  '0.9',
  '1.0-beta1',
  '1.0',
  '1.0.0',
  '1.1-SNAPSHOT',
  '1.1',
  '1.10',
  '2.0-beta1',
  '2.0-SNAPSHOT',
  '2.0',
];

function taken(text: string): string {
  const written = parseGradleSelector(text);
  if (written === undefined) return 'none';
  return RELEASES.filter(release => selects(written.selector, parseGradleVersion(release))).join(' ');
}

describe('what a version asks for', () => {
  test.each([
    ['1.0', '1.0'],
    ['1.0!!', '1.0'],
    ['[1.0]', '1.0'],
    ['[1.0,1.0]', '1.0'],
    // An upper bound that is left out leaves out what begins with it and is lower.
    ['[1.0,2.0)', '1.0 1.0.0 1.1-SNAPSHOT 1.1 1.10'],
    ['[1.0, 2.0[', '1.0 1.0.0 1.1-SNAPSHOT 1.1 1.10'],
    [']1.0,2.0]', '1.0.0 1.1-SNAPSHOT 1.1 1.10 2.0-beta1 2.0-SNAPSHOT 2.0'],
    ['(1.0,2.0]', '1.0.0 1.1-SNAPSHOT 1.1 1.10 2.0-beta1 2.0-SNAPSHOT 2.0'],
    ['(,1.0]', '0.9 1.0-beta1 1.0'],
    ['[1.10,)', '1.10 2.0-beta1 2.0-SNAPSHOT 2.0'],
    ['[1.0,2.0)!!1.1', '1.0 1.0.0 1.1-SNAPSHOT 1.1 1.10'],
    ['1.+', '1.0-beta1 1.0 1.0.0 1.1-SNAPSHOT 1.1 1.10'],
    ['1.1+', '1.1-SNAPSHOT 1.1 1.10'],
    ['+', RELEASES.join(' ')],
    ['latest.release', '0.9 1.0-beta1 1.0 1.0.0 1.1 1.10 2.0-beta1 2.0'],
    ['latest.integration', RELEASES.join(' ')],
    // No ranges of Gradle's.
    ['[1.0,2.0),[3.0,4.0)', ''],
    ['[,1.0]', ''],
    ['', 'none'],
    ['!!1.0', 'none'],
  ])('%s', (text, expected) => {
    expect(taken(text)).toBe(expected);
  });

  test.each([
    ['+', true],
    ['latest.release', true],
    ['[1.0,)', true],
    ['1.+', false],
    ['[1.0,2.0)', false],
    ['(,2.0)', false],
    ['1.0', false],
  ])('%s takes whatever is newest: %s', (text, isOpen) => {
    const written = parseGradleSelector(text);
    expect(written !== undefined && isOpenSelector(written.selector)).toBe(isOpen);
  });

  test('what is strict, and what is preferred', () => {
    expect(parseGradleSelector('1.0')).toMatchObject({ isStrict: false });
    expect(parseGradleSelector('1.0!!')).toMatchObject({ isStrict: true });
    expect(parseGradleSelector('[1.0,2.0)!!1.5')).toMatchObject({ isStrict: true, preferred: '1.5' });
  });
});
