import { expect, test } from 'vitest';
import { packageJson } from '../../../../server/src/ecosystems/npm/readers/package-json.ts';
import type { Reading } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { judgeFiles } from '../../../support/judge-files.ts';

/** The name, where it is asked, and in brackets the only text that a fix may replace; `-` for nothing. */
function read(manifest: unknown): string {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  return lineOf(packageJson.read(text, 'package.json'), text);
}

function lineOf({ references }: Reading, text: string): string {
  const [reference, ...more] = references.filter(({ role }) => role === 'own');
  if (reference === undefined) return '-';
  const { subject, role } = reference;
  if (subject.kind !== 'publication' || role !== 'own' || more.length > 0)
    throw new Error('not one version of its own');
  const where = subject.source === undefined ? '' : ` ${subject.source}`;
  return `${subject.name}${where} [${subject.edit && textUnder(text, subject.edit)}]`;
}

const SCOPED = { name: '@acme/lib', version: '1.2.3' };
const PLAIN = { name: 'acme-lib', version: '1.2.3' };
const REPOSITORY = { repository: 'github:acme/lib' };

test.each<[what: string, manifest: unknown, found: string]>([
  ['a name in a scope', SCOPED, '@acme/lib [1.2.3]'],
  ['a version as npm reads it', { ...SCOPED, version: ' v1.2.3 ' }, '@acme/lib [ v1.2.3 ]'],
  ['a pre-release', { ...SCOPED, version: '2.0.0-rc.1' }, '@acme/lib [2.0.0-rc.1]'],
  ['the last of two', '{"name":"@acme/lib","version":"1.0.0","version":"1.0.1"}', '@acme/lib [1.0.1]'],
  ['a name without a scope, and nothing about it', PLAIN, '-'],
  ['the same with a repository', { ...PLAIN, ...REPOSITORY }, 'acme-lib [1.2.3]'],
  ['the same with a repository that is none', { ...PLAIN, repository: 'here' }, '-'],
  [
    'the same with a registry of its own',
    { ...PLAIN, publishConfig: { registry: 'https://r.example/npm/' } },
    'acme-lib publishes https://r.example/npm [1.2.3]',
  ],
  ['the same with an access alone', { ...PLAIN, publishConfig: { access: 'public' } }, '-'],
  [
    'a registry for its scope',
    { ...SCOPED, publishConfig: { '@acme:registry': 'https://s.example', registry: 'https://r.example' } },
    '@acme/lib publishes-scope https://s.example [1.2.3]',
  ],
  ['a registry with a login', { ...SCOPED, publishConfig: { registry: 'https://u:p@r.example' } }, '-'],
  ['a registry in a variable', { ...SCOPED, publishConfig: { registry: 'https://${HOST}/' } }, '-'],
  ['a registry that is no address', { ...SCOPED, publishConfig: { registry: 1 } }, '-'],
  ['private', { ...SCOPED, private: true }, '-'],
  ['private in a text, which npm obeys', { ...SCOPED, private: 'false' }, '-'],
  ['not private', { ...SCOPED, private: false }, '@acme/lib [1.2.3]'],
  ['nobody may use it', { ...SCOPED, license: 'UNLICENSED' }, '-'],
  [
    'nobody may use it, and it is published',
    { ...SCOPED, license: 'UNLICENSED', publishConfig: { registry: 'https://r.example' } },
    '@acme/lib publishes https://r.example [1.2.3]',
  ],
  ...[
    '0.0.0',
    '0.0.0-development',
    '0.0.0-semantically-released',
    '0.0.0+build',
    '1.2',
    'latest',
    '${VERSION}',
    '',
  ].map((version): [string, unknown, string] => [`the version ${version}`, { ...SCOPED, version }, '-']),
  ['0.0.1', { ...SCOPED, version: '0.0.1' }, '@acme/lib [0.0.1]'],
  ['no version', { name: '@acme/lib' }, '-'],
  ['a version that is no text', { ...SCOPED, version: 1 }, '-'],
  ...['', '@acme/Lib', 'node_modules', '@acme', '.a', 'a b', 'http', 'Å'].map((name): [string, unknown, string] => [
    `the name ${name}`,
    { ...SCOPED, ...REPOSITORY, name },
    '-',
  ]),
  ...['@changesets/cli', 'semantic-release', 'lerna'].map((name): [string, unknown, string] => [
    `a version that ${name} raises`,
    { ...SCOPED, devDependencies: { [name]: '1.0.0' } },
    '-',
  ]),
  ['a text that is being typed', '{"name":"@acme/lib","version":"1.2', '-'],
  ['a text of a conflict', '{"name":"@acme/lib",\n<<<<<<< a\n"version":"1.2.3"\n', '@acme/lib [1.2.3]'],
])('%s', (_, manifest, found) => {
  expect(read(manifest)).toBe(found);
});

/** What is found in a workspace of several files, as `file name`. */
function foundIn(files: Readonly<Record<string, unknown>>): readonly string[] {
  const written = Object.entries(files).map(([file, value]) => ({
    file,
    text: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  const judged = judgeFiles(written, () => ({ state: 'unknown', why: 'not-asked' }));
  return judged.flatMap(({ file, analysis }) =>
    analysis.references.flatMap(({ subject }) =>
      subject.kind === 'publication'
        ? [`${file} ${subject.name}${subject.lockfile ? ` ${subject.lockfile}` : ''}`]
        : [],
    ),
  );
}

test('a program that raises versions does so for all members of its workspace', () => {
  const member = { 'packages/a/package.json': SCOPED };
  const root = { private: true, workspaces: ['packages/*'] };
  expect(foundIn({ ...member, 'package.json': root })).toEqual(['packages/a/package.json @acme/lib']);
  expect(foundIn({ ...member, 'package.json': { ...root, devDependencies: { lerna: '8.0.0' } } })).toEqual([]);
});

test('the lockfile beside has the version too', () => {
  const lockfile = { name: '@acme/lib', version: '1.2.3', lockfileVersion: 3, packages: { '': SCOPED } };
  expect(foundIn({ 'package.json': SCOPED, 'package-lock.json': lockfile })).toEqual([
    'package.json @acme/lib package-lock.json',
  ]);
  expect(foundIn({ 'package.json': SCOPED, 'other/package-lock.json': lockfile })).toEqual(['package.json @acme/lib']);
});
