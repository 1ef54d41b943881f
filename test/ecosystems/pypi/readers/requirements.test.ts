import { describe, expect, test } from 'vitest';
import { includedRequirements } from '../../../../server/src/ecosystems/pypi/readers/included-requirements.ts';
import { pyproject } from '../../../../server/src/ecosystems/pypi/readers/pyproject.ts';
import { requirements } from '../../../../server/src/ecosystems/pypi/readers/requirements.ts';
import { setupCfg } from '../../../../server/src/ecosystems/pypi/readers/setup-cfg.ts';
import { setupPy } from '../../../../server/src/ecosystems/pypi/readers/setup-py.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { type Statement, TOLD_NOTHING, type Told } from '../../../../server/src/model/statement.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { toldBy } from '../../../support/judged-by.ts';
import { labelFor } from './read.ts';

function expectRead(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  const label = (its: string) => (reference: Reference) => labelFor(its, 'pip')(reference).replace(/ deployed$/, '');
  const { references } = requirements.read(text, 'requirements.txt');
  expect(annotate(text, references, label(text))).toEqual(lines);
  const windows = text.replaceAll('\n', '\r\n');
  const read = requirements.read(windows, 'requirements.txt').references.map(label(windows));
  expect(read).toEqual(references.map(label(text)));
}

test('names, extras, versions and markers', () => {
  expectRead(
    '# all that is needed',
    'requests[socks,security]==2.31.0 ; python_version < "3.9"  # why',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ requests exact 2.31.0 [==2.31.0]',
    'Flask_SQL.Alchemy >= 1, < 2',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^ flask-sql-alchemy range [>= 1, < 2]',
    'old-style (>=1.0)',
    '^^^^^^^^^^^^^^^^^ old-style range [>=1.0]',
    'bare',
    '^^^^ bare range []',
    '  bare2[x] ;python_version>"3"',
    '  ^^^^^^^^ bare2 range []',
    'any===1.0-custom',
    '^^^^^^^^^^^^^^^^ any exact 1.0-custom [===1.0-custom]',
    'near~=1.4.2',
    '^^^^^^^^^^^ near range [~=1.4.2]',
    'wild==1.*',
    '^^^^^^^^^ wild range [==1.*]',
  );
});

test('what is no index’s', () => {
  expectRead(
    'name @ https://user:secret@h.example/x.whl#sha256=ab ; python_version > "3"',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ url name https://h.example/x.whl#sha256=ab',
    'g @ git+https://g.example/g.git@main',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ git g git+https://g.example/g.git@main',
    'p @ file:///srv/p',
    '^^^^^^^^^^^^^^^^^ path p file:///srv/p',
    '-e git+https://g.example/a.git@1#egg=Egg_Name&subdirectory=x',
    '   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ git egg-name git+https://g.example/a.git@1#egg=Egg_Name&subdirectory=x',
    '--editable=.[dev]',
    '           ^^^^^^ path - .[dev]',
    './local/pkg',
    '^^^^^^^^^^^ path - ./local/pkg',
    'pkg-1.0-py3-none-any.whl',
    '^^^^^^^^^^^^^^^^^^^^^^^^ path - pkg-1.0-py3-none-any.whl',
    'https://h.example/y.tar.gz',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^ url - https://h.example/y.tar.gz',
    'x==${VERSION}',
    '^^^^^^^^^^^^^ variable x x==${VERSION}',
    'y=={{ version }}',
    '^^^^^^^^^^^^^^^^ template y y=={{ version }}',
    '{% if cookiecutter.z %}',
    'z==1.0',
    '^^^^^^ z exact 1.0 [==1.0]',
  );
});

test('lines that go on, hashes and comments, as pip has them', () => {
  expectRead(
    'hashed==1.0 \\',
    '^^^^^^^^^^^ hashed exact 1.0 no edit',
    '    --hash=sha256:aa \\',
    '    --hash=sha256:bb',
    'split \\',
    '^^^^^^^… split exact 2.0 [==2.0]',
    '  ==2.0',
    'name#egg==1',
    '^^^^^^^^^^^ invalid name name#egg==1',
    'swallows==1 # what follows \\',
    '^^^^^^^^^^^ swallows exact 1 [==1]',
    'gone==1',
    'kept==1 \\',
    '^^^^^^^ kept exact 1 [==1]',
    '# a comment ends it',
    'next==1',
    '^^^^^^^ next exact 1 [==1]',
  );
});

test('a line that is being typed loses only itself', () => {
  expectRead(
    'a==1',
    '^^^^ a exact 1 [==1]',
    'half==',
    '^^^^^^ invalid half ==',
    'quarter =',
    '^^^^^^^^^ invalid quarter =',
    'open[x',
    '^^^^^^ invalid open open[x',
    '== 1',
    '<<<<<<< HEAD',
    '--has',
    '-',
    '-r',
    'b==1 \\',
    '^^^^ b exact 1 [==1]',
    'c==1',
    '^^^^ c exact 1 [==1]',
  );
});

function sourceOf(reference: Reference | undefined): string | undefined {
  const subject = reference?.subject;
  return subject?.kind === 'release' ? (subject.source ?? 'pip') : undefined;
}

describe('indexes', () => {
  test.each([
    ['', 'pip'],
    ['-i https://a.example/simple', 'pip index-url=https://a.example/simple'],
    ['--index-url=https://a.example/simple', 'pip index-url=https://a.example/simple'],
    ['--index https://a.example/simple', 'pip index-url=https://a.example/simple'],
    ['-ihttps://a.example/simple', 'pip index-url=https://a.example/simple'],
    ['--extra-index-url "https://b.example/"', 'pip extra-index-url=https://b.example/'],
    ['-i https://u:p@a.example/s', 'pip index-url=https://a.example/s login=withheld'],
    ['-i https://${USER}:${TOKEN}@a.example/s', 'pip index-url=https://a.example/s login=withheld'],
    ['-i https://a.example/a%20b', 'pip index-url=https://a.example/a%2520b'],
    ['--no-index --find-links ./wheels', 'pip no-index=1 find-links=1'],
    ['-f https://a.example/wheels', 'pip find-links=1'],
    // An index replaces what was named before it; on one line pip takes it first.
    ['--extra-index-url https://b.example/\n-i https://a.example/', 'pip index-url=https://a.example/'],
    [
      '--extra-index-url https://b.example/ -i https://a.example/',
      'pip index-url=https://a.example/ extra-index-url=https://b.example/',
    ],
    ['--extra-index-url https://${HOST}/', 'pip other-index=1'],
    // Behind a requirement only its own options count.
    ['x==1 -i https://a.example/', 'pip'],
  ])('%s', (options, source) => {
    const { references } = requirements.read(`${options}\na==1\n`, 'requirements.txt');
    expect(references.at(-1)?.subject).toMatchObject({ kind: 'release', name: 'a' });
    expect(sourceOf(references.at(-1))).toBe(source);
  });

  test.each([
    ['-i https://${HOST}/simple', 'variable'],
    ['-i {{ index }}', 'template'],
    ['-i /srv/simple', 'path'],
    // What it says about indexes is not known.
    ['-r other.txt', 'managed'],
    ['-c ${CONSTRAINTS}', 'managed'],
  ])('nobody is asked: %s', (options, why) => {
    const { references } = requirements.read(`${options}\na==1\n`, 'requirements.txt');
    expect(references.at(-1)?.subject).toMatchObject({ kind: 'opaque', name: 'a', why });
  });

  test('pre-releases are let in for all names', () => {
    const { references } = requirements.read('a>1\n--pre\n', 'requirements.txt');
    expect(references[0]?.subject).toMatchObject({ prereleases: true });
  });
});

describe('files that include each other', () => {
  /** What each file's names are asked by, with what all of them state. */
  function sourcesOf(files: Readonly<Record<string, string>>): Record<string, string> {
    const read = (file: string, told: Told) => requirements.read(files[file] ?? '', file, { ...NOTHING_AROUND, told });
    const stated = Object.keys(files).flatMap(file =>
      (read(file, TOLD_NOTHING).statements ?? []).map((said): [string, Statement] => [file, said]),
    );
    const told = toldBy(stated);
    return Object.fromEntries(
      Object.keys(files).flatMap(file =>
        read(file, told).references.map(({ subject }) => [
          file,
          subject.kind === 'release' ? (subject.source ?? 'pip') : subject.kind === 'opaque' ? subject.why : '',
        ]),
      ),
    );
  }

  test('options of each count for all', () => {
    const sources = sourcesOf({
      'requirements.txt': '-r requirements/base.txt\n-c constraints.txt\na\n',
      'requirements/base.txt': '-i https://a.example/\nb\n',
      'constraints.txt': 'c<2\n',
      'other/requirements.txt': 'd\n',
    });
    expect(sources).toEqual({
      'requirements.txt': 'pip index-url=https://a.example/',
      'requirements/base.txt': 'pip index-url=https://a.example/',
      'constraints.txt': 'pip index-url=https://a.example/',
      'other/requirements.txt': 'pip',
    });
  });

  test('what includes a file decides, and what is included by another one does not', () => {
    const sources = sourcesOf({
      'requirements/private.txt': '-i https://a.example/\n-r base.txt\na\n',
      'requirements/base.txt': 'b\n',
      'requirements/public.txt': 'c\n',
    });
    expect(sources['requirements/base.txt']).toBe('pip index-url=https://a.example/');
    expect(sources['requirements/public.txt']).toBe('pip');
  });

  test('where two that include a file disagree, nobody is asked about its names', () => {
    const sources = sourcesOf({
      'requirements/private.txt': '-i https://a.example/\n-r base.txt\na\n',
      'requirements/base.txt': 'b\n',
      'requirements/public.txt': '-r base.txt\nc\n',
    });
    expect(sources).toEqual({
      'requirements/private.txt': 'pip index-url=https://a.example/',
      'requirements/base.txt': 'managed',
      'requirements/public.txt': 'pip',
    });
  });

  test('in a circle', () => {
    const sources = sourcesOf({
      'requirements/a.txt': '-i https://a.example/\n-r b.txt\na\n',
      'requirements/b.txt': '-r a.txt\nb\n',
    });
    expect(new Set(Object.values(sources))).toEqual(new Set(['pip index-url=https://a.example/']));
  });

  test('what a file was compiled to says where its names are asked', () => {
    const sources = sourcesOf({
      'base.in': 'a\n',
      'base.txt': '--index-url https://a.example/\na==1\n',
      'dev.in': '-r base.in\nb\n',
      'dev.txt': '--index-url https://a.example/\na==1\nb==1\n',
      'x/own.in': '-i https://own.example/\nc\n',
      'x/own.txt': '-i https://a.example/\nc==1\n',
      'x/plain.in': 'd\n',
      'x/plain.txt': 'd==1\n',
    });
    expect(sources).toEqual({
      'base.in': 'pip index-url=https://a.example/',
      'base.txt': 'pip index-url=https://a.example/',
      'dev.in': 'pip index-url=https://a.example/',
      'dev.txt': 'pip index-url=https://a.example/',
      'x/own.in': 'pip index-url=https://own.example/',
      'x/own.txt': 'pip index-url=https://a.example/',
      'x/plain.in': 'pip',
      'x/plain.txt': 'pip',
    });
  });

  const HEAD =
    '#\n# This file is autogenerated by pip-compile with Python 3.11\n# by the following command:\n#\n#    pip-compile';
  const AT = 'pip index-url=https://a.example/';

  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    [
      'elsewhere, by the command in its head',
      { 'r/base.txt': `${HEAD} --output-file=r/base.txt r/in/base.in\n#\n-i https://a.example/\na==1\n` },
      ...(['r/in/base.in', AT] as const),
    ],
    [
      'elsewhere, by what stands behind a pin',
      { 'requirements-lock.txt': '-i https://a.example/\na==1\n    # via\n    #   b\n    #   -r r/in/base.in\n' },
      ...(['r/in/base.in', AT] as const),
    ],
    ['on one line', { 'requirements.lock': '-i https://a.example/\na==1  # via b, -r x.in\n' }, 'x.in', AT],
    [
      'by uv',
      {
        'requirements.lock':
          '# This file was autogenerated by uv via the following command:\n#    uv pip compile x.in -o requirements.lock\n-i https://a.example/\na==1\n',
      },
      ...(['x.in', AT] as const),
    ],
    ['from the folder below', { 'r/base.txt': '-i https://a.example/\na==1  # via -r ../x.in\n' }, 'x.in', AT],
    ['and includes an index', { 'x.txt': 'a==1\n-r p.txt\n', 'p.txt': '-i https://a.example/\n' }, 'x.in', AT],
    ['and is included by an index', { 'x.txt': 'a==1\n', 'all.txt': '-i https://a.example/\n-r x.txt\n' }, 'x.in', AT],
    [
      'and disagrees',
      { 'x.txt': '-i https://a.example/\na==1\n', 'requirements.lock': '-i https://b.example/\na==1 # via -r x.in\n' },
      ...(['x.in', 'managed'] as const),
    ],
    [
      'of a nearer one of that name',
      { 'o/requirements.lock': '-i https://a.example/\na==1 # via -r x.in\n', 'o/x.in': 'a\n' },
      ...(['x.in', 'pip'] as const),
    ],
    ['of another one', { 'requirements.lock': '-i https://a.example/\na==1 # via -r r/x.in\n' }, 'x.in', 'pip'],
    ['by hand', { 'requirements.lock': '-i https://a.example/\na==1\n# see -r x.in\n' }, 'x.in', 'pip'],
  ])('a file that was compiled %s', (_, files, file, source) => {
    expect(sourcesOf({ ...files, [file]: 'secret\n' })[file]).toBe(source);
  });

  test('nobody is asked where what includes a file was compiled by another index than the file', () => {
    const sources = sourcesOf({
      'base.in': 'a\n',
      'base.txt': '-i https://a.example/\na==1\n',
      'dev.in': '-r base.in\nb\n',
    });
    expect(sources).toMatchObject({ 'base.in': 'managed' });
  });

  const MANY = Array.from({ length: 151 }, (_, i) => `-r ../n/${i}.lst\n`).join('');

  test.each([
    ['-i https://a.example/\n-r ${DIR}/x.lst\n', 'managed'],
    ['--extra-index-url https://a.example/\n-r file:x.lst\n', 'managed'],
    [`-i https://a.example/\n${MANY}`, 'managed'],
    ['-i $INDEX\n-c ${DIR}/x.lst\n', 'managed'],
    // Nothing private is named, or all that is included is known.
    ['-r ${DIR}/x.lst\n', 'pip'],
    ['-i https://pypi.org/simple\n-r ${DIR}/x.lst\n', 'pip'],
    [`-i https://a.example/\n${MANY.slice(0, MANY.indexOf('-r ../n/150'))}`, 'pip'],
    ['-i https://a.example/\n-r https://b.example/x.lst\n', 'pip'],
    ['-i https://a.example/\n-r $DIR/x.lst\n', 'pip'],
  ])(
    'what a file that includes in ways which cannot be followed may include is asked of nobody: %j',
    (text, source) => {
      const sources = sourcesOf({ 'a/requirements.txt': text, 'b/requirements.txt': 'b\n' });
      expect(sources).toMatchObject({ 'b/requirements.txt': source });
    },
  );

  test('by the same index it is asked all the same', () => {
    const text = '-i https://a.example/\n-r ${DIR}/x.lst\n';
    expect(sourcesOf({ 'a/requirements.txt': text, 'b/requirements.txt': '-i https://a.example/\nb\n' })).toEqual({
      'b/requirements.txt': 'pip index-url=https://a.example/',
    });
  });

  test.each([
    ['/w/c/x.lst', { path: 'c/x.lst', up: 1 }],
    ['/w/a/x.lst', { path: 'x.lst', up: 0 }],
    ['/o/x.lst', { path: 'o/x.lst', up: 2 }],
    ['file:///w/c%20d/x.lst', { path: 'c d/x.lst', up: 1 }],
    ['file://localhost/w/x.lst', { path: 'x.lst', up: 1 }],
    ['../c[1]/*.lst', { path: 'c[1]/*.lst', up: 1 }],
  ])('an included file is found by %s', (written, expected) => {
    const around = { ...NOTHING_AROUND, folder: '/w/a' };
    const { statements } = requirements.read(`-r ${written}\n`, 'a/requirements.txt', around);
    expect(statements?.filter(({ says }) => says === 'includes')).toMatchObject([expected]);
  });

  test('whatever an included file is called, it is one', () => {
    const { statements } = requirements.read('-r ../deps.txt\n-r sub/x.txt\n-r ../../out.txt\n', 'a/requirements.txt');
    const included = statements?.filter(({ says }) => says === 'includes');
    const { id: kind } = includedRequirements;
    expect(included).toMatchObject([
      { kind, path: 'deps.txt', up: 1, isExact: true, reach: 'everywhere' },
      { kind, path: 'sub/x.txt', up: 0, isExact: true, reach: 'below' },
      { kind, path: 'out.txt', up: 2, isExact: true, reach: 'everywhere' },
    ]);
  });
});

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  [
    'in another folder',
    { 'requirements.txt': '-c c/pins.txt\na\n', 'c/pins.txt': 'a==1.1\nb<9\n' },
    'requirements.txt',
    '1.1',
  ],
  [
    'of a file that includes it',
    {
      'requirements.txt': '-r x/base.txt\n-c constraints.txt\n',
      'x/base.txt': 'a>=1\n',
      'constraints.txt': 'a==1.1\nb<9\n',
    },
    'x/base.txt',
    '1.1',
  ],
  [
    'above',
    { 'x/requirements.txt': '-c ../constraints.txt\na\n', 'constraints.txt': 'a==1.1\n' },
    'x/requirements.txt',
    '1.1',
  ],
  [
    'under a condition',
    { 'requirements.txt': '-c c.txt\na\n', 'c.txt': 'a==1.1; sys_platform == "win32"\n' },
    'requirements.txt',
    'restricted',
  ],
  ['with an upper end', { 'requirements.txt': '-c c.txt\na\n', 'c.txt': 'a<2\n' }, 'requirements.txt', 'restricted'],
  ['without one', { 'requirements.txt': '-c c.txt\na\n', 'c.txt': 'a!=2\n' }, 'requirements.txt', ''],
  [
    'that contradict',
    { 'requirements.txt': '-c c.txt\na>=2\n', 'c.txt': 'a==1.0\n' },
    'requirements.txt',
    'restricted',
  ],
  [
    'of one of two that include it',
    { 'one.txt': '-c c.txt\n-r b.txt\n', 'two.txt': '-r b.txt\n', 'b.txt': 'a\n', 'c.txt': 'a==1\n' },
    'b.txt',
    'restricted',
  ],
  ['in themselves', { 'requirements.txt': '-c c.txt\na\n', 'c.txt': 'a==1.1\n' }, 'c.txt', ''],
])('constraints %s', (_, files, file, expected) => {
  const said = (told: Told) =>
    Object.entries(files).flatMap(([at, text]) =>
      (requirements.read(text, at, { ...NOTHING_AROUND, told }).statements ?? []).map((each): [string, Statement] => [
        at,
        each,
      ]),
    );
  const told = toldBy(said(toldBy(said(TOLD_NOTHING))));
  const { references } = requirements.read(files[file] ?? '', file, { ...NOTHING_AROUND, told });
  const [subject] = references.flatMap(each => (each.subject.kind === 'release' ? [each.subject] : []));
  expect(subject?.held?.version ?? (subject?.restricted ? 'restricted' : '')).toBe(expected);
});

test('a file looks at those alone that lead to it, however many are called alike', () => {
  const looked = new Set<string>();
  const told: Told = key => {
    looked.add(key);
    return [];
  };
  requirements.read('-r ../b/requirements.txt\nx\n', 'a/requirements.txt', { ...NOTHING_AROUND, folder: '/w/a', told });
  expect([...looked].filter(key => key.includes('/')).sort()).toEqual([
    'compiled pypi of /w/a/requirements.txt',
    'requirements pypi /w/b/requirements.txt',
    'requirements pypi that constrain by /w/a/requirements.txt',
    'requirements pypi that include /w/a/requirements.txt',
  ]);
});

test('what is compiled from a file beside it is what is taken for it', () => {
  const compiled =
    '#\n# This file is autogenerated by pip-compile with Python 3.11\n#\nAttrs==23.1.0\n    # via -r main.in\n';
  const stated = (requirements.read(compiled, 'requirements/main.txt').statements ?? []).map(
    (said): [string, Statement] => ['requirements/main.txt', said],
  );
  const around = { ...NOTHING_AROUND, told: toldBy(stated) };
  const { references } = requirements.read('attrs\nother\n', 'requirements/main.in', around);
  expect(references.map(({ subject }) => subject.kind === 'release' && subject.held)).toEqual([
    { version: '23.1.0', by: 'requirements/main.txt' },
    undefined,
  ]);
});

describe('what is deployed', () => {
  const read = (file: string, told: Told = TOLD_NOTHING) =>
    requirements.read('a>=1\n', file, { ...NOTHING_AROUND, told }).references[0]?.subject;

  test.each(['requirements.txt', 'app/requirements.in', 'requirements/prod.txt', 'contest/requirements.txt'])(
    '%s',
    file => expect(read(file)).toHaveProperty('deployed', true),
  );

  test.each([
    // It requires nothing.
    'constraints.txt',
    'requirements-dev.txt',
    'test-requirements.txt',
    'docs/requirements.txt',
    'requirements/lint.in',
  ])('not %s', file => expect(read(file)).toHaveProperty('deployed', false));

  test.each([
    [setupPy, 'from setuptools import setup\nsetup(name="x")\n'],
    [setupCfg, '[metadata]\nname = x\n'],
    [pyproject, '[build-system]\nrequires = []\n[project]\nname = "x"\n'],
  ])('nothing below a package: $id', (reader, text) => {
    const stated = (reader.read(text, 'x').statements ?? []).filter(({ says }) => says === 'gives');
    expect(stated).toMatchObject([{ reach: 'below' }]);
    const told = toldBy(stated.map((said): [string, Statement] => ['x', said]));
    expect(read('requirements.txt', told)).not.toHaveProperty('deployed');
  });

  test.each([
    [setupPy, 'import setup\n'],
    [setupCfg, '[flake8]\nname = x\n'],
    [pyproject, '[project]\nname = "x"\n'],
    [pyproject, '[build-system]\nrequires = []\n[tool.poetry]\nname = "x"\npackage-mode = false\n'],
  ])('a program is no package: $id', (reader, text) => {
    expect((reader.read(text, 'x').statements ?? []).filter(({ says }) => says === 'gives')).toEqual([]);
  });
});

test('a comment silences the line below it', () => {
  const text = 'a==1\n  b==1 \\\n  --hash=sha256:aa\n';
  const at = requirements.read(text, 'requirements.txt').references[1]?.ignoreAt;
  expect(at).toEqual({ offset: 5, open: '  # ', newline: '\n' });
  const silenced = `${text.slice(0, 5)}  # registry-lens: ignore missing-release\n${text.slice(5)}`;
  const { references, ignores } = requirements.read(silenced, 'requirements.txt');
  expect(ignores).toMatchObject([{ rules: ['missing-release'] }]);
  expect(ignores[0]?.span.start).toBe(references[1]?.span.start);
});

test.each([
  ['--hash=sha256:aa', 1],
  ['--hash=', undefined],
  ['--hash=sha256', undefined],
])('a pin with %s is locked with a hash where there is one', (option, count) => {
  const [found] = requirements.read(`a==1 ${option}\n`, 'requirements.txt').references;
  const locked = found?.subject.kind === 'release' ? found.subject.locked : undefined;
  expect(locked?.hashes?.length).toBe(count);
});
