import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundles } from '../../bundles.ts';
import { packagesIn } from '../support/bundled-packages.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Of what people install, beside the grammars and the pictures. */
const SHIPPED = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/client.js',
  'dist/connections.js',
  'dist/package.json',
  'dist/program.js',
  'dist/protocol.js',
  'dist/server.js',
  'dist/verification.js',
  'package.json',
  'schemas/registry-lens.schema.json',
];

/** What people install holds nothing but what it needs; `npm test` builds it first. */
test('the package is small and holds only what runs and what is read', async () => {
  const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  expect(withoutPictures(files)).toEqual(SHIPPED);
  const bytes = files.map(file => statSync(join(ROOT, file)).size).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(4_400_000);
  expect(statSync(join(ROOT, 'registry-lens.vsix')).size).toBeLessThan(2_300_000);
});

test('npm packs the same', () => {
  const own = process.env.npm_execpath;
  const [command, before] = own === undefined ? ['npm', []] : [process.execPath, [own]];
  const printed = execFileSync(command, [...before, 'pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: own === undefined && process.platform === 'win32',
  });
  const [packed]: { files: { path: string }[] }[] = Object.values(JSON.parse(printed));
  expect(withoutPictures(packed?.files.map(file => file.path) ?? [])).toEqual(SHIPPED);
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

function withoutPictures(files: readonly string[]): readonly string[] {
  return files.filter(file => !file.startsWith('syntaxes/') && !file.endsWith('.png')).sort();
}
