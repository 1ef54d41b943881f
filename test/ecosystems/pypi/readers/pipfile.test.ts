import { test } from 'vitest';
import { pipfile } from '../../../../server/src/ecosystems/pypi/readers/pipfile.ts';
import { expectReadAs } from './read.ts';

test('all categories', () => {
  expectReadAs(pipfile, 'Pipfile', 'pipenv', [
    '[[source]]',
    'url = "https://u:p@a.example/simple"',
    'name = "x"',
    '[packages]',
    'a = "*"',
    '^^^^^^^ a range [*] for ==3.11.* prereleases',
    'b = {version = "==1.0", index = "x y", extras = ["z"]}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ b exact 1.0 [==1.0] index=x%20y for ==3.11.* prereleases',
    'c = {version = ">=1", markers = "python_version < \'3\'"}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never c >=1',
    'd = {path = ".", editable = true}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path d -',
    'e = {git = "https://g.example/e"}',
    '^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ git e -',
    'f = "==1.0"',
    '^^^^^^^^^^^ f exact 1.0 [==1.0] for ==3.11.* prereleases',
    'h = "=="',
    '^^^^^^^^ invalid h ==',
    'i =',
    '[dev-packages]',
    'j = "~=1.2"',
    '^^^^^^^^^^^ j range [~=1.2] for ==3.11.* prereleases',
    '[docs]',
    'k = ">=1,<2"',
    '^^^^^^^^^^^^ k range [>=1,<2] for ==3.11.* prereleases',
    '[scripts]',
    'start = "python x.py"',
    '[pipenv]',
    'allow_prereleases = true',
    '[requires]',
    'python_version = "3.11"',
  ]);
});
