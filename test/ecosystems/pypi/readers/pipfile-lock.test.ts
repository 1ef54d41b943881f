import { describe, expect, test } from 'vitest';
import { chainsIn, entriesIn } from './lock-entries.ts';

const SOURCES = `"sources": [
            {"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": true},
            {"name": "own", "url": "https://$USER:\${PASS}@index.example/simple", "verify_ssl": true}
        ]`;

const PIPFILE = `{
    "_meta": {
        "hash": {"sha256": "00"},
        "pipfile-spec": 6,
        ${SOURCES}
    },
    "default": {
        "Foo_Bar": {
            "hashes": [
                "sha256:01",
                "sha256:02"
            ],
            "index": "pypi",
            "markers": "python_version >= '3.9'",
            "version": "==1.0"
        },
        "free": {
            "hashes": [],
            "version": "==2.0"
        },
        "bound": {"index": "own", "version": "==1.0"},
        "lost": {"index": "gone", "hashes": ["sha256:03"], "version": "==1.0"},
        "cloned": {"git": "https://git.example/cloned", "ref": "0123"},
        "here": {"path": ".", "editable": true},
        "packed": {"file": "https://files.example/packed.zip"}
    },
    "develop": {"free": {"hashes": ["sha256:04"], "version": "==2.1"}},
    "docs": {"free": {"hashes": ["sha256:05"], "version": "==2.2"}}
}
`;

const PYPI = '(pipenv recorded=https://pypi.org/simple) from https://pypi.org/simple';
/** Bound to none of several sources. */
const ANY = PYPI.replace(')', ' other-sources=1)');

test('the entries of all categories', () => {
  expect(entriesIn('Pipfile.lock', PIPFILE)).toEqual([
    `lock ["Foo_Bar"] foo-bar 1.0 ${PYPI}: sha256:01, sha256:02`,
    `lock ["free"] free 2.0 ${ANY}: `,
    'lock ["bound"] bound 1.0 (pipenv recorded=https://index.example/simple) from https://index.example/simple: ',
    'lock ["lost"] lost 1.0 (pipenv locked-at=?): sha256:03',
    'lock ["cloned"] git cloned -',
    'lock ["here"] path here -',
    'lock ["packed"] url packed -',
    `lock ["free"] free 2.1 ${ANY}: sha256:04`,
    `lock ["free"] free 2.2 ${ANY}: sha256:05`,
  ]);
  expect(chainsIn('Pipfile.lock', PIPFILE)).toEqual(['no graph']);
});

describe('what is not whole', () => {
  test.each([
    ['cut in an entry', '{"default": {"a": {"version": "==1.0", "hash', ['lock ["a"] a 1.0 (pipenv): untold']],
    ['without a version', '{"default": {"a": {"hashes": []}}}', ['lock ["a"] managed a -']],
    ['no pin', '{"default": {"a": {"version": "*"}}}', ['lock ["a"] managed a -']],
    ['no entry', '{"default": {"a": 1, "b": []}, "_meta": {"c": {"version": "==1"}}}', []],
    ['no lockfile', '[]', []],
    [
      'in a merge conflict',
      '{"default": {\n"z": {"version": "==1"},\n<<<<<<< a\n"a": {"version": "==1"},\n=======\n"a": {"version": "==2"},\n>>>>>>> b\n"c": {\n<<<<<<< a\n"version": "==1"\n=======\n"version": "==2"\n>>>>>>> b\n}}}',
      ['lock ["z"] z 1 (pipenv): ', 'lock ["a"] a 1 (pipenv): ', 'lock ["a"] a 2 (pipenv): '],
    ],
  ])('%s', (_, text, expected) => expect(entriesIn('Pipfile.lock', text)).toEqual(expected));
});
