import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/**
 * What is bundled and how: the client for VS Code, the server that is the command line as well, and beside it what the
 * server loads at its first request: a third of it, which an engine has to read at each start else.
 */
export function bundles(production: boolean): readonly BuildOptions[] {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const common: BuildOptions = {
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The oldest runtime that must run the bundles: VS Code 1.100 and the README's Node 20.20.
    target: 'node20.18',
    sourcemap: production ? false : 'linked',
    minify: production,
    logLevel: 'warning',
    define: { 'process.env.REGISTRY_LENS_VERSION': JSON.stringify(version) },
    // jsonc-parser and friends ship a UMD `main` whose inner requires esbuild cannot see through.
    mainFields: ['module', 'main'],
  };
  return [
    { ...common, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.js', external: ['vscode'] },
    {
      ...common,
      entryPoints: ['server/src/main.ts'],
      outfile: 'dist/server.js',
      banner: { js: '#!/usr/bin/env node' },
      plugins: [loadedLater],
    },
    { ...common, entryPoints: [CONNECTIONS], outfile: 'dist/connections.js', plugins: [connectionsAlone] },
  ];
}

const ROOT = import.meta.dirname;
const CONNECTIONS = 'server/src/http/connections.ts';

/**
 * Takes of undici what makes connections. Its index loads all that a browser has besides, which takes twice as long.
 */
const connectionsAlone: Plugin = {
  name: 'connections-alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'connections-alone' }));
    onLoad({ filter: /./, namespace: 'connections-alone' }, () => ({
      contents: `exports.Agent = require('undici/lib/dispatcher/agent.js');
exports.EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');
exports.buildConnector = require('undici/lib/core/connect.js');`,
      resolveDir: ROOT,
    }));
  },
};

/** Leaves the import to the moment when it is reached, of the bundle that lies beside. */
const loadedLater: Plugin = {
  name: 'loaded-later',
  setup({ onResolve }) {
    onResolve({ filter: /\/connections\.ts$/ }, ({ resolveDir, path: wanted, kind }) => {
      const isIt = path.resolve(resolveDir, wanted) === path.join(ROOT, CONNECTIONS);
      return isIt && kind === 'dynamic-import' ? { path: './connections.js', external: true } : undefined;
    });
  },
};
