import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PypiWorld, pypiWorld } from './pypi-world.ts';

const world = pypiWorld();

const A = 'index-url = https://a.example/simple/\n';
const conf = (text: string) => `[global]\n${text}`;
const USER = 'home/.config/pip/pip.conf';

describe('where pip asks', () => {
  test.each<[string, PypiWorld, string, string]>([
    ['nothing is configured', {}, '', 'PyPI'],
    ['the machine', { files: { 'etc/pip.conf': conf(A) } }, '', 'a.example/simple'],
    ['the machine, as desktops have it', { files: { 'etc/xdg/pip/pip.conf': conf(A) } }, '', 'a.example/simple'],
    [
      'the user, over the machine',
      { files: { 'etc/pip.conf': conf('index-url=https://b.example'), [USER]: conf(A) } },
      '',
      'a.example/simple',
    ],
    ['the old place', { files: { 'home/.pip/pip.conf': conf(A) } }, '', 'a.example/simple'],
    [
      'another place for configuration',
      { files: { 'home/x/pip/pip.conf': conf(A) }, env: { XDG_CONFIG_HOME: 'PLACE/home/x' } },
      '',
      'a.example/simple',
    ],
    [
      'the virtual environment',
      { files: { 'home/venv/pip.conf': conf(A) }, env: { VIRTUAL_ENV: 'PLACE/home/venv' } },
      '',
      'a.example/simple',
    ],
    [
      'one in the folder',
      { files: { 'repo/.venv/pip.conf': conf(A) }, env: { VIRTUAL_ENV: 'PLACE/repo/.venv' } },
      '',
      'a.example/simple',
    ],
    [
      'a file that a variable names, in place of the user’s',
      {
        files: {
          'home/p.ini': conf('index-url = https://b.example'),
          [USER]: conf('extra-index-url = https://c.example'),
        },
        env: { PIP_CONFIG_FILE: 'PLACE/home/p.ini' },
      },
      '',
      'b.example',
    ],
    [
      'a file that is not there takes no place',
      { files: { [USER]: conf(A) }, env: { PIP_CONFIG_FILE: 'PLACE/home/none.ini' } },
      '',
      'a.example/simple',
    ],
    ['no file at all', { files: { [USER]: conf(A) }, env: { PIP_CONFIG_FILE: '/dev/null' } }, '', 'PyPI'],
    ['the environment', { files: { [USER]: conf(A) }, env: { PIP_INDEX_URL: 'https://e.example' } }, '', 'e.example'],
    [
      '`install` before `global`, wherever it stands',
      { files: { 'etc/pip.conf': '[install]\nindex-url=https://i.example\n', [USER]: conf(A) } },
      '',
      'i.example',
    ],
    ['another command', { files: { [USER]: '[download]\nindex-url=https://d.example' } }, '', 'PyPI'],
    [
      'several lines',
      {
        files: {
          [USER]: conf('extra-index-url =\n    https://b.example/simple\n    # one more\n    https://c.example\n'),
        },
      },
      '',
      'pypi + b.example/simple + c.example',
    ],
    ['keys as variables write them', { files: { [USER]: conf('INDEX_URL: https://a.example') } }, '', 'a.example'],
    [
      'more of the environment, in place of the file’s',
      {
        files: { [USER]: conf('extra-index-url = https://b.example') },
        env: { PIP_EXTRA_INDEX_URL: 'https://c.example https://d.example' },
      },
      '',
      'pypi + c.example + d.example',
    ],
    [
      'one that is named twice',
      { files: { [USER]: conf(`${A}extra-index-url=https://a.example/simple`) } },
      '',
      'a.example/simple',
    ],
    ['the setting, over the configuration', { files: { [USER]: conf(A) }, pypi: 'https://s.example' }, '', 's.example'],
    [
      'the setting, which leaves others beside',
      { files: { [USER]: conf(`${A}extra-index-url=https://b.example`) }, pypi: 'https://s.example' },
      '',
      's.example + b.example',
    ],
    [
      'the setting, for PyPI by its address',
      { pypi: 'https://s.example' },
      ' index-url=https://pypi.org/simple/',
      's.example',
    ],
  ])('%s', async (_, options, words, expected) => {
    expect(await world.route(`pip${words}`, options)).toBe(expected);
    expect(world.log).toEqual([]);
  });

  test.each<[string, string, string]>([
    [
      'an index of its own, in place of all that is configured',
      'index-url=https://r.example/simple',
      'r.example/simple',
    ],
    ['one more', 'extra-index-url=https://r.example', 'a.example/simple + b.example + r.example'],
    [
      'both',
      'index-url=https://r.example extra-index-url=https://s.example extra-index-url=https://t.example',
      'r.example + s.example + t.example',
    ],
    ['escapes', 'index-url=https://r.example/a%2520b', 'r.example/a%20b'],
    ['a login that the reader cut off', 'index-url=https://r.example login=withheld', 'r.example withheld'],
  ])('a requirements file says %s', async (_, words, expected) => {
    const files = { [USER]: conf(`${A}extra-index-url = https://b.example`) };
    expect(await world.route(`pip ${words}`, { files })).toBe(expected);
  });

  test.each<[string, PypiWorld, string, string, RegExp]>([
    [
      'a file that pip refuses',
      { files: { [USER]: 'index-url = https://a.example' } },
      '',
      'unreachable',
      /pip refuses/,
    ],
    ['a key that comes twice', { files: { [USER]: conf(A + A) } }, '', 'unreachable', /pip refuses/],
    ['no index at all', { files: { [USER]: conf('no-index = yes') } }, '', 'blocked', /allows no index/],
    ['no index, by the environment', { env: { PIP_NO_INDEX: '1' } }, '', 'blocked', /^PIP_NO_INDEX: /],
    ['neither yes nor no', { env: { PIP_NO_INDEX: 'perhaps' } }, '', 'unreachable', /neither true nor false/],
    ['no index, by the file', {}, 'no-index=1', 'blocked', /requirements file/],
    ['links', { files: { [USER]: conf('find-links = https://l.example') } }, '', 'unreachable', /outside of indexes/],
    ['an index of the file that cannot be followed', {}, 'other-index=1', 'unreachable', /cannot be followed/],
    [
      'a folder as an index',
      { files: { [USER]: conf('index-url = file:///srv/simple') } },
      '',
      'unreachable',
      /http or https/,
    ],
    ['a path as one more', { env: { PIP_EXTRA_INDEX_URL: '/srv/simple' } }, '', 'unreachable', /http or https/],
    ['ssh', {}, 'extra-index-url=ssh://git@r.example/x', 'unreachable', /http or https/],
    [
      'a variable of the folder',
      { env: { SECRET: 'x' } },
      'extra-index-url=https://${SECRET}.evil.example',
      'untrusted',
      /which is not expanded/,
    ],
    ['a relative place', { env: { PIP_CONFIG_FILE: 'pip.conf' } }, '', 'unreachable', /not absolute/],
  ])('nobody is asked for %s', async (_, options, words, why, line) => {
    const router = await world.router(options);
    const question = { ask: 'package', registry: 'pypi', name: 'a', source: `pip ${words}`.trim() } as const;
    expect(router(question)).toEqual({ open: false, why });
    router({ ...question, name: 'b' });
    expect(world.log).toEqual([expect.stringMatching(line)]);
    expect(world.log.join()).not.toMatch(/evil|git@/);
  });

  test('what is no source at all is pip’s', async () => {
    const router = await world.router({});
    expect(router({ ask: 'package', registry: 'pypi', name: 'a' })).toMatchObject({ route: { wellKnown: true } });
  });

  test.skipIf(process.platform === 'win32')('a file of the user’s that is a link into the folder closes', async () => {
    await world.router({ files: { 'repo/pip.conf': conf(A), 'home/.config/pip/x': '' } });
    await symlink(path.join(world.place, 'repo/pip.conf'), path.join(world.place, USER));
    expect(await world.route('pip')).toBe('closed: unreachable');
  });
});

test.each<[string, PypiWorld, string]>([
  ['that a file names', {}, 'PyPI'],
  ['of one’s own, where no file is of the name', { files: { 'home/w/other-1.0.tar.gz': '' } }, 'PyPI'],
  ['of one’s own, where one is', { files: { 'home/w/Demo-1.0-py3-none-any.whl': '' } }, 'closed: unreachable'],
  ['that is not there', {}, 'PyPI'],
  ['that is a page', { files: { 'home/w': '<a href="demo-1.0.tar.gz">' } }, 'closed: unreachable'],
])('links to a folder %s', async (_, options, expected) => {
  const source = options.files === undefined && expected === 'PyPI' ? 'pip find-links=1' : 'pip';
  expect(await world.route(source, { ...options, env: { PIP_FIND_LINKS: '~/w file://PLACE/home/none' } })).toBe(
    expected,
  );
});

describe('files that pip reads, where only another tool is configured', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['uv in the folder', { 'repo/uv.toml': '[[index]]\nurl = "https://a.example"\n' }],
    ['uv of the user', { 'home/.config/uv/uv.toml': 'index-url = "https://a.example"\n' }],
    ['Poetry', { 'repo/pyproject.toml': '[[tool.poetry.source]]\nname = "a"\nurl = "https://a.example"\n' }],
    ['PDM', { 'repo/pyproject.toml': '[[tool.pdm.source]]\nname = "a"\nurl = "https://a.example"\n' }],
    ['Pipenv', { 'repo/Pipfile': '[[source]]\nname = "a"\nurl = "https://a.example"\n' }],
    ['a manifest that is being written', { 'repo/pyproject.toml': '[project\n' }],
  ])('%s', async (_, files) => {
    expect(await world.route('pip', { files })).toBe('closed: unreachable');
    expect(world.log).toEqual([expect.stringContaining('What requirements files want is not asked about')]);
    expect(await world.route('pip index-url=https://r.example', { files })).toBe('r.example');
    expect(await world.route('pip', { files, env: { PIP_INDEX_URL: 'https://e.example' } })).toBe('e.example');
    expect(await world.route('pip', { files, pypi: 'https://s.example' })).toBe('s.example');
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['PyPI by its address', { 'repo/Pipfile': '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n' }],
    [
      'an index for names that are bound to it',
      { 'repo/pyproject.toml': '[[tool.uv.index]]\nname = "a"\nurl = "https://a.example"\nexplicit = true\n' },
    ],
  ])('%s is nothing that matters', async (_, files) => {
    expect(await world.route('pip', { files })).toBe('PyPI');
  });
});
