import { describe, expect, test } from 'vitest';
import { areWeak, compareHashes, type ReleaseHash } from '../../server/src/model/hashes.ts';

/** `file=algorithm:digest`, with blanks between; without a file what no name is told of. */
function hashes(text: string): readonly ReleaseHash[] {
  return text
    .split(' ')
    .filter(word => word !== '')
    .map(word => {
      const equals = word.indexOf('=');
      const hash = word.slice(equals + 1);
      const [algorithm = ''] = hash.split(/[:-]/);
      return equals < 0 ? { algorithm, text: hash } : { algorithm, text: hash, file: word.slice(0, equals) };
    });
}

function verdict(recorded: string, served: string): string {
  const held = compareHashes(hashes(recorded), hashes(served));
  return held.is === 'different' ? `${held.recorded.text} ≠ ${held.served.text}` : held.is;
}

describe('of a release that is one file', () => {
  test.each([
    ['sha512-a', 'sha512-a', 'same'],
    ['sha512-a', 'sha512-b', 'sha512-a ≠ sha512-b'],
    ['sha512-a sha1-x', 'sha512-b sha1-x', 'sha512-a ≠ sha512-b'],
    ['sha1-x', 'sha512-b sha1-x', 'same'],
    ['sha1-x', 'sha512-b', 'incomparable'],
    ['sha512-a sha512-b', 'sha512-b', 'same'],
    ['sha512-A', 'sha512-a', 'sha512-A ≠ sha512-a'],
    ['sha256:AB', 'sha256:ab', 'same'],
    ['h1:a', 'h1:b', 'h1:a ≠ h1:b'],
    ['10c0-a', '10c0-b', 'incomparable'],
    ['', 'sha512-a', 'incomparable'],
    ['sha512-a', '', 'incomparable'],
  ])('%j against %j: %s', (recorded, served, expected) => expect(verdict(recorded, served)).toBe(expected));
});

describe('of a release of several files, with their names', () => {
  const SERVED = 'a.whl=sha256:01 a.tar.gz=sha256:02';
  test.each([
    ['a.whl=sha256:01 a.tar.gz=sha256:02', 'same'],
    ['a.whl=sha256:01', 'same'],
    ['a.whl=sha256:01 a.tar.gz=sha256:99', 'sha256:99 ≠ sha256:02'],
    ['a.tar.gz=sha256:99 a.whl=sha256:01', 'sha256:99 ≠ sha256:02'],
    // It was removed, or never was there: no other bytes are under its name.
    ['b.whl=sha256:99', 'incomparable'],
    ['b.whl=sha256:99 a.whl=sha256:01', 'same'],
    ['a.whl=md5:99', 'incomparable'],
    // Another file's hash is none of this one's.
    ['a.whl=sha256:02', 'sha256:02 ≠ sha256:01'],
  ])('%j: %s', (recorded, expected) => expect(verdict(recorded, SERVED)).toBe(expected));

  test.each([
    ['one of two indexes has it so', 'a.whl=sha256:01', 'a.whl=sha256:99 a.whl=sha256:01', 'same'],
    ['neither has', 'a.whl=sha256:01', 'a.whl=sha256:98 a.whl=sha256:99', 'sha256:01 ≠ sha256:98'],
    ['the strongest counts', 'a=md5:1 a=sha256:2', 'a=md5:1 a=sha256:3', 'sha256:2 ≠ sha256:3'],
    ['a file against what has no name', 'a.pom=sha256:01', 'sha256:02', 'incomparable'],
  ])('%s', (_, recorded, served, expected) => expect(verdict(recorded, served)).toBe(expected));
});

describe('of several files, by a list without names', () => {
  test.each([
    ['sha256:01 sha256:02', 'same'],
    // A wheel that came later is in no list.
    ['sha256:01', 'same'],
    // Nor is one that was removed served.
    ['sha256:98 sha256:02', 'same'],
    ['sha256:98 sha256:99', 'sha256:98 ≠ sha256:01'],
    ['sha256:AA', 'sha256:AA ≠ sha256:01'],
    ['md5:01', 'incomparable'],
    // What is not served of an algorithm may be of any file.
    ['sha256:98 sha512:01', 'incomparable'],
  ])('%j: %s', (recorded, expected) => {
    expect(verdict(recorded, 'a.whl=sha256:01 a.tar.gz=sha256:02')).toBe(expected);
  });
});

test.each([
  ['sha1-x', true],
  ['sha1-x md5-y', true],
  ['sha1-x sha512-y', false],
  ['', false],
])('%j is weak: %s', (text, expected) => expect(areWeak(hashes(text))).toBe(expected));
