import { spawn } from 'node:child_process';
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
}

/** Runs the bundled language server in a process of its own, as an editor does that pulls diagnostics. */
export async function withLanguageServer<Result>(
  { settings, folder }: LanguageServerPlace,
  measure: (connection: ProtocolConnection) => Promise<Result>,
): Promise<Result> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, HOME: folder, REGISTRY_LENS_CACHE: folder },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
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
    return await measure(connection);
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
