import { expect, test } from 'vitest';
import { type PypiWorld, pypiWorld } from './pypi-world.ts';

const world = pypiWorld();

const PYPI = 'recorded=https://pypi.org/simple';
const A = 'recorded=https://a.example/simple/';
const uv = (more = '') => ({
  'repo/pyproject.toml': `[project]\nname = "x"\n[[tool.uv.index]]\nname = "a"\nurl = "https://ann:s@a.example/simple"\n${more}`,
});
const poetry = (more = '') => ({
  'repo/pyproject.toml': `[tool.poetry]\nname = "x"\n[[tool.poetry.source]]\nname = "a"\nurl = "https://a.example/simple"\n${more}`,
});

/** Where an entry of a lockfile is asked that says from which index it came. */
test.each<[string, string, PypiWorld, string]>([
  ['everybody’s', `uv ${PYPI}`, {}, 'PyPI'],
  ['everybody’s, though others come first', `uv ${PYPI}`, { files: uv() }, 'PyPI'],
  [
    'everybody’s, where another stands in for it',
    `uv ${PYPI}`,
    { files: uv('default = true\n') },
    'a.example/simple withheld',
  ],
  [
    'everybody’s, where the setting stands in for it',
    `uv ${PYPI}`,
    { pypi: 'https://set.example/simple' },
    'set.example/simple',
  ],
  [
    'everybody’s, by a mirror of Pipenv’s',
    `pipenv ${PYPI}`,
    { env: { PIPENV_PYPI_MIRROR: 'https://m.example/simple' } },
    'm.example/simple',
  ],
  ['everybody’s, though another source may have it', `pipenv ${PYPI} other-sources=1`, {}, 'PyPI'],
  ['one that is asked', `uv ${A}`, { files: uv() }, 'a.example/simple withheld'],
  ['one for names that are bound to it', `uv ${A}`, { files: uv('explicit = true\n') }, 'a.example/simple withheld'],
  ['one of Poetry’s', `poetry ${A}`, { files: poetry('priority = "supplemental"\n') }, 'a.example/simple'],
  ['one that only another tool names', `pdm ${A}`, { files: poetry() }, 'a.example/simple'],
  ['one that the setting names', `uv ${A}`, { pypi: 'https://a.example/simple' }, 'a.example/simple'],
  ['one that nothing names', `uv ${A}`, {}, 'closed: unnamed'],
  ['a page of files', `uv ${A}`, { files: uv('format = "flat"\nexplicit = true\n') }, 'closed: unreachable'],
  ['one that another project may name', `uv ${A} may-be-named=1`, {}, 'closed: unreachable'],
  [
    'one that another project may name, and its own does',
    `uv ${A} may-be-named=1`,
    { files: uv('explicit = true\n') },
    'a.example/simple withheld',
  ],
  ['another of the same host', 'uv recorded=https://a.example/other', { files: uv() }, 'closed: unnamed'],
  ['no address', 'uv recorded=x', { files: uv() }, 'closed: unreachable'],
  ['one with a variable', 'pipenv recorded=https://$HOST/simple', {}, 'closed: unreachable'],
  [
    'one in a project that cannot be read',
    `uv ${PYPI}`,
    { files: { 'repo/pyproject.toml': '[' } },
    'closed: unreachable',
  ],
])('%s', async (_, source, options, expected) => {
  expect(await world.route(source, options)).toBe(expected);
});
