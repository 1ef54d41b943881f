import { expect, test } from 'vitest';
import { packageJson } from '../../server/src/ecosystems/npm/readers/package-json.ts';
import { dockerfile } from '../../server/src/ecosystems/oci/readers/dockerfile.ts';
import type { Provided } from '../../server/src/model/provided.ts';
import { namedThing } from '../../server/src/model/report.ts';
import { withoutProvided } from '../../server/src/workspace/provided.ts';

const provided: Provided = { has: (registry, name) => registry === 'npm' && ['own', '@in/own', 'pnpm'].includes(name) };

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
  const { references } = withoutProvided(packageJson.read(text, 'package.json'), provided);
  const lines = references.map(({ subject }) => {
    const { name, want } = namedThing(subject);
    return `${subject.kind === 'opaque' ? subject.why : subject.kind} ${name} ${want}`;
  });
  expect(lines).toEqual([expected]);
});

test.each([
  ['FROM base', 'managed docker.io/library/base'],
  ['FROM docker.io/library/base', 'image docker.io/library/base'],
  ['FROM base:1', 'image docker.io/library/base'],
  ['FROM other', 'image docker.io/library/other'],
  ['FROM scratch\nCOPY --from=base / /', 'managed docker.io/library/base'],
  ['FROM scratch\nRUN --mount=from=base x', 'managed docker.io/library/base'],
  ['ARG B=base\nFROM $B', 'managed docker.io/library/base'],
  ['# syntax=base', 'image docker.io/library/base'],
])('%j is listed as %s where a build is given `base`', (text, expected) => {
  const given: Provided = { has: (registry, name) => registry === 'oci' && name === 'docker.io/library/base' };
  const { references } = withoutProvided(dockerfile.read(text, 'Dockerfile'), given);
  const lines = references.map(
    ({ subject }) => `${subject.kind === 'opaque' ? subject.why : subject.kind} ${namedThing(subject).name}`,
  );
  expect(lines).toEqual([expected]);
});

test('leaves a reading alone that names nothing of the kind', () => {
  for (const reading of [
    dockerfile.read('FROM own:1\n', 'Dockerfile'),
    packageJson.read('{"dependencies": {"other": "1"}}', 'package.json'),
  ]) {
    expect(withoutProvided(reading, provided)).toBe(reading);
  }
});
