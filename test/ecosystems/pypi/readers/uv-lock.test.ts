import { expect, test } from 'vitest';
import { chainsIn, entriesIn } from './lock-entries.ts';

const UV = `version = 1
revision = 2
requires-python = ">=3.12"
resolution-markers = [
    "sys_platform == 'linux'",
    "sys_platform != 'linux'",
]

[manifest]
members = [
    "app",
    "part",
]

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "direct" },
    { name = "part" },
]

[package.optional-dependencies]
fast = [
    { name = "leaf", version = "2.0", source = { registry = "https://pypi.org/simple" }, marker = "sys_platform == 'linux'" },
]

[package.dev-dependencies]
dev = [
    { name = "tool" },
]

[package.metadata]
requires-dist = [
    { name = "direct", specifier = ">=1" },
]

[[package]]
name = "direct"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "leaf", version = "1.0", source = { registry = "https://pypi.org/simple" }, marker = "sys_platform != 'linux'" },
]
sdist = { url = "https://files.pythonhosted.org/packages/ab/direct-1.0.tar.gz", hash = "sha256:01", size = 12, upload-time = "2024-03-25T10:00:00Z" }
wheels = [
    { url = "https://files.pythonhosted.org/packages/cd/direct-1.0%2Bx-py3-none-any.whl", hash = "sha256:02", size = 13 },
]

[[package]]
name = "leaf"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.pythonhosted.org/packages/ab/leaf-1.0.tar.gz", size = 12 }

[[package]]
name = "leaf"
version = "2.0"
source = { registry = "https://index.example/simple/" }

[[package]]
name = "part"
version = "0.1.0"
source = { editable = "parts/part" }
dependencies = [
    { name = "leaf", version = "2.0", source = { registry = "https://index.example/simple/" } },
]

[[package]]
name = "tool"
version = "3.0"
source = { git = "https://git.example/tool?rev=main#0123" }

[[package]]
name = "zip"
version = "1.0"
source = { url = "https://files.example/zip-1.0.zip" }

[[package]]
name = "beside"
version = "1.0"
source = { directory = "../beside" }

[[package]]
name = "flat"
version = "1.0"
source = { registry = "../wheels" }
wheels = [
    { path = "flat-1.0-py3-none-any.whl" },
]
`;

const PYPI = '(uv recorded=https://pypi.org/simple) from https://pypi.org/simple';

test('the entries', () => {
  expect(entriesIn('uv.lock', UV)).toEqual([
    'lock [name = "app"] workspace app 0.1.0',
    `lock [name = "direct"] direct 1.0 ${PYPI}: direct-1.0.tar.gz sha256:01, direct-1.0+x-py3-none-any.whl sha256:02`,
    `lock [name = "leaf"] leaf 1.0 ${PYPI}: `,
    'lock [name = "leaf"] leaf 2.0 (uv recorded=https://index.example/simple/ may-be-named=1) from https://index.example/simple/: untold',
    'lock [name = "part"] workspace part 0.1.0',
    'lock [name = "tool"] git tool 3.0',
    'lock [name = "zip"] url zip 1.0',
    'lock [name = "beside"] path beside 1.0',
    'lock [name = "flat"] path flat 1.0',
  ]);
});

test('who brings what in, by each project of the workspace', () => {
  expect(chainsIn('uv.lock', UV)).toEqual([
    '. wants direct',
    '. wants part',
    '. wants leaf',
    '. wants tool',
    'parts/part wants leaf',
    '',
    'direct 1.0',
    'direct 1.0 > leaf 1.0',
    'leaf 2.0',
    'part 0.1.0',
    'tool 3.0',
    '',
    '',
    '',
  ]);
});

test('a script wants what its manifest says', () => {
  const text = `version = 1

[manifest]
requirements = [{ name = "a", specifier = "<2" }]

[[package]]
name = "a"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "b" },
]

[[package]]
name = "b"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
`;
  expect(chainsIn('tool.py.lock', text)).toEqual(['. wants a', 'a 1.0', 'a 1.0 > b 1.0']);
});

test.each([
  ['wheels', 'lock [name = "a"] path a 1.0'],
  ['./wheels', 'lock [name = "a"] path a 1.0'],
  ['C:/wheels', 'lock [name = "a"] path a 1.0'],
  ['file:///srv/wheels', 'lock [name = "a"] path a 1.0'],
  ['http://h.example', 'lock [name = "a"] a 1.0 (uv recorded=http://h.example) from http://h.example: untold'],
])('a registry may be a folder, by any path: %s', (registry, expected) => {
  const files = 'wheels = [\n    { path = "a-1.0-py3-none-any.whl" },\n]\n';
  const text = `version = 1\n\n[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "${registry}" }\n${files}`;
  expect(entriesIn('uv.lock', text)).toEqual([expected]);
});

test.each([
  ['https://pypi.org/simple', ''],
  ['https://index.example/simple', 'untold'],
])('an index of one’s own need not tell hashes: %s', (index, expected) => {
  const files = 'wheels = [\n    { url = "https://files.example/a-1.0-py3-none-any.whl" },\n]\n';
  const text = `version = 1\n\n[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "${index}" }\n${files}`;
  expect(entriesIn('uv.lock', text)).toEqual([
    `lock [name = "a"] a 1.0 (uv recorded=${index}) from ${index}: ${expected}`,
  ]);
});

const INSIDE = '[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "https://h.example" }\n\n';
const project = (folder: string) => `[[package]]\nname = "p"\nversion = "1"\nsource = { ${folder} }\n`;

test.each([
  ['of a project alone', 'uv.lock', project('virtual = "."'), ''],
  ['of a workspace', 'uv.lock', project('editable = "parts/p"'), ' may-be-named=1'],
  ['of a folder that is wanted', 'uv.lock', project('directory = "../p"'), ' may-be-named=1'],
  ['of a script', 'x.py.lock', '', ' may-be-named=1'],
])('a file that is not looked into may name the index: %s', (_, file, entries, word) => {
  const pypi = INSIDE.replace('https://h.example', 'https://pypi.org/simple').replace('"a"', '"b"');
  const [inside, everybodys] = entriesIn(file, `version = 1\n\n${INSIDE}${pypi}${entries}`);
  expect(inside).toBe(`lock [name = "a"] a 1 (uv recorded=https://h.example${word}) from https://h.example: untold`);
  expect(everybodys).toContain('(uv recorded=https://pypi.org/simple)');
});
