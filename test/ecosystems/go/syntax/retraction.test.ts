import { expect, test } from 'vitest';
import { retractionInto } from '../../../../server/src/ecosystems/go/syntax/retraction.ts';

const LINE = 'retract v1.2.3 // why';

test.each([
  ['at the end', 'module a.example/b\n', 'module a.example/b\n\nretract v1.2.3 // why\n'],
  ['without a line break', 'module a.example/b', 'module a.example/b\n\nretract v1.2.3 // why\n'],
  ['of Windows', 'module a.example/b\r\ngo 1.22\r\n', 'module a.example/b\r\ngo 1.22\r\n\r\nretract v1.2.3 // why\r\n'],
  [
    'behind the last one',
    'module a.example/b\n\nretract v1.0.0 // old\n\nrequire a.example/c v1.0.0\n',
    'module a.example/b\n\nretract v1.0.0 // old\nretract v1.2.3 // why\n\nrequire a.example/c v1.0.0\n',
  ],
  [
    'a block stays as it is',
    'module a.example/b\n\nretract (\n\tv1.0.0 // old\n)\n',
    'module a.example/b\n\nretract (\n\tv1.0.0 // old\n)\n\nretract v1.2.3 // why\n',
  ],
  ['an empty file', '', 'retract v1.2.3 // why\n'],
])('%s', (_, text, expected) => {
  const at = retractionInto(text, LINE);
  if (at === undefined) throw new Error('nothing to insert');
  const written = text.slice(0, at.offset) + at.text + text.slice(at.offset);
  expect(written).toBe(expected);
  expect(retractionInto(written, LINE)).toBeUndefined();
});

test('nothing goes into a merge conflict', () => {
  expect(retractionInto('<<<<<<< a\ngo 1.21\n=======\ngo 1.22\n>>>>>>> b\n', LINE)).toBeUndefined();
});
