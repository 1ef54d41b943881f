import { expect, test } from 'vitest';
import { repositoryKey } from '../../../server/src/ecosystems/npm/syntax/repository-key.ts';

test.each([
  'acme/lib',
  'Acme/Lib',
  'github:acme/lib',
  'github:acme/lib#main',
  'https://github.com/acme/lib',
  'https://github.com/acme/lib/',
  'https://github.com/acme/lib.git',
  'https://github.com/acme/lib.git#readme',
  'https://user@github.com/acme/lib.git',
  'git+https://github.com/acme/lib.git',
  'git://github.com/acme/lib.git',
  'git+ssh://git@github.com/acme/lib.git',
  'git+ssh://git@github.com:acme/lib.git',
  'ssh://git@github.com:22/acme/lib.git',
  'git@github.com:acme/lib.git',
  'https://github.com/acme/lib/tree/main/packages/a',
])('%s', written => {
  expect(repositoryKey(written)).toBe('github.com/acme/lib');
});

test.each([
  ['gitlab:acme/lib', 'gitlab.com/acme/lib'],
  ['https://gitlab.example/a/b/lib.git', 'gitlab.example/a/b/lib'],
  ['https://gitlab.com/a/b/-/tree/main/c', 'gitlab.com/a/b'],
  ['https://git.example:8443/lib', 'git.example/lib'],
  ['lib', undefined],
  ['', undefined],
  ['./lib', undefined],
  ['https://github.com', undefined],
  [`https://github.com/${'a'.repeat(600)}`, undefined],
])('%s is %s', (written, key) => {
  expect(repositoryKey(written)).toBe(key);
});
