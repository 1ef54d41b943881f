import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runIn } from '../../server/src/cli/command.ts';
import { createLens } from '../../server/src/lens.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';
import { DEMO_ARTIFACTS } from '../support/sample-registries/artifacts.ts';
import { startMavenRepository } from '../support/static-indexes.ts';

/** Stands for everybody's repositories: whatever goes out of this machine goes through it. */
let outside: LocalServer;
let inside: LocalServer;
let folder: string;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'gradle-locks-')));
  outside = await startLocalServer((_, response) => response.writeHead(404).end());
  inside = await startMavenRepository(DEMO_ARTIFACTS);
});
afterEach(async () => {
  await Promise.all([outside.stop(), inside.stop()]);
  rmSync(folder, { recursive: true });
});

/** What is found in the lockfiles of a folder, each with its line. */
async function check(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, 'repo', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  let out = '';
  const stream = (take: (text: string) => void) => ({
    write(text: string, written?: () => void) {
      take(text);
      written?.();
    },
  });
  const environment = {
    ...{ REGISTRY_LENS_CACHE: path.join(folder, 'cache'), https_proxy: outside.base, http_proxy: outside.base },
    no_proxy: '127.0.0.1',
  };
  await runIn(
    {
      ...{ cwd: path.join(folder, 'repo'), environment, home: path.join(folder, 'home'), platform: process.platform },
      ...{ version: '0.0.0', signal: new AbortController().signal, createLens },
      ...{ out: stream(text => (out += text)), err: stream(() => undefined) },
    },
    ['check', '.', '--format', 'json'],
  );
  const { findings, unknown } = JSON.parse(out);
  expect(unknown).toEqual([]);
  return findings.map(
    ({ rule, severity, file, range }: { rule: string; severity: string; file: string; range: Range }) =>
      `${severity} ${rule} at ${file}:${range.start.line + 1}`,
  );
}

interface Range {
  readonly start: { readonly line: number };
}

test('what is locked is judged where its script looks, and nowhere else', async () => {
  const found = await check({
    'settings.gradle': "rootProject.name = 'root'\ninclude 'app'\n",
    'build.gradle': `allprojects { repositories { maven { url '${inside.base}' } } }\n`,
    'app/build.gradle': "dependencies { implementation 'com.sample:sound-http:1.1.0' }\n",
    'app/gradle.lockfile': [
      '# This is a Gradle generated file for dependency locking.',
      'com.sample:sound-http:1.0.0=compileClasspath',
      'com.sample:sound-http:1.9.9=testCompileClasspath',
      'com.sample.old:json-kit:2.0.0=compileClasspath',
      'com.sample.old:json-kit:1.0.0=testCompileClasspath',
      'empty=annotationProcessor',
      '',
    ].join('\n'),
    'gradle/verification-metadata.xml':
      '<verification-metadata><components><component group="com.sample" name="gone" version="1"/></components></verification-metadata>',
  });
  expect(found).toEqual([
    'warning missing-release at app/gradle.lockfile:3',
    'hint relocated-artifact at app/gradle.lockfile:4',
  ]);
  expect(outside.requests).toEqual([]);
  // The artifact that moved on later alone costs no look at what is newest.
  const ofJson = inside.requests.filter(request => request.includes('/old/'));
  expect([...new Set(ofJson)].sort()).toEqual([
    'GET /com/sample/old/json-kit/1.0.0/json-kit-1.0.0.pom',
    'GET /com/sample/old/json-kit/2.0.0/json-kit-2.0.0.pom',
  ]);
});
