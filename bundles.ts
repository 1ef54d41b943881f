import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/**
 * What is bundled and how: the client for VS Code, the server that is the command line as well, and beside it what the
 * server loads at its first request, a third of it, which an engine has to read at each start else; and what it loads
 * at the first bundle of a signature, which many never see.
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
    // What lies beside is loaded by `require`: Node's `import` would read a bundle through for the names that it
    // exports.
    supported: { 'dynamic-import': false },
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
      plugins: [besideIt],
    },
    { ...common, entryPoints: [PROGRAM], outfile: 'dist/program.js', plugins: [besideIt] },
    { ...common, entryPoints: [CONNECTIONS], outfile: 'dist/connections.js', plugins: [connectionsAlone] },
    { ...common, entryPoints: [VERIFICATION], outfile: 'dist/verification.js' },
    {
      ...common,
      stdin: { contents: "module.exports = require('vscode-languageserver/node');", resolveDir: ROOT },
      outfile: 'dist/protocol.js',
    },
  ];
}

const ROOT = import.meta.dirname;
const PROGRAM = 'server/src/program.ts';
const CONNECTIONS = 'server/src/http/connections.ts';
const VERIFICATION = 'server/src/attestations/verification.ts';

/**
 * Takes of undici what makes connections. Its index loads all that a browser has besides, which takes twice as long.
 */
const connectionsAlone: Plugin = {
  name: 'connections-alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'connections-alone' }));
    onLoad({ filter: /./, namespace: 'connections-alone' }, () => ({
      // As undici's index does: a proxy is asked for a tunnel by the methods of a dispatcher.
      contents: `Object.assign(require('undici/lib/dispatcher/dispatcher.js').prototype, require('undici/lib/api'));
exports.Agent = require('undici/lib/dispatcher/agent.js');
exports.EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');
exports.buildConnector = require('undici/lib/core/connect.js');`,
      resolveDir: ROOT,
    }));
  },
};

/** What lies in bundles of its own: loaded when an import of it is reached, and once for all that import it. */
const besideIt: Plugin = {
  name: 'beside-it',
  setup({ onResolve }) {
    onResolve({ filter: /\/(?:connections|program|verification)\.ts$/ }, ({ resolveDir, path: wanted, kind }) => {
      const file = path.relative(ROOT, path.resolve(resolveDir, wanted)).split(path.sep).join('/');
      const isOne = kind === 'dynamic-import' && [CONNECTIONS, PROGRAM, VERIFICATION].includes(file);
      return isOne ? { path: `./${path.basename(file, '.ts')}.js`, external: true } : undefined;
    });
    // Both names stand for one module of it.
    onResolve({ filter: /^vscode-languageserver(?:\/node)?$/ }, () => ({ path: './protocol.js', external: true }));
  },
};
