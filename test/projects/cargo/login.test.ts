import { describe, expect, test } from 'vitest';
import { type CargoWorld, cargoWorld } from './cargo-world.ts';

const world = cargoWorld();

const OWN = '[registries.own]\nindex = "sparse+https://own.example/index/"\n';
const GLOBAL = '[registry]\nglobal-credential-providers = ["cargo:token"]\n';
const TOKEN = '[registries.own]\ntoken = "t-file"\n';
const BASE = 'https://own.example/index';

/** The user's own files. */
function mine(config: string, credentials?: string): CargoWorld['files'] {
  const file = credentials === undefined ? {} : { 'home/.cargo/credentials.toml': credentials };
  return { 'home/.cargo/config.toml': config, ...file };
}

/** As cargo 1.95 sends them; each was tried with it. */
describe('a token is sent', () => {
  test.each<[string, CargoWorld, string]>([
    ['of the credentials', { files: mine(OWN + GLOBAL, TOKEN) }, 't-file'],
    [
      'of the credentials, through a provider of the registry’s own',
      { files: mine(`${OWN}credential-provider = "cargo:token"\n`, TOKEN) },
      't-file',
    ],
    [
      'of the credentials, through a list',
      { files: mine(`${OWN}credential-provider = ["cargo:token"]\n`, TOKEN) },
      't-file',
    ],
    [
      'of a variable, before that of a file',
      { files: mine(OWN + GLOBAL, TOKEN), env: { CARGO_REGISTRIES_OWN_TOKEN: 't-env' } },
      't-env',
    ],
    ['of the configuration', { files: mine(`${OWN}token = "t-config"\n${GLOBAL}`) }, 't-config'],
    [
      'of the credentials, before that of the configuration',
      { files: mine(`${OWN}token = "t-config"\n${GLOBAL}`, TOKEN) },
      't-file',
    ],
    [
      'of the file without an ending, where both are there',
      { files: { ...mine(OWN + GLOBAL, TOKEN), 'home/.cargo/credentials': TOKEN.replace('t-file', 't-old') } },
      't-old',
    ],
    [
      'where variables alone say all',
      {
        files: {},
        env: {
          CARGO_REGISTRIES_OWN_INDEX: `sparse+${BASE}/`,
          CARGO_REGISTRIES_OWN_TOKEN: 't-env',
          CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: 'cargo:token',
        },
      },
      't-env',
    ],
    [
      'where a variable names the provider',
      { files: mine(OWN, TOKEN), env: { CARGO_REGISTRIES_OWN_CREDENTIAL_PROVIDER: 'cargo:token' } },
      't-file',
    ],
    [
      'with `Bearer`, where the user wrote that',
      { files: mine(OWN + GLOBAL, TOKEN.replace('t-file', 'Bearer t')) },
      'Bearer t',
    ],
  ])('%s', async (_, options, token) => {
    const told = await world.routes(['registry=own', `index=sparse+${BASE}/`], options);
    expect(told).toEqual([`${BASE} as ${token}`, `${BASE} as ${token}`]);
    expect(world.log).toEqual([]);
  });

  test('to what replaces crates.io, found by its address', async () => {
    const files = mine(`${OWN}${GLOBAL}[source.crates-io]\nreplace-with = "own"\n`, TOKEN);
    expect(await world.route('', { files })).toBe(`${BASE} as t-file`);
  });

  test('to the setting, where the user’s own configuration names it', async () => {
    expect(await world.route('', { files: mine(OWN + GLOBAL, TOKEN), cargo: BASE })).toBe(`${BASE} as t-file`);
  });
});

describe('nobody’s token is sent', () => {
  const EVIL = '[registries.own]\nindex = "sparse+https://evil.example/"\n';
  const theirs = (config: string) => ({ 'repo/.cargo/config.toml': config });

  test.each<[string, CargoWorld, string, RegExp]>([
    [
      'to where a folder leads the user’s registry',
      { files: { ...mine(OWN + GLOBAL, TOKEN), ...theirs(EVIL) } },
      'https://evil.example withheld',
      /only a folder says where `own` is/,
    ],
    [
      'to where a folder leads it, by a variable',
      { files: { ...mine(GLOBAL), ...theirs(EVIL) }, env: { CARGO_REGISTRIES_OWN_TOKEN: 't' } },
      'https://evil.example withheld',
      /only a folder/,
    ],
    [
      'to a registry that only the folder names',
      { files: { ...mine(GLOBAL, TOKEN), ...theirs(OWN) } },
      `${BASE} withheld`,
      /say it in your own cargo configuration/,
    ],
    [
      'that the folder brings along',
      { files: theirs(`${OWN}token = "t-folder"\n${GLOBAL}`) },
      `${BASE} withheld`,
      /only a folder/,
    ],
    [
      'by plain http to the same host',
      { files: { ...mine(OWN + GLOBAL, TOKEN), ...theirs(OWN.replace('https', 'http')) } },
      'http://own.example/index withheld',
      /only a folder/,
    ],
    [
      'to another path of the same host',
      { files: { ...mine(OWN + GLOBAL, TOKEN), ...theirs(OWN.replace('/index/', '/evil/')) } },
      'https://own.example/evil withheld',
      /only a folder/,
    ],
    [
      'without a provider, as cargo sends none',
      { files: mine(OWN, TOKEN) },
      `${BASE} withheld`,
      /names no `credential-provider`/,
    ],
    [
      'through a provider that only the folder names',
      { files: { ...mine(OWN, TOKEN), ...theirs(GLOBAL) } },
      `${BASE} withheld`,
      /names no `credential-provider`/,
    ],
    [
      'while another provider may have one',
      { files: mine(`${OWN}credential-provider = "cargo:libsecret"\n`, TOKEN) },
      `${BASE} withheld`,
      /`cargo:libsecret`, which is not run/,
    ],
    [
      'of the last provider, by whom a program is named',
      {
        files: mine(
          `${OWN}[registry]\nglobal-credential-providers = ["cargo:token", "/usr/bin/helper --secret"]\n`,
          TOKEN,
        ),
      },
      `${BASE} withheld`,
      /`\/usr\/bin\/helper`, which/,
    ],
    [
      'where the credentials cannot be understood',
      { files: mine(OWN + GLOBAL, 'x = [') },
      `${BASE} withheld`,
      /credentials\.toml cannot be understood/,
    ],
    [
      'where two names have one address',
      { files: mine(`${OWN}${GLOBAL}${OWN.replace('own]', 'two]')}`, TOKEN) },
      `${BASE} withheld`,
      /two names/,
    ],
  ])('%s', async (_, options, where, says) => {
    expect(await world.route('registry=own', options)).toBe(where);
    expect(world.log).toEqual([expect.stringMatching(says)]);
    expect(world.log.join()).not.toMatch(/t-file|t-folder|--secret/);
  });

  test.each<[string, CargoWorld]>([
    ['where there is none', { files: mine(OWN + GLOBAL) }],
    ['where there is none for this registry', { files: mine(OWN + GLOBAL, TOKEN.replace('own', 'other')) }],
    ['that no header can hold', { files: mine(OWN + GLOBAL, '[registries.own]\ntoken = "a\\nb"\n') }],
  ])('%s, and nothing is said', async (_, options) => {
    expect(await world.route('registry=own', options)).toBe(BASE);
    expect(world.log).toEqual([]);
  });

  test('where the folder has another name for the address, whichever is asked', async () => {
    const files = { ...mine(OWN + GLOBAL, TOKEN), 'repo/.cargo/config.toml': OWN.replace('own]', 'theirs]') };
    const told = await world.routes(['registry=theirs', 'registry=own'], { files });
    expect(told).toEqual([`${BASE} withheld`, `${BASE} withheld`]);
    expect(world.log[0]).toContain('has two names in cargo’s configuration, `own` and `theirs`');
  });

  test('to crates.io, by whatever name', async () => {
    const files = mine(
      `[registries.x]\nindex = "sparse+https://index.crates.io/"\ntoken = "t"\n${GLOBAL}token = "t"\n`,
    );
    expect(await world.routes(['', 'registry=x'], { files })).toEqual(['default', 'default']);
  });

  test('of a home that lies in what is checked', async () => {
    const files = { 'repo/.cargo/config.toml': OWN + GLOBAL, 'repo/.cargo/credentials.toml': TOKEN };
    const env = { CARGO_HOME: `${world.place}/repo/.cargo` };
    expect(await world.route('registry=own', { files, env })).toBe(BASE);
    expect(await world.route('registry=own', { files, env: { CARGO_HOME: '.cargo' } })).toBe(BASE);
  });
});
