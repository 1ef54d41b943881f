import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  HoverRequest,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  LogMessageNotification,
  type ProtocolConnection,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import * as inside from '../../server/src/editor/inside.ts';
import { type Loaded, listen } from '../../server/src/editor/server.ts';
import type { Session } from '../../server/src/editor/session.ts';
import type { World } from '../../server/src/editor/world.ts';

const OPEN = { textDocument: { uri: 'file:///w/Dockerfile', languageId: 'dockerfile', version: 1, text: 'FROM a\n' } };
const HOVER = { textDocument: { uri: 'file:///w/Dockerfile' }, position: { line: 0, character: 6 } };
const INITIALIZE: InitializeParams = { processId: null, rootUri: null, capabilities: {}, workspaceFolders: null };

let end: () => void = () => {};
afterEach(() => end());

/** A client of a server that loads what it needs in this way, and what the user is told. */
function connect(load: () => Promise<Loaded>): { client: ProtocolConnection; logged: string[]; shown: string[] } {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  listen(server, load);
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const logged: string[] = [];
  const shown: string[] = [];
  client.onNotification(LogMessageNotification.type, ({ message }) => void logged.push(message));
  client.onNotification(ShowMessageNotification.type, ({ message }) => void shown.push(message));
  client.listen();
  end = () => {
    client.dispose();
    server.dispose();
  };
  return { client, logged, shown };
}

/** A session that says what it is told. */
function recorded(told: string[]): Loaded {
  const session = {
    changed: () => told.push('changed'),
    start: () => told.push('start'),
    async close() {
      told.push('close');
    },
  } as unknown as Session;
  return {
    inside: { ...inside, createSession: () => session, register: () => told.push('register') } as typeof inside,
    world: {} as World,
  };
}

test('what comes before `initialize` is refused or passed over in silence', async () => {
  const told: string[] = [];
  const { client, logged } = connect(async () => recorded(told));
  void client.sendNotification(DidOpenTextDocumentNotification.type, OPEN);
  await expect(client.sendRequest(HoverRequest.type, HOVER)).rejects.toThrow('Send `initialize` first.');
  await client.sendRequest(InitializeRequest.type, INITIALIZE);
  await client.sendRequest(ShutdownRequest.type);
  expect([logged, told]).toEqual([[], []]);
});

test('a client that shuts down at once ends what had begun before', async () => {
  const told: string[] = [];
  let goOn: () => void = () => {};
  const loading = new Promise<void>(resolve => {
    goOn = resolve;
  });
  const { client } = connect(() => loading.then(() => recorded(told)));
  await client.sendRequest(InitializeRequest.type, INITIALIZE);
  void client.sendNotification(InitializedNotification.type, {});
  void client.sendNotification(DidOpenTextDocumentNotification.type, OPEN);
  const ended = client.sendRequest(ShutdownRequest.type);
  // Answered at once, and behind all that came before.
  await expect(client.sendRequest('registryLens/nothing')).rejects.toThrow();
  goOn();
  await ended;
  expect(told).toEqual(['register', 'start', 'changed', 'close']);
});

test('where a part of the program is missing, the user is told once, and the server can be stopped', async () => {
  const { client, logged, shown } = connect(async () => {
    throw new Error('Cannot find module');
  });
  await client.sendRequest(InitializeRequest.type, INITIALIZE);
  void client.sendNotification(InitializedNotification.type, {});
  void client.sendNotification(DidOpenTextDocumentNotification.type, OPEN);
  await expect(client.sendRequest(HoverRequest.type, HOVER)).rejects.toThrow('Cannot find module');
  await client.sendRequest(ShutdownRequest.type);
  expect(shown).toEqual([
    'Registry Lens cannot start, because a part of it cannot be loaded. Install it again; the log has the cause.',
  ]);
  expect(logged).toHaveLength(1);
});
