import { describe, expect, test } from 'vitest';
import { type PypiWorld, pypiWorld } from './pypi-world.ts';

const world = pypiWorld();

const source = (name: string, more = '') =>
  `[[tool.pdm.source]]\nname = "${name}"\nurl = "https://${name}.example/simple"\n${more}\n`;
const manifest = (text: string, more: Record<string, string> = {}): PypiWorld => ({
  files: { 'repo/pyproject.toml': `[tool.pdm]\n${text}`, ...more },
});
const CONFIG = 'home/.config/pdm/config.toml';

describe('where PDM asks', () => {
  test.each<[string, PypiWorld, string]>([
    ['nothing is configured', manifest(''), 'PyPI'],
    ['a source beside PyPI', manifest(source('a')), 'pypi + a.example/simple'],
    ['one that is called pypi', manifest(source('pypi')), 'pypi.example/simple'],
    [
      'in their order',
      manifest(`[tool.pdm.resolution]\nrespect-source-order = true\n${source('a')}`),
      'a.example/simple then pypi',
    ],
    ['names that it includes', manifest(source('a', 'include_packages = ["de*", "x"]')), 'a.example/simple'],
    ['names that another includes', manifest(source('a', 'include_packages = ["x*"]')), 'pypi + a.example/simple'],
    ['names that it excludes', manifest(source('a', 'exclude_packages = ["demo"]')), 'PyPI'],
    ['PyPI’s place, by the user', manifest('', { [CONFIG]: '[pypi]\nurl = "https://u.example"\n' }), 'u.example'],
    [
      'PyPI’s place, by the project',
      manifest('', {
        'repo/pdm.toml': '[pypi]\nurl = "https://f.example"\n',
        [CONFIG]: '[pypi]\nurl = "https://u.example"\n',
      }),
      'f.example',
    ],
    ['PyPI’s place, by the environment', { ...manifest(''), env: { PDM_PYPI_URL: 'https://e.example' } }, 'e.example'],
    ['more of the user’s', manifest('', { [CONFIG]: '[pypi.own]\nurl = "https://o.example"\n' }), 'pypi + o.example'],
    [
      'none of the user’s',
      manifest(source('a'), {
        [CONFIG]: '[pypi]\nignore_stored_index = true\n[pypi.own]\nurl = "https://o.example"\n',
      }),
      'a.example/simple',
    ],
    [
      'an address that the user keeps',
      manifest('[[tool.pdm.source]]\nname = "own"\n', { [CONFIG]: '[pypi.own]\nurl = "https://o.example"\n' }),
      'pypi + o.example',
    ],
    [
      'a variable of the user’s',
      { ...manifest('', { [CONFIG]: '[pypi]\nurl = "https://${HOST}/simple"\n' }), env: { HOST: 'v.example' } },
      'v.example/simple',
    ],
    [
      'the setting',
      { ...manifest(source('pypi') + source('a')), pypi: 'https://s.example' },
      's.example + a.example/simple',
    ],
  ])('%s', async (_, options, expected) => {
    const told = await world.route('pdm', options);
    expect(told.split(/ (?:\+) /).sort()).toEqual(expected.split(/ (?:\+) /).sort());
    expect(world.log).toEqual([]);
  });

  test.each<[string, PypiWorld, string]>([
    ['a manifest that is being written', manifest('['), 'unreachable'],
    ['a broken file of the user’s', manifest('', { [CONFIG]: '[' }), 'unreachable'],
    ['links', manifest(source('a', 'type = "find_links"')), 'unreachable'],
    ['a variable', manifest('[[tool.pdm.source]]\nname = "a"\nurl = "https://${SECRET}@a.example"\n'), 'untrusted'],
    ['a variable that is not set', manifest('', { [CONFIG]: '[pypi]\nurl = "https://${NO}/"\n' }), 'unreachable'],
    ['a name that all exclude', manifest(source('pypi', 'exclude_packages = ["*"]')), 'blocked'],
  ])('nobody is asked for %s', async (_, options, why) => {
    expect(await world.route('pdm', { ...options, env: { SECRET: 'x' } })).toBe(`closed: ${why}`);
    expect(world.log).toHaveLength(1);
  });
});
