import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePipfileLock, scanPipfileLock } from '../../../../server/src/ecosystems/pypi/syntax/pipfile-lock-text.ts';
import { atOnce } from '../../../../server/src/syntax/at-once.ts';

/** As Pipenv writes it. */
const written = (lock: object) => `${JSON.stringify(lock, null, 4)}\n`;

const LOCK = {
  _meta: {
    hash: { sha256: '0' },
    'pipfile-spec': 6,
    requires: {},
    sources: [{ name: 'pypi', url: 'https://a.example' }],
  },
  default: {
    a: { hashes: ['sha256:0', 'sha256:1'], index: 'pypi', markers: "os_name == 'nt'", version: '==1.0' },
    'b"\\é': { version: '==1.0' },
    c: { git: 'https://a.example', ref: '0' },
  },
  develop: { a: { hashes: [], version: '==2.0' } },
  docs: {},
};

describe('by lines is read what the parser reads', () => {
  test.each([
    ['a whole one', written(LOCK)],
    ['with carriage returns', written(LOCK).replaceAll('\n', '\r\n')],
    ['without what says where it is from', written({ default: LOCK.default })],
    ['nothing', '{}\n'],
  ])('%s', (_, text) => {
    expect(atOnce(scanPipfileLock(text))).toBeDefined();
    expect(atOnce(scanPipfileLock(text))).toEqual(parsePipfileLock(text));
  });
});

describe('left to the parser', () => {
  test.each([
    ['another layout', JSON.stringify(LOCK)],
    ['an entry twice', written(LOCK).replace('"c": {', '"a": {')],
    ['one that was cut', written(LOCK).slice(0, -20)],
    ['a comment', `// a\n${written(LOCK)}`],
    ['escapes of another kind', written(LOCK).replace('é', '\\u00e9')],
    ['a mark of git’s', written(LOCK).replace('    "develop"', '<<<<<<< HEAD\n    "develop"')],
    ['a list', '[]'],
    [
      'names that JavaScript puts first',
      written({ default: LOCK.default }).replace('"b', '"1').replace('\\"\\\\é', ''),
    ],
  ])('%s', (_, text) => expect(atOnce(scanPipfileLock(text))).toBeUndefined());
});

test('of any lockfile nothing else', () => {
  const name = fc.oneof(fc.constantFrom('a', 'b', 'default', '1', '__proto__', 'hashes'), fc.string({ maxLength: 4 }));
  const entry = fc.dictionary(name, fc.oneof(fc.string(), fc.array(fc.string()), fc.integer()), { maxKeys: 3 });
  const category = fc.dictionary(name, fc.oneof(entry, fc.string()), { maxKeys: 4 });
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(name, fc.constant('_meta')), category, { maxKeys: 4 }), lock => {
      const text = written(lock);
      const scanned = atOnce(scanPipfileLock(text));
      if (scanned !== undefined) expect(scanned).toEqual(parsePipfileLock(text));
    }),
  );
});
