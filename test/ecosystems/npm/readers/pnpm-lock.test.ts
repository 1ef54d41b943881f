import { expect, test } from 'vitest';
import { pnpmLock } from '../../../../server/src/ecosystems/npm/readers/pnpm-lock.ts';
import { entriesOf, takingOf } from '../../../support/lock-reading.ts';

const entries = (text: string) => entriesOf(pnpmLock, 'pnpm-lock.yaml', text);
const taking = (text: string) => takingOf(pnpmLock, 'pnpm-lock.yaml', text);

const NINE = "lockfileVersion: '9.0'\n\npackages:\n\n";
const SIX = "lockfileVersion: '6.0'\n\npackages:\n\n";
const FIVE = 'lockfileVersion: 5.4\n\npackages:\n\n';
const HASH = '    resolution: {integrity: sha512-ab==}\n';

test.each<[what: string, text: string, ...entries: string[]]>([
  ['an entry', `${NINE}  a@1.0.0:\n${HASH}`, 'a@1.0.0 = a@1.0.0 sha512-ab=='],
  ['a scope', `${NINE}  '@s/a@1.0.0-rc.1':\n${HASH}`, "'@s/a@1.0.0-rc.1' = @s/a@1.0.0-rc.1 sha512-ab=="],
  [
    'an address',
    `${NINE}  a@1.0.0:\n    resolution: {integrity: sha512-ab==, tarball: https://r.example/a.tgz}\n`,
    'a@1.0.0 = a@1.0.0 sha512-ab== https://r.example/a.tgz (recorded r.example)',
  ],
  [
    'no hash',
    `${NINE}  a@1.0.0:\n    resolution: {tarball: 'http://r.example:4873/a.tgz'}\n`,
    'a@1.0.0 = a@1.0.0 no hash http://r.example:4873/a.tgz (recorded r.example:4873)',
  ],
  ['a registry with a name', `${NINE}  a@work:1.0.0:\n${HASH}`, 'a@work:1.0.0 = unconfigured a 1.0.0'],
  [
    'a repository',
    `${NINE}  a@git+ssh://git@h.example/o/r.git#ab:\n    resolution: {commit: ab, repo: ssh://h.example/o/r.git, type: git}\n    version: 1.0.0\n`,
    'a@git+ssh://git@h.example/o/r.git#ab = git a 1.0.0',
  ],
  [
    'a repository by its archive',
    `${NINE}  a@https://codeload.github.com/o/r/tar.gz/ab:\n    resolution: {gitHosted: true, tarball: https://codeload.github.com/o/r/tar.gz/ab}\n    version: 1.0.0\n`,
    'a@https://codeload.github.com/o/r/tar.gz/ab = git a 1.0.0',
  ],
  [
    'an archive',
    `${NINE}  a@https://x.example/a.tgz:\n    resolution: {tarball: https://x.example/a.tgz}\n`,
    'a@https://x.example/a.tgz = url a',
  ],
  ['a folder', `${NINE}  a@file:a:\n    resolution: {directory: a, type: directory}\n`, 'a@file:a = path a'],
  [
    'what it says in several lines',
    `${NINE}  a@1.0.0:\n    resolution: {integrity: sha512-ab==}\n    engines: {node: '>=8'}\n    deprecated: |-\n      b@1.0.0:\n        c: d\n    cpu:\n      - x: y\n        z: z\n\n  b@1.0.0:\n${HASH}`,
    'a@1.0.0 = a@1.0.0 sha512-ab==',
    'b@1.0.0 = b@1.0.0 sha512-ab==',
  ],
  [
    'blocks, as nobody writes them',
    `${NINE}    a@1.0.0:\n        resolution:\n            integrity: sha512-ab==\n            tarball: https://r.example/a.tgz\n`,
    'a@1.0.0 = a@1.0.0 sha512-ab== https://r.example/a.tgz (recorded r.example)',
  ],
  [
    'JSON, as nobody writes it',
    `{"lockfileVersion": "9.0", "packages": {"a@1.0.0": {"resolution": {"integrity": "sha512-ab=="}}}}`,
    '"a@1.0.0" = a@1.0.0 sha512-ab==',
  ],
  [
    'several documents',
    `---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    packageManagerDependencies:\n      pnpm:\n        specifier: 12.0.0\n        version: 12.0.0\npackages:\n  pnpm@12.0.0:\n${HASH}---\n${NINE}  a@1.0.0:\n${HASH}`,
    'pnpm@12.0.0 = pnpm@12.0.0 sha512-ab==',
    'a@1.0.0 = a@1.0.0 sha512-ab==',
  ],
  [
    'what is whole in a conflict',
    `${NINE}<<<<<<< HEAD\n  a@1.0.0:\n${HASH}=======\n  a@1.1.0:\n${HASH}>>>>>>> b\n\n  b@1.0.0:\n${HASH}`,
    'a@1.0.0 = a@1.0.0 sha512-ab==',
    'a@1.1.0 = a@1.1.0 sha512-ab==',
    'b@1.0.0 = b@1.0.0 sha512-ab==',
  ],
  [
    'version 6',
    `${SIX}  /a@1.0.0(b@2.0.0)(@s/c@1.0.0):\n${HASH}`,
    '/a@1.0.0(b@2.0.0)(@s/c@1.0.0) = a@1.0.0 sha512-ab==',
  ],
  [
    'version 6, a scope',
    `${SIX}  /@s/a@1.0.0:\n${HASH}    optional: true\n`,
    '/@s/a@1.0.0 = @s/a@1.0.0 sha512-ab== optional',
  ],
  [
    'version 6, another registry',
    `${SIX}  r.example/a@1.0.0:\n${HASH}`,
    'r.example/a@1.0.0 = a@1.0.0 sha512-ab== https://r.example/ (recorded r.example)',
  ],
  [
    'version 6, a repository',
    `${SIX}  github.com/o/r/ab:\n    resolution: {tarball: https://codeload.github.com/o/r/tar.gz/ab}\n    name: r\n    version: 1.0.0\n`,
    'github.com/o/r/ab = git r 1.0.0',
  ],
  ['version 5', `${FIVE}  /a/1.0.0_b@2.0.0+@s+c@1.0.0:\n${HASH}`, '/a/1.0.0_b@2.0.0+@s+c@1.0.0 = a@1.0.0 sha512-ab=='],
  ['version 5, a scope', `${FIVE}  /@s/a_b/1.0.0-rc.1:\n${HASH}`, '/@s/a_b/1.0.0-rc.1 = @s/a_b@1.0.0-rc.1 sha512-ab=='],
  [
    'version 5, a folder',
    `${FIVE}  file:a:\n    resolution: {directory: a, type: directory}\n    name: a\n`,
    'file:a = path a',
  ],
  ['a key that is none', `${NINE}  a:\n${HASH}`, 'a = invalid a'],
])('%s', (_, text, ...expected) => {
  expect(entries(text)).toEqual(expected);
});

test('version 9: importers, peers, aliases and links', () => {
  const text = `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      p:\n        specifier: ^1\n        version: 1.0.0(h@2.0.0)\n      x:\n        specifier: npm:h@1\n        version: h@1.0.0\n\n  p/a:\n    devDependencies:\n      p:\n        specifier: ^1\n        version: 1.0.0(h@1.0.0)\n      w:\n        specifier: workspace:*\n        version: link:../w\n\npackages:\n\n  h@1.0.0:\n${HASH}\n  h@2.0.0:\n${HASH}\n  p@1.0.0:\n${HASH}\nsnapshots:\n\n  h@1.0.0: {}\n\n  h@2.0.0:\n    optionalDependencies:\n      y: h@1.0.0\n\n  p@1.0.0(h@1.0.0):\n    dependencies:\n      h: 1.0.0\n\n  p@1.0.0(h@2.0.0):\n    dependencies:\n      h: 2.0.0\n`;
  expect(taking(text)).toEqual([
    '/ p > p@1.0.0',
    '/ x > h@1.0.0',
    'p/a/ p > p@1.0.0',
    'h@2.0.0 > h@1.0.0',
    'p@1.0.0 > h@1.0.0',
    'p@1.0.0 > h@2.0.0',
  ]);
});

test('version 5: what the manifest wants stands at the top', () => {
  const text = `lockfileVersion: 5.3\n\nspecifiers:\n  a: ^1\n  x: npm:b@2\n\ndependencies:\n  a: 1.0.0_b@2.0.0\n  x: /b/2.0.0\n\npackages:\n\n  /a/1.0.0_b@2.0.0:\n${HASH}    peerDependencies:\n      b: '*'\n    dependencies:\n      b: 2.0.0\n    dev: false\n\n  /b/2.0.0:\n${HASH}`;
  expect(taking(text)).toEqual(['/ a > a@1.0.0', '/ x > b@2.0.0', 'a@1.0.0 > b@2.0.0']);
});
