import { expect, test } from 'vitest';
import { pylock } from '../../../../server/src/ecosystems/pypi/readers/pylock.ts';
import { chainsIn, entriesIn } from './lock-entries.ts';

const PYLOCK = `lock-version = "1.0"
environments = ["sys_platform == 'win32'"]
requires-python = ">=3.12"
created-by = "uv"

[[packages]]
name = "attrs"
version = "25.1.0"
index = "https://pypi.org/simple"
dependencies = [{ name = "cattrs" }]
wheels = [
    {name = "attrs-25.1.0-py3-none-any.whl",upload-time = 2025-01-25T11:30:10.164985+00:00,url = "https://files.pythonhosted.org/packages/fc/attrs-25.1.0-py3-none-any.whl",size = 63152,hashes = {sha256 = "01", sha512 = "02"}},
]
[[packages.attestation-identities]]
environment = "release"
kind = "GitHub"

[[packages]]
name = "cattrs"
version = "24.1.2"
[packages.sdist]
url = "https://files.example/cattrs-24.1.2.tar.gz"
[packages.sdist.hashes]
sha256 = "03"
[[packages.wheels]]
url = "https://files.pythonhosted.org/cattrs-24.1.2-py3-none-any.whl"
[packages.wheels.hashes]
sha256 = "04"

[[packages]]
name = "public"
version = "1.0"
wheels = [{url = "https://files.pythonhosted.org/public-1.0-py3-none-any.whl", hashes = {sha256 = "05"}}]

[[packages]]
name = "cloned"
[packages.vcs]
type = "git"
url = "https://git.example/cloned"

[[packages]]
name = "here"
directory = {path = "."}

[[packages]]
name = "packed"
version = "1"
archive = {url = "https://files.example/packed.zip", hashes = {sha256 = "06"}}
`;

test('the entries', () => {
  expect(entriesIn('pylock.toml', PYLOCK)).toEqual([
    'lock [name = "attrs"] attrs 25.1.0 (uv recorded=https://pypi.org/simple) from https://pypi.org/simple: attrs-25.1.0-py3-none-any.whl sha256:01, attrs-25.1.0-py3-none-any.whl sha512:02',
    'lock [name = "cattrs"] cattrs 24.1.2 (uv locked-at=?) from https://files.example/cattrs-24.1.2.tar.gz: cattrs-24.1.2.tar.gz sha256:03, cattrs-24.1.2-py3-none-any.whl sha256:04',
    'lock [name = "public"] public 1.0 (uv recorded=https://pypi.org/simple) from https://pypi.org/simple: public-1.0-py3-none-any.whl sha256:05',
    'lock [name = "cloned"] git cloned -',
    'lock [name = "here"] path here -',
    'lock [name = "packed"] url packed 1',
  ]);
});

test('who brings what in, where that is told', () => {
  expect(chainsIn('pylock.dev.toml', PYLOCK).slice(-6, -4)).toEqual(['attrs 25.1.0', 'attrs 25.1.0 > cattrs 24.1.2']);
  expect(chainsIn('pylock.toml', PYLOCK.replace(/^dependencies.*\n/m, ''))).toEqual(['no graph']);
});

test('PDM says it in a table of its own', () => {
  const entry = (name: string, needs: string) =>
    `[[packages]]\nname = "${name}"\nversion = "1"\n\n[packages.tool.pdm]\ndependencies = [${needs}]\n\n`;
  const text = `lock-version = "1.0"\ncreated-by = "pdm"\n${entry('a', '"b>=1"')}${entry('b', '')}`;
  expect(chainsIn('pylock.toml', text)).toEqual(['. wants a', 'a 1', 'a 1 > b 1']);
});

test.each([
  ['1.0', 6],
  ['1.9', 6],
  ['2.0', 0],
  ['10', 0],
])('of version %s %i entries are read', (version, count) => {
  const text = PYLOCK.replace('lock-version = "1.0"', `lock-version = "${version}"`);
  expect(entriesIn('pylock.toml', text)).toHaveLength(count);
  // Of what is not read any name may be private.
  expect(pylock.read(text, 'pylock.toml').statements?.some(said => said.says === 'gives' && said.value === '?')).toBe(
    true,
  );
});
