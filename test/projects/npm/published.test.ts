import { expect, test } from 'vitest';
import { DEFAULT, type NpmWorld, npmWorld } from './npm-world.ts';

const world = npmWorld();

const npmrc = (...lines: string[]) => ({ 'repo/.npmrc': `${lines.join('\n')}\n`, 'repo/package-lock.json': '{}' });

/** Where a manifest's own package is asked that names a registry for itself. */
test.each<[what: string, name: string, options: Partial<NpmWorld>, asked: string]>([
  ['the one that it names', 'a', { published: 'https://p.example/npm' }, 'https://p.example/npm'],
  [
    'not the one for all others',
    'a',
    { published: 'https://p.example', files: npmrc('registry=https://r.example/') },
    'https://p.example',
  ],
  ['everybody’s', 'a', { published: DEFAULT, files: npmrc('registry=https://r.example/') }, 'default'],
  ['what stands in for everybody’s', 'a', { published: DEFAULT, npm: 'https://m.example/' }, 'https://m.example'],
  [
    'nothing stands in for another',
    'a',
    { published: 'https://p.example', npm: 'https://m.example/' },
    'https://p.example',
  ],
  [
    'its scope’s, which npm puts first',
    '@s/a',
    { published: 'https://p.example', files: npmrc('@s:registry=https://s.example/') },
    'https://s.example',
  ],
  [
    'the one that it names for its scope',
    '@s/a',
    { publishedScope: 'https://p.example', files: npmrc('@s:registry=https://s.example/') },
    'https://p.example',
  ],
  [
    'a scope that a variable decides',
    '@s/a',
    { published: 'https://p.example', files: npmrc('@s:registry=https://${HOST}/') },
    'closed: untrusted',
  ],
  ['nowhere that is no address', 'a', { published: 'ftp://p.example' }, 'default'],
])('%s', async (_, name, options, asked) => {
  expect(await world.routes([name], { files: {}, ...options })).toEqual([asked]);
});

test('a login of the user’s is for the host that it is kept for', async () => {
  const files = { 'home/.npmrc': '//p.example/:_authToken=secret\n', ...npmrc('registry=https://r.example/') };
  expect(await world.routes(['a'], { files, published: 'https://p.example' })).toEqual(['https://p.example as secret']);
  expect(await world.routes(['a'], { files, published: 'https://q.example' })).toEqual(['https://q.example']);
});
