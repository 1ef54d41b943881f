import { expect, test } from 'vitest';
import { setupCfg } from '../../../../server/src/ecosystems/pypi/readers/setup-cfg.ts';
import { expectReadAs } from './read.ts';

test('what is installed, extras, and what builds', () => {
  expectReadAs(setupCfg, 'setup.cfg', 'pip', [
    '[metadata]',
    'name = Foo_Bar',
    '[options]',
    'python_requires = >=3.8',
    'packages = find:',
    'install_requires =',
    '    requests[x]>=2 ; python_version < "3"',
    '    ^^^^^^^^^^^^^^ never requests >=2',
    '    # why this one',
    '    b<2',
    '    ^^^ b range [<2] for >=3.8',
    '',
    '    foo-bar[y]',
    '    ^^^^^^^^^^ workspace foo-bar ',
    '    c @ https://u:p@h.example/c.whl',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ url c https://h.example/c.whl',
    '    half==',
    '    ^^^^^^ invalid half ==',
    'setup_requires = d; e==1',
    '                 ^ d range []',
    '                    ^^^^ e exact 1 [==1]',
    'tests-require = f',
    '                ^ f range []',
    'half',
    '[options.extras_require]',
    'x =',
    '  g~=1.0',
    '  ^^^^^^ g range [~=1.0] for >=3.8',
    'y: h',
    '   ^ h range [] for >=3.8',
    '[options.entry_points]',
    'console_scripts =',
    '    tool = foo:main',
    '[options.extras_require]',
    'z = file: extra.txt',
  ]);
});

test('a comment within a value silences the line below it', () => {
  const text = '[options]\ninstall_requires =\n    a\n    b\n';
  const at = setupCfg.read(text, 'setup.cfg').references[1]?.ignoreAt;
  expect(at).toEqual({ offset: 35, open: '    # ', newline: '\n' });
  const silenced = `${text.slice(0, 35)}    # registry-lens: ignore\n${text.slice(35)}`;
  const { references, ignores } = setupCfg.read(silenced, 'setup.cfg');
  expect(references).toHaveLength(2);
  expect(ignores[0]?.span.start).toBe(references[1]?.span.start);
});
