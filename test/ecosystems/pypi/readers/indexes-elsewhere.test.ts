import { expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';

const SCRIPT = (lines: string) => `# /// script\n# dependencies = ["secret"]\n${lines}# ///\n`;

/** Each names an index, or may, in a way that is not followed: a private name must not be told to a public one. */
test.each([
  ['requirements.txt', '-r https://a.example/base.txt\nsecret\n'],
  ['requirements.txt', '-c file:///srv/base.txt\nsecret\n'],
  ['tool.py', SCRIPT('# [[tool.uv.index]]\n# url = "https://a.example/simple"\n# default = true\n')],
  ['tool.py', SCRIPT('# [tool.uv]\n# index-url = "https://a.example/simple"\n')],
  ['tool.py', SCRIPT('# [tool.uv]\n# extra-index-url = ["https://a.example/simple"]\n')],
  [
    'pyproject.toml',
    '[project]\ndependencies = ["secret"]\n[[tool.rye.sources]]\nname = "default"\nurl = "https://a.example/simple"\n',
  ],
  [
    'pyproject.toml',
    '[tool.hatch.envs.a]\ndependencies = ["secret"]\n[tool.hatch.envs.a.env-vars]\nPIP_INDEX_URL = "https://a.example"\n',
  ],
  ...[
    '[tool.tox.env_run_base]\nset_env = {PIP_INDEX_URL = "https://a.example"}',
    '[tool.tox.env.a]\ninstall_command = ["pip", "install", "-i", "https://a.example"]',
    '[tool.cibuildwheel]\nenvironment = "A=1 PIP_EXTRA_INDEX_URL=https://a.example"',
    '[tool.cibuildwheel.linux.environment]\nUV_DEFAULT_INDEX = "https://a.example"',
  ].map((more): [string, string] => ['pyproject.toml', `[project]\ndependencies = ["secret"]\n${more}\n`]),
])('what %s requires is asked of nobody: %j', (file, text) => {
  const { references } = readerFor(file, undefined, text)?.read(text, file) ?? {};
  expect(
    references?.map(({ subject }) => (subject.kind === 'opaque' ? `${subject.name} ${subject.why}` : 'asked')),
  ).toEqual(['secret managed']);
});

test.each([
  ['requirements.txt', 'a==1; python_version < "3.9"\n', 'conditions-hold'],
  ['requirements.txt', 'a==1; python_version >= "3"\n', undefined],
  ['requirements.txt', 'a==1; python_version < "3"\n', 'opaque'],
  ['constraints.txt', 'a==1\n', 'others-want-it'],
  ['dev-constraints.txt', 'a==1\n', undefined],
  ['requirements.txt', 'a==1\n', undefined],
  ['pyproject.toml', '[tool.uv]\nconstraint-dependencies = ["a==1"]\n', 'others-want-it'],
  ['pyproject.toml', '[tool.uv]\noverride-dependencies = ["a==1"]\n', 'others-want-it'],
  ['pyproject.toml', '[project]\ndependencies = ["a==1"]\n', undefined],
])('what %s says in %j is wanted if %s', (file, text, expected) => {
  const { references } = readerFor(file, undefined, text)?.read(text, file) ?? {};
  const wanted = references?.map(({ subject }) => (subject.kind === 'release' ? subject.wantedIf : 'opaque'));
  expect(wanted ?? [expected]).toEqual([expected]);
});
