import { describe, expect, test } from 'vitest';
import { writtenCommand } from '../../server/src/model/tool-command.ts';

test.each([
  [
    ['deprecate', 'a@1.0.0', { ours: '1.0.0 is broken, use 1.0.1' }],
    'npm deprecate a@1.0.0 "1.0.0 is broken, use 1.0.1"',
  ],
  [['deprecate', '@acme/a@1.0.0'], 'npm deprecate "@acme/a@1.0.0"'],
  [['x', { ours: '--registry' }, 'https://npm.example/'], 'npm x --registry "https://npm.example/"'],
])('%j', (words, expected) => {
  expect(writtenCommand('npm', words)).toBe(expected);
});

describe('nothing is written', () => {
  test.each([
    '',
    ' ',
    'a b',
    '-x',
    '--yes',
    '$(a)',
    '`a`',
    'a"b',
    "a'b",
    'a\\b',
    'a;b',
    'a\nb',
    '%a%',
    '!a',
    'a|b',
    'é',
  ])('with %j by others', word => {
    expect(writtenCommand('npm', ['x', word])).toBeUndefined();
  });

  test.each(['', '$(a)', '`a`', 'a "b"', 'a\nb', 'a; b', 'a % b', 'a ! b'])('with %j put into words of ours', word => {
    expect(writtenCommand('npm', ['x', { ours: word }])).toBeUndefined();
  });
});
