import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundles } from '../bundles.ts';

test('what a start reads has no client of HTTP in it, which lies beside', async () => {
  const built = await Promise.all(bundles(true).map(bundle => build({ ...bundle, write: false, metafile: true })));
  const outputs = Object.fromEntries(built.flatMap(({ metafile }) => Object.entries(metafile.outputs)));
  const from = (output: string, folder: string) =>
    Object.keys(outputs[output]?.inputs ?? {}).filter(input => input.startsWith(folder));
  expect(from('dist/server.js', 'node_modules/undici/')).toEqual([]);
  expect(from('dist/connections.js', 'node_modules/undici/')).not.toEqual([]);
  // Little else: what both hold is there twice, and a class of it would be two classes.
  const ours = from('dist/connections.js', 'server/src/');
  expect(ours.filter(file => !file.startsWith('server/src/http/'))).toEqual([]);
  expect(outputs['dist/server.js']?.imports.map(({ path }) => path)).toContain('./connections.js');
}, 60_000);
