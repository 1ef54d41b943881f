import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import {
  createProtocolConnection,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { SERVER } from './measure.ts';

export interface LanguageServerPlace {
  readonly settings: object;
  /** Stands for the user's home, and keeps the answers; no folder is open. */
  readonly folder: string;
  /** The program that is run; absent: the bundle that is shipped. */
  readonly program?: string;
  /** Of Node, for the server's process. */
  readonly nodeOptions?: readonly string[];
}

/** How a server's process is, as {@link ServerProcess.look} finds it. */
export interface ServerState {
  /** Milliseconds that the event loop was held at most, since the last look. */
  readonly hold: number;
  /** The same in processor time, which what else the machine does makes no longer. */
  readonly work: number;
  /** What the process takes of the machine's memory, in bytes. */
  readonly memory: number;
}

/** The process of a server that was started. */
export interface ServerProcess {
  look(): Promise<ServerState>;
}

/**
 * Preloaded: tells on file descriptor 3, at each signal, how long the event loop was held since the last one. A timer
 * that is due at each round of it counts the processor time in between.
 */
const REPORT_STATE = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  import { monitorEventLoopDelay } from 'node:perf_hooks';
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const worked = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1e3; };
  let before = worked();
  let most = 0;
  setInterval(() => {
    const now = worked();
    most = Math.max(most, now - before);
    before = now;
  }, 1).unref();
  process.on('SIGUSR2', () => {
    writeSync(3, JSON.stringify({ hold: delays.max / 1e6, work: most, memory: process.memoryUsage.rss() }));
    delays.reset();
    most = 0;
  });
`)}`;

/** Runs the bundled language server in a process of its own, as an editor does that pulls diagnostics. */
export async function withLanguageServer<Result>(
  { settings, folder, program = SERVER, nodeOptions = [] }: LanguageServerPlace,
  measure: (connection: ProtocolConnection, server: ServerProcess) => Promise<Result>,
): Promise<Result> {
  const server = spawn(process.execPath, [...nodeOptions, '--import', REPORT_STATE, program, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, HOME: folder, REGISTRY_LENS_CACHE: folder },
  });
  const { stdin, stdout } = server;
  if (stdin === null || stdout === null) throw new Error('The server has no pipes.');
  const connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  try {
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      initializationOptions: settings,
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport: true }, workspaceFolders: true },
      },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    const told = server.stdio[3] as Readable;
    const look = async () => {
      const next = once(told, 'data');
      server.kill('SIGUSR2');
      const [state] = await next;
      return JSON.parse(String(state));
    };
    return await measure(connection, { look });
  } finally {
    await connection.sendRequest(ShutdownRequest.type).catch(() => undefined);
    await connection.sendNotification(ExitNotification.type).catch(() => undefined);
    connection.dispose();
    server.kill();
  }
}

/** Waits until the diagnostics of a document rest on the registries' answers, 10 s at the most. */
export async function untilAnswered(connection: ProtocolConnection, uri: string): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    if (JSON.stringify(report).includes('moved-tag')) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The language server showed no moved tag.');
}
