import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { SuiteResult } from '../extension-host.ts';

/** What VS Code calls in the extension host, on the desktop and in the browser alike. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, reporter: 'spec' });
  for (const file of readdirSync(__dirname)) if (file.endsWith('.test.js')) mocha.addFile(join(__dirname, file));
  const results: SuiteResult[] = [];
  const failures = await new Promise<number>(resolve => {
    mocha
      .run(resolve)
      .on('pass', test => results.push({ title: test.fullTitle(), state: 'passed' }))
      .on('pending', test => results.push({ title: test.fullTitle(), state: 'pending' }))
      // Hooks fail too, and are heard here alone.
      .on('fail', (test, error) => results.push({ title: test.fullTitle(), state: 'failed', error: error.message }));
  });
  // How the console's lines travel differs; the driver counts by this file.
  const file = process.env.REGISTRY_LENS_RESULTS;
  if (file !== undefined) writeFileSync(file, JSON.stringify(results, undefined, 1));
  if (failures > 0) throw new Error(`${failures} of the suite's tests failed.`);
}
