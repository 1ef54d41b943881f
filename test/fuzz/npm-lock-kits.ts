import { ANY_TOKENS, HOLE, type ReaderKit } from './kit.ts';

const SHA512 = `sha512-${'a'.repeat(86)}==`;

/** The lockfiles of npm, Yarn, pnpm and Bun. */
export const NPM_LOCK_KITS: Readonly<Record<string, ReaderKit>> = {
  'package-lock': {
    file: 'package-lock.json',
    seeds: [
      `{"lockfileVersion":3,"packages":{"":{"dependencies":{"a":"^1","b":"npm:c@2"},"devDependencies":{"d":"*"}},"node_modules/a":{"version":"1.0.0","resolved":"https://r.example/a.tgz","integrity":"${SHA512}","dependencies":{"c":"1"}},"node_modules/a/node_modules/c":{"version":"1.0.0","optional":true},"node_modules/b":{"name":"c","version":"2.0.0"},"node_modules/d":{"resolved":"d","link":true},"d":{}}}`,
      `{"lockfileVersion":1,"dependencies":{"a":{"version":"npm:b@1.0.0","requires":{"c":"1"},"dependencies":{"c":{"version":"git+ssh://h/o/r.git#ab","bundled":true}}},"@s/d":{"version":"file:x"}}}`,
    ],
    tokens: [
      ...ANY_TOKENS,
      ...['"packages":{', '"dependencies":{', '"node_modules/a":{', '"/node_modules/":{', '"":{', '},', '"link":true,'],
      ...[
        '"version":"1.0.0",',
        '"resolved":"https://u:p@r.example/a",',
        `"integrity":"${SHA512}",`,
        '"requires":{"a":"1"},',
      ],
    ],
    frames: [
      `{"packages":{"":{"dependencies":{"a":"1"}},"node_modules/${HOLE}":{"version":"1.0.0"}}}`,
      `{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"${HOLE}","resolved":"${HOLE}"}}}`,
      `{"dependencies":{"a":{"version":"${HOLE}"}}}`,
      `{"packages":{${HOLE}}}`,
    ],
    lists: [
      {
        head: '{"packages":{',
        entry: i => `"node_modules/a${i}":{"version":"1.0.${i}","dependencies":{"a${i + 1}":"1"}},`,
      },
      { head: '{"packages":{', entry: i => `"node_modules/a":{"version":"1.0.${i}"},` },
      { head: '{"dependencies":{', entry: i => `"a${i}":{"version":"1.0.0","requires":{"a${i + 1}":"1"}},` },
      { head: '{"dependencies":{', entry: () => '"a":{"version":"1.0.0","dependencies":{' },
      { head: '{"packages":{"', entry: () => 'node_modules/a/', tail: '":{"dependencies":{"b":"1"}}}}' },
    ],
  },
  'yarn-lock': {
    file: 'yarn.lock',
    seeds: [
      `# yarn lockfile v1\n\n\n"@s/a@^1.0.0", "@s/a@>=1 <2":\n  version "1.0.0"\n  resolved "https://r.example/@s/a/-/a-1.0.0.tgz#${'a'.repeat(40)}"\n  integrity ${SHA512}\n  dependencies:\n    b "^1"\n    "@s/c" "npm:d@2"\n  optionalDependencies:\n    e "*"\n\nb@^1:\n  version "1.2.0"\n\n"e@git+ssh://h/o/r.git":\n  version "0.0.1"\n`,
      `__metadata:\n  version: 8\n  cacheKey: 10c0\n\n"a@npm:^1.0.0, b@npm:a@1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0::__archiveUrl=https%3A%2F%2Fr.example%2Fa.tgz"\n  dependencies:\n    c: "npm:^2"\n  dependenciesMeta:\n    c:\n      optional: true\n  checksum: 10c0/ab\n  languageName: node\n  linkType: hard\n\n"c@patch:c@npm%3A2.0.0#~/x.patch":\n  version: 2.0.0\n  resolution: "c@patch:c@npm%3A2.0.0#~/x.patch::version=2.0.0&hash=ab"\n\n"w@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "w@workspace:."\n  dependencies:\n    a: "npm:^1.0.0"\n`,
      '__metadata: {version: 8}\n? "a@npm:1"\n:\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n',
      '',
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        '__metadata:\n',
        '\n"a@npm:1, b@npm:1":\n',
        '\na@1, "b@>1, <2":\n',
        '  version: 1.0.0\n',
        '  version "1.0.0"\n',
      ],
      ...[
        '  resolution: "a@npm:1.0.0"\n',
        '  dependencies:\n',
        '    a "1"\n',
        '    a: "npm:1"\n',
        '@workspace:',
        '@patch:',
        '::',
      ],
    ],
    frames: [
      HOLE,
      `__metadata:\n  version: 8\n${HOLE}`,
      `a@${HOLE}:\n  version "1.0.0"\n  resolved "${HOLE}"\n`,
      `"a@${HOLE}":\n  version "1.0.0"\n  integrity ${HOLE}\n`,
      `__metadata:\n  version: 8\n\n"a@npm:${HOLE}":\n  version: 1.0.0\n  resolution: "a@${HOLE}"\n`,
      `__metadata:\n  version: 8\n\n"a@patch:${HOLE}#":\n  resolution: "a@patch:"\n`,
    ],
    lists: [
      { head: '', entry: i => `a${i}@1:\n  version "1.0.0"\n  dependencies:\n    a${i + 1} "1"\n` },
      { head: '', entry: i => `${i === 0 ? '' : ', '}a@${i}`, tail: ':\n  version "1"\n' },
      { head: '', entry: i => `${i === 0 ? '' : ', '}"a@${i}"`, tail: ':\n  version "1"\n' },
      { head: '__metadata:\n\n', entry: i => `"a@npm:${i}":\n  version: 1.0.${i}\n  resolution: "a@npm:1.0.${i}"\n` },
      {
        head: '__metadata:\n\n"w@workspace:.":\n  resolution: "w@workspace:."\n  dependencies:\n',
        entry: i => `    a${i}: "npm:1"\n`,
        behind: { head: '\n', entry: i => `"a${i}@npm:1":\n  version: 1.0.0\n  resolution: "a${i}@npm:1.0.0"\n` },
      },
    ],
  },
  'pnpm-lock': {
    file: 'pnpm-lock.yaml',
    seeds: [
      `lockfileVersion: '9.0'\n\noverrides:\n  b: 1.0.0\n\nimporters:\n\n  .:\n    dependencies:\n      '@s/a':\n        specifier: ^1.0.0\n        version: 1.0.0(c@2.0.0)\n      d:\n        specifier: npm:b@1\n        version: b@1.0.0\n      l:\n        specifier: link:x\n        version: link:x\n\npackages:\n\n  '@s/a@1.0.0':\n    resolution: {integrity: ${SHA512}}\n    peerDependencies:\n      c: '*'\n\n  b@1.0.0:\n    resolution: {integrity: ${SHA512}, tarball: https://r.example/b.tgz}\n    deprecated: |-\n      a\n        b: c\n\n  c@work:2.0.0:\n    resolution: {integrity: ${SHA512}}\n\n  g@https://codeload.github.com/o/r/tar.gz/ab:\n    resolution: {tarball: https://codeload.github.com/o/r/tar.gz/ab}\n    version: 3.0.0\n\nsnapshots:\n\n  '@s/a@1.0.0(c@2.0.0)':\n    dependencies:\n      b: 1.0.0\n    optionalDependencies:\n      c: 2.0.0\n\n  b@1.0.0: {}\n\n  c@2.0.0:\n    optional: true\n`,
      `lockfileVersion: 5.4\n\nspecifiers:\n  a: ^1\n\ndependencies:\n  a: 1.0.0_b@2.0.0\n\npackages:\n\n  /a/1.0.0_b@2.0.0:\n    resolution: {integrity: ${SHA512}}\n    dependencies:\n      b: 2.0.0\n    dev: false\n\n  /b/2.0.0:\n    resolution: {integrity: ${SHA512}}\n\n  github.com/o/r/ab:\n    resolution: {tarball: https://x.example}\n    name: r\n    version: 1.0.0\n`,
      "lockfileVersion: '6.0'\n\nimporters:\n  .:\n    dependencies:\n      a: {specifier: ^1, version: 1.0.0}\npackages:\n  /a@1.0.0(b@2):\n    resolution:\n      integrity: sha1-ab\n  r.example/c@1.0.0:\n    resolution: {integrity: sha512-ab==}\n",
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        "lockfileVersion: '9.0'\n",
        'packages:\n',
        'snapshots:\n',
        'importers:\n',
        '  .:\n',
        '  a@1.0.0:\n',
        '  /a/1.0.0:\n',
      ],
      ...[
        '    resolution: {integrity: ',
        '}\n',
        '    dependencies:\n',
        '      a: 1.0.0\n',
        '(b@1)',
        '_b@1',
        'link:',
        '|-\n',
        '&a ',
        '? ',
      ],
    ],
    frames: [
      HOLE,
      `lockfileVersion: '9.0'\npackages:\n  ${HOLE}:\n    resolution: {integrity: ${HOLE}}\n`,
      `lockfileVersion: 5.4\npackages:\n  /${HOLE}/1.0.0:\n    resolution: {integrity: ab}\n`,
      `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ${HOLE}\n        version: ${HOLE}\n`,
      `lockfileVersion: '9.0'\n${HOLE}packages:\n  a@1.0.0:\n    resolution: {integrity: ab}\n`,
    ],
    lists: [
      { head: "lockfileVersion: '9.0'\npackages:\n", entry: i => `  a@1.0.${i}:\n    resolution: {integrity: ab}\n` },
      {
        head: "lockfileVersion: '9.0'\nsnapshots:\n",
        entry: i => `  a${i}@1.0.0:\n    dependencies:\n      a${i + 1}: 1.0.0\n`,
      },
      { head: 'packages:\n', entry: i => `${'  '.repeat(i % 50)}a${i}:\n` },
      { head: 'packages:\n  a@1.0.0:\n    resolution: {', entry: () => 'a: b, ', tail: '}\n' },
      { head: 'packages:\n', entry: () => "  'a''b':\n" },
      { head: 'packages:\n  a@1.0.0:\n    b: ', entry: () => "'' " },
    ],
  },
  'bun-lock': {
    file: 'bun.lock',
    seeds: [
      `{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": {"name": "w", "dependencies": {"a": "^1", "b": "npm:c@2",}, "optionalDependencies": {"d": "1"}},\n    "p/x": {"name": "@s/x", "devDependencies": {"a": "2"}},\n  },\n  "overrides": {"e": "1"},\n  "packages": {\n    "a": ["a@1.0.0", "", {"dependencies": {"c": "^1"}, "optionalDependencies": {"d": "1"}}, "${SHA512}"],\n    "b": ["c@2.0.0", "https://r.example/c.tgz", {}, "${SHA512}"],\n    "@s/x": ["@s/x@workspace:p/x"],\n    "@s/x/a": ["a@2.0.0", "", {"bundled": true}, ""],\n    "g": ["g@git+ssh://h/o/r.git#ab", {}, "ab"],\n    "a/c": ["c@1.0.0", "", {}, "${SHA512}"],\n  }\n}\n`,
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        '"packages": {',
        '"workspaces": {',
        '"": {',
        '"a": ["a@1.0.0", "", {',
        '}, "sha512-ab"],',
        '],',
        '"dependencies": {"a": "1"},',
      ],
      ...['"a/b/@s/c": ["', '@workspace:', '"overrides": {', '"a": [', '[['],
    ],
    frames: [
      `{"packages":{"a/${HOLE}":["a@1.0.0","",{},""]}}`,
      `{"packages":{"a":["${HOLE}","",{"dependencies":{"b":"1"}},"${HOLE}"]}}`,
      `{"workspaces":{"":{"dependencies":{"a":"${HOLE}"}}},"packages":{${HOLE}}}`,
      `{\n  "packages": {\n    "a": ["a@${HOLE}", "", {}, ""],\n${HOLE}  }\n}\n`,
    ],
    lists: [
      { head: '{"packages":{', entry: i => `"a${i}":["a${i}@1.0.0","",{"dependencies":{"a${i + 1}":"1"}},""],` },
      { head: '{"packages":{', entry: () => '"a":["a@1.0.0","",{},""],' },
      {
        head: '{\n  "packages": {\n',
        entry: i => `    "a${i}": ["a${i}@1.0.0", "", { "dependencies": { "a${i + 1}": "1" } }, ""],\n\n`,
        tail: '  }\n}\n',
      },
      { head: '{"packages":{"', entry: () => 'a/', tail: '":["a@1.0.0","",{"dependencies":{"b":"1"}},""]}}' },
      { head: '{"packages":{"a":["a@1"', entry: () => ',""' },
      { head: '{"workspaces":{"":{"dependencies":{', entry: i => `"a${i}":"1",` },
    ],
  },
};
