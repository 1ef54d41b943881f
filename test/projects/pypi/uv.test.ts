import { describe, expect, test } from 'vitest';
import { type PypiWorld, pypiWorld } from './pypi-world.ts';

const world = pypiWorld();

const index = (name: string, more = '', table = 'index') =>
  `[[${table}]]\nname = "${name}"\nurl = "https://${name}.example/simple"\n${more}\n`;
const own = (name: string, more = '') => index(name, more, 'tool.uv.index');
const PROJECT = '[project]\nname = "x"\n';
const manifest = (text: string) => ({ 'repo/pyproject.toml': PROJECT + text });

describe('where uv asks', () => {
  test.each<[string, PypiWorld, string]>([
    ['nothing is configured', { files: manifest('') }, 'PyPI'],
    ['an index before PyPI', { files: manifest(own('a')) }, 'a.example/simple then pypi'],
    [
      'several, in their order, the default last',
      { files: manifest(own('d', 'default = true') + own('a') + own('b')) },
      'a.example/simple then b.example/simple then d.example/simple',
    ],
    ['a default alone', { files: manifest(own('d', 'default = true')) }, 'd.example/simple'],
    ['one for names that are bound to it', { files: manifest(own('a', 'explicit = true')) }, 'PyPI'],
    [
      'the old keys',
      { files: manifest('[tool.uv]\nindex-url = "https://d.example"\nextra-index-url = ["https://e.example"]\n') },
      'e.example then d.example',
    ],
    [
      'all together',
      { files: manifest(`[tool.uv]\nindex-strategy = "unsafe-best-match"\n${own('a')}`) },
      'a.example/simple + pypi',
    ],
    ['uv.toml', { files: { ...manifest(own('b')), 'repo/uv.toml': index('a') } }, 'a.example/simple then pypi'],
    ['the folder above', { files: { ...manifest(''), 'uv.toml': index('a') } }, 'a.example/simple then pypi'],
    [
      'the user, behind the folder',
      { files: { ...manifest(own('a')), 'home/.config/uv/uv.toml': index('u') } },
      'a.example/simple then u.example/simple then pypi',
    ],
    [
      'the user’s default, behind the folder’s',
      { files: { ...manifest(own('a')), 'home/.config/uv/uv.toml': index('u', 'default = true') } },
      'a.example/simple then u.example/simple',
    ],
    ['the machine', { files: { ...manifest(''), 'etc/uv/uv.toml': index('m', 'default = true') } }, 'm.example/simple'],
    [
      'the environment first',
      {
        files: manifest(own('a')),
        env: { UV_INDEX: 'https://e.example n=https://f.example', UV_DEFAULT_INDEX: 'https://d.example' },
      },
      'e.example then f.example then a.example/simple then d.example',
    ],
    [
      'the old variables',
      { files: manifest(''), env: { UV_INDEX_URL: 'https://d.example', UV_EXTRA_INDEX_URL: 'https://e.example' } },
      'e.example then d.example',
    ],
    [
      'a name that the environment gives to another address',
      { files: manifest(own('a')), env: { UV_INDEX: 'a=https://other.example' } },
      'other.example then pypi',
    ],
    [
      'a file that a variable names, in place of all',
      { files: { ...manifest(own('a')), 'home/u.toml': index('u') }, env: { UV_CONFIG_FILE: 'PLACE/home/u.toml' } },
      'u.example/simple then pypi',
    ],
    ['no file', { files: manifest(own('a')), env: { UV_NO_CONFIG: '1' } }, 'PyPI'],
    [
      'the setting, for PyPI',
      { files: manifest(own('a')), pypi: 'https://s.example' },
      'a.example/simple then s.example',
    ],
    [
      'the setting, over a default',
      { files: manifest(own('d', 'default = true')), pypi: 'https://s.example' },
      's.example',
    ],
    ['not by pip’s configuration', { files: manifest(''), env: { PIP_INDEX_URL: 'https://p.example' } }, 'PyPI'],
  ])('%s', async (_, options, expected) => {
    expect(await world.route('uv', options)).toBe(expected);
    expect(world.log).toEqual([]);
  });

  test.each<[string, PypiWorld, string]>([
    ['in the manifest', { files: manifest(own('a', 'explicit = true') + own('b')) }, 'a.example/simple'],
    ['that is the default too', { files: manifest(own('a', 'default = true')) }, 'a.example/simple'],
    [
      'over the setting',
      { files: manifest(own('a', 'default = true')), pypi: 'https://s.example' },
      'a.example/simple',
    ],
    ['in the environment', { files: manifest(''), env: { UV_INDEX: 'a=https://e.example' } }, 'e.example'],
    [
      'beside another configuration',
      { files: { ...manifest(own('a')), 'repo/uv.toml': index('b') } },
      'a.example/simple',
    ],
    ['that nobody defines', { files: manifest(own('b')) }, 'closed: unreachable'],
    [
      'that the user alone defines, which uv does not take',
      { files: { ...manifest(''), 'home/.config/uv/uv.toml': index('a') } },
      'closed: unreachable',
    ],
    [
      'that is a page of files',
      { files: manifest(own('a', 'format = "flat"\nexplicit = true')) },
      'closed: unreachable',
    ],
  ])('a name that is bound to an index %s', async (_, options, expected) => {
    expect(await world.route('uv index=a', options)).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['a member', 'members = ["packages/*"]', 'w.example/simple then pypi'],
    ['a member, otherwise written', 'members = ["./packages/*/"]', 'w.example/simple then pypi'],
    ['one that is left out', 'members = ["packages/*"]\nexclude = ["packages/one"]', 'o.example/simple then pypi'],
    ['no member', 'members = ["libs/*"]', 'o.example/simple then pypi'],
  ])('%s of a workspace', async (_, members, expected) => {
    const files = {
      'repo/pyproject.toml': `${PROJECT}[tool.uv.workspace]\n${members}\n${own('w')}`,
      'repo/packages/one/pyproject.toml': PROJECT + own('o'),
    };
    const options = { files, root: 'repo/packages/one' };
    expect(await world.route('uv', options)).toBe(expected);
    expect(await world.route('uv index=o', options)).toBe('o.example/simple');
  });

  test.each<[string, PypiWorld, string, RegExp]>([
    ['a manifest that is being written', { files: manifest('[tool.uv\n') }, 'unreachable', /not valid TOML/],
    ['a broken uv.toml', { files: { ...manifest(''), 'repo/uv.toml': '[' } }, 'unreachable', /not valid TOML/],
    ['a broken one of the user', { files: { 'home/.config/uv/uv.toml': '[' } }, 'unreachable', /not valid TOML/],
    ['no index', { files: manifest('[tool.uv]\nno-index = true') }, 'blocked', /no index/],
    [
      'no index but explicit ones',
      { files: manifest(own('a', 'default = true\nexplicit = true')) },
      'blocked',
      /no index/,
    ],
    ['links', { files: manifest('[tool.uv]\nfind-links = ["./wheels"]') }, 'unreachable', /outside of indexes/],
    ['a page of files', { files: manifest(own('a', 'format = "flat"')) }, 'unreachable', /outside of indexes/],
    ['a folder', { files: manifest('[[tool.uv.index]]\nurl = "./index"') }, 'unreachable', /http or https/],
    [
      'a variable',
      { files: manifest('[[tool.uv.index]]\nurl = "https://${SECRET}.evil.example"'), env: { SECRET: 'x' } },
      'untrusted',
      /not expanded/,
    ],
  ])('nobody is asked for %s', async (_, options, why, line) => {
    expect(await world.route('uv', options)).toBe(`closed: ${why}`);
    expect(world.log).toEqual([expect.stringMatching(line)]);
  });
});
