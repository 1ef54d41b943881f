import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CargoWorld, cargoWorld } from './cargo-world.ts';

const world = cargoWorld();

const OWN = '[registries.own]\nindex = "sparse+https://own.example/index/"\n';
const REPLACED =
  '[source.crates-io]\nreplace-with = "m"\n[source.m]\nregistry = "sparse+https://mirror.example/crates/"\n';
const MIRROR = 'https://mirror.example/crates';

function here(config: string): CargoWorld['files'] {
  return { 'repo/.cargo/config.toml': config };
}

/** As cargo 1.95 asks; each was tried with it. */
describe('a crate of which nothing else is said is asked', () => {
  test.each<[string, CargoWorld, string]>([
    ['at crates.io', { files: {} }, 'default'],
    ['at what replaces it', { files: here(REPLACED) }, MIRROR],
    ['at what the user replaces it with', { files: { 'home/.cargo/config.toml': REPLACED } }, MIRROR],
    [
      'at another address of crates.io',
      { files: here('[source.crates-io]\nregistry = "sparse+https://a.example/"\n') },
      'https://a.example',
    ],
    [
      'at a registry that replaces it',
      { files: here(`[source.crates-io]\nreplace-with = "own"\n${OWN}`) },
      'https://own.example/index',
    ],
    [
      'at a source before a registry of the same name',
      {
        files: here(
          `[source.crates-io]\nreplace-with = "own"\n[source.own]\nregistry = "sparse+https://b.example/"\n${OWN}`,
        ),
      },
      'https://b.example',
    ],
    [
      'at the end of a chain',
      { files: here(`${REPLACED}replace-with = "n"\n[source.n]\nregistry = "sparse+https://n.example/"\n`) },
      'https://n.example',
    ],
    [
      'at what two files say together',
      {
        files: {
          ...here('[source.crates-io]\nreplace-with = "m"\n'),
          '.cargo/config.toml': '[source.m]\nregistry = "sparse+https://above.example/"\n',
        },
      },
      'https://above.example',
    ],
    [
      'at what the nearer file says',
      {
        files: {
          ...here('[source.m]\nregistry = "sparse+https://near.example/"\n'),
          'home/.cargo/config.toml': REPLACED,
        },
      },
      'https://near.example',
    ],
    [
      'at what the file without an ending says, where both are there',
      { files: { ...here(REPLACED), 'repo/.cargo/config': REPLACED.replace('mirror', 'older') } },
      'https://older.example/crates',
    ],
    [
      'whatever variables say of sources',
      { files: here(REPLACED), env: { CARGO_SOURCE_M_REGISTRY: 'sparse+https://x.example/' } },
      MIRROR,
    ],
    ['whatever is the default for publishing', { files: here(`[registry]\ndefault = "own"\n${OWN}`) }, 'default'],
    ['after a mark of byte order', { files: here(`\ufeff${REPLACED}`) }, MIRROR],
    [
      'at what an included file says',
      {
        files: {
          ...here('include = ["one.toml", { path = "two.toml" }]\n[source.crates-io]\nreplace-with = "m"\n'),
          'repo/.cargo/one.toml': REPLACED,
          'repo/.cargo/two.toml': REPLACED.replace('mirror', 'two'),
        },
      },
      'https://two.example/crates',
    ],
    [
      'at what a file says over what it includes, though one is missing that may',
      {
        files: {
          ...here(`include = ["one.toml", { path = "no.toml", optional = true }]\n${REPLACED}`),
          'repo/.cargo/one.toml': REPLACED.replace('mirror', 'one'),
        },
      },
      MIRROR,
    ],
    ['at the setting', { files: here(REPLACED), cargo: 'https://setting.example/x' }, 'https://setting.example/x'],
    [
      'at the setting, though a file is broken',
      { files: here('x = ['), cargo: 'https://setting.example' },
      'https://setting.example',
    ],
    [
      'by the file of another home',
      {
        files: { 'cargo-home/config.toml': REPLACED, 'home/.cargo/config.toml': REPLACED.replace('mirror', 'x') },
        env: { CARGO_HOME: '/cargo-home' },
      },
      MIRROR,
    ],
  ])('%s', async (_, { files, env, ...options }, where) => {
    const home = env?.CARGO_HOME === undefined ? {} : { CARGO_HOME: path.join(world.place, env.CARGO_HOME) };
    const told = await world.routes(['', 'registry=crates-io'], { ...options, files, env: { ...env, ...home } });
    expect(told).toEqual([where, where]);
  });
});

describe('a crate of a registry', () => {
  test.each<[string, string, CargoWorld, string]>([
    [
      'is asked there, whatever replaces crates.io',
      'registry=own',
      { files: here(REPLACED + OWN) },
      'https://own.example/index',
    ],
    [
      'is asked there, whatever the setting says',
      'registry=own',
      { files: here(OWN), cargo: 'https://s.example' },
      'https://own.example/index',
    ],
    [
      'is asked where a variable says',
      'registry=my-own',
      { files: {}, env: { CARGO_REGISTRIES_MY_OWN_INDEX: 'sparse+https://env.example/' } },
      'https://env.example',
    ],
    [
      'is asked where a variable says, over a file',
      'registry=own',
      { files: here(OWN), env: { CARGO_REGISTRIES_OWN_INDEX: 'sparse+https://env.example/' } },
      'https://env.example',
    ],
    [
      'is asked by its address',
      'index=sparse+https://by.example/index/',
      { files: here(REPLACED) },
      'https://by.example/index',
    ],
    [
      'is asked at what replaces its address',
      'registry=own',
      {
        files: here(
          `${OWN}[source.x]\nregistry = "sparse+https://own.example/index/"\nreplace-with = "m"\n[source.m]\nregistry = "sparse+https://m.example/"\n`,
        ),
      },
      'https://m.example',
    ],
    [
      'is asked as crates.io where it is that',
      'index=registry+https://github.com/rust-lang/crates.io-index',
      { files: here(REPLACED) },
      MIRROR,
    ],
    ['is asked as crates.io by the newer address', 'index=sparse+https://index.crates.io/', { files: {} }, 'default'],
    [
      'is asked at the setting where it is crates.io',
      'index=https://github.com/rust-lang/crates.io-index.git',
      { files: {}, cargo: 'https://s.example' },
      'https://s.example',
    ],
  ])('%s', async (_, source, options, where) => {
    expect(await world.route(source, options)).toBe(where);
  });
});

describe('a crate that a lockfile has from another registry', () => {
  const RECORDED = 'recorded=sparse+https://own.example/index/';
  test.each<[string, string, CargoWorld, string]>([
    ['is asked there where that has a name', RECORDED, { files: here(OWN) }, 'https://own.example/index'],
    [
      'is asked there where the user has a name for it',
      RECORDED,
      { files: { 'home/.cargo/config.toml': OWN } },
      'https://own.example/index',
    ],
    [
      'is asked there where a variable has it',
      RECORDED,
      { files: {}, env: { CARGO_REGISTRIES_MY_OWN_INDEX: 'sparse+https://own.example/index/' } },
      'https://own.example/index',
    ],
    [
      'is asked there where it is a source',
      RECORDED,
      { files: here('[source.o]\nregistry = "sparse+https://own.example/index/"\n') },
      'https://own.example/index',
    ],
    [
      'is asked at what replaces it',
      RECORDED,
      { files: here(`${REPLACED}[source.o]\nregistry = "sparse+https://own.example/index/"\nreplace-with = "m"\n`) },
      MIRROR,
    ],
    [
      'is asked there where the setting has it',
      RECORDED,
      { files: {}, cargo: 'https://own.example/index' },
      'https://own.example/index',
    ],
    ['is asked as crates.io where it is that', 'recorded=sparse+https://index.crates.io/', { files: {} }, 'default'],
    ['is asked nowhere where nothing names it', RECORDED, { files: here(REPLACED) }, 'closed: unnamed'],
    [
      'is asked nowhere where another one is named',
      RECORDED,
      { files: here(OWN.replace('/index', '')) },
      'closed: unnamed',
    ],
    ['is asked nowhere of a git index', 'recorded=https://git.example/index', { files: {} }, 'closed: unnamed'],
    ['may be named by what cannot be read', RECORDED, { files: here('[registries.own\n') }, 'closed: unreachable'],
    ['may be named by another one', `${RECORDED} may-be-named=1`, { files: {} }, 'closed: unreachable'],
    ['is named all the same', `${RECORDED} may-be-named=1`, { files: here(OWN) }, 'https://own.example/index'],
  ])('%s', async (_, source, options, where) => {
    expect(await world.route(source, options)).toBe(where);
  });
});

const VENDORED = '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n';

describe('nobody hears of a crate', () => {
  test.each<[string, string, CargoWorld['files'], RegExp]>([
    ['of a registry that is configured nowhere', 'registry=nope', here(REPLACED), /`nope` is configured nowhere/],
    ['of a registry in other letters', 'registry=OWN', here(OWN), /configured nowhere/],
    ['of words that nobody knows', 'place=x', {}, /cannot be understood/],
    ['of a git index', 'index=https://git.example/index', {}, /git repository/],
    [
      'of a git index by name',
      'registry=own',
      here('[registries.own]\nindex = "https://git.example/index"\n'),
      /git repository/,
    ],
    [
      'of files of this machine',
      'registry=own',
      here('[registries.own]\nindex = "file:///srv/index"\n'),
      /git repository, or files/,
    ],
    [
      'of an address with a password',
      'registry=own',
      here('[registries.own]\nindex = "sparse+https://ann:pw@own.example/"\n'),
      /without a password/,
    ],
    ['without a slash at the end', 'index=sparse+https://own.example', {}, /must have a slash at the end/],
    ['with a backslash', 'index=sparse+https://own.example\\\\@a.example/', {}, /no backslash/],
    ['of an address with a question', 'index=sparse+https://own.example/?x=1', {}, /their index must have an address/],
    [
      'whose replacement is configured nowhere',
      '',
      here('[source.crates-io]\nreplace-with = "z"\n'),
      /`z`, which is configured nowhere/,
    ],
    ['whose replacement leads back', '', here(`${REPLACED}replace-with = "crates-io"\n`), /leads back/],
    [
      'whose replacements go round',
      '',
      here(`${REPLACED}replace-with = "n"\n[source.n]\nregistry = "sparse+https://n.example/"\nreplace-with = "m"\n`),
      /leads back/,
    ],
    [
      'where the default is named in a way that cargo refuses',
      '',
      here('[registry]\nindex = "sparse+https://a.example/"\n'),
      /refuses `registry\.index`/,
    ],
    ['while a file is half typed', '', here(`${REPLACED}[source.`), /config\.toml cannot be understood/],
    [
      'while a file is half typed, by name',
      'registry=own',
      { ...here('[source.'), 'home/.cargo/config.toml': OWN },
      /cannot be understood/,
    ],
    [
      'while a file above is half typed',
      '',
      { '.cargo/config.toml': 'x = [', ...here(REPLACED) },
      /cannot be understood/,
    ],
    ['of a source with two places', '', here(`${REPLACED}directory = "v"\n`), /\[source\.m\]/],
    ['where a source has no place', '', here(`${REPLACED}[source.zz]\nbranch = "x"\n`), /\[source\.zz\]/],
    ['where a source is no text', '', here(`${REPLACED}[source.zz]\nregistry = 3\n`), /\[source\.zz\]/],
    [
      'where two sources are one',
      '',
      here(`${REPLACED}[source.zz]\nregistry = "sparse+https://mirror.example/crates/"\n`),
      /are one registry/,
    ],
    [
      'where crates.io has a second name',
      '',
      here('[source.x]\nregistry = "https://github.com/rust-lang/crates.io-index"\n'),
      /are one registry/,
    ],
    ['where sources are no table', '', here('source = 3\n'), /tables/],
    [
      'where files do not go together',
      '',
      { ...here('source.m = 3\n'), 'home/.cargo/config.toml': REPLACED },
      /go together/,
    ],
    [
      'where files are nested deeper than any that go together',
      '',
      {
        ...here(`source.m${'.a'.repeat(20_000)} = 3\n`),
        'home/.cargo/config.toml': `source.m${'.a'.repeat(20_000)} = 4\n`,
      },
      /go together/,
    ],
    ['where what is included is missing', '', here(`include = ["no.toml"]\n${REPLACED}`), /is included and not there/],
    ['where a file includes itself', '', here(`include = ["config.toml"]\n${REPLACED}`), /includes itself/],
    [
      'where what is included is a text',
      '',
      { ...here('include = "one.toml"\n'), 'repo/.cargo/one.toml': REPLACED },
      /`include` that cannot be/,
    ],
    [
      'where what is included lies outside',
      '',
      { ...here('include = ["../../out.toml"]\n'), 'out.toml': REPLACED },
      /link out of the folder|not read/,
    ],
  ])('%s', async (_, source, files, says) => {
    expect(await world.route(source, { files })).toBe('closed: unreachable');
    expect(world.log).toEqual([expect.stringMatching(says)]);
    expect(world.log.join()).not.toContain('pw');
  });

  test.each(['directory', 'local-registry', 'git'])(
    'that comes from a %s, as the configuration wants it',
    async kind => {
      expect(await world.route('', { files: here(VENDORED.replace('directory', kind)) })).toBe('closed: blocked');
      expect(world.log).toEqual([expect.stringMatching(/a folder or a git repository that stands in/)]);
    },
  );

  test('though the folder’s file is a link to somebody’s', async () => {
    await world.write({ 'other/config.toml': REPLACED, 'repo/Cargo.toml': '' });
    await symlink(path.join(world.place, 'other'), path.join(world.place, 'repo/.cargo'));
    expect(await world.route('', { files: {} })).toBe('closed: unreachable');
    expect(world.log.join()).toContain('is a link out of the folder');
  });

  test('where a variable names the default in a way that cargo refuses', async () => {
    const env = { CARGO_REGISTRY_INDEX: 'sparse+https://a.example/' };
    expect(await world.route('', { files: {}, env })).toBe('closed: unreachable');
    expect(await world.route('registry=own', { files: here(OWN), env })).toBe('https://own.example/index');
  });

  test.each([
    ['[patch.crates-io]\ndemo = { path = "x" }\n', 'closed: blocked'],
    ['[patch.crates-io]\nother = { path = "x", package = "demo" }\n', 'closed: blocked'],
    ['[patch."https://github.com/rust-lang/crates.io-index.git"]\ndemo = { path = "x" }\n', 'closed: blocked'],
    ['[patch.crates-io]\nother = { path = "x" }\n', 'default'],
    ['[patch."https://github.com/x/y"]\ndemo = { path = "x" }\n', 'default'],
    ['[patch.own]\ndemo = { path = "x" }\n', 'default'],
  ])('or asked, where the configuration patches it: %j', async (config, expected) => {
    expect(await world.route('', { files: here(config) })).toBe(expected);
    expect(world.log).toEqual([expect.stringMatching(/`\[patch\]`/)]);
  });

  test.each([
    ['own', 'closed: blocked'],
    ['"sparse+https://own.example/index/"', 'closed: blocked'],
    ['crates-io', 'https://own.example/index'],
  ])('or asked, where a patch of %s is of its registry or not', async (patched, expected) => {
    const config = `${OWN}[patch.${patched}]\ndemo = { path = "x" }\n`;
    const sources = ['registry=own', 'index=sparse+https://own.example/index/'];
    expect(await world.routes(sources, { files: here(config) })).toEqual([expected, expected]);
  });

  test('and all that is said of it is said once', async () => {
    await world.routes(['registry=nope', 'registry=nope', '', ''], { files: here(VENDORED) });
    expect(world.log).toHaveLength(2);
  });
});
