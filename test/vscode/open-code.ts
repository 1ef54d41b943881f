/**
 * `npm run code`: opens VS Code with the extension on a copy of `examples/`, asking the sample registries: the
 * desktop's where `code` is on the PATH, else the browser's, which stays until Ctrl-C. Everything it writes is removed
 * at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findProgram, type Program, throughShell } from '../setup/programs.ts';
import { installServer, serverIsMissing } from '../setup/vscode-server.ts';
import { startSampleRegistries } from '../support/sample-registries/server.ts';
import { VSIX } from './run-suite.ts';
import { startServer } from './server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DESKTOP: Program = { name: 'VS Code', commands: ['code'], debianPackage: 'code' };

const home = mkdtempSync(join(tmpdir(), 'registry-lens-code-'));
const folder = join(home, 'examples');
cpSync(join(ROOT, 'examples'), folder, { recursive: true });
const registries = await startSampleRegistries();
const interrupted = new Promise<void>(settle => {
  process.once('SIGINT', settle);
  process.once('SIGTERM', settle);
});
const desktop = findProgram(DESKTOP);
try {
  if (desktop === undefined) await openInBrowser();
  else await openOnDesktop(desktop);
} finally {
  await registries.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Resolves when the window is closed. */
async function openOnDesktop(code: string): Promise<void> {
  const userFolder = join(home, 'user');
  mkdirSync(join(userFolder, 'User'), { recursive: true });
  const settings = { ...registries.settings, 'security.workspace.trust.enabled': false };
  writeFileSync(join(userFolder, 'User/settings.json'), JSON.stringify(settings));
  const args = [
    ...['--new-window', '--wait', `--user-data-dir=${userFolder}`, `--extensions-dir=${join(home, 'extensions')}`],
    ...[`--extensionDevelopmentPath=${ROOT}`, folder],
  ];
  const [program, words, { shell }] = throughShell(code, args);
  const child = spawn(program, words, { stdio: 'inherit', shell });
  await Promise.race([once(child, 'exit'), interrupted]);
}

async function openInBrowser(): Promise<void> {
  installServer(line => console.log(line));
  const missing = serverIsMissing();
  if (missing !== undefined) {
    console.error(`There is no \`code\` on the PATH, and ${missing}.`);
    process.exitCode = 1;
    return;
  }
  const server = await startServer({ settings: registries.settings, extensions: [VSIX] });
  console.log(`\nOpen ${server.workbench(folder)}\n\nIt is for this machine alone. Ctrl-C ends it.`);
  await interrupted;
  await server.close();
}
