import { expect, test } from 'vitest';
import { packageJson } from '../../server/src/ecosystems/npm/readers/package-json.ts';
import { dockerfile } from '../../server/src/ecosystems/oci/readers/dockerfile.ts';
import { isNamed, type Reference } from '../../server/src/model/reference.ts';
import { namedThing } from '../../server/src/model/report.ts';
import { contextKey, makesKey } from '../../server/src/model/statement.ts';
import { asProvided, isHeldUntilWalked } from '../../server/src/workspace/provided.ts';
import { toldBy } from '../support/judged-by.ts';

const own = makes(...['own', '@in/own', 'pnpm'].map(name => makesKey('npm', name)));

function makes(...keys: string[]) {
  return toldBy(keys.map(key => ['x', { says: 'makes', key, reach: 'below' }]));
}

function line({ subject }: Reference): string {
  if (!isNamed(subject)) return subject.kind;
  const { name, want } = namedThing(subject);
  return `${subject.kind === 'opaque' ? subject.why : subject.kind} ${name} ${want}`;
}

test.each([
  ['{"dependencies": {"own": "^1"}}', 'workspace own ^1'],
  ['{"devDependencies": {"@in/own": "0.18.0"}}', 'workspace @in/own 0.18.0'],
  ['{"peerDependencies": {"own": ""}}', 'workspace own '],
  ['{"dependencies": {"alias": "npm:own@latest"}}', 'workspace own latest'],
  ['{"overrides": {"x": {"own": "1"}}}', 'workspace own 1'],
  ['{"dependencies": {"own": "npm:other@1"}}', 'release other 1'],
  ['{"dependencies": {"own": "file:../own"}}', 'path own file:../own'],
  ['{"dependencies": {"other": "1"}}', 'release other 1'],
  // Corepack fetches it before anybody reads a workspace, in pnpm's own repository too.
  ['{"packageManager": "pnpm@9.1.0"}', 'release pnpm 9.1.0'],
])('%s is listed as %s', (text, expected) => {
  const { references } = packageJson.read(text, 'package.json');
  expect(references.map(each => line(asProvided(each, own)))).toEqual([expected]);
});

test.each([
  ['FROM base', 'managed docker.io/library/base null'],
  ['FROM docker.io/library/base', 'managed docker.io/library/base null'],
  ['FROM base:1', 'image docker.io/library/base 1'],
  ['FROM other', 'image docker.io/library/other null'],
  ['FROM scratch\nCOPY --from=base / /', 'managed docker.io/library/base null'],
  ['FROM scratch\nRUN --mount=from=base x', 'managed docker.io/library/base null'],
  ['ARG B=base\nFROM $B', 'managed docker.io/library/base null'],
  ['# syntax=base', 'image docker.io/library/base null'],
])('%j is listed as %s where a build is given `base`', (text, expected) => {
  const told = makes(contextKey({ host: 'docker.io', repository: 'library/base' }, 'latest'));
  const { references } = dockerfile.read(text, 'Dockerfile');
  expect(references.map(each => line(asProvided(each, told)))).toEqual([expected]);
});

test.each([
  ['FROM shop/web:1', 'workspace docker.io/shop/web 1', true],
  ['FROM docker.io/shop/web:1', 'workspace docker.io/shop/web 1', true],
  ['FROM shop/api', 'workspace docker.io/shop/api null', true],
  ['FROM shop/api:latest', 'workspace docker.io/shop/api latest', true],
  ['FROM shop/web', 'image docker.io/shop/web null', true],
  ['FROM shop/web:2', 'image docker.io/shop/web 2', true],
  // What a digest names is a registry's, whatever is built.
  [`FROM shop/web:1@sha256:${'a'.repeat(64)}`, 'image docker.io/shop/web 1', false],
  ['FROM scratch\nCOPY --from=$X / /', 'variable null null', false],
])('%s is listed as %s where `shop/web:1` and `shop/api` are built', (text, expected, isHeld) => {
  const told = makes(makesKey('oci', 'docker.io/shop/web', '1'), makesKey('oci', 'docker.io/shop/api', 'latest'));
  const [reference] = dockerfile.read(text, 'Dockerfile').references;
  if (reference === undefined) throw new Error('A Dockerfile names something.');
  expect([line(asProvided(reference, told)), isHeldUntilWalked(reference)]).toEqual([expected, isHeld]);
});

test('leaves alone what names nothing of the kind', () => {
  const references = [
    ...dockerfile.read('FROM own:1\n', 'Dockerfile').references,
    ...packageJson.read('{"dependencies": {"other": "1"}}', 'package.json').references,
  ];
  for (const reference of references) expect(asProvided(reference, own)).toBe(reference);
});
