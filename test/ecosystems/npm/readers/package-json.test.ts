import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packageJson } from '../../../../server/src/ecosystems/npm/readers/package-json.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';

/** One line for each reference: what it is, and in brackets the only text that a fix may replace. */
function read(text: string): string[] {
  return packageJson.read(text, 'package.json').references.map(reference => line(reference, text));
}

function line({ subject }: Reference, text: string): string {
  if (subject.kind === 'release') {
    return `${subject.name} ${subject.want.is} ${subject.want.text} [${subject.edit && textUnder(text, subject.edit)}]`;
  }
  if (subject.kind === 'opaque') {
    return [subject.name ?? '-', subject.why, subject.want ?? '-'].join(' ');
  }
  return 'an image';
}

function dependency(name: string, spec: string): string[] {
  return read(JSON.stringify({ dependencies: { [name]: spec } }));
}

test.each([
  ['left-pad', '^1.0.0', 'left-pad range ^1.0.0 [^1.0.0]'],
  ['left-pad', '1.0.0', 'left-pad exact 1.0.0 [1.0.0]'],
  ['left-pad', 'v1.0.0', 'left-pad exact v1.0.0 [v1.0.0]'],
  ['left-pad', '', 'left-pad range  []'],
  ['left-pad', '*', 'left-pad range * [*]'],
  ['left-pad', ' ^1.0.0 ', 'left-pad range  ^1.0.0  [ ^1.0.0 ]'],
  ['left-pad', '1.0.0 - 2.0.0', 'left-pad range 1.0.0 - 2.0.0 [1.0.0 - 2.0.0]'],
  ['left-pad', '>=1 <2 || 3', 'left-pad range >=1 <2 || 3 [>=1 <2 || 3]'],
  ['left-pad', 'latest', 'left-pad tag latest [latest]'],
  ['@scope/name', 'next', '@scope/name tag next [next]'],
  ['JSONStream', '1.0.0', 'JSONStream exact 1.0.0 [1.0.0]'],
  ['constructor', '1.0.0', 'constructor exact 1.0.0 [1.0.0]'],
  ['alias', 'npm:real@^1.0.0', 'real range ^1.0.0 [^1.0.0]'],
  ['alias', 'npm:@s/real@1.0.0', '@s/real exact 1.0.0 [1.0.0]'],
  ['alias', 'NPM:real@next', 'real tag next [next]'],
  ['alias', 'npm:real', 'real range  [undefined]'],
  ['alias', 'npm:@s/real', '@s/real range  [undefined]'],
  ['own', 'npm:^1.0.0', 'own range ^1.0.0 [^1.0.0]'],
  ['alias', 'npm:', 'alias invalid npm:'],
  ['alias', 'npm:other@npm:real@1', 'alias invalid npm:other@npm:real@1'],
  ['alias', 'npm:real@file:../x', 'alias invalid npm:real@file:../x'],
  ['a', 'workspace:*', 'a workspace workspace:*'],
  ['a', 'workspace:../a', 'a workspace workspace:../a'],
  ['a', 'catalog:', 'a managed catalog:'],
  ['a', 'catalog:react18', 'a managed catalog:react18'],
  ['a', 'file:../a', 'a path file:../a'],
  ['a', 'FILE:../a', 'a path FILE:../a'],
  ['a', 'file:%zz', 'a path file:%zz'],
  ['a', 'link:../a', 'a path link:../a'],
  ['a', 'portal:../a', 'a path portal:../a'],
  ['a', 'patch:a@npm:1.0.0#./a.patch', 'a path patch:a@npm:1.0.0#./a.patch'],
  ['a', '../a', 'a path ../a'],
  ['a', './a.tgz', 'a path ./a.tgz'],
  ['a', '~/a', 'a path ~/a'],
  ['a', '/srv/a', 'a path /srv/a'],
  ['a', 'C:\\work\\a', 'a path C:\\work\\a'],
  ['a', 'c:/work/a', 'a path c:/work/a'],
  ['a', 'work\\a', 'a path work\\a'],
  ['a', 'a.tgz', 'a path a.tgz'],
  ['a', 'deep/in/folders', 'a path deep/in/folders'],
  ['a', 'owner/repo', 'a git owner/repo'],
  ['a', 'owner/repo#semver:^1', 'a git owner/repo#semver:^1'],
  ['a', 'github:owner/repo', 'a git github:owner/repo'],
  ['a', 'gitlab:owner/repo', 'a git gitlab:owner/repo'],
  ['a', 'gist:0123456789abcdef', 'a git gist:0123456789abcdef'],
  ['a', 'git@github.com:owner/repo.git', 'a git git@github.com:owner/repo.git'],
  ['a', 'git+ssh://git@host.example:owner/repo.git#v1', 'a git git+ssh://git@host.example:owner/repo.git#v1'],
  ['a', 'git+https://host.example/repo.git', 'a git git+https://host.example/repo.git'],
  ['a', 'git://host.example/repo.git', 'a git git://host.example/repo.git'],
  ['a', 'https://github.com/owner/repo', 'a git https://github.com/owner/repo'],
  ['a', 'https://host.example/a.tgz', 'a url https://host.example/a.tgz'],
  ['a', 'jsr:@std/path@^1', 'a unconfigured jsr:@std/path@^1'],
  ['a', 'jsr:^1', 'a unconfigured jsr:^1'],
  ['a', 'work:@s/a@1', 'a url work:@s/a@1'],
  ['a', '{{ version }}', 'a template {{ version }}'],
  ['a', '${VERSION}', 'a template ${VERSION}'],
  ['<%= name %>', '1.0.0', '<%= name %> template 1.0.0'],
  ['a', 'not a tag', 'a invalid not a tag'],
  ['.hidden', '1.0.0', '.hidden invalid 1.0.0'],
  ['_private', '1.0.0', '_private invalid 1.0.0'],
  ['node_modules', '1.0.0', 'node_modules invalid 1.0.0'],
  ['@scope', '1.0.0', '@scope invalid 1.0.0'],
  ['a/b', '1.0.0', 'a/b invalid 1.0.0'],
  ['\ud800', '1.0.0', '\ud800 invalid 1.0.0'],
  ['@s/a\udc00', '1.0.0', '@s/a\udc00 invalid 1.0.0'],
  ['', '1.0.0', ' invalid 1.0.0'],
])('%j: %j', (name, spec, expected) => {
  expect(dependency(name, spec)).toEqual([expected]);
});

// Yarn 4.18 took `next` of `own`, the others asked for a package of that name.
test.each([
  ['yarn@4.9.2', 'npm:next', 'own tag next [next]'],
  ['yarn@4.9.2', 'npm:real@^1.0.0', 'real range ^1.0.0 [^1.0.0]'],
  ['yarn@1.22.22', 'npm:next', 'next range  [undefined]'],
  ['pnpm@10.0.0', 'npm:next', 'next range  [undefined]'],
])('a word alone behind npm: is what it is to %s: %j', (packageManager, spec, expected) => {
  expect(read(JSON.stringify({ dependencies: { own: spec }, packageManager }))[0]).toBe(expected);
});

test('squiggles the statement and edits inside its quotes', () => {
  const text = '{\r\n  "devDependencies": {\r\n    "alias" : "npm:real@^1.0.0",\r\n    "b": "2"\r\n  }\r\n}\r\n';
  const { references } = packageJson.read(text, 'package.json');
  expect(references.map(reference => textUnder(text, reference.span))).toEqual([
    '"alias" : "npm:real@^1.0.0"',
    '"b": "2"',
  ]);
  expect(read(text)).toEqual(['real range ^1.0.0 [^1.0.0]', 'b range 2 [2]']);
});

test('reads every block in the order of the text, and none of bundled names', () => {
  expect(
    read(
      `{"optionalDependencies":{"a":"1"},"dependencies":{"b":"2"},"bundleDependencies":["b"],
        "peerDependencies":{"c":"3"},"peerDependenciesMeta":{"c":{"optional":true}},"devDependencies":{"d":"4"}}`,
    ),
  ).toEqual(['a range 1 [1]', 'b range 2 [2]', 'c range 3 [3]', 'd range 4 [4]']);
});

test.each([
  ['{"a": "1"}', ['a range 1 [1]']],
  ['{"a@^2": "2.1.0", "@s/b@1 || 2": "3"}', ['a exact 2.1.0 [2.1.0]', '@s/b range 3 [3]']],
  [
    '{"a": {".": "1.0.0", "b@1": {"c": "3", ".": "2.0.0"}}}',
    ['a exact 1.0.0 [1.0.0]', 'c range 3 [3]', 'b exact 2.0.0 [2.0.0]'],
  ],
  ['{"a": "$b", "c": {"d": "$"}}', ['a variable $b', 'd variable $']],
  ['{"a": "npm:b@1"}', ['b range 1 [1]']],
  ['{"a": ""}', ['a range  []']],
  ['{".": "1.0.0"}', ['. invalid 1.0.0']],
])('npm overrides %s', (block, expected) => {
  expect(read(`{"overrides": ${block}}`)).toEqual(expected);
});

test.each([
  ['a', 'a'],
  ['**/a', 'a'],
  ['a/b', 'b'],
  ['a/**/b', 'b'],
  ['a/**/@s/b', '@s/b'],
  ['@s/a/b', 'b'],
  ['@s/a', '@s/a'],
  ['a@^1', 'a'],
  ['a@npm:^1', 'a'],
  ['a@npm:@s/b@1', 'a'],
  ['@s/a@npm:^1', '@s/a'],
  ['a/@s/b@2', '@s/b'],
])('Yarn resolves %j: %s', (pattern, name) => {
  expect(read(JSON.stringify({ resolutions: { [pattern]: '1.0.0' } }))).toEqual([`${name} exact 1.0.0 [1.0.0]`]);
});

test.each([
  ['a', '1.0.0', ['a exact 1.0.0 [1.0.0]']],
  ['a@^1', '1.0.0', ['a exact 1.0.0 [1.0.0]']],
  ['a@>1', '2.0.0', ['a exact 2.0.0 [2.0.0]']],
  ['a@1 || >3', '2.0.0', ['a exact 2.0.0 [2.0.0]']],
  ['p>a', '1.0.0', ['a exact 1.0.0 [1.0.0]']],
  ['@s/p@1>@s/a@2', '1.0.0', ['@s/a exact 1.0.0 [1.0.0]']],
  ['a', '-', []],
  ['a', '$a', ['a variable $a']],
])('pnpm overrides %j: %j', (selector, spec, expected) => {
  expect(read(JSON.stringify({ pnpm: { overrides: { [selector]: spec } } }))).toEqual(expected);
});

test.each([
  ['pnpm@9.1.0', ['pnpm exact 9.1.0 [9.1.0]']],
  ['pnpm@9.1.0+sha512.abc', ['pnpm exact 9.1.0 [9.1.0+sha512.abc]']],
  ['npm@10.0.0', ['npm exact 10.0.0 [10.0.0]']],
  ['bun@1.1.0', ['bun exact 1.1.0 [1.1.0]']],
  ['yarn@1.22.22', ['yarn exact 1.22.22 [1.22.22]']],
  ['yarn@4.1.0', ['@yarnpkg/cli-dist exact 4.1.0 [4.1.0]']],
  ['yarn@4.0.0-rc.1', ['@yarnpkg/cli-dist exact 4.0.0-rc.1 [4.0.0-rc.1]']],
  ['yarn@2.2.0', ['yarn managed 2.2.0']],
  ['yarn@stable', ['yarn managed stable']],
  ['yarn@>=1', ['yarn managed >=1']],
  ['yarn@^3', ['@yarnpkg/cli-dist range ^3 [^3]']],
  ['deno@2.0.0', ['deno managed 2.0.0']],
  ['pnpm@https://host.example/pnpm.tgz', ['pnpm url https://host.example/pnpm.tgz']],
  ['pnpm', ['pnpm invalid -']],
])('packageManager %j', (value, expected) => {
  expect(read(JSON.stringify({ packageManager: value }))).toEqual(expected);
});

test('reads devEngines.packageManager, one or several', () => {
  const text = `{"devEngines": {"runtime": {"name": "node", "version": "1"}, "packageManager": [
    {"name": "npm", "version": ">=10", "onFail": "warn"}, {"version": "^4.0.0", "name": "yarn"}, {"name": "pnpm"}, {"onFail": "error"}]}}`;
  expect(read(text)).toEqual(['npm range >=10 [>=10]', '@yarnpkg/cli-dist range ^4.0.0 [^4.0.0]', 'pnpm managed -']);
  const [first] = packageJson.read(text, 'package.json').references;
  expect(first && textUnder(text, first.span)).toBe('"version": ">=10"');
  expect(read('{"devEngines": {"packageManager": {"name": "pnpm", "version": "9.0.0"}}}')).toEqual([
    'pnpm exact 9.0.0 [9.0.0]',
  ]);
});

test('keeps the places right where the text is escaped', () => {
  expect(read(String.raw`{"dependencies": {"\u0061lias": "npm\u003areal\u0040^1.0.0"}}`)).toEqual([
    'real range ^1.0.0 [^1.0.0]',
  ]);
  expect(read(String.raw`{"dependencies": {"a": "\u005e1.0.0"}}`)).toEqual([String.raw`a range ^1.0.0 [\u005e1.0.0]`]);
});

test.each([
  ['nothing', '', []],
  ['another value', '"dependencies"', []],
  ['a list', '{"dependencies": ["a"]}', []],
  [
    'values that are no text',
    '{"dependencies": {"a": 1, "b": null, "c": {"d": "1"}, "e": "1"}}',
    ['a invalid -', 'b invalid -', 'c invalid -', 'e range 1 [1]'],
  ],
  ['no value yet', '{"dependencies": {"a": , "b": "1"}}', ['b range 1 [1]']],
  ['no value yet before a name', '{"dependencies": {"a": \n "b": "1", "c": "2"}}', ['c range 2 [2]']],
  ['no colon yet', '{"dependencies": {"a"\n "b": "1", "c": "2"}}', ['c range 2 [2]']],
  ['no closing quote yet', '{"dependencies": {\n"z": "0",\n"a": "^1.\n"b": "1"}}', ['z range 0 [0]', 'b range 1 [1]']],
  [
    'no comma yet',
    '{"dependencies": {"a": "1"\n "b": "2"}, "devDependencies": {"c": "3"}}',
    ['a range 1 [1]', 'b range 2 [2]', 'c range 3 [3]'],
  ],
  ['no end yet', '{"dependencies": {"a": "1", "b": "2"', ['a range 1 [1]', 'b range 2 [2]']],
  ['a trailing comma and comments', '{"dependencies": {"a": "1", /* b */ } // c\n}', ['a range 1 [1]']],
  ['one name twice', '{"dependencies": {"a": "1", "a": "2"}}', ['a range 1 [1]', 'a range 2 [2]']],
  ['one block twice', '{"dependencies": {"a": "1"}, "dependencies": {"b": "2"}}', ['a range 1 [1]', 'b range 2 [2]']],
  [
    'names of JavaScript',
    '{"dependencies": {"__proto__": "1", "toString": "2"}, "__proto__": {"dependencies": {"c": "3"}}}',
    ['__proto__ invalid 1', 'toString range 2 [2]'],
  ],
  [
    'a merge conflict',
    '{"dependencies": {\n<<<<<<< ours\n"a": "1",\n=======\n"a": "2",\n>>>>>>> theirs\n"b": "3"}}',
    ['a range 1 [1]', 'a range 2 [2]', 'b range 3 [3]'],
  ],
])('reads what is there of %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('an escape that JSON does not know leaves no place to write to', () => {
  expect(read('{"dependencies": {"a": "1.\\u{2", "b": "1.\\q", "c": "\\u0031"}}')).toEqual([
    'c exact 1 [\\u0031]'.replace('exact', 'range'),
  ]);
});

test('reads up to where nesting overflows', () => {
  expect(read(`{"dependencies": {"a": "1"}, "x": ${'['.repeat(200_000)}`)).toEqual(['a range 1 [1]']);
  expect(read(`{"overrides": ${'{"a":'.repeat(100_000)}`)).toEqual([]);
});

test('reads ten thousand dependencies in a moment', () => {
  const entries = Array.from({ length: 10_000 }, (_, i) => `"package-number-${i}": "npm:target-${i}@^1.0.${i}"`);
  const text = `{"dependencies": {${entries.join(',\n')}}}`;
  expect(packageJson.read(text, 'package.json').references).toHaveLength(10_000);
});

test('stands still before hostile texts', () => {
  expect(dependency('a', '1'.repeat(1_000_000))).toHaveLength(1);
  expect(dependency('a', `${'\\'.repeat(300_000)}x`)).toHaveLength(1);

  const long = 'a/'.repeat(200_000);
  expect(read(JSON.stringify({ resolutions: { [long]: '1', [`${'@'.repeat(200_000)}/`]: '1' } }))).toHaveLength(2);
  expect(read(JSON.stringify({ pnpm: { overrides: { [`${'a>'.repeat(200_000)}b`]: '1' } } }))).toEqual([
    'b range 1 [1]',
  ]);
  expect(dependency('a', `${'1 '.repeat(50_000)}||`)).toHaveLength(1);
});

test('whatever is typed into it, every place lies in the text and edits stay inside the statement', () => {
  const whole = `{"name":"x","dependencies":{"a":"^1.0.0","b":"npm:@s/c@2"},"packageManager":"pnpm@9.1.0+sha512.a",
    "overrides":{"d":{".":"1","e@^2":"$f"}},"resolutions":{"g/**/h":"3"},"devEngines":{"packageManager":{"name":"npm","version":"10"}}}`;
  const index = fc.nat(whole.length);
  const typed = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('"', '{', '}', ':', ',', '\\', '/*', '\n', '@'));
  fc.assert(
    fc.property(index, index, typed, (a, b, piece) => {
      const text = whole.slice(0, Math.min(a, b)) + piece + whole.slice(Math.max(a, b));
      for (const { span, subject } of packageJson.read(text, 'package.json').references) {
        expect(textUnder(text, span)).toMatch(/^["{]/);
        expect(span.end).toBeLessThanOrEqual(text.length);
        if (subject.kind !== 'release') continue;
        if (subject.edit === undefined) {
          // Behind a name that stands alone nothing can be put.
          expect(`${textUnder(text, span)} ${subject.want.text}|`).toMatch(/npm:.* \|$/i);
          continue;
        }
        expect(subject.edit.start).toBeGreaterThanOrEqual(span.start);
        expect(subject.edit.end).toBeLessThan(span.end);
      }
    }),
    { numRuns: 500, examples: [[226, 234, '/*']] },
  );
});

// npm's documentation, "optionalDependencies" and "peerDependenciesMeta".
test.each<[object, string[]]>([
  [{ optionalDependencies: { a: '1.0.0' } }, ['a optional']],
  [
    { dependencies: { a: '1.0.0', b: '1.0.0' }, optionalDependencies: { a: '1.0.0' } },
    ['a optional', 'b', 'a optional'],
  ],
  [{ devDependencies: { a: '1.0.0' }, optionalDependencies: { a: '1.0.0' } }, ['a', 'a optional']],
  [
    {
      peerDependencies: { a: '1.0.0', b: '1.0.0' },
      peerDependenciesMeta: { a: { optional: true }, b: { optional: 'no' } },
    },
    ['a optional peer', 'b peer'],
  ],
  [{ devDependencies: { a: '1.0.0' }, peerDependenciesMeta: { a: { optional: true } } }, ['a']],
])('can do without what is optional: %j', (manifest, expected) => {
  const { references } = packageJson.read(JSON.stringify(manifest), 'package.json');
  const said = references.map(({ subject }) =>
    subject.kind === 'release'
      ? [subject.name, ...(subject.optional ? ['optional'] : []), ...(subject.peer ? ['peer'] : [])].join(' ')
      : subject.kind,
  );
  expect(said).toEqual(expected);
});
