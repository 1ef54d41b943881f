import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { RETENTION_READERS } from '../../server/src/ecosystems/oci/retention/index.ts';
import { ALL_READERS, READERS, readerFor } from '../../server/src/ecosystems/readers.ts';
import { readGlobs } from '../../server/src/patterns/globs.ts';

test('the folder and the table list the same readers', () => {
  const folder = new URL('../../server/src/ecosystems/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && path.basename(entry.parentPath) === 'readers')
    .map(entry => entry.name);
  // Those of retention policies are made of the rows of their own table.
  const made = new Set(RETENTION_READERS.map(({ id }) => id));
  const own = ALL_READERS.filter(({ id }) => !made.has(id));
  expect(own.map(reader => `${reader.id}.ts`).sort()).toEqual(files.sort());
});

test.each(READERS)('all globs of $id are taken in', ({ files, except = [] }) => {
  expect([files, except].flatMap(globs => readGlobs(globs.map(glob => `**/${glob}`)).passedOver)).toEqual([]);
});

test.each([
  'Dockerfile',
  'dockerfile',
  'Containerfile',
  'a/b/Dockerfile.dev',
  'a/.devcontainer/Dockerfile',
  'Dockerfile-prod',
  'Dockerfile.php',
  'Dockerfile.j2',
  'api.Dockerfile',
  'build/api.dockerfile',
  'web.Containerfile',
  'containerfile.arm64',
])('reads %s as a Dockerfile', file => {
  expect(readerFor(file)?.id).toBe('dockerfile');
});

test.each([
  'Dockerfile.dockerignore',
  'api.Dockerfile.dockerignore',
  'dockerfile.ts',
  'src/dockerfile_test.go',
  'src/DockerfileParser.java',
  'docs/Dockerfile.md',
  'Dockerfile.sh',
  'my-dockerfiles/readme',
  'MyDockerfile',
  'Dockerfiles/base',
])('does not read %s, whatever the editor takes it for', file => {
  expect(readerFor(file)).toBeUndefined();
});

test('what an editor calls a Dockerfile is read under any name', () => {
  expect(readerFor('build/image', 'dockerfile')?.id).toBe('dockerfile');
  expect(readerFor('Dockerfile.dockerignore', 'dockerfile')).toBeUndefined();
  expect(readerFor('build/image', 'plaintext')).toBeUndefined();
});
