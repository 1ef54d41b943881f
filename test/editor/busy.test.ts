import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import {
  ConfigurationRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { STATUS_NOTIFICATION, type Status } from '../../server/src/editor/protocol.ts';

const MAIN = path.resolve(import.meta.dirname, '../../server/src/main.ts');

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A folder of a stranger, and what VS Code hides in it because the folder says so. */
interface Hostile {
  readonly ignores?: string;
  readonly hidden?: Readonly<Record<string, boolean>>;
  /** Folders with a Dockerfile each. */
  readonly folders: readonly string[];
}

/** The server as an editor starts it, in a process of its own, with the folder opened in Restricted Mode. */
async function open({ ignores, hidden = {}, folders }: Hostile) {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'busy-')));
  const root = path.join(home, 'workspace');
  for (const folder of ['', ...folders]) {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, 'Dockerfile'), folder === '' ? 'FROM alpine\n' : 'FROM node\n');
  }
  if (ignores !== undefined) writeFileSync(path.join(root, '.gitignore'), ignores);
  const env = { ...process.env, HOME: home, USERPROFILE: home, REGISTRY_LENS_CACHE: path.join(home, 'cache') };
  const server = spawn(process.execPath, [MAIN, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const [reader, writer] = [new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin)];
  const connection: ProtocolConnection = createProtocolConnection(reader, writer);
  ends.push(() => {
    connection.dispose();
    server.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });
  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section }) => (section === 'files.exclude' ? hidden : {})),
  );
  const scanned = new Promise<void>(resolve => {
    connection.onNotification(STATUS_NOTIFICATION, ({ scanning, checked }: Status) => {
      if (!scanning && checked === folders.length + 1) resolve();
    });
  });
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'workspace' }],
    initializationOptions: { trusted: false },
    capabilities: {
      textDocument: { hover: { contentFormat: ['markdown'] } },
      workspace: { workspaceFolders: true, configuration: true },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const uri = pathToFileURL(path.join(root, 'Dockerfile')).href;
  const textDocument = { uri, languageId: 'dockerfile', version: 1, text: 'FROM alpine\n' };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const hover = () => connection.sendRequest(HoverRequest.type, { textDocument, position: { line: 0, character: 6 } });
  return { connection, server, scanned, hover };
}

// What goes back and forth in a name takes minutes over each of these, and answers nobody meanwhile.
test.each<[string, Hostile]>([
  [
    'patterns of .gitignore over many folders',
    {
      folders: ['a/'.repeat(60)],
      ignores: Array.from({ length: 1000 }, (_, i) => `**/*a/**/*a/**/*a/**/*b${i}\n`).join(''),
    },
  ],
  ['a glob over a long name', { folders: ['a'.repeat(100)], hidden: { '*a*a*a*a*a*a*a*b': true } }],
])('the server answers over %s, reads on, and ends when it is told to', async (_, hostile) => {
  const { connection, server, scanned, hover } = await open(hostile);
  let isScanned = false;
  void scanned.then(() => {
    isScanned = true;
  });
  do expect(await hover()).not.toBeNull();
  while (!isScanned);
  const ended = new Promise(resolve => server.once('exit', resolve));
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  expect(await ended).toBe(0);
});
