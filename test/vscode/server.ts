/** VS Code's server as a child process: nothing here downloads anything, and nothing listens outside 127.0.0.1. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER_SCRIPT } from '../setup/vscode-server.ts';

export interface ServerOptions {
  /** Added to, and stronger than, the quiet ones below. Keys as in settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the server, which the extension host inherits. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Without it every folder is trusted, and nobody is asked. */
  readonly asksForTrust?: boolean;
  /** Extensions (`.vsix` files) to install first. */
  readonly extensions?: readonly string[];
  /** An absolute path; absent: any free port. */
  readonly port?: number;
}

export interface Server {
  readonly port: number;
  /** `127.0.0.1:PORT`, which is also the authority of its `vscode-remote:` addresses. */
  readonly authority: string;
  /** The page of the workbench with this folder (an absolute path) open. */
  workbench(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** What the server printed, and the logs it wrote, for a look after a failure. */
  readonly logFolder: string;
  close(): Promise<void>;
}

/** No news, no hints, no accounts, no updates: only what a test does should happen. */
const QUIET_SETTINGS = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'npm.fetchOnlinePackageInfo': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.confirmBeforeClose': 'never',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Starts a server with data folders of its own, and resolves once it listens. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'registry-lens-vscode-'));
  const userFolder = join(home, 'data/User');
  mkdirSync(userFolder, { recursive: true });
  writeFileSync(
    join(userFolder, 'settings.json'),
    JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }, undefined, 2),
  );
  const folders = folderArguments(home);
  for (const extension of options.extensions ?? []) await runServerOnce(['--install-extension', extension, ...folders]);

  const child = spawn(
    process.execPath,
    [
      SERVER_SCRIPT,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      '--without-connection-token',
      '--accept-server-license-terms',
      ...['--telemetry-level', 'off'],
      ...folders,
      ...(options.asksForTrust === true ? [] : ['--disable-workspace-trust']),
      // Makes a packaged VS Code heed the extension and test paths in the page's address, and `window.driver`.
      '--enable-smoke-test-driver',
    ],
    { env: { ...environmentOfServer(), ...options.environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const port = await untilListening(child, join(home, 'data/server.log'));
  const authority = `127.0.0.1:${port}`;
  return {
    port,
    authority,
    logFolder: join(home, 'data/logs'),
    workbench(folder, payload = []) {
      const address = new URL(`http://${authority}/`);
      address.searchParams.set('folder', folder);
      address.searchParams.set('payload', JSON.stringify([...payload, ['skipWelcome', 'true']]));
      return address.href;
    },
    async close() {
      await stop(child);
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function folderArguments(home: string): string[] {
  return [
    ...['--server-data-dir', home],
    ...['--user-data-dir', join(home, 'data')],
    ...['--extensions-dir', join(home, 'extensions')],
  ];
}

/** A VS Code around this process must not shine through, and no gallery is asked. */
function environmentOfServer(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, EXTENSIONS_GALLERY: '{}' };
  for (const name of Object.keys(environment)) {
    if (name.startsWith('VSCODE_') || name === 'ELECTRON_RUN_AS_NODE') delete environment[name];
  }
  return environment;
}

/** Runs the server's own command line to its end. */
async function runServerOnce(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [SERVER_SCRIPT, ...args], {
    env: environmentOfServer(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (piece: Buffer) => {
    printed += piece.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}:\n${printed}`);
}

function untilListening(child: ChildProcess, logFile: string): Promise<number> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const give = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`VS Code's server ${why}:\n${printed}`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      give('did not start within 30 seconds');
    }, 30_000);
    const read = (piece: Buffer) => {
      printed += piece.toString();
      writeFileSync(logFile, printed);
      const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', error => give(`could not be started (${error.message})`));
    child.once('exit', code => give(`ended with ${code}`));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
