/**
 * Bundles the client and the server into `dist/`, with the licences of what is in them. `--production` leaves out the
 * source maps; `--watch` stays and rebuilds.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { build, context } from 'esbuild';
import { bundles } from './bundles.ts';
import { NOTICES_FILE, noticesOf } from './third-party-notices.ts';

const options = bundles(process.argv.includes('--production'));

mkdirSync('dist', { recursive: true });
// The sources are ES modules and the bundles are CommonJS, which VS Code loads everywhere.
writeFileSync('dist/package.json', '{ "type": "commonjs" }\n');

if (process.argv.includes('--watch')) {
  for (const bundle of options) await (await context(bundle)).watch();
} else {
  const built = await Promise.all(options.map(bundle => build({ ...bundle, metafile: true })));
  const notices = noticesOf(
    import.meta.dirname,
    built.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
  );
  if (notices.is === 'complete') {
    writeFileSync(NOTICES_FILE, notices.text);
  } else {
    for (const line of notices.problems) console.error(line);
    process.exitCode = 1;
  }
  chmodSync('dist/server.js', 0o755);
}
