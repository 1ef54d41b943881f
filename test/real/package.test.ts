import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundles } from '../../bundles.ts';
import { packagesIn } from '../support/bundled-packages.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What people install holds nothing but what it needs; `npm test` builds it first. */
test('the package is small and holds only what runs and what is read', async () => {
  const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  expect(files.filter(file => !file.startsWith('syntaxes/')).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/client.js',
    'dist/package.json',
    'dist/server.js',
    'package.json',
  ]);
  const bytes = files.map(file => statSync(join(ROOT, file)).size).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(4_000_000);
  expect(statSync(join(ROOT, 'registry-lens.vsix')).size).toBeLessThan(2_000_000);
});

test('the package holds the licence of everything that is bundled', async () => {
  const notices = readFileSync(join(ROOT, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const built = await Promise.all(bundles(true).map(bundle => build({ ...bundle, write: false, metafile: true })));
  const packages = packagesIn(
    ROOT,
    built.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
  );
  expect(packages.length).toBeGreaterThan(20);
  for (const { title, licence } of packages) {
    expect(notices).toContain(`\n${title}\n`);
    expect(notices).toContain(licence);
  }
});
