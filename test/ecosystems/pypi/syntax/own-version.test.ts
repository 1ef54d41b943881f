import { expect, test } from 'vitest';
import { pyproject } from '../../../../server/src/ecosystems/pypi/readers/pyproject.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { judgeFiles } from '../../../support/judge-files.ts';

/** The name and version, where it is asked, and in brackets the only text that a fix may replace; `-` for nothing. */
function read(text: string): string {
  const { references } = pyproject.read(text, 'pyproject.toml');
  const [reference, ...more] = references.filter(({ role }) => role === 'own');
  if (reference === undefined) return '-';
  const { subject, role } = reference;
  if (subject.kind !== 'publication' || role !== 'own' || more.length > 0)
    throw new Error('not one version of its own');
  const { name, version, source = 'pip', edit } = subject;
  return `${name} ${version} ${source}${edit === undefined ? '' : ` [${textUnder(text, edit)}]`}`;
}

const BUILT = '[build-system]\nrequires = ["hatchling"]\n';
const project = (...lines: string[]) => `${BUILT}[project]\nname = "Acme_Lib"\n${lines.join('\n')}\n`;
const poetry = (...lines: string[]) => `${BUILT}[tool.poetry]\nname = "acme-lib"\n${lines.join('\n')}\n`;
const VERSION = 'version = "1.2.3"';
const LICENCE = 'license = "MIT"';

test.each<[what: string, text: string, found: string]>([
  ['a package', project(VERSION, LICENCE), 'acme-lib 1.2.3 pip [1.2.3]'],
  ['one of Poetry’s', poetry(VERSION, LICENCE), 'acme-lib 1.2.3 poetry [1.2.3]'],
  ['one with an address', `${project(VERSION)}[project.urls]\nSource = "x"\n`, 'acme-lib 1.2.3 pip [1.2.3]'],
  ['one with a classifier', project(VERSION, 'classifiers = ["Topic :: X"]'), 'acme-lib 1.2.3 pip [1.2.3]'],
  ['one that says nothing of itself', project(VERSION), '-'],
  ['one that PyPI is to refuse', project(VERSION, LICENCE, 'classifiers = ["Private :: Do Not Upload"]'), '-'],
  ['one that is nobody else’s', project(VERSION, 'license = {text = "Proprietary"}'), '-'],
  ['one in another spelling', project('version = "v1.2.3-RC1"', LICENCE), 'acme-lib v1.2.3-RC1 pip [v1.2.3-RC1]'],
  ['no package', `[project]\nname = "a"\n${VERSION}\n${LICENCE}\n`, '-'],
  ['no package of Poetry’s', poetry(VERSION, LICENCE, 'package-mode = false'), '-'],
  ['no package of uv’s', `${project(VERSION, LICENCE)}[tool.uv]\npackage = false\n`, '-'],
  ['a version that is worked out', project('dynamic = ["version"]', LICENCE), '-'],
  ['a version that is worked out in spite of one', project(VERSION, 'dynamic = ["version"]', LICENCE), '-'],
  [
    'a version that is left to Poetry',
    `${project('dynamic = ["version"]', LICENCE)}[tool.poetry]\n${VERSION}\n`,
    'acme-lib 1.2.3 poetry [1.2.3]',
  ],
  ...['setuptools_scm', 'poetry-dynamic-versioning', 'semantic_release', 'hatch.version', 'pdm.version'].map(
    (tool): [string, string, string] => [
      `a version that ${tool} decides`,
      `${project(VERSION, LICENCE)}[tool.${tool}]\nx = 1\n`,
      '-',
    ],
  ),
  ...['0.0.0', '0', '0.0.0.dev0', '1.2+local', 'one', '', '{{ version }}'].map((version): [string, string, string] => [
    `the version ${version}`,
    project(`version = "${version}"`, LICENCE),
    '-',
  ]),
  ['the first version of all projects', project('version = "0.1.0"', LICENCE), '-'],
  ['the same, written shorter', project('version = "0.1"', LICENCE), '-'],
  [
    'the same with an address',
    `${project('version = "0.1.0"')}[project.urls]\nSource = "x"\n`,
    'acme-lib 0.1.0 pip [0.1.0]',
  ],
  ['a name that is none', `${BUILT}[project]\nname = "-a"\n${VERSION}\n${LICENCE}\n`, '-'],
  [
    'an index to publish to',
    `${project(VERSION, LICENCE)}[[tool.uv.index]]\nname = "acme"\nurl = "https://i.example/simple"\npublish-url = "https://i.example/up"\n`,
    'acme-lib 1.2.3 uv index=acme [1.2.3]',
  ],
  [
    'two of them',
    `${project(VERSION, LICENCE)}${['a', 'b'].map(name => `[[tool.uv.index]]\nname = "${name}"\npublish-url = "x"\n`).join('')}`,
    '-',
  ],
  ['a name that tools may ask elsewhere', `${project(VERSION, LICENCE)}[[tool.rye.sources]]\nname = "x"\n`, '-'],
  ['a long string', project('version = """1.2.3"""', LICENCE), 'acme-lib 1.2.3 pip [1.2.3]'],
])('%s', (_, text, found) => {
  expect(read(text)).toBe(found);
});

test('a name is asked where all that is locked came from', () => {
  const lockfile = [
    'version = 1',
    '[[package]]',
    'name = "acme-lib"',
    'version = "1.2.3"',
    'source = { editable = "." }',
    '[[package]]',
    'name = "other"',
    'version = "1.0"',
    'source = { registry = "https://index.example/simple" }',
    '',
  ].join('\n');
  const files = [
    { file: 'pyproject.toml', text: project(VERSION, LICENCE) },
    { file: 'uv.lock', text: lockfile },
  ];
  const [judged] = judgeFiles(files, () => ({ state: 'unknown', why: 'not-asked' }));
  const own = judged?.analysis.references.find(({ role }) => role === 'own')?.subject;
  expect(own).toMatchObject({ source: 'pip locked-at=https://index.example/simple', lockfile: 'uv.lock' });
});
