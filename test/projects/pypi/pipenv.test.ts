import { describe, expect, test } from 'vitest';
import { type PypiWorld, pypiWorld } from './pypi-world.ts';

const world = pypiWorld();

const source = (name: string, url = `https://${name}.example/simple`) =>
  `[[source]]\nname = "${name}"\nurl = "${url}"\nverify_ssl = true\n`;
const pipfile = (text: string): PypiWorld => ({ files: { 'repo/Pipfile': text } });
const PYPI = source('pypi', 'https://pypi.org/simple');

describe('where Pipenv asks', () => {
  test.each<[string, PypiWorld, string, string]>([
    ['no source', pipfile('[packages]\n'), '', 'PyPI'],
    ['PyPI', pipfile(PYPI), '', 'PyPI'],
    ['the first', pipfile(source('a') + PYPI), '', 'a.example/simple'],
    ['the first, and no other', pipfile(PYPI + source('a')), '', 'PyPI'],
    ['the one that a name is bound to', pipfile(PYPI + source('a')), ' index=a', 'a.example/simple'],
    ['none that is defined', pipfile(PYPI), ' index=a', 'closed: unreachable'],
    ['a mirror', { ...pipfile(PYPI), env: { PIPENV_PYPI_MIRROR: 'https://m.example' } }, '', 'm.example'],
    [
      'a mirror, not of others',
      { ...pipfile(source('a')), env: { PIPENV_PYPI_MIRROR: 'https://m.example' } },
      '',
      'a.example/simple',
    ],
    [
      'the setting',
      { ...pipfile(PYPI), pypi: 'https://s.example', env: { PIPENV_PYPI_MIRROR: 'https://m.example' } },
      '',
      's.example',
    ],
    ['the setting, not for others', { ...pipfile(source('a')), pypi: 'https://s.example' }, '', 'a.example/simple'],
    [
      'a variable',
      { ...pipfile(source('a', 'https://a.example/$SECRET')), env: { SECRET: 'x' } },
      '',
      'closed: untrusted',
    ],
    ['a broken file', pipfile('['), '', 'closed: unreachable'],
  ])('%s', async (_, options, words, expected) => {
    expect(await world.route(`pipenv${words}`, options)).toBe(expected);
    expect(world.log).toHaveLength(expected.startsWith('closed') ? 1 : 0);
  });
});
