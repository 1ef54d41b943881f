import { expect, test } from 'vitest';
import { pyproject } from '../../../../server/src/ecosystems/pypi/readers/pyproject.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { toldBy } from '../../../support/judged-by.ts';
import { expectReadAs } from './read.ts';

test('the tables of the standard, Hatch and Flit', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'pip', [
    '[build-system]',
    'requires = ["hatchling==1.25", \'setuptools\']',
    '             ^^^^^^^^^^^^^^^ hatchling exact 1.25 [==1.25]',
    '                                ^^^^^^^^^^ setuptools range []',
    '[project]',
    'name = "Foo_Bar"',
    'requires-python = ">=3.9"',
    'dependencies = [',
    '  "requests[socks] >=2,<3",  # why',
    '   ^^^^^^^^^^^^^^^^^^^^^^ requests range [>=2,<3] for >=3.9',
    '  "tomli>=2; python_version < \'3.11\'",',
    '   ^^^^^^^^ tomli range [>=2]',
    '  "foo-bar[extra]==9", \'b @ https://u:p@h.example/b.whl\',',
    '   ^^^^^^^^^^^^^^^^^ workspace foo-bar ==9',
    '                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ url b https://h.example/b.whl',
    '  "esc\\u0061ped==1",',
    '  ^^^^^^^^^^^^^^^^^ escaped exact 1 no edit for >=3.9',
    '  7,',
    ']',
    '[project.optional-dependencies]',
    'dev = ["c~=1.0", "foo-bar[extra]"]',
    '        ^^^^^^ c range [~=1.0] for >=3.9',
    '                  ^^^^^^^^^^^^^^ workspace foo-bar ',
    '[dependency-groups]',
    'test = ["d", {include-group = "lint"}]',
    '         ^ d range [] for >=3.9',
    'lint = ["e===1"]',
    '         ^^^^^ e exact 1 [===1] for >=3.9',
    '[tool.hatch.envs.docs]',
    'dependencies = ["f", "g @ {root:uri}/g"]',
    '                 ^ f range []',
    '                      ^^^^^^^^^^^^^^^^ path g {root:uri}/g',
    'extra-dependencies = ["h{{ x }}"]',
    '                       ^^^^^^^^ template h h{{ x }}',
    '[tool.flit.metadata]',
    'requires = ["i"]',
    '             ^ i range [] for >=3.9',
  ]);
});

test('what is being typed loses only itself', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'pip', [
    '[project]',
    'dependencies = [',
    '  "a==1",',
    '   ^^^^ a exact 1 [==1]',
    '  "half==",',
    '   ^^^^^^ invalid half ==',
    '  "== 1",',
    '  "",',
    '  "open[x",',
    '   ^^^^^^ invalid open open[x',
    '  "b>=2",',
    '   ^^^^ b range [>=2]',
    '  "unclosed>=1',
    ']',
    'optional-dependencies.x = ["c"]',
    '                            ^ c range []',
    '[dependency-gr',
  ]);
});

test('uv: where names are to be had', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'uv', [
    '[project]',
    'dependencies = ["a", "b>=1", "c", "d", "e", "f", "g"]',
    '                 ^ a range [] index=n%20m prereleases',
    '                      ^^^^ git b >=1',
    '                              ^ workspace c ',
    '                                   ^ path d ',
    '                                        ^ managed e ',
    '                                             ^ f range [] index=p prereleases',
    '                                                  ^ managed g ',
    '[tool.uv]',
    'prerelease = "allow"',
    'dev-dependencies = ["h==1"]',
    '                     ^^^^ h exact 1 [==1] prereleases',
    'constraint-dependencies = ["i<2"]',
    '                            ^^^ i range [<2] prereleases',
    'override-dependencies = ["j"]',
    '                          ^ j range [] prereleases',
    'build-constraint-dependencies = ["k"]',
    '                                  ^ k range [] prereleases',
    '[tool.uv.sources]',
    'a = {index = "n m"}',
    'b = {git = "https://g.example/b", tag = "1"}',
    'c = {workspace = true}',
    'd = {path = "../d"}',
    'e = [{index = "p", marker = "sys_platform == \'linux\'"}, {index = "q"}]',
    'f = [{index = "p", marker = "x"}, {index = "p"}]',
    'g = {ind}',
  ]);
});

test('Poetry: strings, tables and lists of tables', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'poetry', [
    '[tool.poetry]',
    'name = "Foo"',
    '[tool.poetry.dependencies]',
    'python = "^3.9"',
    'a = "^1.2"',
    '^^^^^^^^^^ a range [^1.2] for >=3.9,<4.0',
    'b = "1.0"',
    '^^^^^^^^^ b exact 1.0 [1.0] for >=3.9,<4.0',
    'c = {version = "~1", source = "x y", optional = true, allow-prereleases = true}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ c range [~1] source=x%20y for >=3.9,<4.0 prereleases',
    'd = [',
    '  {version = "1.*", python = "<3.8"},',
    '  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never d 1.*',
    '  {version = ">=2", markers = "x"},',
    '  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ d range [>=2]',
    ']',
    'e = {git = "https://g.example/e"}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ git e -',
    'f = {path = "../f", develop = true}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path f -',
    'g = {url = "https://h.example/g.whl"}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ url g -',
    'h = "*"',
    '^^^^^^^ h range [*] for >=3.9,<4.0',
    'i.version = "2"',
    '^^^^^^^^^^^^^^^ i exact 2 [2] for >=3.9,<4.0',
    'foo = {extras = ["x"], version = "*"}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ workspace foo *',
    'j = {extras = ["x"]}',
    '^^^^^^^^^^^^^^^^^^^^ j range no edit for >=3.9,<4.0',
    'k = "~2 || ~3"',
    '^^^^^^^^^^^^^^ k range [~2 || ~3] for >=3.9,<4.0',
    'l = ">="',
    '^^^^^^^^ invalid l >=',
    'm =',
    'n = {version =',
    '[tool.poetry.dev-dependencies]',
    'o = "==1"',
    '^^^^^^^^^ o exact 1 [==1] for >=3.9,<4.0',
    '[tool.poetry.group.dev.dependencies.p]',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ p range [^2]',
    'version = "^2"',
    'python = ">=3.10"',
    '[tool.poetry.build-constraints]',
    'q = {r = "<1"}',
    '     ^^^^^^^^ r range [<1]',
    '[tool.poetry.requires-plugins]',
    's = ">1"',
    '^^^^^^^^ s range [>1]',
  ]);
});

test('Poetry says more of what the standard’s tables require', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'poetry', [
    '[project]',
    'requires-python = ">=3.9"',
    'dependencies = ["a>=1", "b", "c"]',
    '                 ^^^^ a range [>=1] source=private for >=3.9',
    '                         ^ git b ',
    '                              ^ c range [] source=x for >=3.9',
    '[tool.poetry.dependencies]',
    'a = {source = "private"}',
    'b = {git = "https://g.example/b"}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ git b -',
    'c = {version = "^1", source = "x"}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ c range [^1] source=x for >=3.9',
  ]);
});

test('PDM', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'pdm', [
    '[project]',
    'dependencies = ["a>=1"]',
    '                 ^^^^ a range [>=1] prereleases',
    '[tool.pdm.dev-dependencies]',
    'test = ["-e file:///${PROJECT_ROOT}/x", "b==1"]',
    '        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path - -e file:///${PROJECT_ROOT}/x',
    '                                         ^^^^ b exact 1 [==1] prereleases',
    '[tool.pdm.resolution]',
    'allow-prereleases = true',
    '[tool.pdm.resolution.overrides]',
    'c = "1.0"',
    '^^^^^^^^^ managed c 1.0',
    'd = ">=2"',
    '^^^^^^^^^ d range [>=2] prereleases',
    'e = "https://h.example/e.whl"',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ url e https://h.example/e.whl',
  ]);
});

test('uv: what is overridden is decided there, for all that require it', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'uv', [
    '[project]',
    'requires-python = ">=3.9"',
    'dependencies = ["Demo==99", "nosuch", "left_out", "b @ git+https://g.example/b"]',
    '                 ^^^^^^^^ managed demo ==99',
    '                             ^^^^^^ managed nosuch ',
    '                                       ^^^^^^^^ managed left-out ',
    '                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ git b git+https://g.example/b',
    '[dependency-groups]',
    'dev = ["demo"]',
    '        ^^^^ managed demo ',
    '[build-system]',
    'requires = ["demo==3"]',
    '             ^^^^^^^ demo exact 3 [==3]',
    '[tool.uv]',
    'override-dependencies = [',
    '  "demo==1.0",',
    '   ^^^^^^^^^ demo exact 1.0 [==1.0] for >=3.9',
    '  "nosuch ; sys_platform == \'never\'",',
    '   ^^^^^^ never nosuch ',
    '  "b>=2",',
    '   ^^^^ b range [>=2] for >=3.9',
    '  "nobody-requires<2",',
    '   ^^^^^^^^^^^^^^^^^ nobody-requires range [<2] for >=3.9',
    ']',
    'exclude-dependencies = ["left-out"]',
  ]);
});

test('PDM: what is overridden or left out is decided there', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'pdm', [
    '[project]',
    'dependencies = ["a==99", "b", "c"]',
    '                 ^^^^^ managed a ==99',
    '                          ^ managed b ',
    '                               ^ managed c ',
    '[tool.pdm.resolution]',
    'excludes = ["c"]',
    '[tool.pdm.resolution.overrides]',
    'a = ">=1"',
    '^^^^^^^^^ a range [>=1]',
    'b = "1.0"',
    '^^^^^^^^^ managed b 1.0',
  ]);
});

test('what the root of a workspace overrides is overridden for its members', () => {
  const overrides = '[tool.uv]\noverride-dependencies = ["a==1"]\n';
  const member = '[project]\ndependencies = ["a==99", "b"]\n[build-system]\nrequires = ["a"]\n';
  const kindsBelow = (root: string) => {
    const { statements = [] } = pyproject.read(root, 'pyproject.toml');
    const told = toldBy(statements.map(said => ['pyproject.toml', said]));
    const { references } = pyproject.read(member, 'packages/x/pyproject.toml', { ...NOTHING_AROUND, told });
    return references.map(({ subject }) => (subject.kind === 'opaque' ? subject.why : subject.kind));
  };
  expect(kindsBelow(`${overrides}[tool.uv.workspace]\nmembers = ["packages/*"]\n`)).toEqual([
    'managed',
    'release',
    'release',
  ]);
  expect(kindsBelow(overrides)).toEqual(['release', 'release', 'release']);
});

test('an override counts where something requires the name', () => {
  const text = '[project]\ndependencies = ["a"]\n[tool.uv]\noverride-dependencies = ["a==1", "b==1"]\n';
  const subjects = pyproject.read(text, 'pyproject.toml').references.map(({ subject }) => subject);
  expect(subjects.slice(1)).toMatchObject([{ name: 'a' }, { name: 'b', wantedIf: 'others-want-it' }]);
  expect(subjects[1]).not.toHaveProperty('wantedIf');
});

test('what markers make certain', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'pip', [
    '[project]',
    'requires-python = ">=3.9"',
    'dependencies = [',
    '  "nosuch; python_version<\'3.8\'",',
    '   ^^^^^^ never nosuch ',
    "  \"a; python_version>='3.8' and (sys_platform != 'x' or python_full_version>='3.9')\",",
    '   ^ a range [] for >=3.9',
    '  "b; python_version<\'3.10\'",',
    '   ^ b range []',
    '  "c; sys_platform == \'never\'",',
    '   ^ c range []',
    ']',
    '[build-system]',
    'requires = ["d; python_version<\'3\'", "e; python_version<\'3.8\'"]',
    '             ^ never d ',
    '                                      ^ e range []',
  ]);
});

test.each([
  ['[build-system]\nrequires = ["a"]', false],
  ['[dependency-groups]\nlint = ["a"]', false],
  ['[tool.uv]\ndev-dependencies = ["a"]', false],
  ['[tool.poetry.group.x.dependencies]\na = "*"', false],
  ['[project.optional-dependencies]\ntest = ["a"]', false],
  ['[project.optional-dependencies]\nmysql = ["a"]', undefined],
  ['[tool.poetry.dependencies]\na = "*"', undefined],
  ['[project]\ndependencies = ["a"]', undefined],
])('%s is of what is deployed: %s', (text, deployed) => {
  const subjects = pyproject.read(text, 'pyproject.toml').references.map(({ subject }) => subject);
  expect(subjects.map(subject => (subject.kind === 'release' ? subject.deployed : 'opaque'))).toEqual([deployed]);
});

test('what environments of Hatch, tox and cibuildwheel require, and what uv builds with', () => {
  expectReadAs(pyproject, 'pyproject.toml', 'uv', [
    '[project]',
    'requires-python = ">=3.9"',
    '[tool.hatch.env]',
    'requires = ["hatch-plugin"]',
    '             ^^^^^^^^^^^^ hatch-plugin range []',
    '[tool.hatch.envs.test.overrides]',
    'matrix.django.dependencies = [{value = "django==5.0", if = ["5"]}, "b"]',
    '                                        ^^^^^^^^^^^ django exact 5.0 [==5.0]',
    '                                                                    ^ b range []',
    '[tool.uv.extra-build-dependencies]',
    'c = ["d<2", {requirement = "e", match-runtime = true}]',
    '      ^^^ d range [<2]',
    '                            ^ e range []',
    '[tool.uv]',
    'dependency-metadata = [{name = "no-dependency", requires-dist = ["none"]}]',
    '[tool.tox]',
    'requires = ["tox>=4"]',
    '             ^^^^^^ tox range [>=4]',
    '[tool.tox.env_run_base]',
    'deps = ["pytest", "-r requirements.txt", {replace = "ref"}]',
    '         ^^^^^^ pytest range []',
    '[tool.tox.env.lint]',
    'deps = ["ruff==1"]',
    '         ^^^^^^^ ruff exact 1 [==1]',
    'set_env = {COVERAGE_PROCESS_START = "x"}',
    '[tool.cibuildwheel]',
    'test-requires = "f  g==2"',
    '                 ^ f range []',
    '                    ^^^^ g exact 2 [==2]',
    '[tool.cibuildwheel.linux]',
    'test-requires = ["h"]',
    '                  ^ h range []',
    '[[tool.cibuildwheel.overrides]]',
    'test-requires = ["i"]',
    '                  ^ i range []',
  ]);
});

test.each([
  ['[tool.setuptools.dynamic]\ndependencies = {file = ["deps/main.txt", "../other.txt"]}', ['deps/main.txt']],
  ['[tool.setuptools.dynamic]\noptional-dependencies.x = {file = "x.in"}', ['x.in']],
  ['[tool.setuptools.dynamic]\nversion = {file = "version.txt"}', []],
])('files that setuptools reads: %s', (text, files) => {
  const { statements = [] } = pyproject.read(text, 'pyproject.toml');
  expect(statements.map(said => (said.says === 'includes' ? said.path : said.says))).toEqual(files);
});
