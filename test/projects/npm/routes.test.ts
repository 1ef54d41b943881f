import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintWith } from '../../../server/src/projects/fingerprint.ts';
import { loadNpmRoutes } from '../../../server/src/projects/npm/routes.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import type { Routing } from '../../../server/src/registries/route.ts';
import { ownershipIn } from '../../support/ownership.ts';

let place: string;
let log: string[];

beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'lens-npmrc-'));
  log = [];
  for (const folder of ['home', 'project', 'prefix/etc']) await mkdir(path.join(place, folder), { recursive: true });
});

afterEach(async () => {
  await rm(place, { recursive: true });
});

interface World {
  readonly user?: string;
  readonly project?: string;
  readonly global?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly npm?: string;
}

/** Writes the files of a world and says where a name is asked, and as whom. */
async function route(name: string, world: World): Promise<string> {
  const routing = await routingOf(name, world);
  if (!routing.open) return `closed: ${routing.why}`;
  const login = await routing.route.login();
  switch (login.is) {
    case 'anonymous':
      return `${routing.route.base} anonymous${login.withheld === true ? ', withheld' : ''}`;
    case 'basic':
      return `${routing.route.base} ${login.user}:${login.password}`;
    case 'bearer':
    case 'identity':
      return `${routing.route.base} ${login.token}`;
    case 'broken':
      return 'broken';
  }
}

async function routingOf(name: string, world: World): Promise<Routing> {
  const files = { 'home/.npmrc': world.user, 'project/.npmrc': world.project, 'prefix/etc/npmrc': world.global };
  for (const [file, text] of Object.entries(files)) {
    if (text !== undefined) await writeFile(path.join(place, file), text);
  }
  const { settings } = readSettings({ registries: world.npm === undefined ? {} : { npm: world.npm } }, []);
  const router = await loadNpmRoutes({
    root: path.join(place, 'project'),
    home: path.join(place, 'home'),
    ownership: ownershipIn([path.join(place, 'project')], path.join(place, 'home')),
    environment: { npm_config_prefix: path.join(place, 'prefix'), ...world.env },
    settings,
    log: line => log.push(line),
    fingerprint: fingerprintWith(Buffer.alloc(32, 1)),
  });
  return router({ ask: 'package', registry: 'npm', name });
}

/** npm's own library says where that is. */
const { registry } = createRequire(import.meta.url)('npm-registry-fetch/lib/default-opts.js');
const DEFAULT = String(registry).replace(/\/$/, '');

describe('where', () => {
  test.each<[string, World, string]>([
    ['nothing is configured', {}, DEFAULT],
    ['the machine', { global: 'registry=https://global.example/' }, 'https://global.example'],
    [
      'the user',
      { global: 'registry=https://global.example/', user: 'registry = https://user.example/npm/' },
      'https://user.example/npm',
    ],
    [
      'the folder',
      { user: 'registry=https://user.example', project: 'registry=https://folder.example' },
      'https://folder.example',
    ],
    [
      'the environment',
      { project: 'registry=https://folder.example', env: { NPM_CONFIG_REGISTRY: 'https://env.example' } },
      'https://env.example',
    ],
    [
      'the setting',
      { npm: 'https://setting.example', env: { npm_config_registry: 'https://env.example' } },
      'https://setting.example',
    ],
    [
      'a variable of the user',
      { user: 'registry=https://${HOST}/', env: { HOST: 'var.example' } },
      'https://var.example',
    ],
    ['quotes and comments', { user: '; a\n# b\nregistry="https://user.example/"\r\n' }, 'https://user.example'],
    [
      'an empty value',
      { user: 'registry=https://user.example', env: { npm_config_registry: '' } },
      'https://user.example',
    ],
  ])('%s', async (_, world, base) => {
    expect(await route('demo', world)).toBe(`${base} anonymous`);
    expect(log).toEqual([]);
  });

  test('what is JSR’s is asked at its own registry alone', async () => {
    const own = { project: '@jsr:registry=https://jsr.example', npm: 'https://setting.example' };
    expect(await route('@jsr/std__path', own)).toBe('https://jsr.example anonymous');
    await rm(path.join(place, 'project/.npmrc'));
    expect(await route('@jsr/std__path', { npm: 'https://setting.example' })).toBe('closed: unreachable');
    expect(await route('@jsr/std__path', { user: 'registry=https://user.example' })).toBe('closed: unreachable');
  });

  test('another user file', async () => {
    const userconfig = path.join(place, 'other-npmrc');
    await writeFile(userconfig, 'registry=https://other.example\n//other.example/:_authToken=t');
    const world = { user: 'registry=https://user.example', env: { NPM_CONFIG_USERCONFIG: userconfig } };
    expect(await route('demo', world)).toBe('https://other.example t');
  });

  test('the registry of the scope, whatever else is chosen', async () => {
    const world = {
      user: '@s:registry=https://scope.example/',
      npm: 'https://setting.example',
      env: { npm_config_registry: 'https://env.example' },
    };
    expect(await route('@s/demo', world)).toBe('https://scope.example anonymous');
    expect(await route('@other/demo', world)).toBe('https://setting.example anonymous');
    expect(await route('s', world)).toBe('https://setting.example anonymous');
  });

  test("a scope that the folder maps, over the user's", async () => {
    const world = { user: '@s:registry=https://user.example/', project: '@s:registry=https://folder.example/' };
    expect(await route('@s/demo', world)).toBe('https://folder.example anonymous');
  });

  test.each<[string, World, string]>([
    [
      'a variable in the folder',
      { project: '@s:registry=https://evil.example/${SECRET}/', env: { SECRET: 'x' } },
      'untrusted',
    ],
    ['a protocol that is not followed', { user: '@s:registry=ftp://user.example' }, 'unreachable'],
    ['a password in the address', { user: '@s:registry=https://ann:secret@user.example' }, 'unreachable'],
  ])('nowhere, and never at the default, for %s', async (_, world, why) => {
    expect(await route('@s/demo', world)).toBe(`closed: ${why}`);
    expect(log).toHaveLength(1);
    expect(log.join()).not.toMatch(/secret|evil/);
    expect(await route('demo', world)).toBe(`${DEFAULT} anonymous`);
  });

  test('what the folder takes from a variable, unless somebody above it says', async () => {
    const project = 'registry=https://evil.example/${SECRET}/';
    expect(await route('demo', { project, env: { SECRET: 'x' } })).toBe('closed: untrusted');
    expect(await route('demo', { project, npm: 'https://setting.example' })).toBe('https://setting.example anonymous');
  });

  test("a user file that is also the folder's counts as the folder's", async () => {
    const userconfig = path.join(place, 'project', '.npmrc');
    const world = {
      project: 'registry=https://r.example/\n//r.example/:_authToken=${T}',
      env: { npm_config_userconfig: userconfig, T: 't' },
    };
    expect(await route('demo', world)).toBe('https://r.example anonymous, withheld');
  });

  describe("a script's environment that repeats the folder's file", () => {
    const token = '//r.example/:_authToken=users';
    test.each<[string, World, string]>([
      [
        'gets no login in the clear',
        { project: 'registry=http://r.example', user: token, env: { npm_config_registry: 'http://r.example/' } },
        'http://r.example anonymous, withheld',
      ],
      [
        'gives away no variable',
        {
          project: 'registry=http://r.example/${S}/',
          env: { S: 'secret', npm_config_registry: 'http://r.example/secret/' },
        },
        'closed: untrusted',
      ],
      [
        'by the scheme that the user meant is as before',
        { project: 'registry=https://r.example', user: token, env: { npm_config_registry: 'https://r.example/' } },
        'https://r.example users',
      ],
      [
        'is not one that says something else',
        { project: 'registry=http://r.example', user: token, env: { npm_config_registry: 'http://r.example/other' } },
        'http://r.example/other users',
      ],
      [
        'by another manager, pnpm',
        { project: 'registry=http://r.example', user: token, env: { pnpm_config_registry: 'http://r.example' } },
        'http://r.example anonymous, withheld',
      ],
    ])('%s', async (_, world, expected) => {
      expect(await route('demo', world)).toBe(expected);
    });

    test.each<[string, string]>([
      ['a list', 'registry[]=http://r.example/${S}/'],
      ['a key with a variable', '${NO?}registry=http://r.example/${S}/'],
      ['a variable that npm leaves alone', 'registry=http://r.example/\\${S}/'],
      ['another case', 'Registry=http://r.example/${S}/'],
      ['a quoted key', '"registry"=http://r.example/${S}/'],
      ['a file of its choice', 'userconfig=./chosen'],
      ['a place of its choice', 'prefix=.'],
      ['bytes that are no text', '; \u0000\nregistry=http://r.example/${S}/'],
      ['more than is read', `;${'x'.repeat(5 * 1024 * 1024)}\nregistry=http://r.example/\${S}/`],
    ])('is not believed where the folder’s file may have made it by %s', async (_, project) => {
      const env = { S: 'secret', npm_config_registry: 'http://r.example/secret/', npm_lifecycle_event: 'lens' };
      expect(await route('demo', { project, user: token, env })).toMatch(/^closed: /);
    });

    test('is believed where the file speaks of something else', async () => {
      const project = '; registry\n@scope:registry=https://s.example\nsave-exact = true\n';
      const env = { npm_config_registry: 'https://r.example/', npm_lifecycle_event: 'lens' };
      expect(await route('demo', { project, user: token, env })).toBe('https://r.example users');
      expect(await route('@scope/demo', { project, user: token, env })).toBe('https://s.example anonymous');
    });

    test("sends nobody to a file of the folder's choice", async () => {
      await writeFile(path.join(place, 'chosen'), 'registry=http://r.example/${S}/');
      const env = { S: 'secret', npm_config_userconfig: path.join(place, 'chosen') };
      expect(await route('demo', { env })).toBe('http://r.example/secret anonymous');
      expect(await route('demo', { env, project: 'userconfig=../chosen' })).toBe(`${DEFAULT} anonymous`);
    });

    test('is found where the script was started below the folder', async () => {
      await mkdir(path.join(place, 'project', 'tools'));
      await writeFile(path.join(place, 'project', 'tools', '.npmrc'), 'registry=http://r.example/${S}/');
      const env = { S: 'secret', npm_config_registry: 'http://r.example/secret/' };
      expect(await route('demo', { env })).toBe('http://r.example/secret anonymous');
      const started = { npm_config_local_prefix: path.join(place, 'project', 'tools') };
      expect(await route('demo', { env: { ...env, ...started } })).toBe(`${DEFAULT} anonymous`);
    });
  });

  test.skipIf(process.platform === 'win32').each([
    ['the PATH leads into the folder', 'project/node_modules/.bin', 'project/node_modules/etc'],
    ['a part of it that only leads there by a link', 'link/bin', 'project/etc'],
  ])("the machine's file is not looked for where %s", async (_, bin, etc) => {
    await mkdir(path.join(place, 'project', 'bin'), { recursive: true });
    await symlink(path.join(place, 'project'), path.join(place, 'link'));
    await mkdir(path.join(place, bin), { recursive: true });
    await mkdir(path.join(place, etc), { recursive: true });
    await writeFile(path.join(place, bin, 'node'), '', { mode: 0o755 });
    await writeFile(path.join(place, etc, 'npmrc'), 'registry=http://evil.example/${S}/');
    const env = { S: 'secret', npm_config_prefix: '', PATH: path.join(place, bin) };
    expect(await route('demo', { env })).toBe(`${DEFAULT} anonymous`);
  });

  test.skipIf(process.platform === 'win32')(
    "the user's file that is a link into the folder is the folder's",
    async () => {
      await writeFile(path.join(place, 'project', 'rc'), 'registry=http://evil.example/${S}/');
      await symlink(path.join(place, 'project', 'rc'), path.join(place, 'home', '.npmrc'));
      expect(await route('demo', { env: { S: 'secret' } })).toBe('closed: unreachable');
      expect(log.join()).toContain('lies in the folder that is checked');
    },
  );

  test.skipIf(process.platform === 'win32')('the folder’s file that is a link out of it is not read', async () => {
    await writeFile(path.join(place, 'secrets'), 'registry=https://r.example/AKIASECRET');
    await symlink(path.join(place, 'secrets'), path.join(place, 'project', '.npmrc'));
    expect(await route('demo', {})).toBe('closed: unreachable');
    expect(log.join()).toContain('is a link out of the folder');
  });
});

describe('as whom', () => {
  const R = 'registry=https://r.example/a/b/\n';
  test.each<[string, string, string]>([
    ['a token', '//r.example/a/b/:_authToken=t', 't'],
    ['a token without the slash', '//r.example/a/b:_authToken=t', 't'],
    ['a token of the host', '//r.example/:_authToken=t', 't'],
    ['the nearest token', '//r.example/:_authToken=far\n//r.example/a/:_authToken=near', 'near'],
    ['a token of one package', '//r.example/a/b/:_authToken=all\n//r.example/a/b/demo:_authToken=one', 'one'],
    ['another path', '//r.example/other/:_authToken=t', 'anonymous'],
    ['another port', '//r.example:8443/:_authToken=t', 'anonymous'],
    ['another host', '//example/:_authToken=t', 'anonymous'],
    ['a user and a password', `//r.example/:username=ann\n//r.example/:_password=${btoa('pa:ss')}`, 'ann:pa:ss'],
    ['a user without a password', '//r.example/:username=ann', 'anonymous'],
    ['both in one', `//r.example/:_auth=${btoa('ann:pass')}`, 'ann:pass'],
    ['the token before the rest', `//r.example/:_auth=${btoa('ann:pass')}\n//r.example/:_authToken=t`, 't'],
    ['no registry named', `_authToken=t\n_auth=${btoa('ann:pass')}`, 'anonymous'],
    ['a variable that is not set', '//r.example/:_authToken=${UNSET}', 'anonymous, withheld'],
    ['a variable', '//r.example/:_authToken=${SET}', 's3cret'],
  ])('%s', async (_, user, who) => {
    expect(await route('demo', { user: R + user, env: { SET: 's3cret' } })).toBe(`https://r.example/a/b ${who}`);
  });

  test('the credential of the environment before that of the user', async () => {
    const world = { user: `${R}//r.example/:_authToken=user`, env: { 'npm_config_//r.example/:_authToken': 'env' } };
    expect(await route('demo', world)).toBe('https://r.example/a/b env');
  });

  test("a scope's registry on the same host, as npm falls back", async () => {
    const user = `${R}//r.example/a/b/:_authToken=t\n@s:registry=https://r.example/c/`;
    expect(await route('@s/demo', { user })).toBe('https://r.example/c t');
  });

  test('the address that the setting names, when the user named it', async () => {
    const world = { user: '//127.0.0.1:4873/:_authToken=t\n//r.example/:_authToken=r', npm: 'http://127.0.0.1:4873/' };
    expect(await route('demo', world)).toBe('http://127.0.0.1:4873 t');
    expect(await route('demo', { ...world, npm: 'https://s.example' })).toBe('https://s.example anonymous');
    expect(await route('demo', { ...world, npm: 'https://r.example' })).toBe('https://r.example r');
  });
});

describe('a folder', () => {
  test('names no credential, and what it hides is not missing', async () => {
    const project = 'registry=https://r.example\n//r.example/:_authToken=folder';
    expect(await route('demo', { project })).toBe('https://r.example anonymous, withheld');
    expect(await route('demo', { project, user: '//r.example/:_authToken=user' })).toBe('https://r.example user');
  });

  test('moves no credential to another path of its host', async () => {
    const user = 'registry=https://r.example/mine/\n//r.example/mine/:_authToken=t';
    expect(await route('demo', { user, project: 'registry=https://r.example/evil/' })).toBe(
      'https://r.example/evil anonymous',
    );
  });

  test('has no credential sent in the clear', async () => {
    const user = '//r.example/:_authToken=t';
    const project = 'registry=http://r.example/';
    expect(await route('demo', { user, project })).toBe('http://r.example anonymous, withheld');
    expect(await route('demo', { user: `${user}\nregistry=http://r.example`, project })).toBe('http://r.example t');
  });

  test('chooses no other file to read', async () => {
    await writeFile(path.join(place, 'evil'), '//r.example/:_authToken=evil');
    const project = `userconfig=${path.join(place, 'evil')}\nregistry=https://r.example`;
    expect(await route('demo', { project })).toBe('https://r.example anonymous');
  });
});

test('an identity tells credentials apart and does not tell them', async () => {
  const user = (token: string) => ({ user: `registry=https://r.example\n//r.example/:_authToken=${token}` });
  const identities: string[] = [];
  for (const world of [user('one'), user('two'), user('one'), {}]) {
    await writeFile(path.join(place, 'home', '.npmrc'), '');
    const routing = await routingOf('demo', world);
    identities.push(routing.open ? routing.route.identity : 'closed');
  }
  const [one, two, again, nobody] = identities;
  expect(one).toMatch(/^[0-9a-f]{24}$/);
  expect(again).toBe(one);
  expect(two).not.toBe(one);
  expect(nobody).toBe('');
});

test("says what of npm's configuration is not used", async () => {
  await route('demo', { user: 'cafile=/etc/ca.pem\n//r.example/:certfile=/etc/c.pem\nfund=false' });
  expect(log).toEqual([expect.stringContaining('`cafile`'), expect.stringContaining('`//r.example/:certfile`')]);
});
