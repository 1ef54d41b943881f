import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadNpmRoutes } from '../../../server/src/projects/npm/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import { ownershipIn } from '../../support/ownership.ts';
import { DEFAULT, type NpmWorld, npmWorld } from './npm-world.ts';

const world = npmWorld();

type Case = readonly [what: string, world: NpmWorld, plain: string, scoped: string];

/** Where `demo` and `@s/demo` are asked. */
async function expectRoutes([, options, plain, scoped]: Case): Promise<void> {
  expect(await world.routes(['demo', '@s/demo'], options)).toEqual([plain, scoped]);
}

const S = '@s:registry=https://s.example/\n';
const PACKAGE = '{}';

describe("npm's workspaces", () => {
  const root = { 'repo/package.json': '{"workspaces": ["packages/*"]}', 'repo/.npmrc': S };
  const member = { 'repo/packages/a/package.json': PACKAGE };
  const a = 'repo/packages/a';
  test.each<Case>([
    ['the root maps a scope', { root: a, files: { ...root, ...member } }, 'default', 'https://s.example'],
    [
      "the member's own file is not read",
      { root: a, files: { ...root, ...member, [`${a}/.npmrc`]: 'registry=https://own.example' } },
      'default',
      'https://s.example',
    ],
    [
      'a folder that is no member reads its own',
      {
        root: 'repo/b',
        files: { ...root, 'repo/b/package.json': PACKAGE, 'repo/b/.npmrc': 'registry=https://b.example' },
      },
      'https://b.example',
      'https://b.example',
    ],
    [
      'a name is not told to the default registry where only a folder above maps it',
      { root: 'repo/b', files: { ...root, 'repo/b/package.json': PACKAGE, 'repo/b/.npmrc': 'save-exact=true' } },
      'default',
      'closed: unreachable',
    ],
    [
      'a folder below a package',
      { root: 'repo/src', files: { 'repo/package.json': PACKAGE, 'repo/.npmrc': S } },
      'default',
      'https://s.example',
    ],
    [
      'a variable of the root is not expanded',
      {
        root: a,
        files: { ...root, ...member, 'repo/.npmrc': '@s:registry=https://evil.example/${SECRET}' },
        env: { SECRET: 'x' },
      },
      'default',
      'closed: untrusted',
    ],
    [
      'a credential of the root is not used',
      { root: a, files: { ...root, ...member, 'repo/.npmrc': `${S}//s.example/:_authToken=folder` } },
      'default',
      'https://s.example withheld',
    ],
  ])('%s', async (...row) => expectRoutes(row));
});

describe('Yarn', () => {
  const yarn = { 'repo/package.json': '{"packageManager": "yarn@4.9.2"}' };
  const scope = 'npmScopes:\n  s:\n    npmRegistryServer: https://s.example/\n';
  test.each<Case>([
    ['nothing configured', { files: yarn }, 'default', 'default'],
    ["the folder's scope", { files: { ...yarn, 'repo/.yarnrc.yml': scope } }, 'default', 'https://s.example'],
    ["the user's scope", { files: { ...yarn, 'home/.yarnrc.yml': scope } }, 'default', 'https://s.example'],
    [
      'a file of Yarn makes the project',
      {
        files: {
          'repo/package.json': PACKAGE,
          'repo/.yarnrc.yml': `npmRegistryServer: "https://r.example/"\n${scope}`,
        },
      },
      'https://r.example',
      'https://s.example',
    ],
    [
      'the nearest file first, key by key',
      {
        root: 'repo/a',
        files: {
          'repo/package.json': '{"packageManager": "yarn@4.9.2", "workspaces": ["a"]}',
          'repo/a/package.json': PACKAGE,
          'repo/.yarnrc.yml': `npmRegistryServer: https://far.example\n${scope}`,
          'repo/a/.yarnrc.yml': 'npmRegistryServer: https://near.example\nnpmScopes: {s: {npmAlwaysAuth: true}}\n',
        },
      },
      'https://near.example',
      'https://s.example',
    ],
    [
      'the environment first',
      {
        files: { ...yarn, 'repo/.yarnrc.yml': 'npmRegistryServer: https://r.example' },
        env: { YARN_NPM_REGISTRY_SERVER: 'https://env.example/' },
      },
      'https://env.example',
      'https://env.example',
    ],
    [
      "npm's file is not read",
      { files: { ...yarn, 'repo/.npmrc': 'registry=https://npm.example' } },
      'default',
      'default',
    ],
    [
      'the setting stands in for the default one',
      {
        files: { ...yarn, 'repo/.yarnrc.yml': `npmRegistryServer: https://r.example\n${scope}` },
        npm: 'https://setting.example',
      },
      'https://setting.example',
      'https://s.example',
    ],
    [
      "a variable of the folder's is not expanded",
      {
        files: { ...yarn, 'repo/.yarnrc.yml': 'npmRegistryServer: "https://evil.example/${SECRET:-}"\n' },
        env: { SECRET: 'x' },
      },
      'closed: untrusted',
      'closed: untrusted',
    ],
    [
      "variables of the user's",
      {
        files: { ...yarn, 'home/.yarnrc.yml': 'npmRegistryServer: "https://${HOST}/${A-a}/${B:-b}"\n' },
        env: { HOST: 'r.example', B: '' },
      },
      'https://r.example/a/b',
      'https://r.example/a/b',
    ],
    [
      "a variable of the user's that is not set",
      { files: { ...yarn, 'home/.yarnrc.yml': 'npmRegistryServer: "https://r.example/${UNSET}"\n' } },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'CRLF, quotes, comments and an alias',
      {
        files: {
          ...yarn,
          'repo/.yarnrc.yml':
            '# a\r\nnpmRegistryServer: &r "https://r.example"\r\nnpmScopes:\r\n  "s": {npmRegistryServer: *r}\r\n',
        },
      },
      'https://r.example',
      'https://r.example',
    ],
    [
      'a broken file closes all names',
      { files: { ...yarn, 'repo/.yarnrc.yml': 'npmScopes: {s: [', 'home/.yarnrc.yml': scope } },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'but not those mapped above it',
      { files: { ...yarn, 'repo/.yarnrc.yml': scope, 'home/.yarnrc.yml': '- a' } },
      'closed: unreachable',
      'https://s.example withheld',
    ],
    [
      'a scope that is no map',
      { files: { ...yarn, 'repo/.yarnrc.yml': 'npmScopes: {s: https://s.example}' } },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'a bomb of aliases',
      {
        files: {
          ...yarn,
          'repo/.yarnrc.yml': `a: &a [x]\n${[...'bcdefghijk'].map((key, at) => `${key}: &${key} [${`*${'abcdefghij'[at]},`.repeat(9)}]`).join('\n')}\n`,
        },
      },
      'closed: unreachable',
      'closed: unreachable',
    ],
    ['an empty file', { files: { ...yarn, 'repo/.yarnrc.yml': '# nothing\n' } }, 'default', 'default'],
    ['empty maps', { files: { ...yarn, 'repo/.yarnrc.yml': 'npmScopes:\nnpmRegistries:\n' } }, 'default', 'default'],
    [
      'keys that other objects have',
      { files: { ...yarn, 'repo/.yarnrc.yml': 'npmScopes: {__proto__: {npmRegistryServer: https://p.example}}' } },
      'default',
      'default',
    ],
  ])('%s', async (...row) => expectRoutes(row));

  test.each<Case>([
    [
      'the token of a registry, for packages with a scope',
      {
        files: {
          ...yarn,
          'home/.yarnrc.yml':
            'npmRegistryServer: https://r.example/npm/\nnpmRegistries: {"//r.example/npm/": {npmAuthToken: t}}\n',
        },
      },
      'https://r.example/npm',
      'https://r.example/npm as t',
    ],
    [
      'for all, where it says so',
      {
        files: {
          ...yarn,
          'repo/.yarnrc.yml': 'npmRegistryServer: https://r.example',
          'home/.yarnrc.yml': 'npmRegistries: {"https://r.example/": {npmAuthToken: "${T}", npmAlwaysAuth: true}}\n',
        },
        env: { T: 't' },
      },
      'https://r.example as t',
      'https://r.example as t',
    ],
    [
      'a user and a password',
      { files: { ...yarn, 'home/.yarnrc.yml': `${scope}    npmAuthIdent: "ann:pa:ss"\n` } },
      'default',
      'https://s.example as ann:pa:ss',
    ],
    [
      'both in base64',
      { files: { ...yarn, 'home/.yarnrc.yml': `${scope}    npmAuthIdent: ${btoa('ann:pass')}\n` } },
      'default',
      'https://s.example as ann:pass',
    ],
    [
      "the scope's before the registry's",
      {
        files: {
          ...yarn,
          'home/.yarnrc.yml': `${scope}    npmAuthToken: scope\nnpmRegistries: {"//s.example": {npmAuthToken: registry}}\n`,
        },
      },
      'default',
      'https://s.example as scope',
    ],
    [
      'the general one, with the address that the user chose',
      {
        files: {
          ...yarn,
          'home/.yarnrc.yml': 'npmRegistryServer: https://r.example\nnpmAuthToken: t\nnpmAlwaysAuth: true\n',
        },
      },
      'https://r.example as t',
      'https://r.example as t',
    ],
    [
      'and with no other',
      {
        files: {
          ...yarn,
          'repo/.yarnrc.yml': 'npmRegistryServer: https://evil.example',
          'home/.yarnrc.yml': 'npmRegistryServer: https://r.example\nnpmAuthToken: t\nnpmAlwaysAuth: true\n',
        },
      },
      'https://evil.example withheld',
      'https://evil.example withheld',
    ],
    [
      'a scope that the folder sends elsewhere does not take its token along',
      {
        files: {
          ...yarn,
          'repo/.yarnrc.yml': 'npmScopes: {s: {npmRegistryServer: https://evil.example}}',
          'home/.yarnrc.yml': `${scope}    npmAuthToken: t\n`,
        },
      },
      'default',
      'https://evil.example withheld',
    ],
    [
      'another path of the same host',
      {
        files: {
          ...yarn,
          'repo/.yarnrc.yml': 'npmRegistryServer: https://r.example/evil',
          'home/.yarnrc.yml': 'npmRegistries: {"//r.example": {npmAuthToken: t, npmAlwaysAuth: true}}\n',
        },
      },
      'https://r.example/evil',
      'https://r.example/evil',
    ],
    [
      'nothing in the clear that was not meant for it',
      {
        files: {
          ...yarn,
          'repo/.yarnrc.yml': 'npmRegistryServer: http://r.example',
          'home/.yarnrc.yml': 'npmRegistries: {"//r.example": {npmAuthToken: t, npmAlwaysAuth: true}}\n',
        },
      },
      'http://r.example withheld',
      'http://r.example withheld',
    ],
    [
      'a token whose variable is not set',
      { files: { ...yarn, 'home/.yarnrc.yml': `${scope}    npmAuthToken: "\${UNSET}"\n` } },
      'default',
      'https://s.example withheld',
    ],
    [
      "none of the folder's",
      { files: { ...yarn, 'repo/.yarnrc.yml': `${scope}    npmAuthToken: folder\n` } },
      'default',
      'https://s.example withheld',
    ],
    [
      "npm's, which names the address as well",
      { files: { ...yarn, 'repo/.yarnrc.yml': scope, 'home/.npmrc': '//s.example/:_authToken=npm' } },
      'default',
      'https://s.example as npm',
    ],
  ])('as whom: %s', async (...row) => expectRoutes(row));
});

describe('Yarn 1', () => {
  const lock = { 'repo/yarn.lock': '', 'repo/package.json': PACKAGE };
  const yarnrc = '# yarn config v1\r\nregistry "https://r.example/"\r\n"@s:registry" "https://s.example/"\r\n';
  test.each<Case>([
    ["the folder's file", { files: { ...lock, 'repo/.yarnrc': yarnrc } }, 'https://r.example', 'https://s.example'],
    ["the user's file", { files: { ...lock, 'home/.yarnrc': yarnrc } }, 'https://r.example', 'https://s.example'],
    [
      "npm's files first",
      { files: { ...lock, 'repo/.yarnrc': yarnrc, 'home/.npmrc': 'registry=https://npm.example' } },
      'https://npm.example',
      'https://s.example',
    ],
    [
      'every .npmrc on the way up, the nearest first',
      {
        root: 'repo/a',
        files: {
          ...lock,
          '.npmrc': `registry=https://far.example\n${S}`,
          'repo/.npmrc': 'registry=https://near.example',
        },
      },
      'https://near.example',
      'https://s.example',
    ],
    [
      'a variable is not expanded',
      { files: { ...lock, 'repo/.yarnrc': '"@s:registry" "https://evil.example/${SECRET}"' }, env: { SECRET: 'x' } },
      'default',
      'closed: untrusted',
    ],
    [
      'a file that cannot be read closes all names',
      { files: { ...lock, 'repo/.yarnrc/': '' } },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'is not read for npm, and what it maps stays inside',
      { files: { 'repo/package.json': PACKAGE, 'home/.yarnrc': yarnrc } },
      'default',
      'closed: unreachable',
    ],
  ])('%s', async (...row) => expectRoutes(row));
});

describe('pnpm', () => {
  const workspace = (registries: string) => ({ 'repo/pnpm-workspace.yaml': `packages: ['packages/*']\n${registries}` });
  const both = workspace("registries:\n  default: https://r.example/\n  '@s': https://s.example/\n");
  test.each<Case>([
    ['the workspace maps both', { files: both }, 'https://r.example', 'https://s.example'],
    [
      'from a package of the workspace',
      { root: 'repo/packages/a', files: { ...both, 'repo/packages/a/package.json': PACKAGE } },
      'https://r.example',
      'https://s.example',
    ],
    [
      "over npm's files",
      { files: { ...both, 'repo/.npmrc': 'registry=https://npm.example\n@s:registry=https://npm.example' } },
      'https://r.example',
      'https://s.example',
    ],
    [
      "npm's files of the package and of the workspace",
      {
        root: 'repo/packages/a',
        files: {
          ...workspace(''),
          'repo/packages/a/package.json': PACKAGE,
          'repo/packages/a/.npmrc': 'registry=https://a.example',
          'repo/.npmrc': `registry=https://root.example\n${S}`,
        },
      },
      'https://a.example',
      'https://s.example',
    ],
    [
      'the environment first',
      { files: both, env: { pnpm_config_registry: 'https://env.example' } },
      'https://env.example',
      'https://s.example',
    ],
    [
      'a variable is not expanded',
      { files: workspace("registries: {'@s': 'https://evil.example/${SECRET}'}\n"), env: { SECRET: 'x' } },
      'default',
      'closed: untrusted',
    ],
    [
      'a broken file closes all names',
      { files: { ...workspace('registries: ['), 'repo/.npmrc': S } },
      'closed: unreachable',
      'closed: unreachable',
    ],
    [
      'an address that is none',
      { files: workspace("registries: {'@s': {url: a}}") },
      'closed: unreachable',
      'closed: unreachable',
    ],
    ['no registries', { files: workspace('registries:\n') }, 'default', 'default'],
  ])('%s', async (...row) => expectRoutes(row));

  test("the user's own files in pnpm's folder", async () => {
    const files = {
      ...workspace(''),
      'xdg/pnpm/config.yaml': "registries: {'@s': 'https://${HOST}'}",
      'xdg/pnpm/auth.ini': '//s.example/:_authToken=pnpm',
      'home/.npmrc': '//s.example/:_authToken=npm',
    };
    const options = { files, env: { XDG_CONFIG_HOME: path.join(world.place, 'xdg'), HOST: 's.example' } };
    expect(await world.routes(['demo', '@s/demo'], options)).toEqual(['default', 'https://s.example as pnpm']);
  });
});

describe('the file that pnpm wrote until version 10', () => {
  const rc = { 'home/.config/pnpm/rc': `registry=https://r.example\n${S}//s.example/:_authToken=old\n` };
  const pnpm = { 'repo/package.json': '{"packageManager": "pnpm@10.34.9"}' };
  test.skipIf(process.platform !== 'linux').each<Case>([
    ['is read', { files: { ...pnpm, ...rc } }, 'https://r.example', 'https://s.example as old'],
    [
      'behind all others',
      { files: { ...pnpm, ...rc, 'home/.npmrc': 'registry=https://home.example\n@s:registry=https://own.example\n' } },
      'https://home.example',
      'https://own.example',
    ],
    [
      'is no other client’s, and its scopes are not told elsewhere',
      { files: { ...rc, 'repo/package.json': PACKAGE } },
      'default',
      'closed: unreachable',
    ],
    [
      'nor are those of what it writes since',
      { files: { 'home/.config/pnpm/auth.ini': S, 'repo/package.json': PACKAGE } },
      'default',
      'closed: unreachable',
    ],
  ])('%s', async (...row) => expectRoutes(row));
});

describe('never at the default registry', () => {
  const yarnScope = 'npmScopes: {s: {npmRegistryServer: https://s.example}}';
  test.each<Case>([
    [
      'a scope that only another tool of the user maps',
      { files: { 'repo/package.json': PACKAGE, 'home/.yarnrc.yml': yarnScope } },
      'default',
      'closed: unreachable',
    ],
    [
      "a scope that only npm's file maps in a project of Yarn's",
      { files: { 'repo/package.json': PACKAGE, 'repo/.yarnrc.yml': '', 'repo/.npmrc': S } },
      'default',
      'closed: unreachable',
    ],
    [
      'unless the setting says where else',
      { files: { 'repo/package.json': PACKAGE, 'home/.yarnrc.yml': yarnScope }, npm: 'https://setting.example' },
      'https://setting.example',
      'https://setting.example',
    ],
    [
      'or the other tool maps it to the default one',
      {
        files: {
          'repo/package.json': PACKAGE,
          'home/.yarnrc.yml': `npmScopes: {s: {npmRegistryServer: "${DEFAULT}/"}}`,
        },
      },
      'default',
      'default',
    ],
    [
      'or it is broken, as this project does not use it',
      { files: { 'repo/package.json': PACKAGE, 'home/.yarnrc.yml': '[' } },
      'default',
      'default',
    ],
    [
      'anything, where .npmrc cannot be read',
      { files: { 'repo/package.json': PACKAGE, 'repo/.npmrc/': '' } },
      'closed: unreachable',
      'closed: unreachable',
    ],
  ])('%s', async (...row) => expectRoutes(row));

  test('where .npmrc is a link in a circle', async () => {
    await world.write({ 'repo/package.json': PACKAGE });
    const file = path.join(world.place, 'repo', '.npmrc');
    await symlink(file, file);
    expect(await world.routes(['demo'], { files: {} })).toEqual(['closed: unreachable']);
    expect(world.log).toEqual([expect.stringMatching(/\.npmrc: cannot be read \(ELOOP\)\./)]);
  });

  test('says in the log what is closed, once, and no secret', async () => {
    const files = {
      'repo/package.json': PACKAGE,
      'repo/.yarnrc.yml': 'npmAuthToken: s3cret\nnpmScopes: {s: {npmRegistryServer: "ftp://ann:s3cret@s.example"}}',
    };
    await world.routes(['@s/a', '@s/b'], { files });
    expect(world.log).toEqual([expect.stringContaining('the registry of `@s` must be an http or https address')]);
    expect(world.log.join()).not.toContain('s3cret');
  });
});

describe("everybody's registry", () => {
  test.each([
    ['nothing is configured', {}, true],
    ['the user names it', { 'home/.npmrc': `registry=${DEFAULT}/` }, true],
    ['another is named', { 'home/.npmrc': 'registry=https://r.example' }, undefined],
  ])('%s', async (_, files, wellKnown) => {
    await world.write({ 'home/': '', ...files });
    const { settings } = readSettings({}, []);
    const home = path.join(world.place, 'home');
    const router = await loadNpmRoutes({
      ...{ home, ownership: ownershipIn([], home), environment: {}, settings },
      log: () => undefined,
      fingerprint: JSON.stringify,
    });
    const routing = router({ ask: 'package', registry: 'npm', name: 'demo' });
    expect(routing.route?.wellKnown).toBe(wellKnown);
  });
});
