import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import {
  createProtocolConnection,
  ExitNotification,
  InitializeRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { median, SERVER } from './measure.ts';

/** Milliseconds from starting the process to its answer to `initialize`, medians of turns. */
export interface StartTimes {
  readonly bare: number;
  readonly ours: number;
  readonly ratio: number;
}

/** The least that a language server can be: bundled and minified as ours is, and answers with no abilities. */
const BARE = `import { createConnection } from 'vscode-languageserver/node';
const connection = createConnection();
connection.onInitialize(() => ({ capabilities: {} }));
connection.listen();
`;

export async function measureStart(temporary: string, rounds: number): Promise<StartTimes> {
  const folder = join(temporary, 'start');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
  const bareServer = join(folder, 'bare.js');
  await build({
    stdin: { contents: BARE, resolveDir: import.meta.dirname },
    outfile: bareServer,
    ...{ bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'], logLevel: 'warning' },
    ...{ minify: true, target: 'node20.18' },
  });
  const turns: { bare: number; ours: number }[] = [];
  // The first start of each reads its file from the disk, and may leave compiled code behind.
  for (let round = -1; round < rounds; round += 1) {
    const bare = await initialize(bareServer, folder);
    const ours = await initialize(SERVER, folder);
    if (round >= 0) turns.push({ bare, ours });
  }
  return {
    bare: median(turns.map(({ bare }) => bare)),
    ours: median(turns.map(({ ours }) => ours)),
    ratio: median(turns.map(({ bare, ours }) => ours / bare)),
  };
}

async function initialize(server: string, home: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [server, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, HOME: home, REGISTRY_LENS_CACHE: home },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities: {},
  });
  const milliseconds = performance.now() - start;
  await connection.sendRequest(ShutdownRequest.type).catch(() => undefined);
  await connection.sendNotification(ExitNotification.type).catch(() => undefined);
  connection.dispose();
  child.kill();
  return milliseconds;
}
