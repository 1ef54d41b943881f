import { expect, test } from 'vitest';
import { npm } from '../../../../server/src/ecosystems/npm/index.ts';
import { packageJson } from '../../../../server/src/ecosystems/npm/readers/package-json.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { createStatements } from '../../../../server/src/workspace/statements.ts';

type Files = Readonly<Record<string, string>>;

/** Who installs what `/w/p/app/package.json` wants: by what it says itself, and by files that lie around it. */
function clientOf(own: object, around: Files): string {
  const statements = createStatements(() => undefined);
  for (const [path, text] of Object.entries(around)) {
    const [, folder = '', file = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
    const reader = npm.readers.find(({ files }) => files.includes(file));
    if (reader === undefined) throw new Error(path);
    const said = reader.saysByName === true || reader.mayState?.(text) !== false;
    const { rangeOf } = linesOf(text);
    statements.put({ id: path, folder, file, rangeOf }, 'disk', said ? (reader.read(text, file).statements ?? []) : []);
  }
  const told = statements.toldIn(['/w/p/app', '/w/p', '/w', '/']);
  const text = JSON.stringify({ ...own, dependencies: { a: '^1.0.0', b: '1.0.0' } });
  const { references } = packageJson.read(text, 'package.json', { ...NOTHING_AROUND, folder: '/w/p/app', told });
  const sources = references.map(({ subject }) => (subject.kind === 'release' && subject.source) || 'npm');
  // A version is the same to all.
  expect(sources.at(-1)).toBe('npm');
  return sources.at(-2) ?? '';
}

const ROOT = '{"workspaces":["p/*"]}';

test.each<[what: string, client: string, own: object, around: Files]>([
  ['nothing says it', 'npm', {}, {}],
  ['its own field', 'pnpm', { packageManager: 'pnpm@9.1.0+sha512.ab' }, { '/w/p/app/yarn.lock': '' }],
  ['Yarn 1 by its version', 'yarn1', { packageManager: 'yarn@1.22.22' }, {}],
  ['a later Yarn by its version', 'yarn', { packageManager: 'yarn@4.1.0' }, {}],
  ['pnpm that begins low', 'pnpm-lowest', {}, { '/w/pnpm-workspace.yaml': 'resolutionMode: lowest-direct\n' }],
  ['by the dates too', 'pnpm-lowest', {}, { '/w/pnpm-workspace.yaml': 'a: 1\nresolutionMode: "time-based" # why\n' }],
  ['pnpm that does not', 'pnpm', {}, { '/w/pnpm-workspace.yaml': 'resolutionMode: highest\n' }],
  [
    'a client that reads nothing of it',
    'yarn',
    { packageManager: 'yarn@4.1.0' },
    { '/w/pnpm-workspace.yaml': 'resolutionMode: lowest-direct\n' },
  ],
  ['a field of nobody', 'npm', { packageManager: 'vlt@1.0.0' }, {}],
  ['`devEngines`', 'bun', { devEngines: { packageManager: { name: 'bun', version: '^1.2' } } }, {}],
  ['`devEngines` with a range', 'yarn', { devEngines: { packageManager: [{ name: 'yarn', version: '^4' }] } }, {}],
  [
    '`devEngines` that allows two',
    'npm',
    { devEngines: { packageManager: [{ name: 'yarn', version: '1' }, { name: 'npm' }] } },
    {},
  ],
  [
    'a Yarn of no version, and the file beside it',
    'yarn',
    { devEngines: { packageManager: { name: 'yarn' } } },
    { '/w/p/app/.yarnrc.yml': '' },
  ],
  ['a lockfile beside it', 'bun', {}, { '/w/p/app/bun.lockb': '' }],
  ['Yarn’s lockfile alone', 'yarn1', {}, { '/w/p/app/yarn.lock': '' }],
  ['what Yarn writes from version 2 on', 'yarn', {}, { '/w/p/app/yarn.lock': '__metadata:\n  version: 8\n' }],
  ['pnpm’s lockfile, whatever is in it', 'pnpm', {}, { '/w/p/app/pnpm-lock.yaml': '<<<<<<< a\n' }],
  ['Yarn’s lockfile and its configuration', 'yarn', {}, { '/w/p/app/yarn.lock': '', '/w/p/app/.yarnrc.yml': 'a: 1' }],
  ['two lockfiles', 'npm', {}, { '/w/p/app/yarn.lock': '', '/w/p/app/bun.lock': '' }],
  ['a lockfile at the workspace’s root', 'yarn1', {}, { '/w/yarn.lock': '', '/w/package.json': ROOT }],
  ['a lockfile above that is no workspace’s', 'npm', {}, { '/w/yarn.lock': '', '/w/package.json': '{}' }],
  ['pnpm’s workspace', 'pnpm', {}, { '/w/pnpm-workspace.yaml': 'packages: [p/*]' }],
  ['a field above', 'yarn', {}, { '/w/package.json': '{"packageManager":"yarn@3.2.0"}', '/w/package-lock.json': '{}' }],
  [
    'the nearest',
    'npm',
    {},
    { '/w/package.json': '{"packageManager":"yarn@1.22.0"}', '/w/p/app/package-lock.json': '{}' },
  ],
])('the client, by %s', (_, client, own, around) => {
  expect(clientOf(own, around)).toBe(client);
});

test('of what only one client reads, it is that one', () => {
  const read = (file: string, text: string) =>
    npm.readers
      .find(({ files }) => files.includes(file))
      ?.read(text, file)
      .references.map(({ subject }) => subject.kind === 'release' && `${subject.name} ${subject.source}`);
  expect(read('pnpm-workspace.yaml', 'catalog: {a: ^1.0.0}\noverrides: {b: ^2.0.0}\n')).toEqual(['a pnpm', 'b pnpm']);
  expect(read('.yarnrc.yml', 'catalog: {a: ^1.0.0}\n')).toEqual(['a yarn']);
  const bun = {
    workspaces: [],
    catalog: { a: '^1.0.0' },
    pnpm: { overrides: { b: '^2.0.0' } },
    resolutions: { c: '^3' },
  };
  expect(read('package.json', JSON.stringify(bun))).toEqual(['a bun', 'b pnpm', 'c undefined']);
});
