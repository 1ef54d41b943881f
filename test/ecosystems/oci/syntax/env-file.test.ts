import fc from 'fast-check';
import { expect, test } from 'vitest';
import { envFile } from '../../../../server/src/ecosystems/oci/syntax/env-file.ts';

/** By compose-go's parser. */
test.each<[string, Readonly<Record<string, string>>]>([
  ['TAG=22', { TAG: '22' }],
  ['TAG=1.2#3', { TAG: '1.2#3' }],
  ['TAG=1.2 #3', { TAG: '1.2' }],
  ['TAG=1.2\t#3', { TAG: '1.2\t#3' }],
  ['TAG=#3', { TAG: '#3' }],
  ['TAG= 1.2  # why', { TAG: '1.2' }],
  ['TAG="1.2#3" # why', { TAG: '1.2#3' }],
  ["TAG='1.2 # 3'", { TAG: '1.2 # 3' }],
  ['# TAG=1\n  # TAG=2\nTAG=3', { TAG: '3' }],
  ['TAG=1\nTAG=2', { TAG: '2' }],
  ['TAG=1\r\nOTHER=2\r\n', { TAG: '1', OTHER: '2' }],
  ['export TAG=1\nexported=2', { TAG: '1', exported: '2' }],
  ['TAG: 1', { TAG: '1' }],
  ['TAG =1', { TAG: '1' }],
  ['TAG=', { TAG: '' }],
  ['TAG=a=b', { TAG: 'a=b' }],
  ['A="x\nB=no\ny"\nC=3', { A: 'x\nB=no\ny', C: '3' }],
  ['A="x\\"y" \nC=3', { A: 'x\\"y', C: '3' }],
  ['A=1\nB="open\nC=3', { A: '1' }],
  ['INHERITED\nTAG=1', { TAG: '1' }],
  ['no name=1\nTAG=2', { TAG: '2' }],
  ['', {}],
])('%j', (text, variables) => {
  expect(Object.fromEntries(envFile(text))).toEqual(variables);
});

test('whatever the text, reading ends', () => {
  const piece = fc.constantFrom('A', '=', ':', '"', "'", '\\', '\n', '\r\n', ' ', '#', ' #', 'export ', '\t');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
      expect(envFile(pieces.join('')).size).toBeLessThanOrEqual(pieces.length);
    }),
  );
});
