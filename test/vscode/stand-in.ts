#!/usr/bin/env node
/**
 * Stands in for the executable of a desktop VS Code: takes the arguments that test-electron's `runTests` gives, and
 * runs the suite in the browser's VS Code. `--install-extension=FILE` beside them installs first.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runInExtensionHost } from './extension-host.ts';

const { values, positionals } = parseArgs({
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'install-extension': { type: 'string', multiple: true },
    'user-data-dir': { type: 'string' },
  },
});

const workspace = positionals[0];
const testsPath = strings(values.extensionTestsPath)[0];
const userFolder = strings(values['user-data-dir'])[0];
if (workspace === undefined || testsPath === undefined) {
  console.error('usage: stand-in.ts FOLDER --extensionTestsPath=MODULE [--extensionDevelopmentPath=FOLDER]');
  process.exit(2);
}
const settingsFile = join(userFolder ?? '', 'User/settings.json');
process.exit(
  await runInExtensionHost({
    workspace,
    testsPath,
    developmentPaths: strings(values.extensionDevelopmentPath),
    extensions: strings(values['install-extension']),
    settings: existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, 'utf8')) : {},
  }),
);

function strings(value: unknown): string[] {
  return [value].flat().filter(item => typeof item === 'string');
}
