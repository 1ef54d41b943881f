import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** What people install holds nothing but what it needs; `npm test` builds it first. */
test('the package is small and holds only what runs and what is read', async () => {
  const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  expect(files.filter(file => !file.startsWith('syntaxes/')).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/client.js',
    'dist/package.json',
    'dist/server.js',
    'package.json',
  ]);
  const bytes = files.map(file => statSync(join(ROOT, file)).size).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(4_000_000);
  expect(statSync(join(ROOT, 'registry-lens.vsix')).size).toBeLessThan(2_000_000);
});
