/**
 * The VS Code that tests use where no desktop VS Code is at hand: the server inside the npm package `code-server`,
 * whose workbench a headless Chromium shows. It lives in `.vscode-test/`, which survives `npm ci` and which git
 * ignores.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runNpm } from './npm.ts';

/** Holds VS Code 1.139.1; wants Node 24. */
const CODE_SERVER = '4.139.1';

const STORE = resolve(import.meta.dirname, '../../.vscode-test');
const HOME = join(STORE, `code-server-${CODE_SERVER}`);

/** Takes the arguments of VS Code's server, and runs under this process's own Node. */
export const SERVER_SCRIPT = join(HOME, 'node_modules/code-server/lib/vscode/out/server-main.js');

/**
 * Modules with an install script that matter here: without spdlog, output channels stay empty and no log is written.
 */
const NATIVE_MODULES = ['spdlog', 'native-watchdog'];

/** A third of the download that no test looks at. */
const UNUSED = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@devcontainers',
  'node_modules/@vscode/windows-process-tree',
  'node_modules/@vscode/windows-registry',
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
  'extensions/microsoft-authentication',
  'extensions/ms-vscode.js-debug',
  'extensions/ms-vscode.js-debug-companion',
  'extensions/ms-vscode.vscode-js-profile-table',
];

/** Why there is no server for these tests, as a sentence, or `undefined` where there is one. */
export function serverIsMissing(): string | undefined {
  if (existsSync(SERVER_SCRIPT)) return undefined;
  return process.platform === 'linux'
    ? 'VS Code is not installed; `npm run setup` installs it'
    : 'VS Code in the browser is installed on Linux only; set VSCODE_TEST_EXECUTABLE to a desktop VS Code';
}

/** Installs the server unless it is there. Returns whether it is there afterwards; what went wrong is logged. */
export function installServer(log: (line: string) => void): boolean {
  if (existsSync(SERVER_SCRIPT)) return true;
  if (process.platform !== 'linux') return false;
  log(`npm install code-server@${CODE_SERVER} in .vscode-test`);
  // What is half done is never mistaken for done: the finished folder gets its name last.
  const draft = `${HOME}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    writeFileSync(join(draft, 'package.json'), '{ "private": true }\n');
    runNpm(['install', '--save-exact', '--ignore-scripts', `code-server@${CODE_SERVER}`], draft);
    const vscode = join(draft, 'node_modules/code-server/lib/vscode');
    // `npm ci` refuses the lockfile that comes with it as out of step with its package.json.
    runNpm(['install', '--omit=dev', '--ignore-scripts'], vscode);
    for (const name of NATIVE_MODULES) buildNativeModule(join(vscode, 'node_modules/@vscode', name), log);
    for (const path of UNUSED) rmSync(join(vscode, path), { recursive: true, force: true });
    renameSync(draft, HOME);
    for (const entry of readdirSync(STORE)) {
      if (entry.startsWith('code-server-') && join(STORE, entry) !== HOME) {
        rmSync(join(STORE, entry), { recursive: true, force: true });
      }
    }
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    log(`could not install code-server: ${error instanceof Error ? error.message : String(error)}`);
  }
  return existsSync(SERVER_SCRIPT);
}

/** A failure costs only log files, so it is told and not thrown. */
function buildNativeModule(folder: string, log: (line: string) => void): void {
  const nodeHome = dirname(dirname(realpathSync(process.execPath)));
  const nodeGyp = process.env.npm_config_node_gyp;
  if (nodeGyp === undefined || !existsSync(join(nodeHome, 'include/node/node.h'))) {
    log(`not built, for want of node-gyp or Node's headers: ${folder}`);
    return;
  }
  const built = spawnSync(process.execPath, [nodeGyp, 'rebuild', `--nodedir=${nodeHome}`, '-j', 'max'], {
    cwd: folder,
    encoding: 'utf8',
    // node-gyp's makefiles call `node` by name.
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` },
  });
  if (built.status !== 0) log(`not built: ${folder}\n${built.stderr.slice(-2000)}`);
}
