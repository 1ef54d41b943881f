import { describe, expect, test } from 'vitest';
import { pipfile } from '../../../../server/src/ecosystems/pypi/readers/pipfile.ts';
import { pipfileLock } from '../../../../server/src/ecosystems/pypi/readers/pipfile-lock.ts';
import { pylock } from '../../../../server/src/ecosystems/pypi/readers/pylock.ts';
import { pyproject } from '../../../../server/src/ecosystems/pypi/readers/pyproject.ts';
import { pythonLock } from '../../../../server/src/ecosystems/pypi/readers/python-lock.ts';
import { pythonScript } from '../../../../server/src/ecosystems/pypi/readers/python-script.ts';
import { requirements } from '../../../../server/src/ecosystems/pypi/readers/requirements.ts';
import { setupCfg } from '../../../../server/src/ecosystems/pypi/readers/setup-cfg.ts';
import { uvLock } from '../../../../server/src/ecosystems/pypi/readers/uv-lock.ts';
import { uvScriptLock } from '../../../../server/src/ecosystems/pypi/readers/uv-script-lock.ts';
import { type Around, NOTHING_AROUND, type Reader } from '../../../../server/src/model/reader.ts';
import type { PlacedStatement } from '../../../../server/src/model/statement.ts';

function around(folder: string, ...files: readonly (readonly [reader: Reader, file: string, text: string])[]): Around {
  const stated = files.flatMap(([reader, file, text]): PlacedStatement[] => {
    const [directory, name = ''] = [file.slice(0, file.lastIndexOf('/')), file.split('/').at(-1)];
    const from = { id: file, folder: directory, file: name, rangeOf: () => ({}) as never };
    const said = reader.read(text, name, { ...NOTHING_AROUND, folder: directory }).statements ?? [];
    return said.map(statement => ({ ...statement, from }));
  });
  return { ...NOTHING_AROUND, folder, told: key => stated.filter(statement => statement.key === key) };
}

function held(reader: Reader, file: string, text: string, where: Around): readonly string[] {
  return reader.read(text, file, where).references.map(({ subject }) => {
    if (subject.kind !== 'release') return subject.kind;
    return `${subject.name} ${subject.held === undefined ? 'free' : `${subject.held.by} ${subject.held.version}`}`;
  });
}

const POETRY_LOCK = `[[package]]
name = "Attrs"
version = "23.1.0"
files = [
    {file = "attrs-23.1.0-py3-none-any.whl", hash = "sha256:00"},
]

[[package]]
name = "own"
version = "1.0"

[package.source]
type = "legacy"
url = "https://index.example/simple"

[[package]]
name = "git"
version = "1.0"

[package.source]
type = "git"
url = "https://git.example/git"
`;

describe('what is held', () => {
  test('for Poetry: what comes from an index', () => {
    const text = '[tool.poetry.dependencies]\nattrs = "^23"\nown = "*"\ngit = "*"\n';
    const where = around('/p', [pythonLock, '/p/poetry.lock', POETRY_LOCK]);
    expect(held(pyproject, 'pyproject.toml', text, where)).toEqual([
      'attrs poetry.lock 23.1.0',
      'own poetry.lock 1.0',
      'git free',
    ]);
    expect(held(pyproject, 'pyproject.toml', text.replace('^23', '^24'), where)[0]).toBe('attrs free');
  });

  test('for PDM: what comes from an index', () => {
    const lock = '[[package]]\nname = "a"\nversion = "1.0"\n\n[[package]]\nname = "b"\nversion = "1.0"\npath = "./b"\n';
    const text = '[project]\ndependencies = ["a", "b"]\n[tool.pdm]\n';
    expect(held(pyproject, 'pyproject.toml', text, around('/p', [pythonLock, '/p/pdm.lock', lock]))).toEqual([
      'a pdm.lock 1.0',
      'b free',
    ]);
  });

  const UV_LOCK = `version = 1

[[package]]
name = "attrs"
version = "22.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "attrs"
version = "23.1.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "member"
version = "0.1"
source = { editable = "m" }
`;
  const uvText = (name: string) => `[project]\nname = "${name}"\ndependencies = ["attrs<23", "attrs>=22"]\n`;

  test('for uv: of several versions the highest that is wanted', () => {
    const where = around('/p', [uvLock, '/p/uv.lock', UV_LOCK]);
    expect(held(pyproject, 'pyproject.toml', uvText('root'), where)).toEqual([
      'attrs uv.lock 22.0',
      'attrs uv.lock 23.1.0',
    ]);
  });

  test.each([
    ['Member', 'attrs uv.lock 22.0'],
    ['stranger', 'attrs free'],
  ])('for uv below a lockfile: of %s what it has', (name, expected) => {
    const where = around('/p/m', [uvLock, '/p/uv.lock', UV_LOCK]);
    expect(held(pyproject, 'pyproject.toml', uvText(name), where)[0]).toBe(expected);
  });

  test('not for what builds a project: that is chosen anew', () => {
    const text = '[build-system]\nrequires = ["attrs"]\n[dependency-groups]\ndev = ["attrs"]\n';
    const where = around('/p', [uvLock, '/p/uv.lock', UV_LOCK]);
    expect(held(pyproject, 'pyproject.toml', text, where)).toEqual(['attrs free', 'attrs uv.lock 23.1.0']);
  });

  test('for Pipenv: each category by itself', () => {
    const lock = JSON.stringify({
      _meta: { requires: { version: '==9' } },
      default: { attrs: { version: '==23.1.0' }, git: { ref: 'x' } },
      develop: { pytest: { version: '==8.0', hashes: [] }, attrs: { version: '==24.0' } },
    });
    const text = '[packages]\nAttrs = "*"\ngit = "*"\n[dev-packages]\npytest = "*"\n';
    expect(held(pipfile, 'Pipfile', text, around('/p', [pipfileLock, '/p/Pipfile.lock', lock]))).toEqual([
      'attrs Pipfile.lock 23.1.0',
      'git free',
      'pytest Pipfile.lock 8.0',
    ]);
  });

  test('by a compiled file only what it pins without conditions', () => {
    const compiled = '# autogenerated by uv\nattrs==23.1.0 ; sys_platform == "win32"\nattrs==22.0\nother==1.0\n';
    const where = around('/p', [requirements, '/p/main.txt', compiled]);
    expect(held(requirements, 'main.in', 'attrs\nother\n', where)).toEqual(['attrs free', 'other main.txt 1.0']);
  });

  test.each([
    ['a head', '# autogenerated by uv\nattrs==23.1.0\nother\n', 'main.txt 23.1.0'],
    ['pins alone', 'attrs==23.1.0\n    # via -r main.in\n', 'main.txt 23.1.0'],
    ['hashes', 'attrs==23.1.0 --hash=sha256:00\n', 'main.txt 23.1.0'],
    ['neither', 'attrs==23.1.0\nother\n', 'free'],
  ])('by a compiled file that is known by %s', (_, compiled, expected) => {
    const where = around('/p', [requirements, '/p/main.txt', compiled]);
    expect(held(requirements, 'main.in', 'attrs\n', where)).toEqual([`attrs ${expected}`]);
  });
});

test.each([
  ['-c constraints.txt\nattrs\n', 'attrs constraints.txt 23.1.0'],
  ['attrs\n--constraint=./constraints.txt\n', 'attrs constraints.txt 23.1.0'],
  ['attrs\n', 'attrs free'],
])('what constraints beside pin is taken: %j', (text, expected) => {
  const where = around('/p', [requirements, '/p/constraints.txt', 'attrs==23.1.0\nother==1\n']);
  expect(held(requirements, 'requirements.txt', text, where)).toEqual([expected]);
});

describe('an index that a lockfile has a name from', () => {
  const sourceIn = (text: string, where: Around) =>
    pyproject
      .read(text, 'pyproject.toml', where)
      .references.map(({ subject }) => (subject.kind === 'release' ? (subject.source ?? 'pip') : subject.kind));
  const lock = (index: string) =>
    `[[package]]\nname = "attrs"\nversion = "23.1.0"\nsource = { registry = "${index}" }\n`;

  test.each([
    ['https://pypi.org/simple', 'uv'],
    ['https://pypi.org/simple/', 'uv'],
    ['https://ann:s3cret@index.example/my simple', 'uv locked-at=https://index.example/my%20simple'],
  ])('%s travels along where it is not everybody’s', (index, source) => {
    const text = '[project]\ndependencies = ["attrs>=24"]\n[tool.uv]\n';
    expect(sourceIn(text, around('/p', [uvLock, '/p/uv.lock', lock(index)]))).toEqual([source]);
  });

  test('travels along for Poetry', () => {
    const text = '[tool.poetry.dependencies]\nown = "*"\nattrs = "*"\n';
    expect(sourceIn(text, around('/p', [pythonLock, '/p/poetry.lock', POETRY_LOCK]))).toEqual([
      'poetry locked-at=https://index.example/simple',
      'poetry',
    ]);
  });
});

describe('an index that all of a lockfile came from', () => {
  const lock = (index: string) =>
    `[[package]]\nname = "attrs"\nversion = "23.1.0"\nsource = { registry = "${index}" }\n`;
  const other = '[[package]]\nname = "other"\nversion = "1"\nsource = { registry = "https://pypi.org/simple" }\n';
  const head = '#\n# This file is autogenerated by pip-compile\n#    pip-compile pyproject.toml\n';
  const INSIDE = 'https://index.example/simple';
  const sources = (reader: Reader, file: string, text: string, where: Around) =>
    reader
      .read(text, file, where)
      .references.map(({ subject }) => (subject.kind === 'release' ? (subject.source ?? 'pip') : subject.kind));

  test.each<[string, Reader, string, string, string, string]>([
    ['uv.lock', uvLock, lock(INSIDE), 'pyproject.toml', '[project]\ndependencies = ["fresh"]\n[tool.uv]\n', 'uv'],
    ['uv.lock', uvLock, lock(INSIDE), 'requirements.txt', 'fresh\n', 'pip'],
    ['uv.lock', uvLock, lock(INSIDE), 'setup.cfg', '[options]\ninstall_requires = fresh\n', 'pip'],
    [
      'poetry.lock',
      pythonLock,
      POETRY_LOCK.slice(POETRY_LOCK.indexOf('[[package]]\nname = "own"')),
      'Pipfile',
      '[packages]\nfresh = "*"\n',
      'pipenv',
    ],
    [
      'reqs.txt',
      requirements,
      `${head}--index-url ${INSIDE}\nattrs==23.1.0\n`,
      'pyproject.toml',
      '[project]\ndependencies = ["fresh"]\n',
      'pip',
    ],
  ])('in %s is told of what is not in it', (lockfile, locker, text, file, manifest, client) => {
    const reader = {
      'pyproject.toml': pyproject,
      'requirements.txt': requirements,
      'setup.cfg': setupCfg,
      Pipfile: pipfile,
    }[file];
    const where = around('/p', [locker, `/p/${lockfile}`, text]);
    expect(sources(reader ?? pyproject, file, manifest, where)).toEqual([`${client} locked-at=${INSIDE}`]);
  });

  test.each([
    ['two indexes', `${lock(INSIDE)}${other}`, 'uv'],
    ['everybody’s', other, 'uv'],
    ['one of two sides', `<<<<<<< a\n${lock(INSIDE)}=======\n${lock(INSIDE)}>>>>>>> b\n`, `uv locked-at=${INSIDE}`],
  ])('of %s', (_, text, source) => {
    const manifest = '[project]\ndependencies = ["fresh"]\n[tool.uv]\n';
    expect(sources(pyproject, 'pyproject.toml', manifest, around('/p', [uvLock, '/p/uv.lock', text]))).toEqual([
      source,
    ]);
  });

  test('says nothing of a file that names an index itself', () => {
    const where = around('/p', [uvLock, '/p/uv.lock', lock(INSIDE)]);
    expect(sources(requirements, 'requirements.txt', '-i https://o.example/s\nfresh\n', where)).toEqual([
      'pip index-url=https://o.example/s',
    ]);
  });
});

test('nothing is held by a lockfile that two changes fight for, and where it came from is known', () => {
  const fought = `<<<<<<< HEAD\n${POETRY_LOCK}=======\n>>>>>>> other\n`;
  const text = '[tool.poetry.dependencies]\nattrs = "*"\nown = "*"\n';
  const where = around('/p', [pythonLock, '/p/poetry.lock', fought]);
  expect(pyproject.read(text, 'pyproject.toml', where).references.map(({ subject }) => subject)).toMatchObject([
    { name: 'attrs', source: 'poetry' },
    { name: 'own', source: 'poetry locked-at=https://index.example/simple' },
  ]);
  expect(held(pyproject, 'pyproject.toml', text, where)).toEqual(['attrs free', 'own free']);
});

describe('the index of a lockfile counts apart from its versions', () => {
  const INSIDE = 'https://index.example/simple';
  const PUBLIC = 'https://pypi.org/simple';
  const AT = `locked-at=${INSIDE}`;
  const uv = (name: string, index: string, more = 'version = "1.0"\n') =>
    `[[package]]\nname = "${name}"\n${more}source = { registry = "${index}" }\n`;
  const poetry = (more: string) =>
    `[[package]]\nname = "secret"\n${more}[package.source]\ntype = "legacy"\nurl = "${INSIDE}"\n`;
  const pipenv = (source: string, entry: string, name = 'own') =>
    `{"_meta": {"sources": [${source}{"name": "${name}", "url": "${INSIDE}"}]}, "default": {"secret": {${entry}}}}`;
  const pylockOf = (more: string) => `lock-version = "1.0"\n[[packages]]\nname = "secret"\n${more}`;
  const open = uv('open', PUBLIC);
  const MANY = Array.from({ length: 60 }, (_, i) => uv('secret', PUBLIC, `version = "1.${i}"\n`)).join('');
  const PYPROJECT = '[project]\ndependencies = ["secret"]\n';
  const PIPFILE = '[packages]\nsecret = "*"\n';
  const SCRIPT = '# /// script\n# dependencies = ["secret"]\n# ///\n';

  test.each<[string, Reader, string, string, string, Reader, string, string]>([
    ['no version', uvLock, 'uv.lock', uv('secret', INSIDE, '') + open, 'pyproject.toml', pyproject, PYPROJECT, AT],
    [
      'no PEP 440 one',
      uvLock,
      'uv.lock',
      uv('secret', INSIDE, 'version = "1-x-y"\n') + open,
      'a',
      pyproject,
      PYPROJECT,
      AT,
    ],
    ['many', uvLock, 'uv.lock', MANY + uv('secret', INSIDE), 'pyproject.toml', pyproject, PYPROJECT, AT],
    [
      'a cut',
      uvLock,
      'uv.lock',
      `${open}[[package]]\nname = "secret"\nsource = {`,
      'a',
      pyproject,
      PYPROJECT,
      'locked-at=?',
    ],
    ['several', uvLock, 'uv.lock', uv('a', INSIDE) + uv('b', `${INSIDE}2`), 'a', pyproject, PYPROJECT, 'locked-at=?'],
    ['no version', pythonLock, 'poetry.lock', poetry(''), 'pyproject.toml', pyproject, PYPROJECT, AT],
    ['no PEP 440 one', pythonLock, 'poetry.lock', poetry('version = "1-foo"\n'), 'a', pyproject, PYPROJECT, AT],
    [
      'files elsewhere',
      pythonLock,
      'pdm.lock',
      '[[package]]\nname = "secret"\nversion = "1"\nfiles = [{url = "https://index.example/s.whl"}]\n',
      ...(['pyproject.toml', pyproject, PYPROJECT, 'locked-at=?'] as const),
    ],
    [
      'files of everybody’s',
      pythonLock,
      'pdm.lock',
      '[[package]]\nname = "secret"\nversion = "1"\nfiles = [{url = "https://files.pythonhosted.org/s.whl"}]\n',
      ...(['pyproject.toml', pyproject, PYPROJECT, ''] as const),
    ],
    [
      'a binding',
      pipfileLock,
      'Pipfile.lock',
      pipenv('', '"index": "own", "version": "==1"'),
      'Pipfile',
      pipfile,
      PIPFILE,
      AT,
    ],
    [
      'one of two',
      pipfileLock,
      'Pipfile.lock',
      pipenv(`{"name": "pypi", "url": "${PUBLIC}"}, `, '"index": "own", "version": "==1"'),
      ...(['Pipfile', pipfile, PIPFILE, AT] as const),
    ],
    [
      'the first of two',
      pipfileLock,
      'Pipfile.lock',
      pipenv(`{"name": "pypi", "url": "${PUBLIC}"}, `, '"version": "==1"'),
      ...(['Pipfile', pipfile, PIPFILE, ''] as const),
    ],
    ['one alone', pipfileLock, 'Pipfile.lock', pipenv('', '"version": "==1"'), 'Pipfile', pipfile, PIPFILE, AT],
    [
      'a stranger',
      pipfileLock,
      'Pipfile.lock',
      pipenv('', '"index": "gone"'),
      'Pipfile',
      pipfile,
      PIPFILE,
      'locked-at=?',
    ],
    [
      'two sides',
      pipfileLock,
      'Pipfile.lock',
      `<<<<<<< a\n${pipenv('', '"index": "own"')}\n=======\n{}\n>>>>>>> b\n`,
      ...(['Pipfile', pipfile, PIPFILE, AT] as const),
    ],
    ['a script’s', uvScriptLock, 's.py.lock', uv('secret', INSIDE), 's.py', pythonScript, SCRIPT, AT],
    ['an index', pylock, 'pylock.toml', pylockOf(`index = "${INSIDE}"\n`), 'pyproject.toml', pyproject, PYPROJECT, AT],
    ['everybody’s', pylock, 'pylock.dev.toml', pylockOf(`index = "${PUBLIC}"\n`), 'a', pyproject, PYPROJECT, ''],
    [
      'files alone',
      pylock,
      'pylock.toml',
      pylockOf('wheels = [{url = "https://o.example/s.whl"}]\n'),
      'a',
      pyproject,
      PYPROJECT,
      'locked-at=?',
    ],
    // Whoever else requires the name beside it.
    ['pip', uvLock, 'uv.lock', uv('secret', INSIDE) + open, 'requirements.txt', requirements, 'secret\n', AT],
    ['pip', pythonLock, 'poetry.lock', poetry('version = "1"\n'), 'requirements.txt', requirements, 'secret\n', AT],
    [
      'setuptools',
      uvLock,
      'uv.lock',
      uv('secret', INSIDE) + open,
      'setup.cfg',
      setupCfg,
      '[options]\ninstall_requires = secret\n',
      AT,
    ],
    [
      'a build',
      uvLock,
      'uv.lock',
      uv('secret', INSIDE) + open,
      'a',
      pyproject,
      '[build-system]\nrequires = ["secret"]\n',
      AT,
    ],
    ['a script', uvLock, 'uv.lock', uv('secret', INSIDE) + open, 's.py', pythonScript, SCRIPT, AT],
  ])('%s, %#', (_, locker, lockfile, text, file, reader, manifest, expected) => {
    const where = around('/p', [locker, `/p/${lockfile}`, text]);
    const [found] = reader.read(manifest, file, where).references;
    const source = found?.subject.kind === 'release' ? (found.subject.source ?? '') : found?.subject.kind;
    expect(source?.replace(/^(?:uv|pipenv|pip) ?/, '')).toBe(expected);
  });

  test('a script’s lockfile says nothing of what is not in it', () => {
    const where = around('/p', [uvScriptLock, '/p/s.py.lock', uv('secret', INSIDE)]);
    const [found] = pyproject.read('[project]\ndependencies = ["fresh"]\n', 'pyproject.toml', where).references;
    expect(found?.subject).toMatchObject({ kind: 'release', name: 'fresh' });
    expect(found?.subject).not.toHaveProperty('source');
  });

  test('a script is held by its own lockfile', () => {
    const where = around('/p', [uvScriptLock, '/p/s.py.lock', uv('secret', INSIDE)]);
    expect(held(pythonScript, 's.py', SCRIPT, where)).toEqual(['secret s.py.lock 1.0']);
    expect(held(pythonScript, 'other.py', SCRIPT, where)).toEqual(['secret free']);
  });

  test('what constraints pin may be private where all that is locked is', () => {
    const where = around(
      '/p',
      [uvLock, '/p/uv.lock', uv('a', INSIDE)],
      [requirements, '/p/constraints.txt', 'fresh==1\n'],
    );
    const [found] = requirements.read('-c constraints.txt\nfresh\n', 'requirements.txt', where).references;
    expect(found?.subject).toMatchObject({ held: { version: '1' }, source: `pip ${AT}` });
  });

  test('pins beside take nothing back of what a lockfile above says', () => {
    const where = around('/p/m', [uvLock, '/p/uv.lock', uv('a', INSIDE)], [requirements, '/p/m/base.txt', 'open==1\n']);
    const [found] = pyproject.read(
      '[project]\ndependencies = ["fresh"]\n[tool.uv]\n',
      'pyproject.toml',
      where,
    ).references;
    expect(found?.subject).toMatchObject({ source: `uv ${AT}` });
  });

  test.each<[Reader, string, string, string]>([
    [pyproject, 'pyproject.toml', PYPROJECT, 'app (pyproject.toml)'],
    [setupCfg, 'setup.cfg', '[options]\ninstall_requires = secret\n', 'app (./setup.cfg)'],
  ])('what was compiled of a project elsewhere says so: %o', (reader, file, text, via) => {
    const head = '# This file is autogenerated by pip-compile\n#    pip-compile -o requirements/base.txt\n';
    const compiled = `${head}-i ${INSIDE}\nsecret==1\n    # via ${via}\n`;
    const where = around('/p', [requirements, '/p/requirements/base.txt', compiled]);
    const [found] = reader.read(text, file, where).references;
    expect(found?.subject).toMatchObject({ source: `pip ${AT}` });
  });

  test('of the folder that the compiler ran in alone', () => {
    const compiled = `# autogenerated by uv\n# uv pip compile -o o/base.txt pyproject.toml\n-i ${INSIDE}\nsecret==1\n`;
    const inFolder = (folder: string) => {
      const { told } = around(folder, [requirements, '/p/o/base.txt', compiled]);
      const near = {
        ...NOTHING_AROUND,
        folder,
        told: (key: string) => told(key).filter(({ reach }) => reach !== 'beside'),
      };
      return pyproject.read(PYPROJECT, 'pyproject.toml', near).references[0]?.subject;
    };
    expect(inFolder('/p')).toMatchObject({ source: `pip ${AT}` });
    expect(inFolder('/p/o')).not.toHaveProperty('source');
    expect(inFolder('/')).not.toHaveProperty('source');
  });

  test('the nearest lockfile speaks for what none has', () => {
    const where = around('/p/m', [uvLock, '/p/uv.lock', uv('a', INSIDE)], [uvLock, '/p/m/uv.lock', open]);
    const [found] = pyproject.read(
      '[project]\ndependencies = ["fresh"]\n[tool.uv]\n',
      'pyproject.toml',
      where,
    ).references;
    expect(found?.subject).toMatchObject({ source: 'uv' });
  });
});

test.each([
  ['poetry.lock', pythonLock, '[[package]]\nname = "a"\nversion = "1"\n[[package]]\nname = "b'],
  ['uv.lock', uvLock, '[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n[[package]]\nname = "b'],
  ['Pipfile.lock', pipfileLock, '{"default": {"a": {"version": "==1"}, "b": {"vers'],
])('a cut %s says what stands before the cut', (file, reader, text) => {
  const said = reader.read(text, file).statements ?? [];
  expect(said.filter(({ key }) => key.startsWith('held '))).toHaveLength(1);
});
