import { describe, expect, test } from 'vitest';
import { type NpmWorld, npmWorld } from './npm-world.ts';

const world = npmWorld();

type Case = readonly [what: string, world: NpmWorld, plain: string, scoped: string];

const PACKAGE = '{}';
const REGISTRY = '[install]\nregistry = "https://r.example/"\n';
const SCOPE = '[install.scopes]\n"@s" = "https://s.example/"\n';
const NPMRC = 'registry=https://npm.example\n@s:registry=https://scope.example\n';
const bun = { 'repo/package.json': PACKAGE, 'repo/bun.lock': '{}' };
const R = 'https://r.example';
const S = 'https://s.example';

// Where Bun 1.4.5 asked for `demo` and `@s/demo`.
describe('Bun', () => {
  test.each<Case>([
    ['nothing configured', { files: bun }, 'default', 'default'],
    ['its file makes the project', { files: { 'repo/package.json': PACKAGE, 'repo/bunfig.toml': REGISTRY } }, R, R],
    [
      'its older lockfile does',
      { files: { 'repo/package.json': PACKAGE, 'repo/bun.lockb': '', 'home/.bunfig.toml': REGISTRY } },
      R,
      R,
    ],
    [
      'the manifest names it',
      { files: { 'repo/package.json': '{"packageManager": "bun@1.4.5"}', 'home/.bunfig.toml': REGISTRY } },
      R,
      R,
    ],
    [
      'its file goes before npm’s',
      { files: { ...bun, 'repo/bunfig.toml': REGISTRY + SCOPE, 'repo/.npmrc': NPMRC } },
      R,
      S,
    ],
    [
      'key by key',
      { files: { ...bun, 'repo/bunfig.toml': REGISTRY, 'repo/.npmrc': NPMRC } },
      R,
      'https://scope.example',
    ],
    ['the user’s file does', { files: { ...bun, 'home/.bunfig.toml': REGISTRY + SCOPE, 'repo/.npmrc': NPMRC } }, R, S],
    [
      'the project’s before the user’s',
      {
        files: {
          ...bun,
          'repo/bunfig.toml': '[install]\nregistry = {url = "https://own.example"}\n',
          'home/.bunfig.toml': REGISTRY + SCOPE,
        },
      },
      'https://own.example',
      S,
    ],
    [
      'a scope without its @',
      { files: { ...bun, 'repo/bunfig.toml': '[install.scopes]\ns = { url = "https://s.example" }\n' } },
      'default',
      S,
    ],
    [
      'the environment first',
      {
        files: { ...bun, 'repo/bunfig.toml': REGISTRY },
        env: { BUN_CONFIG_REGISTRY: 'https://env.example', npm_config_registry: 'https://npm-env.example' },
      },
      'https://env.example',
      'https://env.example',
    ],
    [
      'then npm’s',
      { files: { ...bun, 'repo/bunfig.toml': REGISTRY }, env: { npm_config_registry: 'https://npm-env.example' } },
      'https://npm-env.example',
      'https://npm-env.example',
    ],
    [
      'the workspace’s root, not the member',
      {
        root: 'repo/a',
        files: {
          'repo/package.json': '{"workspaces": ["a"]}',
          'repo/bunfig.toml': REGISTRY,
          'repo/a/package.json': PACKAGE,
          'repo/a/bunfig.toml': '[install]\nregistry = "https://own.example"\n',
        },
      },
      R,
      R,
    ],
    [
      'a scope that only a folder above maps is not told',
      { root: 'repo/a', files: { 'repo/bunfig.toml': REGISTRY + SCOPE, 'repo/a/package.json': PACKAGE } },
      'default',
      'closed: unreachable',
    ],
    [
      'nor one that only a member’s own file maps',
      {
        root: 'repo/a',
        files: {
          'repo/package.json': '{"workspaces": ["a"]}',
          'repo/bun.lock': '{}',
          'repo/a/package.json': PACKAGE,
          'repo/a/bunfig.toml': SCOPE,
        },
      },
      'default',
      'closed: unreachable',
    ],
    [
      'a file that is broken might map anything',
      { files: { ...bun, 'repo/bunfig.toml': '[install\nregistry = "https://r.example"\n' } },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'so might what Bun refuses',
      { files: { ...bun, 'repo/bunfig.toml': '[install.scopes]\ns = 1\n' } },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'a variable of the folder’s is not expanded',
      {
        files: { ...bun, 'repo/bunfig.toml': '[install]\nregistry = "$PLACE"\n' },
        env: { PLACE: 'https://r.example' },
      },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'one of the user’s is',
      {
        files: { ...bun, 'home/.bunfig.toml': '[install]\nregistry = "$PLACE"\n' },
        env: { PLACE: 'https://r.example' },
      },
      R,
      R,
    ],
    [
      'another client’s project does not tell the names of its scopes',
      { files: { 'repo/package.json': '{"packageManager": "pnpm@10.0.0"}', 'repo/bunfig.toml': SCOPE } },
      'default',
      'closed: unreachable',
    ],
  ])('%s', async (_what, options, plain, scoped) => {
    expect(await world.routes(['demo', '@s/demo'], options)).toEqual([plain, scoped]);
  });
});

describe('logins', () => {
  const token = '[install]\nregistry = { url = "https://r.example/", token = "$TOKEN" }\n';
  const user = '[install.scopes]\n"@s" = { url = "https://s.example", username = "ann", password = "pw" }\n';
  const env = { TOKEN: 'secret' };
  test.each<Case>([
    ['the user’s', { files: { ...bun, 'home/.bunfig.toml': token + user }, env }, `${R} as secret`, `${S} as ann:pw`],
    [
      'in the user’s address',
      { files: { ...bun, 'home/.bunfig.toml': '[install]\nregistry = "https://ann:pw@r.example"\n' } },
      `${R} as ann:pw`,
      `${R} as ann:pw`,
    ],
    [
      'the folder’s are not sent',
      { files: { ...bun, 'repo/bunfig.toml': token + user }, env },
      `${R} withheld`,
      `${S} withheld`,
    ],
    [
      'the user’s is not sent to where the folder points',
      {
        files: {
          ...bun,
          'home/.bunfig.toml': token,
          'repo/bunfig.toml': '[install]\nregistry = "https://evil.example"\n',
        },
        env,
      },
      'https://evil.example',
      'https://evil.example',
    ],
    [
      'of a scope without an address',
      {
        files: { ...bun, 'home/.bunfig.toml': '[install.scopes]\ns = { token = "x" }\n', 'repo/bunfig.toml': REGISTRY },
      },
      R,
      `${R} withheld`,
    ],
    [
      'of a variable that is not set',
      { files: { ...bun, 'home/.bunfig.toml': token } },
      `${R} withheld`,
      `${R} withheld`,
    ],
    [
      'npm’s, for the address that Bun’s file names',
      { files: { ...bun, 'repo/bunfig.toml': REGISTRY, 'home/.npmrc': '//r.example/:_authToken=mine\n' } },
      `${R} as mine`,
      `${R} as mine`,
    ],
  ])('%s', async (_what, options, plain, scoped) => {
    expect(await world.routes(['demo', '@s/demo'], options)).toEqual([plain, scoped]);
  });
});
