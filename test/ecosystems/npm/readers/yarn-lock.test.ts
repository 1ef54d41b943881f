import { expect, test } from 'vitest';
import { yarnLock } from '../../../../server/src/ecosystems/npm/readers/yarn-lock.ts';
import { entriesOf, takingOf } from '../../../support/lock-reading.ts';

const entries = (text: string) => entriesOf(yarnLock, 'yarn.lock', text);
const taking = (text: string) => takingOf(yarnLock, 'yarn.lock', text);

test.each<[what: string, text: string, ...entries: string[]]>([
  [
    'an entry, and all that it is wanted as',
    '"@s/a@^1.0.0", "@s/a@>=1, <2":\n  version "1.0.0"\n  resolved "https://r.example/@s/a/-/a-1.0.0.tgz#e3f8"\n  integrity sha512-ab==\n',
    '"@s/a@^1.0.0", "@s/a@>=1, <2" = @s/a@1.0.0 sha512-ab== https://r.example/@s/a/-/a-1.0.0.tgz (recorded r.example)',
  ],
  [
    'the hash of older ones',
    'a@1:\n  version "1.0.0"\n  resolved "https://r.example/a.tgz#0000000000000000000000000000000000000000"\n',
    'a@1 = a@1.0.0 sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA= https://r.example/a.tgz (recorded r.example)',
  ],
  [
    'no hash, and a login that is kept to itself',
    'a@*:\n  version "1.0.0"\n  resolved "https://u:p@ss@r.example/@x/a.tgz"\n',
    'a@* = a@1.0.0 no hash https://r.example/@x/a.tgz (recorded r.example)',
  ],
  ['an alias', '"b@npm:@s/a@^1":\n  version "1.0.0"\n', '"b@npm:@s/a@^1" = @s/a@1.0.0 no hash'],
  [
    'another package in its place, by `resolutions`',
    'a@^1, "a@npm:b@2":\n  version "2.0.0"\n',
    'a@^1, "a@npm:b@2" = b@2.0.0 no hash',
  ],
  [
    'an archive in its place',
    'a@^1, "a@https://x.example/a.tgz":\n  version "1.0.0"\n  resolved "https://x.example/a.tgz#ab"\n',
    'a@^1, "a@https://x.example/a.tgz" = url a 1.0.0',
  ],
  ['a tag', 'a@latest:\n  version "1.0.0"\n', 'a@latest = a@1.0.0 no hash'],
  ['a range with blanks', '"a@>= 1 || 2":\n  version "1.0.0"\n', '"a@>= 1 || 2" = a@1.0.0 no hash'],
  [
    'a repository',
    '"a@git+ssh://git@h.example/o/r":\n  version "1.0.0"\n',
    '"a@git+ssh://git@h.example/o/r" = git a 1.0.0',
  ],
  ['a repository, in short', 'a@o/r:\n  version "1.0.0"\n', 'a@o/r = git a 1.0.0'],
  ['an archive', '"a@https://x.example/a.tgz":\n  version "1.0.0"\n', '"a@https://x.example/a.tgz" = url a 1.0.0'],
  ['a folder', '"a@file:./a":\n  version "1.0.0"\n', '"a@file:./a" = path a 1.0.0'],
  ['lines as Windows ends them', 'a@1:\r\n  version "1.0.0"\r\n', 'a@1 = a@1.0.0 no hash'],
  ['nothing but a key', 'a@1:\n', 'a@1 = managed a'],
  ['a name that no registry has', '"a b@1":\n  version "1.0.0"\n', '"a b@1" = invalid a b 1.0.0'],
  [
    'what is whole in a conflict',
    '<<<<<<< HEAD\na@1:\n  version "1.0.0"\n=======\na@2:\n  version "2.0.0"\n>>>>>>> b\n\nb@1:\n  version "1.1.0"\n',
    'a@1 = a@1.0.0 no hash',
    'a@2 = a@2.0.0 no hash',
    'b@1 = b@1.1.0 no hash',
  ],
])('version 1: %s', (_, text, ...expected) => {
  expect(entries(`# yarn lockfile v1\n\n\n${text}`)).toEqual(expected);
});

test('version 1 knows no manifests: what no entry wants as it stands, a manifest does', () => {
  const text =
    'a@^1:\n  version "1.0.0"\n  dependencies:\n    b "^1"\n    "@s/c" "*"\n\n"@s/c@*":\n  version "1.0.0"\n  optionalDependencies:\n    d "1"\n\nb@^1, b@^1.0:\n  version "1.0.0"\n\nd@1:\n  version "1.0.0"\n\nx@1:\n  version "1.0.0"\n  dependencies:\n    y "1"\n\ny@1:\n  version "1.0.0"\n  dependencies:\n    x "1"\n';
  expect(taking(text)).toEqual([
    '/ a@^1 > a@1.0.0',
    '/ b@^1.0 > b@1.0.0',
    '/ x@1 > x@1.0.0',
    'a@1.0.0 > b@1.0.0',
    'a@1.0.0 > @s/c@1.0.0',
    '@s/c@1.0.0 > d@1.0.0',
    'x@1.0.0 > y@1.0.0',
    'y@1.0.0 > x@1.0.0',
  ]);
  expect(entries(text).filter(each => each.endsWith('optional'))).toEqual(['d@1 = d@1.0.0 no hash optional']);
});

const BERRY = '__metadata:\n  version: 8\n  cacheKey: 10c0\n\n';

test.each<[what: string, text: string, ...entries: string[]]>([
  [
    'an entry, whose checksum is Yarn’s own',
    '"a@npm:^1.0.0, b@npm:a@^1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  checksum: 10c0/ab\n',
    '"a@npm:^1.0.0, b@npm:a@^1" = a@1.0.0',
  ],
  [
    'the address that it came from',
    '"@s/a@npm:1":\n  resolution: "@s/a@npm:1.0.0::__archiveUrl=https%3A%2F%2Fr.example%2Fa.tgz"\n',
    '"@s/a@npm:1" = @s/a@1.0.0 https://r.example/a.tgz (recorded r.example)',
  ],
  [
    'the workspace',
    '"a@workspace:p/a":\n  version: 0.0.0-use.local\n  resolution: "a@workspace:p/a"\n',
    '"a@workspace:p/a" = workspace a',
  ],
  [
    'what is patched, and what it is made of',
    '"c@npm:2.0.0":\n  version: 2.0.0\n  resolution: "c@npm:2.0.0"\n\n"c@patch:c@npm%3A2.0.0#~/x.patch":\n  version: 2.0.0\n  resolution: "c@patch:c@npm%3A2.0.0#~/x.patch::version=2.0.0&hash=ab"\n',
    '"c@npm:2.0.0" = c@2.0.0',
    '"c@patch:c@npm%3A2.0.0#~/x.patch" = path c 2.0.0',
  ],
  [
    'repositories',
    '"a@https://h.example/o/r.git#commit=ab":\n  version: 1.0.0\n  resolution: "a@https://h.example/o/r.git#commit=ab"\n',
    '"a@https://h.example/o/r.git#commit=ab" = git a 1.0.0',
  ],
  [
    'an archive',
    '"a@https://x.example/a.tgz":\n  resolution: "a@https://x.example/a.tgz"\n',
    '"a@https://x.example/a.tgz" = url a',
  ],
  [
    'a link',
    '"a@link:../a::locator=w":\n  resolution: "a@link:../a::locator=w"\n',
    '"a@link:../a::locator=w" = path a',
  ],
  ['somebody’s own protocol', '"a@x:1":\n  resolution: "a@x:1"\n', '"a@x:1" = unconfigured a'],
  [
    'a key too long for its line',
    '? "a@npm:^1.0.0, a@npm:^1.1.0"\n:\n  resolution: "a@npm:1.1.0"\n',
    '"a@npm:^1.0.0, a@npm:^1.1.0" = a@1.1.0',
  ],
  ['braces, as nobody writes them', '"a@npm:1": {version: 1.0.0, resolution: "a@npm:1.0.0"}\n', '"a@npm:1" = a@1.0.0'],
])('version 2 and later: %s', (_, text, ...expected) => {
  expect(entries(BERRY + text)).toEqual(expected);
});

test('version 2 and later tell the workspaces, and what they want', () => {
  const text = `${BERRY}"a@npm:^1":\n  resolution: "a@npm:1.0.0"\n  dependencies:\n    b: ^1\n    c: "npm:^2"\n  dependenciesMeta:\n    c:\n      optional: true\n\n"b@npm:^1":\n  resolution: "b@npm:1.5.0"\n\n"c@npm:2.0.0":\n  resolution: "c@npm:2.0.0"\n\n"c@patch:c@npm%3A2.0.0#x":\n  version: 2.0.0\n  resolution: "c@patch:c@npm%3A2.0.0#x"\n\n"w@workspace:*, w@workspace:p/w":\n  resolution: "w@workspace:p/w"\n  dependencies:\n    a: "npm:^1"\n    c: "patch:c@npm%3A2.0.0#x"\n\n"x@workspace:.":\n  resolution: "x@workspace:."\n  dependencies:\n    w: "workspace:*"\n    b: "npm:^9"\n`;
  expect(taking(text)).toEqual([
    'p/w/ a > a@1.0.0',
    'p/w/ c > c@2.0.0',
    '/ w > w',
    // Something else says what is taken; there is one alone.
    '/ b > b@1.5.0',
    'a@1.0.0 > b@1.5.0',
    'c@2.0.0 > c@2.0.0',
    'w > a@1.0.0',
    'w > c@2.0.0',
    'x > w',
    'x > b@1.5.0',
  ]);
});
