import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGoMod } from '../../../server/src/registries/go/go-mod.ts';

/** What is said of retracted versions, as in `v1.0.0: why; v1.1.0…v1.2.0`. */
function retracted(text: string): string | undefined {
  return readGoMod(text)
    ?.retracted.map(({ low, high, reason }) => (low === high ? low : `${low}…${high}`) + (reason ? `: ${reason}` : ''))
    .join('; ');
}

describe('retract', () => {
  test.each<[string, string, string]>([
    ['a version', 'retract v1.0.0', 'v1.0.0'],
    ['a version and a comment beside it', 'retract v1.0.0 // by accident', 'v1.0.0: by accident'],
    ['a comment above', '// one\n//two\n//\n// four\nretract v1.0.0', 'v1.0.0: one\ntwo\n\nfour'],
    ['comments above and beside', '// above\nretract v1.0.0 // beside', 'v1.0.0: above\nbeside'],
    ['a comment that is cut off', '// far\n\nretract v1.0.0', 'v1.0.0'],
    ['an interval', 'retract [v1.0.0, v1.9.9] // all', 'v1.0.0…v1.9.9: all'],
    ['an interval without blanks', 'retract[v1.0.0,v1.9.9]//all', 'v1.0.0…v1.9.9: all'],
    ['an interval from high to low', 'retract [v1.9.9, v1.0.0]', ''],
    ['an interval of another form', 'retract [v1.0.0, v1.9.9)\nretract (v1.0.0, v1.1.0]\nretract [v1.0.0]', ''],
    ['an interval that begins with no version', 'retract [first, v1.0.0]', 'v0.0.0-0…v1.0.0'],
    ['an interval that ends with no version', 'retract [v1.0.0, last]', ''],
    ['a short version', 'retract v1.0', 'v1.0.0'],
    ['no version', 'retract latest\nretract', ''],
    ['quotes', 'retract "v1.0.0"', 'v1.0.0'],
    ['other quotes', 'retract `v1.0.0`', ''],
    ['lines of Windows', '// why\r\nretract v1.0.0 // so\r\n', 'v1.0.0: why\nso'],
    ['a block', 'retract (\n\tv1.0.0 // one\n\t[v1.1.0, v1.2.0]\n)', 'v1.0.0: one; v1.1.0…v1.2.0'],
    ['a comment above a block', '// all\nretract (\n\tv1.0.0 // one\n\tv1.1.0\n)', 'v1.0.0: one; v1.1.0: all'],
    ['an empty line at the top of a block', '// all\nretract (\n\n\tv1.0.0\n)', 'v1.0.0: all'],
    ['an empty line in a block', '// all\nretract (\n\tv1.0.0\n\n\tv1.1.0\n)', 'v1.0.0: all; v1.1.0'],
    ['a comment in a block, before an empty line', 'retract (\n\t// one\n\n\tv1.0.0\n)', 'v1.0.0: one'],
    ['a comment beside the brackets of a block', 'retract ( // open\n\tv1.0.0\n) // close', 'v1.0.0'],
    ['an empty block', 'retract ()\nretract v1.0.0', 'v1.0.0'],
    ['a block of several words', 'retract all (\n\tv1.0.0\n)', ''],
    [
      'several that hold one version',
      'retract v1.0.0 // a\nretract [v1.0.0, v1.1.0] // b',
      'v1.0.0: a; v1.0.0…v1.1.0: b',
    ],
    ['what go does not know', 'retracted v1.0.0\ntool x.example/y\nignore (\n\t./x\n)\nretract v1.0.0 but', 'v1.0.0'],
    ['what a dependency does not say', 'replace a => ./b\nexclude x\nretract v1.0.0', 'v1.0.0'],
    [
      'requirements',
      'require (\n\tx.example/y v1.2.3 // indirect\n)\nrequire "a.example/b" v1\nretract v1.0.0',
      'v1.0.0',
    ],
  ])('%s', (_, text, said) => {
    expect(retracted(`module x.example/m\n\ngo 1.20\n\n${text}\n`)).toBe(said);
    expect(retracted(text)).toBe(said);
  });
});

describe('a mistake, after which go knows nothing', () => {
  test.each([
    ['other quotes around a path', 'module `x.example/m`'],
    ['two modules', 'module x.example/m\nmodule x.example/m'],
    ['a module of two words', 'module x.example/m v1'],
    ['a block that is not closed', 'retract (\n\tv1.0.0\n'],
    ['something behind a block', 'retract (\n\tv1.0.0\n) v1.1.0'],
    ['quotes that are not closed', 'retract "v1.0.0'],
    ['a comment of another kind', '/* why */\nretract v1.0.0'],
    ['a requirement without a version', 'require x.example/y'],
    ['a requirement of no version', 'require x.example/y latest'],
    ['no version of go', 'go one'],
    ['a version of go with a letter before it', 'go v1.21'],
    ['two versions of go', 'go 1.20\ngo 1.21'],
    ['a character that nobody sees', '\u200bretract v1.0.0'],
  ])('%s', (_, text) => {
    expect(readGoMod(text)).toBeUndefined();
  });
});

test.each(['go 1.21', 'go 1.21.3', 'go 1.21rc1', 'go v1.21.3'])('%s is a version of go', text => {
  expect(retracted(`${text}\nretract v1.0.0`)).toBe('v1.0.0');
});

describe('deprecated', () => {
  test.each<[string, string, string | undefined]>([
    ['above', '// Deprecated: use x.example/new.\nmodule x.example/m', 'use x.example/new.'],
    ['beside', 'module x.example/m // Deprecated: gone', 'gone'],
    [
      'a paragraph',
      '// M is old.\n//\n// Deprecated: use n.\n// Soon.\n//\n// More.\nmodule x.example/m',
      'use n.\nSoon.',
    ],
    ['without a blank', '//Deprecated:gone\nmodule x.example/m', 'gone'],
    ['above a block', '// Deprecated: gone\nmodule (\n\tx.example/m\n)', 'gone'],
    ['cut off', '// Deprecated: gone\n\nmodule x.example/m', undefined],
    ['in the middle', '// It is Deprecated: gone\nmodule x.example/m', undefined],
    ['in a second line', '// Old.\n// Deprecated: gone\nmodule x.example/m', undefined],
    ['in other letters', '// deprecated: gone\nmodule x.example/m', undefined],
    ['without a colon', '// Deprecated gone\nmodule x.example/m', undefined],
    ['without words', '// Deprecated:\nmodule x.example/m', undefined],
    ['of a directive', '// Deprecated: gone\ngo 1.20\nmodule x.example/m', undefined],
  ])('%s', (_, text, said) => {
    expect(readGoMod(text)?.deprecated).toBe(said);
  });
});

test('any text is read, however long', () => {
  const piece = fc.constantFrom(
    'module ',
    'retract',
    ' ',
    '\n',
    '(',
    ')',
    '[',
    ']',
    ',',
    'v1.0.0',
    '//',
    '"',
    '`',
    '\\',
    '/*',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      readGoMod(pieces.join(''));
    }),
  );
  for (const text of ['"\\', '"', '(', '//', 'a/', 'retract [', '\t']) {
    readGoMod(text.repeat(20_000));
    readGoMod(`retract (\n${`${text}\n`.repeat(10_000)})`);
  }
  // As long as a proxy may send one: what goes back over blanks would take minutes.
  for (const blank of [' ', '\t', '\r']) readGoMod(`retract v1.0.0${blank.repeat(1_000_000)}x`);
});
