import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkFolder } from '../support/check-folder.ts';
import { type LocalServer, startLocalServer } from '../support/local-server.ts';

/** What a lockfile has from a host that nothing names may be private there: no other registry hears of it. */
let folder: string;
let registry: LocalServer;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'npm-private-'));
  registry = await startLocalServer((request, response) => {
    const name = decodeURIComponent(request.url?.split('/')[1] ?? '');
    const release = { name, version: '1.0.0', dist: {} };
    response.setHeader('content-type', 'application/json');
    const isRelease = request.url?.endsWith('/1.0.0') === true;
    response.end(JSON.stringify(isRelease ? release : { name, 'dist-tags': {}, versions: { '1.0.0': release } }));
  });
});
afterEach(async () => {
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Printed {
  readonly findings: readonly { readonly file: string; readonly rule: string; readonly message: string }[];
}

const MANIFEST = '{"dependencies": {"secret": "^1.0.0", "open": "^1.0.0"}}';
const from = (host: string, name: string) => `https://${host}/${name}/-/${name}-1.0.0.tgz`;

test.each([
  [
    'package-lock.json',
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { secret: '^1.0.0', open: '^1.0.0' } },
        'node_modules/secret': {
          version: '1.0.0',
          resolved: from('inner.example', 'secret'),
          integrity: 'sha512-AAAA',
        },
        'node_modules/open': { version: '1.0.0', integrity: 'sha512-AAAA' },
      },
    }),
  ],
  [
    'yarn.lock',
    `# yarn lockfile v1\n\n\nopen@^1.0.0:\n  version "1.0.0"\n  resolved "${from('registry.yarnpkg.com', 'open')}"\n\nsecret@^1.0.0:\n  version "1.0.0"\n  resolved "${from('inner.example', 'secret')}"\n`,
  ],
])('%s, and the manifest that it is for', async (lockfile, text) => {
  const project = path.join(folder, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), MANIFEST);
  writeFileSync(path.join(project, lockfile), text);
  writeFileSync(
    path.join(folder, 'settings.json'),
    JSON.stringify({ 'registryLens.registries': { npm: registry.base } }),
  );
  const { printed } = await checkFolder<Printed>(folder, 'project');
  expect(registry.requests.filter(each => each.includes('secret'))).toEqual([]);
  expect(registry.requests.filter(each => each.includes('open'))).not.toEqual([]);
  const { findings } = printed;
  expect(findings.filter(({ message }) => message.includes('secret')).map(({ file, rule }) => [file, rule])).toEqual(
    expect.arrayContaining([[lockfile, 'foreign-source']]),
  );
  expect(findings.filter(({ file }) => file === 'package.json')).toEqual([]);
});
