/** Bundles the client and the server into `dist/`. `--production` leaves out the source maps; `--watch` stays and rebuilds. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type BuildOptions, build, context } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const production = process.argv.includes('--production');

const common: BuildOptions = {
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

const bundles: BuildOptions[] = [
  { ...common, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.js', external: ['vscode'] },
  { ...common, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js', banner: { js: '#!/usr/bin/env node' } },
];

mkdirSync('dist', { recursive: true });
// The sources are ES modules and the bundles are CommonJS, which VS Code loads everywhere.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');

if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map(options => build(options)));
  chmodSync('dist/server.js', 0o755);
}
