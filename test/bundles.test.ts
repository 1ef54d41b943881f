import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundles } from '../bundles.ts';
import { startRefusingProxy } from './support/refusing-proxy.ts';

test('what a start reads is what it needs: the rest lies beside, and nothing of it twice', async () => {
  const built = await Promise.all(bundles(true).map(bundle => build({ ...bundle, write: false, metafile: true })));
  const outputs = Object.fromEntries(built.flatMap(({ metafile }) => Object.entries(metafile.outputs)));
  const from = (output: string, folder: string) =>
    Object.keys(outputs[output]?.inputs ?? {}).filter(input => input.startsWith(folder));
  // An editor has its first answer of these two.
  expect(from('dist/server.js', 'node_modules/').map(packageOf)).toEqual(['vscode-languageserver-textdocument']);
  expect(new Set(from('dist/protocol.js', 'node_modules/').map(packageOf))).toEqual(new Set([PROTOCOL]));
  expect(
    from('dist/server.js', 'server/src/').filter(file => !/src\/(?:editor|cli)\/|main|version/.test(file)),
  ).toEqual([]);
  expect(from('dist/program.js', `node_modules/${PROTOCOL}/`)).toEqual([]);
  expect(from('dist/program.js', 'node_modules/undici/')).toEqual([]);
  expect(from('dist/connections.js', 'node_modules/undici/')).not.toEqual([]);
  // Little else: what both hold is there twice, and a class of it would be two classes.
  const ours = from('dist/connections.js', 'server/src/');
  expect(ours.filter(file => !file.startsWith('server/src/http/'))).toEqual([]);
  // What checks signatures shares but what is pure.
  const shared = from('dist/verification.js', 'server/src/').filter(file => !file.includes('/attestations/'));
  expect(shared.every(file => file.startsWith('server/src/model/'))).toBe(true);
  expect(from('dist/program.js', 'node_modules/@sigstore/')).toEqual([]);
  const imported = (output: string) => outputs[output]?.imports.map(({ path }) => path);
  expect(imported('dist/server.js')).toEqual(expect.arrayContaining(['./program.js', './protocol.js']));
  expect(imported('dist/program.js')).toEqual(
    expect.arrayContaining(['./connections.js', './protocol.js', './verification.js']),
  );
}, 60_000);

test('where what lies beside is missing, the exit status says nothing about the files', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundles-'));
  const outfile = path.join(folder, 'server.js');
  const [server] = bundles(false).filter(bundle => bundle.outfile === 'dist/server.js');
  await build({ ...server, outfile });
  const { status, stderr } = spawnSync(process.execPath, [outfile, 'check', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(status).toBe(3);
  expect(stderr).toContain('registry-lens: A part of it cannot be loaded. Install it again.');
}, 60_000);

test('what is bundled asks a proxy for a tunnel', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundles-'));
  const proxy = await startRefusingProxy();
  try {
    for (const bundle of bundles(true)) {
      await build({ ...bundle, outfile: path.join(folder, path.basename(bundle.outfile ?? '')) });
    }
    writeFileSync(path.join(folder, 'Dockerfile'), 'FROM registry.example/a:1\n');
    const { PATH } = process.env;
    const child = spawn(process.execPath, [path.join(folder, 'server.js'), 'check', path.join(folder, 'Dockerfile')], {
      env: { PATH, HOME: folder, REGISTRY_LENS_CACHE: path.join(folder, 'c'), https_proxy: proxy.base },
      stdio: 'ignore',
    });
    await new Promise(resolve => child.once('close', resolve));
  } finally {
    await proxy.stop();
    rmSync(folder, { recursive: true });
  }
  expect(proxy.asked[0]).toBe('CONNECT registry.example:443 HTTP/1.1');
}, 60_000);

const PROTOCOL = 'vscode-languageserver';

/** Of a file in `node_modules`, the package that was asked for. */
function packageOf(file: string): string | undefined {
  return file.split('/')[1];
}
