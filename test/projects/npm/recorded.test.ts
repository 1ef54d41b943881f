import { expect, test } from 'vitest';
import { DEFAULT, type NpmWorld, npmWorld } from './npm-world.ts';

const world = npmWorld();

const npmrc = (...lines: string[]) => ({ 'repo/.npmrc': `${lines.join('\n')}\n`, 'repo/package-lock.json': '{}' });

/** Where an entry of a lockfile is asked that records a host. */
test.each<[what: string, recorded: string, name: string, options: Partial<NpmWorld>, asked: string]>([
  ['everybody’s', new URL(DEFAULT).host, 'a', {}, 'default'],
  ['Yarn’s name for it', 'registry.yarnpkg.com', 'a', {}, 'default'],
  [
    'everybody’s, where another stands in for it',
    new URL(DEFAULT).host,
    'a',
    { files: npmrc('registry=https://m.example/npm/') },
    'https://m.example/npm',
  ],
  [
    'everybody’s, for a scope that lives elsewhere',
    'registry.yarnpkg.com',
    '@s/a',
    { files: npmrc('@s:registry=https://s.example/') },
    'https://s.example',
  ],
  [
    'one that a scope is mapped to',
    's.example',
    'a',
    { files: npmrc('@s:registry=https://s.example/npm/') },
    'https://s.example/npm',
  ],
  [
    'one with a port',
    's.example:4873',
    '@s/a',
    { files: npmrc('@s:registry=http://s.example:4873') },
    'http://s.example:4873',
  ],
  [
    'one that has a registry for all and one for a scope',
    'r.example',
    '@t/a',
    {
      files: npmrc(
        '@s:registry=https://r.example/s/',
        'registry=https://r.example/all/',
        '@t:registry=https://t.example/',
      ),
    },
    'https://r.example/all',
  ],
  ['one that nothing names', 'x.example', 'a', { files: npmrc('@s:registry=https://s.example/') }, 'closed: unnamed'],
  [
    'one that a variable may name',
    's.example',
    'a',
    { files: npmrc('@s:registry=https://${HOST}/') },
    'closed: unreachable',
  ],
  [
    'one that only another tool’s configuration names',
    's.example',
    'a',
    {
      files: {
        'repo/package.json': '{"packageManager": "npm@11.0.0"}',
        'repo/.yarnrc.yml': 'npmScopes:\n  s:\n    npmRegistryServer: https://s.example\n',
      },
    },
    'closed: unreachable',
  ],
  ...(
    [
      ['always', 'old.example:4873', 'a', 'https://m.example/npm'],
      ['always', 's.example', '@s/a', 'https://s.example'],
      ['always', 'old.example', '@s/a', 'https://s.example'],
      ['always', 'old.example', '@t/a', 'https://m.example/npm'],
      ['old.example', 'old.example', 'a', 'https://m.example/npm'],
      ['old.example', 'old.example:4873', 'a', 'https://m.example/npm'],
      ['old.example:4873', 'old.example:4873', 'a', 'https://m.example/npm'],
      ['https://old.example/npm/all/', 'old.example', 'a', 'https://m.example/npm'],
      ['http://old.example:4873/', 'old.example:4873', 'a', 'https://m.example/npm'],
      ['other.example', 'old.example', 'a', 'closed: unnamed'],
      ['other.example', new URL(DEFAULT).host, 'a', 'https://m.example/npm'],
      ['npmjs', 'old.example', 'a', 'closed: unnamed'],
      ['never', 'old.example', 'a', 'closed: unnamed'],
      ['never', 's.example', '@s/a', 'https://s.example'],
      ['${HOST}', 'old.example', 'a', 'closed: unreachable'],
      ['', 'old.example', 'a', 'closed: unnamed'],
    ] as const
  ).map(([replaces, recorded, name, asked]): [string, string, string, Partial<NpmWorld>, string] => {
    const lines = ['registry=https://m.example/npm/', '@s:registry=https://s.example/'];
    const files = npmrc(...lines, `replace-registry-host=${replaces}`);
    return [`${recorded}, for ${name}, where npm replaces “${replaces}”`, recorded, name, { files }, asked];
  }),
  [
    'one that npm is told to replace, in the environment',
    'old.example',
    'a',
    { files: npmrc('replace-registry-host=never'), env: { npm_config_replace_registry_host: 'always' } },
    'default',
  ],
  [
    'one that npm is told to replace, in a project of pnpm’s',
    'old.example',
    'a',
    { files: { ...npmrc('replace-registry-host=always'), 'repo/pnpm-workspace.yaml': '' } },
    'closed: unnamed',
  ],
  ['one that nothing names, for a scope of JSR’s', 'x.example', '@jsr/a', {}, 'closed: unreachable'],
])('%s', async (_, recorded, name, options, asked) => {
  expect(await world.routes([name], { files: {}, ...options, recorded })).toEqual([asked]);
});
