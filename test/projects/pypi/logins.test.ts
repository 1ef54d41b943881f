import { describe, expect, test } from 'vitest';
import { type PypiWorld, pypiWorld } from './pypi-world.ts';

const world = pypiWorld();

const PIP = 'home/.config/pip/pip.conf';
const UV = 'home/.config/uv/uv.toml';
const AUTH = 'home/.config/pypoetry/auth.toml';
const CONFIG = 'home/.config/pypoetry/config.toml';
const NETRC = 'home/.netrc';
const pip = (url: string) => `[global]\nindex-url = ${url}\n`;
const uv = (url: string, table = 'index') => `[[${table}]]\nname = "our-own"\nurl = "${url}"\ndefault = true\n`;
const poetry = (url: string) => `[[tool.poetry.source]]\nname = "our-own"\nurl = "${url}"\n`;
const R = ' index-url=https://r.example/simple';
const KEPT = { POETRY_HTTP_BASIC_OUR_OWN_USERNAME: 'ann', POETRY_HTTP_BASIC_OUR_OWN_PASSWORD: 'pw' };
const UVS = { UV_INDEX_OUR_OWN_USERNAME: 'ann', UV_INDEX_OUR_OWN_PASSWORD: 'pw' };

describe('the user’s login is sent', () => {
  test.each<[string, string, PypiWorld, string]>([
    [
      'from the address',
      'pip',
      { files: { [PIP]: pip('https://ann:p%40w@r.example/simple') } },
      'r.example/simple as ann:p@w',
    ],
    [
      'from a token alone',
      'pip',
      { files: { [PIP]: pip('https://token@r.example/simple') } },
      'r.example/simple as token:',
    ],
    [
      'from a variable',
      'pip',
      { env: { PIP_INDEX_URL: 'https://ann:pw@r.example/simple' } },
      'r.example/simple as ann:pw',
    ],
    [
      'to the same address, whoever names it',
      `pip${R}`,
      { files: { [PIP]: pip('https://ann:pw@r.example/simple/') } },
      'r.example/simple as ann:pw',
    ],
    [
      'by another tool too',
      'pip',
      { files: { [PIP]: pip('https://r.example/simple') }, env: { UV_INDEX: 'https://ann:pw@r.example/simple' } },
      'r.example/simple as ann:pw',
    ],
    [
      'in the clear, where the address is the user’s',
      'pip',
      { files: { [PIP]: pip('http://ann:pw@r.example') } },
      'http://r.example as ann:pw',
    ],
    [
      'by host',
      `pip${R}`,
      { files: { [NETRC]: 'machine r.example login ann password pw' } },
      'r.example/simple as ann:pw',
    ],
    [
      'by host, whatever the port',
      'pip index-url=https://r.example:8443/',
      { files: { [NETRC]: 'machine r.example login ann password pw' } },
      'r.example:8443 as ann:pw',
    ],
    [
      'by host, on this machine',
      'pip index-url=http://127.0.0.1:1/s',
      { files: { [NETRC]: 'machine 127.0.0.1 login ann password pw' } },
      'http://127.0.0.1:1/s as ann:pw',
    ],
    [
      'the address’s before that of the host',
      'pip',
      { files: { [PIP]: pip('https://ann:pw@r.example'), [NETRC]: 'machine r.example login bob password x' } },
      'r.example as ann:pw',
    ],
    [
      'from a netrc that a variable names',
      `pip${R}`,
      {
        files: {
          'home/n': 'machine r.example login ann password pw',
          [NETRC]: 'machine r.example login bob password x',
        },
        env: { NETRC: 'PLACE/home/n' },
      },
      'r.example/simple as ann:pw',
    ],
    [
      'from the second netrc',
      `pip${R}`,
      { files: { 'home/_netrc': 'machine r.example login ann password pw' } },
      'r.example/simple as ann:pw',
    ],
    ['to uv’s index by its name', 'uv', { files: { [UV]: uv('https://r.example') }, env: UVS }, 'r.example as ann:pw'],
    [
      'to uv’s index of the environment',
      'uv',
      { env: { ...UVS, UV_DEFAULT_INDEX: 'our-own=https://r.example' } },
      'r.example as ann:pw',
    ],
    [
      'to a Poetry source whose address the user keeps',
      'poetry',
      {
        files: {
          'repo/pyproject.toml': poetry('https://r.example/own/simple'),
          [CONFIG]: '[repositories.our-own]\nurl = "https://r.example/own/"\n',
        },
        env: KEPT,
      },
      'r.example/own/simple as ann:pw',
    ],
    [
      'to a Poetry source, from Poetry’s own file',
      'poetry',
      {
        files: {
          'repo/pyproject.toml': poetry('https://r.example/own'),
          [AUTH]: '[http-basic.our-own]\nusername = "ann"\npassword = "pw"\n',
        },
        env: { POETRY_REPOSITORIES_OUR_OWN_URL: 'https://r.example/own' },
      },
      'r.example/own as ann:pw',
    ],
    [
      'to PDM’s index',
      'pdm',
      {
        files: {
          'home/.config/pdm/config.toml': '[pypi]\nurl = "https://r.example"\nusername = "ann"\npassword = "p:w"\n',
        },
      },
      'r.example as ann:p:w',
    ],
    [
      'to the address that the setting names',
      'pip',
      { pypi: 'https://r.example/simple', files: { [NETRC]: 'machine r.example login ann password pw' } },
      'r.example/simple as ann:pw',
    ],
  ])('%s', async (_, source, options, expected) => {
    expect(await world.route(source, options)).toBe(expected);
    expect(world.log).toEqual([]);
  });
});

describe('no login is sent', () => {
  test.each<[string, string, PypiWorld, string]>([
    [
      'to PyPI, where it is for uploads',
      'pip',
      { files: { [NETRC]: 'machine pypi.org login __token__ password t' } },
      'PyPI',
    ],
    [
      'to another host',
      `pip${R}`,
      { files: { [NETRC]: 'machine s.example login ann password pw' } },
      'r.example/simple',
    ],
    ['to a host below', `pip${R}`, { files: { [NETRC]: 'machine example login ann password pw' } }, 'r.example/simple'],
    ['that is for any host', `pip${R}`, { files: { [NETRC]: 'default login ann password pw' } }, 'r.example/simple'],
    [
      'in the clear',
      'pip index-url=http://r.example',
      { files: { [NETRC]: 'machine r.example login ann password pw' } },
      'http://r.example withheld',
    ],
    [
      'to the same address in the clear',
      'pip index-url=http://r.example/simple',
      { files: { [PIP]: pip('https://ann:pw@r.example/simple') } },
      'http://r.example/simple withheld',
    ],
    [
      'to another path of the folder’s',
      'pip index-url=https://r.example/evil',
      { files: { [PIP]: pip('https://ann:pw@r.example/own') } },
      'r.example/evil withheld',
    ],
    [
      'to another port of the folder’s',
      'pip index-url=https://r.example:1/own',
      { files: { [PIP]: pip('https://ann:pw@r.example/own') } },
      'r.example:1/own',
    ],
    ['that the folder brings along', 'pip index-url=https://r.example login=withheld', {}, 'r.example withheld'],
    [
      'of a virtual environment in the folder',
      'pip',
      { files: { 'repo/venv/pip.conf': pip('https://ann:pw@r.example') }, env: { VIRTUAL_ENV: 'PLACE/repo/venv' } },
      'r.example withheld',
    ],
    [
      'of the manifest',
      'uv',
      { files: { 'repo/pyproject.toml': uv('https://ann:pw@r.example', 'tool.uv.index') } },
      'r.example withheld',
    ],
    [
      'of PDM’s source in the manifest',
      'pdm',
      {
        files: {
          'repo/pyproject.toml':
            '[[tool.pdm.source]]\nname = "pypi"\nurl = "https://r.example"\nusername = "ann"\npassword = "pw"\n',
        },
      },
      'r.example withheld',
    ],
    [
      'of the folder’s poetry.toml',
      'poetry',
      {
        files: {
          'repo/pyproject.toml': poetry('https://r.example'),
          'repo/poetry.toml': '[http-basic.our-own]\nusername = "ann"\n',
        },
      },
      'r.example withheld',
    ],
    ['with a netrc that cannot be read', `pip${R}`, { files: { [NETRC]: 'nonsense' } }, 'r.example/simple withheld'],
    [
      'with a netrc in the folder',
      `pip${R}`,
      { files: { 'repo/n': 'machine r.example login a password b' }, env: { NETRC: 'PLACE/repo/n' } },
      'r.example/simple withheld',
    ],
    ['that lies in a keyring', `pip${R}`, { env: { PIP_KEYRING_PROVIDER: 'subprocess' } }, 'r.example/simple withheld'],
    [
      'that uv would ask a keyring for',
      'uv index-url=https://r.example',
      { env: { UV_KEYRING_PROVIDER: 'subprocess' } },
      'r.example withheld',
    ],
  ])('%s', async (_, source, options, expected) => {
    expect(await world.route(source, options)).toBe(expected);
    expect(world.log.join()).not.toContain('pw');
  });

  test.each<[string, string, PypiWorld]>([
    ['uv', 'uv', { files: { 'repo/pyproject.toml': uv('https://evil.example', 'tool.uv.index') }, env: UVS }],
    [
      'uv, though the user defines it elsewhere',
      'uv',
      {
        files: { 'repo/pyproject.toml': uv('https://evil.example', 'tool.uv.index'), [UV]: uv('https://r.example') },
        env: UVS,
      },
    ],
    ['Poetry', 'poetry', { files: { 'repo/pyproject.toml': poetry('https://evil.example') }, env: KEPT }],
    [
      'Poetry, though the user keeps another address',
      'poetry',
      {
        files: {
          'repo/pyproject.toml': poetry('https://evil.example'),
          [CONFIG]: '[repositories.our-own]\nurl = "https://r.example"\n',
        },
        env: KEPT,
      },
    ],
    [
      'Poetry, beside the user’s address',
      'poetry',
      {
        files: {
          'repo/pyproject.toml': poetry('https://evil.example/own-too'),
          [CONFIG]: '[repositories.our-own]\nurl = "https://evil.example/own"\n',
        },
        env: KEPT,
      },
    ],
  ])('to what a folder calls by the name that the login is kept under: %s', async (_, source, options) => {
    expect(await world.route(source, options)).toMatch(/^evil\.example\S* withheld$/);
    expect(world.log).toEqual([
      'The login for the index `our-own` is not sent where only the folder says that it is; to have it used, give the address to `our-own` in your own configuration.',
    ]);
  });
});

test('an identity tells logins apart', async () => {
  const router = await world.router({ files: { [NETRC]: 'machine r.example login ann password pw' } });
  const identity = (source: string) => {
    const routing = router({ ask: 'package', registry: 'pypi', name: 'demo', source });
    return routing.open ? routing.route.identity : 'closed';
  };
  expect(identity('pip')).toBe('');
  expect(identity('pip index-url=https://s.example login=withheld')).toBe('withheld');
  expect(identity('pip index-url=https://r.example')).toContain('ann');
});
