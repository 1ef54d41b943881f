import { expect, test } from 'vitest';
import { aboutOf } from '../../../server/src/registries/npm/about.ts';

test.each([
  [{}, undefined],
  [{ description: 7, license: {}, homepage: 'javascript:alert(1)', repository: [] }, undefined],
  [{ description: ' a\n\u001b[31mb\u202e ' }, { description: 'a b' }],
  [{ description: 'x'.repeat(1000) }, { description: `${'x'.repeat(299)}…` }],
  [{ license: 'MIT' }, { licence: 'MIT' }],
  [{ license: { type: 'ISC', url: 'https://x.example' } }, { licence: 'ISC' }],
  [{ licenses: [{ type: 'MIT' }, 'Apache-2.0', [['X']], 7] }, { licence: 'MIT OR Apache-2.0' }],
  [{ homepage: 'http://a.example/b#readme' }, { homepage: 'http://a.example/b' }],
  [{ homepage: 'https://user:secret@a.example/' }, undefined],
])('%j says of itself %j', (document, about) => {
  expect(aboutOf(document)).toEqual(about);
});

test.each([
  ['git+https://github.com/o/r.git', 'https://github.com/o/r'],
  ['git://github.com/o/r.git#main', 'https://github.com/o/r'],
  ['git+ssh://git@github.com/o/r.git', 'https://github.com/o/r'],
  ['https://gitlab.com/g/s/r', 'https://gitlab.com/g/s/r'],
  ['github:o/r', 'https://github.com/o/r'],
  ['bitbucket:o/r', 'https://bitbucket.org/o/r'],
  ['o/r', 'https://github.com/o/r'],
  ['git+https://git.example/o/r.git', 'https://git.example/o/r'],
  ['git+ssh://git@git.example/o/r.git', undefined],
  ['ssh://git.example/x', undefined],
  ['https://token@git.example/o/r', undefined],
  [`https://github.com/${'r'.repeat(600)}`, undefined],
])('the repository %j is at %j', (url, repository) => {
  expect(aboutOf({ repository: { type: 'git', url } })?.repository).toBe(repository);
});
