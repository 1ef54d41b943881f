import path from 'node:path';
import { expect, test } from 'vitest';
import { npm } from '../../../server/src/ecosystems/npm/index.ts';
import { packageJson } from '../../../server/src/ecosystems/npm/readers/package-json.ts';
import { linesOf } from '../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../server/src/model/reader.ts';
import { createStatements } from '../../../server/src/workspace/statements.ts';

type Files = Readonly<Record<string, string>>;

/** What a manifest in `/w/p/app` or, with a lockfile there alone, in `/w`, is told: by each name that it wants. */
function told(own: object, files: Files, folder = '/w'): Readonly<Record<string, string>> {
  const statements = createStatements(() => undefined);
  const text = JSON.stringify(own);
  for (const [place, content] of Object.entries({ ...files, [`${folder}/package.json`]: text })) {
    const file = path.posix.basename(place);
    const reader = npm.readers.find(each => each.files.includes(file));
    if (reader === undefined) throw new Error(place);
    if (reader.mayState?.(content) === false) continue;
    const from = { id: place, folder: path.posix.dirname(place), file, rangeOf: linesOf(content).rangeOf };
    statements.put(from, 'disk', reader.read(content, file).statements ?? []);
  }
  const above = ['/w/p/app', '/w/p', '/w', '/'].filter(each => folder.startsWith(each));
  const { references } = packageJson.read(text, 'package.json', {
    ...NOTHING_AROUND,
    ...{ folder, told: statements.toldIn(above) },
  });
  return Object.fromEntries(
    references.flatMap(({ subject }) => {
      if (subject.kind !== 'release' || subject.peer === true) return [];
      const { name, held, drift } = subject;
      const words =
        held === undefined ? (drift === undefined ? 'nothing' : `not ${drift.version ?? 'there'}`) : held.version;
      return [[name, words]];
    }),
  );
}

const wants = (dependencies: Readonly<Record<string, string>>, more: object = {}) => ({ dependencies, ...more });

function npmLock(packages: object): Files {
  return { '/w/package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) };
}

const at = (version: string, more: object = {}) => ({ version, ...more });

test.each<[what: string, own: object, files: Files, told: Readonly<Record<string, string>>]>([
  [
    'what it holds',
    wants({ a: '^1', b: 'npm:c@^2', d: 'latest', '@s/e': '1.0.0' }),
    npmLock({
      ...{ '': wants({ a: '^1', b: 'npm:c@^2', d: 'latest', '@s/e': '1.0.0' }), 'node_modules/a': at('1.2.0') },
      ...{ 'node_modules/b': at('2.0.0', { name: 'c' }), 'node_modules/d': at('9.0.0-rc.1') },
      ...{ 'node_modules/@s/e': at('1.0.0') },
    }),
    { a: '1.2.0', c: '2.0.0', d: '9.0.0-rc.1', '@s/e': '1.0.0' },
  ],
  [
    'what it does not hold',
    wants({ a: '^2', b: '^1' }),
    npmLock({ '': wants({ a: '^1' }), 'node_modules/a': at('1.2.0') }),
    { a: 'not 1.2.0', b: 'not there' },
  ],
  [
    'what it does not hold as far as it is written',
    wants({ a: '^1', b: '^1' }),
    {
      '/w/package-lock.json': '{"packages": {"": {"dependencies": {"a": "^1"}}, "node_modules/a": {"version": "1.2.0"}',
    },
    { a: '1.2.0', b: 'nothing' },
  ],
  [
    'what Bun does not hold as far as it is written',
    wants({ a: '^1', b: '^1' }),
    { '/w/bun.lock': '{"workspaces": {"": {"dependencies": {"a": "^1"}}}, "packages": {"a": ["a@1.2.0", "", {}, ""],' },
    { a: '1.2.0', b: 'nothing' },
  ],
  [
    'a text that changed, and allows what is held',
    wants({ a: '>=1' }),
    npmLock({ '': wants({ a: '^1' }), 'node_modules/a': at('1.2.0') }),
    { a: '1.2.0' },
  ],
  [
    'the text that it was written for, whatever is held',
    wants({ a: '^2' }),
    npmLock({ '': wants({ a: '^2' }), 'node_modules/a': at('1.2.0') }),
    { a: 'nothing' },
  ],
  [
    'one that is wanted twice, differently',
    { dependencies: { a: '^1' }, devDependencies: { a: '^2' } },
    npmLock({ '': { dependencies: { a: '^1' }, devDependencies: { a: '^2' } }, 'node_modules/a': at('1.2.0') }),
    { a: 'nothing' },
  ],
  [
    'what is overridden',
    wants(
      { a: '^2', b: '^2', c: '^2' },
      { overrides: { 'a@1': '1.2.0', x: { b: '1.2.0' } }, pnpm: { overrides: { 'x>c': '1' } } },
    ),
    npmLock({ '': wants({}), 'node_modules/a': at('1.2.0'), 'node_modules/b': at('1.2.0') }),
    { a: 'nothing', b: 'nothing', c: 'nothing' },
  ],
  [
    'what can be done without',
    { optionalDependencies: { a: '^1' }, dependencies: { a: '^1', b: '^1' } },
    npmLock({ '': { optionalDependencies: { a: '^1' } } }),
    { a: 'nothing', b: 'not there' },
  ],
  ['a peer', { peerDependencies: { a: '^1' } }, npmLock({ '': {} }), {}],
  [
    'a folder, a repository, a link to the workspace',
    wants({ a: 'file:a', b: 'git+ssh://h.example/o/r.git', c: '^1' }),
    npmLock({
      ...{ '': wants({ c: '^1' }), 'node_modules/a': { resolved: 'a', link: true } },
      ...{ 'node_modules/c': { resolved: 'p/c', link: true }, 'p/c': at('2.0.0') },
    }),
    { c: 'nothing' },
  ],
  [
    'version 1, which does not tell what is wanted',
    wants({ a: '^1', b: '^2', c: '^1', d: 'npm:e@2' }),
    {
      '/w/package-lock.json': JSON.stringify({
        dependencies: { a: at('1.0.0'), b: at('1.0.0'), d: at('npm:e@2.0.0') },
      }),
    },
    { a: '1.0.0', b: 'not 1.0.0', c: 'nothing', e: '2.0.0' },
  ],
  [
    'a lockfile in conflict',
    wants({ a: '^2' }),
    {
      '/w/package-lock.json':
        '{"packages":{"":{},\n<<<<<<< a\n=======\n>>>>>>> b\n"node_modules/a":{"version":"1.0.0"}}}',
    },
    { a: 'nothing' },
  ],
])('npm: %s', (_, own, files, expected) => {
  expect(told(own, files)).toEqual(expected);
});

test.each<[what: string, own: object, files: Files, told: Readonly<Record<string, string>>]>([
  [
    'its own, and not the root’s',
    wants({ a: '^1', b: '^2' }),
    npmLock({
      ...{ '': wants({ a: '^2', c: '1' }), 'node_modules/a': at('2.0.0'), 'p/app': wants({ a: '^1', b: '^2' }) },
      ...{ 'p/app/node_modules/a': at('1.0.0'), 'node_modules/b': at('2.1.0') },
    }),
    { a: '1.0.0', b: '2.1.0' },
  ],
  [
    'what the root overrides',
    wants({ a: '^1', b: '^1' }),
    {
      ...npmLock({
        'p/app': wants({ a: '^1.5', b: '^2' }),
        'node_modules/a': at('2.0.0'),
        'node_modules/b': at('2.0.0'),
      }),
      '/w/package.json': '{"workspaces":["p/*"],"overrides":{"a":"2.0.0"}}',
    },
    { a: 'nothing', b: 'not 2.0.0' },
  ],
  [
    'one that the lockfile does not know',
    wants({ a: '^1' }),
    npmLock({ '': wants({}), 'p/other': {} }),
    { a: 'nothing' },
  ],
])('npm, a member: %s', (_, own, files, expected) => {
  const root = { '/w/package.json': '{"workspaces":["p/*"]}', ...files };
  expect(told(own, root, '/w/p/app')).toEqual(expected);
});

const YARN1 = '# yarn lockfile v1\n\n\n';
const held = (pattern: string, version: string) => `"${pattern}":\n  version "${version}"\n\n`;

test.each<[what: string, own: object, lock: string, told: Readonly<Record<string, string>>]>([
  [
    'by what it is wanted as',
    wants({ a: '^1', b: 'npm:c@2', d: '' }),
    held('a@^1", "a@>=1', '1.2.0') + held('a@^2', '2.0.0') + held('b@npm:c@2', '2.0.0') + held('d@', '1.0.0'),
    { a: '1.2.0', c: '2.0.0', d: '1.0.0' },
  ],
  [
    'what it does not hold',
    wants({ a: '^2', b: '1', x: '^9' }),
    held('a@^1', '1.2.0') + held('x@1', '1.0.0') + held('x@2', '2.0.0'),
    { a: 'not 1.2.0', b: 'not there', x: 'not there' },
  ],
  ['another text, which allows it', wants({ a: '>=1' }), held('a@^1', '1.2.0'), { a: 'nothing' }],
  [
    'resolutions',
    wants({ a: '^2', b: '^3' }, { resolutions: { '**/a': '1.2.0' } }),
    held('a@1.2.0", "a@^2', '1.2.0') + held('b@1', '1.0.0'),
    { a: 'nothing', b: 'not 1.0.0' },
  ],
  ['a lockfile that is empty', wants({ a: '^2' }), '', { a: 'nothing' }],
])('Yarn 1: %s', (_, own, lock, expected) => {
  const read = told(own, { '/w/yarn.lock': YARN1 + lock });
  // The resolution is a reference as well.
  expect({ ...read, ...('resolutions' in own ? { a: 'nothing' } : {}) }).toEqual(expected);
});

test('Yarn 1: a member is told what is held, and not what is not', () => {
  const files = { '/w/yarn.lock': YARN1 + held('a@^1', '1.2.0'), '/w/package.json': '{"workspaces":["p/*"]}' };
  expect(told(wants({ a: '^1', b: '^1' }), files, '/w/p/app')).toEqual({ a: '1.2.0', b: 'nothing' });
  expect(told(wants({ a: '^1' }), { ...files, '/w/package.json': '{}' }, '/w/p/app')).toEqual({ a: 'nothing' });
});

test('Yarn 1: what was left behind in a member’s folder says nothing of what the workspace lacks', () => {
  const files = {
    '/w/p/app/yarn.lock': YARN1 + held('a@^1', '1.2.0') + held('b@^1', '1.0.0'),
    '/w/yarn.lock': YARN1 + held('a@^2', '2.2.0'),
    '/w/package.json': '{"workspaces":["p/*"]}',
  };
  expect(told(wants({ a: '^2', b: '^2', c: '1' }), files, '/w/p/app')).toEqual({
    a: '2.2.0',
    b: 'nothing',
    c: 'nothing',
  });
  expect(told(wants({ a: '^1' }), files, '/w/p/app')).toEqual({ a: '1.2.0' });
});

test('npm: a workspace’s lockfile goes before what was left behind in a member’s folder', () => {
  const files = {
    '/w/p/app/package-lock.json': JSON.stringify({
      packages: { '': wants({ a: '^1' }), 'node_modules/a': at('1.0.0'), 'node_modules/b': at('1.0.0') },
    }),
    '/w/package.json': '{"workspaces":["p/*"]}',
    ...npmLock({ 'p/app': wants({ a: '*', b: '*' }), 'node_modules/a': at('2.0.0'), 'node_modules/b': at('2.0.0') }),
  };
  expect(told(wants({ a: '*', b: '^3' }), files, '/w/p/app')).toEqual({ a: '2.0.0', b: 'not 2.0.0' });
});

const BERRY = '__metadata:\n  version: 8\n\n';

function berry(name: string, range: string, version: string): string {
  return `"${name}@npm:${range}":\n  version: ${version}\n  resolution: "${name}@npm:${version}"\n\n`;
}

function workspace(folder: string, wanted: Readonly<Record<string, string>>): string {
  const lines = Object.entries(wanted).map(([name, spec]) => `    "${name}": "${spec}"\n`);
  return `"w@workspace:${folder}":\n  version: 0.0.0-use.local\n  resolution: "w@workspace:${folder}"\n  dependencies:\n${lines.join('')}\n`;
}

test.each<[what: string, own: object, lock: string, told: Readonly<Record<string, string>>]>([
  [
    'what it holds',
    wants({ a: '^1', b: 'npm:^2' }),
    berry('a', '^1', '1.2.0') + berry('b', '^2', '2.1.0') + workspace('.', { a: 'npm:^1', b: 'npm:^2' }),
    { a: '1.2.0', b: '2.1.0' },
  ],
  [
    'what older ones write without a protocol',
    wants({ a: '^1' }),
    berry('a', '^1', '1.2.0') + workspace('.', { a: '^1' }),
    { a: '1.2.0' },
  ],
  [
    'what it does not hold',
    wants({ a: '^2', b: '1' }),
    berry('a', '^1', '1.2.0') + workspace('.', { a: 'npm:^1' }),
    { a: 'not 1.2.0', b: 'not there' },
  ],
  [
    'the text that it was written for, whatever is held',
    wants({ a: '^2' }),
    berry('a', '1.2.0', '1.2.0') + workspace('.', { a: 'npm:^2' }),
    { a: 'nothing' },
  ],
  [
    'catalogues, the workspace, patches',
    wants({ a: 'catalog:', b: 'workspace:^', c: 'patch:c@npm%3A1.0.0#x' }),
    workspace('.', { a: 'catalog:', b: 'workspace:^', c: 'patch:c@npm%3A1.0.0#x' }),
    {},
  ],
])('Yarn: %s', (_, own, lock, expected) => {
  expect(told(own, { '/w/yarn.lock': BERRY + lock, '/w/.yarnrc.yml': '' })).toEqual(expected);
});

function pnpm(importer: string, wanted: Readonly<Record<string, readonly [string, string]>>, more = ''): Files {
  const lines = Object.entries(wanted).map(
    ([name, [specifier, version]]) =>
      `      '${name}':\n        specifier: '${specifier}'\n        version: '${version}'\n`,
  );
  return {
    '/w/pnpm-lock.yaml': `lockfileVersion: '9.0'\n\n${more}importers:\n\n  ${importer}:\n    dependencies:\n${lines.join('')}`,
  };
}

test.each<[what: string, own: object, files: Files, told: Readonly<Record<string, string>>]>([
  [
    'what it holds',
    wants({ a: '^1', b: 'npm:c@2' }),
    pnpm('.', { a: ['^1', '1.2.0(p@1.0.0)'], b: ['npm:c@2', 'c@2.0.0(p@1.0.0)'] }),
    { a: '1.2.0', c: '2.0.0' },
  ],
  [
    'what it does not hold',
    wants({ a: '^2', b: '1' }),
    pnpm('.', { a: ['^1', '1.2.0'] }),
    { a: 'not 1.2.0', b: 'not there' },
  ],
  ['the specifier that it records', wants({ a: '^2' }), pnpm('.', { a: ['^2', '1.2.0'] }), { a: 'nothing' }],
  [
    'its overrides',
    wants({ a: '^2', b: '^2' }),
    pnpm('.', { a: ['1.2.0', '1.2.0'], b: ['1', '1.0.0'] }, 'overrides:\n  x>a@2: 1.2.0\n\n'),
    { a: 'nothing', b: 'not 1.0.0' },
  ],
  [
    'those of the workspace',
    wants({ a: '^2' }),
    { ...pnpm('.', { a: ['1.2.0', '1.2.0'] }), '/w/pnpm-workspace.yaml': 'overrides:\n  a: 1.2.0\n' },
    { a: 'nothing' },
  ],
  [
    'a program that changes manifests',
    wants({ a: '^2', b: '1' }),
    pnpm('.', { a: ['1.2.0', '1.2.0'] }, 'pnpmfileChecksum: ab\n\n'),
    { a: 'nothing', b: 'nothing' },
  ],
  [
    'links',
    wants({ a: '^1', b: 'workspace:*', c: 'catalog:' }),
    pnpm('.', { a: ['^1', 'link:p/a'], b: ['workspace:*', 'link:p/b'] }),
    { a: 'nothing' },
  ],
])('pnpm: %s', (_, own, files, expected) => {
  expect(told(own, files)).toEqual(expected);
});

test('pnpm: each importer by its folder', () => {
  const files = { ...pnpm('p/app', { a: ['^1', '1.2.0'] }), '/w/pnpm-workspace.yaml': 'packages: [p/*]\n' };
  expect(told(wants({ a: '^1', b: '1' }), files, '/w/p/app')).toEqual({ a: '1.2.0', b: 'not there' });
});

test('pnpm: versions 5 and 6', () => {
  const five =
    'lockfileVersion: 5.4\n\nspecifiers:\n  a: ^1\n  b: npm:c@2\n  x: ^3\n\ndependencies:\n  a: 1.2.0_p@1.0.0\n  b: /c/2.0.0\n  x: 2.0.0\n';
  const six =
    "lockfileVersion: '6.0'\n\ndependencies:\n  a:\n    specifier: ^1\n    version: 1.2.0(p@1.0.0)\n  b:\n    specifier: npm:c@2\n    version: /c@2.0.0\n  x:\n    specifier: ^3\n    version: 2.0.0\n";
  for (const text of [five, six]) {
    const read = told(wants({ a: '^1', b: 'npm:c@2', x: '^4' }), { '/w/pnpm-lock.yaml': text });
    expect(read).toEqual({ a: '1.2.0', c: '2.0.0', x: 'not 2.0.0' });
  }
});

function bun(workspaces: object, packages: object, more: object = {}): Files {
  return { '/w/bun.lock': JSON.stringify({ lockfileVersion: 1, workspaces, ...more, packages }) };
}

const entry = (ident: string) => [ident, '', {}, 'sha512-ab=='];

test.each<[what: string, own: object, files: Files, told: Readonly<Record<string, string>>]>([
  [
    'what it holds',
    wants({ a: '^1', b: 'npm:c@2' }),
    bun({ '': wants({ a: '^1', b: 'npm:c@2' }) }, { a: entry('a@1.2.0'), b: entry('c@2.0.0') }),
    { a: '1.2.0', c: '2.0.0' },
  ],
  [
    'what it does not hold',
    wants({ a: '^2', b: '1' }),
    bun({ '': wants({ a: '^1' }) }, { a: entry('a@1.2.0') }),
    { a: 'not 1.2.0', b: 'not there' },
  ],
  [
    'the text that it was written for',
    wants({ a: '^2' }),
    bun({ '': wants({ a: '^2' }) }, { a: entry('a@1.2.0') }),
    { a: 'nothing' },
  ],
  [
    'its overrides',
    wants({ a: '^2' }),
    bun({ '': wants({ a: '^1' }) }, { a: entry('a@1.2.0') }, { overrides: { a: '1.2.0' } }),
    { a: 'nothing' },
  ],
  ['the workspace', wants({ a: '^1' }), bun({ '': wants({ a: '^1' }) }, { a: ['a@workspace:p/a'] }), { a: 'nothing' }],
])('Bun: %s', (_, own, files, expected) => {
  expect(told(own, files)).toEqual(expected);
});

test('Bun: a member, by its name in the lockfile', () => {
  const files = bun(
    { '': {}, 'p/app': { name: '@s/app', ...wants({ a: '^1' }) } },
    { a: entry('a@2.0.0'), '@s/app': ['@s/app@workspace:p/app'], '@s/app/a': entry('a@1.2.0') },
  );
  const root = { '/w/package.json': '{"workspaces":["p/*"]}', ...files };
  expect(told(wants({ a: '^1', b: '1' }), root, '/w/p/app')).toEqual({ a: '1.2.0', b: 'not there' });
});
