import { describe, expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import type { Reader } from '../../../../server/src/model/reader.ts';
import { around } from './files-around.ts';

function reader(file: string): Reader {
  const found = readerFor(file, undefined, '');
  if (found === undefined) throw new Error(`Nothing reads ${file}.`);
  return found;
}

/** What is said of each dependency of a manifest by a lockfile beside it, or in a folder above. */
function said(manifest: string, text: string, lockfile: string, lock: string, folder = '/p'): readonly string[] {
  const where = around(folder, [reader(lockfile), `/p/${lockfile}`, lock]);
  return reader(manifest)
    .read(text, manifest, where)
    .references.map(({ subject }) => {
      if (subject.kind !== 'release') return `${subject.kind === 'opaque' ? subject.name : '-'} opaque`;
      const { name, held, drift } = subject;
      if (held !== undefined)
        return `${name} held ${held.version}, ${held.brings ?? 'nothing is told of what it brings'}`;
      return `${name} ${drift === undefined ? 'free' : `not in ${drift.by}: ${drift.version ?? 'nothing'}`}`;
    });
}

const entry = (name: string, version: string, more = '') =>
  `[[package]]\nname = "${name}"\nversion = "${version}"\n${more}files = []\n\n`;
const POETRY = (entries: string) => `${entries}[metadata]\nlock-version = "2.1"\ncontent-hash = "0"\n`;
const UV = (entries: string) =>
  `version = 1\n\n${entries.replaceAll('files = []', 'source = { registry = "https://pypi.org/simple" }')}`;
const PDM = (entries: string) => `[metadata]\ncontent_hash = "0"\n\n${entries}`;
const PIPENV = (entries: object) => JSON.stringify({ _meta: {}, default: entries, develop: {} });

const uv = (needs: string, more = '') => `[project]\nname = "x"\ndependencies = [${needs}]\n[tool.uv]\n${more}`;
const poetry = (lines: string) => `[tool.poetry.dependencies]\npython = "^3.9"\n${lines}`;
const pdm = (needs: string, more = '') => `[project]\nname = "x"\ndependencies = [${needs}]\n[tool.pdm]\n${more}`;

describe('what a lockfile holds is told with the key of what comes with it', () => {
  test.each([
    [
      'pyproject.toml',
      poetry('a = "^1.0"\n'),
      'poetry.lock',
      POETRY(entry('A', '1.2')),
      'a held 1.2, brought poetry.lock  a',
    ],
    ['pyproject.toml', uv('"a>=1"'), 'uv.lock', UV(entry('a', '1.2')), 'a held 1.2, brought uv.lock  a'],
    ['pyproject.toml', pdm('"a>=1"'), 'pdm.lock', PDM(entry('a', '1.2')), 'a held 1.2, brought pdm.lock  a'],
    [
      'Pipfile',
      '[packages]\na = "*"\n',
      'Pipfile.lock',
      PIPENV({ a: { version: '==1.2' } }),
      'a held 1.2, brought Pipfile.lock  a',
    ],
    ['requirements.in', 'a\n', 'requirements.txt', 'a==1.2\n', 'a held 1.2, nothing is told of what it brings'],
  ])('%s: %j', (manifest, text, lockfile, lock, expected) => {
    expect(said(manifest, text, lockfile, lock).filter(line => !line.startsWith('python'))).toEqual([expected]);
  });

  test('by the folder of a member', () => {
    const lock = UV(`${entry('a', '1.2')}[[package]]\nname = "x"\nversion = "1"\nsource = { editable = "parts/x" }\n`);
    expect(said('pyproject.toml', uv('"a"'), 'uv.lock', lock, '/p/parts/x')).toEqual([
      'a held 1.2, brought uv.lock parts/x a',
    ]);
  });
});

describe('a lockfile and a manifest that have parted', () => {
  test.each([
    [
      'another version',
      'pyproject.toml',
      poetry('a = "^2.0"\n'),
      'poetry.lock',
      POETRY(entry('a', '1.2')),
      'a not in poetry.lock: 1.2',
    ],
    [
      'no entry',
      'pyproject.toml',
      poetry('a = "^2.0"\n'),
      'poetry.lock',
      POETRY(entry('b', '1.2')),
      'a not in poetry.lock: nothing',
    ],
    [
      'a group of Poetry’s',
      'pyproject.toml',
      '[tool.poetry.group.dev.dependencies]\na = "^2.0"\n',
      'poetry.lock',
      POETRY(''),
      'a not in poetry.lock: nothing',
    ],
    ['uv', 'pyproject.toml', uv('"a>=2"'), 'uv.lock', UV(entry('a', '1.2')), 'a not in uv.lock: 1.2'],
    ['uv, no entry', 'pyproject.toml', uv('"a>=2"'), 'uv.lock', UV(entry('b', '1.2')), 'a not in uv.lock: nothing'],
    [
      'a group with uv',
      'pyproject.toml',
      '[dependency-groups]\ndev = ["a"]\n[tool.uv]\n',
      'uv.lock',
      UV(entry('b', '1')),
      'a not in uv.lock: nothing',
    ],
    ['PDM', 'pyproject.toml', pdm('"a>=2"'), 'pdm.lock', PDM(entry('a', '1.2')), 'a not in pdm.lock: 1.2'],
    [
      'Pipenv',
      'Pipfile',
      '[packages]\na = ">=2"\n',
      'Pipfile.lock',
      PIPENV({ a: { version: '==1.2' } }),
      'a not in Pipfile.lock: 1.2',
    ],
    [
      'Pipenv, no entry',
      'Pipfile',
      '[dev-packages]\na = "*"\n',
      'Pipfile.lock',
      PIPENV({ a: { version: '==1.2' } }),
      'a not in Pipfile.lock: nothing',
    ],
  ])('%s', (_, manifest, text, lockfile, lock, expected) => {
    expect(said(manifest, text, lockfile, lock).filter(line => !line.startsWith('python'))).toEqual([expected]);
  });
});

test('a lockfile that a workspace above has taken the place of says nothing', () => {
  const member = '[[package]]\nname = "x"\nversion = "1"\nsource = { editable = "." }\n';
  const above = member.replace('"."', '"parts/x"');
  const where = around(
    '/p/parts/x',
    [reader('uv.lock'), '/p/parts/x/uv.lock', UV(`${entry('b', '1.2')}${member}`)],
    [reader('uv.lock'), '/p/uv.lock', UV(`${entry('b', '1.2')}${above}`)],
  );
  const { references } = reader('pyproject.toml').read(uv('"a"'), 'pyproject.toml', where);
  expect(references[0]?.subject).not.toHaveProperty('drift');
});

describe('no word where there is a doubt', () => {
  const uvHas = UV(entry('a', '1.2'));
  test.each([
    ['a condition', uv('"a>=2; sys_platform == \'win32\'"'), 'uv.lock', uvHas],
    ['a pre-release', uv('"a>=2"'), 'uv.lock', UV(entry('a', '2.0rc1'))],
    ['a local version', uv('"a>=2"'), 'uv.lock', UV(entry('a', '1.2+cpu'))],
    ['a version that is none', uv('"a>=2"'), 'uv.lock', UV(entry('a', 'x'))],
    ['an override', uv('"a>=2"', 'override-dependencies = ["b"]\n'), 'uv.lock', uvHas],
    ['environments', uv('"a>=2"', 'environments = ["os_name == \'nt\'"]\n'), 'uv.lock', uvHas],
    ['a lockfile that was cut', uv('"a>=2"'), 'uv.lock', `${uvHas}[[package]]\nname = "b`],
    ['a lockfile of Poetry’s that was cut', poetry('a = "^2"\n'), 'poetry.lock', entry('a', '1.2')],
    [
      'a merge conflict',
      poetry('a = "^2"\n'),
      'poetry.lock',
      `<<<<<<< a\n=======\n>>>>>>> b\n${POETRY(entry('a', '1.2'))}`,
    ],
    [
      'a repository',
      poetry('a = "^2"\n'),
      'poetry.lock',
      POETRY(`${entry('a', '1.2')}[package.source]\ntype = "git"\n\n`),
    ],
    ['another tool’s lockfile', uv('"a>=2"'), 'poetry.lock', POETRY(entry('a', '1.2'))],
    ['nobody’s project', '[project]\ndependencies = ["a>=2"]\n', 'uv.lock', uvHas],
    ['what builds', '[build-system]\nrequires = ["a>=2"]\n[tool.uv]\n', 'uv.lock', uvHas],
    ['a group with PDM', '[dependency-groups]\ndev = ["a"]\n[tool.pdm]\n', 'pdm.lock', PDM(entry('b', '1'))],
    ['a lockfile that is another project’s', uv('"a>=2"'), 'uv.lock', uvHas, '/p/other'],
  ])('%s', (_, text, lockfile, lock, folder = '/p') => {
    const lines = said('pyproject.toml', text, lockfile, lock, folder).filter(line => line.startsWith('a '));
    expect(lines).toEqual(['a free']);
  });
});
