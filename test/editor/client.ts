import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  type CancellationToken,
  CancellationTokenSource,
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
  type CodeLens,
  CodeLensRefreshRequest,
  CodeLensRequest,
  type CompletionList,
  CompletionRequest,
  ConfigurationRequest,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  type DidChangeWatchedFilesRegistrationOptions,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  type FileChangeType,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InlayHint,
  InlayHintRefreshRequest,
  InlayHintRequest,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Range,
  RegistrationRequest,
  type ServerCapabilities,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
  WorkDoneProgressCreateRequest,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import * as inside from '../../server/src/editor/inside.ts';
import { STATUS_NOTIFICATION, type Status } from '../../server/src/editor/protocol.ts';
import { listen } from '../../server/src/editor/server.ts';
import type { World } from '../../server/src/editor/world.ts';
import type { Lens, LensOptions } from '../../server/src/lens.ts';
import { createFakeLens, type FakeLens } from './fake-lens.ts';

/** What VS Code says that it can do, as far as it matters here. */
export const VSCODE: ClientCapabilities = {
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    didChangeConfiguration: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true }, metadataSupport: true },
  },
  textDocument: {
    diagnostic: { dynamicRegistration: true, tagSupport: { valueSet: [1, 2] }, codeDescriptionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  window: { workDoneProgress: true },
};

/** An editor that waits to be told, and has none of the newer conveniences. */
export const PLAIN: ClientCapabilities = {
  workspace: { applyEdit: true },
  textDocument: { publishDiagnostics: { versionSupport: true } },
};

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly files?: Readonly<Record<string, string>>;
  /** The folder that is opened, by its path from the root on; absent: the root. */
  readonly folder?: string;
  readonly initializationOptions?: object;
  /** What `workspace/configuration` answers, by section. */
  readonly settings?: Record<string, unknown>;
  /** Instead of a {@link FakeLens}. */
  readonly createLens?: (options: LensOptions) => Lens;
  /**
   * How long nothing is asked while somebody types, in milliseconds; long, where what must not happen meanwhile is
   * looked for.
   */
  readonly typingDelay?: number;
  /** How long a hover and a list of completions wait, in milliseconds; long, where what they wait for is looked at. */
  readonly patience?: number;
  /** What time it is, in milliseconds since the epoch; absent: always the same. */
  readonly now?: () => number;
}

/** A scripted editor on one folder, talking to a server in this process through the real protocol. */
export interface TestClient {
  readonly lens: FakeLens;
  readonly root: string;
  readonly connection: ProtocolConnection;
  readonly settings: Record<string, unknown>;
  /** What was pushed last for each file, by its path from the root on. */
  readonly pushed: Map<string, { readonly version: number | undefined; readonly diagnostics: readonly Diagnostic[] }>;
  readonly logs: string[];
  readonly shown: string[];
  readonly statuses: Status[];
  readonly applied: WorkspaceEdit[];
  /** What was said of each of those edits, and the last progress message before it. */
  readonly appliedAs: { readonly isRefactoring: boolean; readonly progress: string | undefined }[];
  readonly registered: string[];
  /** The globs by which files are watched. */
  readonly watched: string[];
  /** What the server says that it can do. */
  readonly abilities: ServerCapabilities;
  /** The kinds of the progress messages, in order. */
  readonly progress: string[];
  refreshes: number;
  /** How often the client was told to ask for inlay hints, and for code lenses, again. */
  hintRefreshes: number;
  lensRefreshes: number;
  uri(file: string): string;
  /** Waits, message by message, until something is so. */
  until(isSo: () => boolean): Promise<void>;
  open(file: string, text: string, languageId?: string): void;
  change(file: string, text: string): void;
  close(file: string): void;
  /** Files that changed on disk, told in one message. */
  touch(files: string | readonly string[], type: FileChangeType): void;
  write(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** `textDocument/diagnostic` */
  pull(file: string, previousResultId?: string): Promise<{ kind: string; resultId?: string; items?: Diagnostic[] }>;
  /** `workspace/diagnostic` as VS Code does it: rules by file, what was reported before taken along. */
  pullWorkspace(): Promise<Record<string, string[]>>;
  hints(file: string): Promise<InlayHint[]>;
  lenses(file: string): Promise<CodeLens[]>;
  complete(file: string, line: number, character: number): Promise<CompletionList>;
  hover(file: string, line: number, character: number): Promise<string | undefined>;
  actions(file: string, range: Range, only?: string[], triggerKind?: CodeActionTriggerKind): Promise<CodeAction[]>;
  resolve(action: CodeAction, token?: CancellationToken): Promise<CodeAction>;
  execute(command: string, ...args: unknown[]): Promise<void>;
  cancelProgress(): void;
  stop(): Promise<void>;
}

export async function startClient(options: ClientOptions = {}): Promise<TestClient> {
  const capabilities = options.capabilities ?? VSCODE;
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'registry-lens-')));
  const place = (file: string) => path.join(root, file);
  const uri = (file: string) => pathToFileURL(place(file)).href;
  const fileOf = (of: string) => of.slice(uri('').length).replace(/^\//, '');

  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(place(file)), { recursive: true });
    await writeFile(place(file), text);
  }
  for (const [file, text] of Object.entries(options.files ?? {})) await write(file, text);

  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const lens = createFakeLens();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  const world: World = {
    createLens: options.createLens ?? lens.createLens,
    environment: {},
    home: root,
    now: options.now ?? (() => NOW),
    delays: { typing: options.typingDelay ?? 1, patience: options.patience ?? 1, gather: 1, files: 1, fresh: 60_000 },
  };
  listen(server, async () => ({ inside, world }));

  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of [...waiting]) one();
  };
  lens.onUse = look;
  const versions = new Map<string, number>();
  const reported = new Map<string, string>();
  const tokens: (string | number)[] = [];
  let asked = 0;

  const client: TestClient = {
    lens,
    root,
    connection,
    settings: { ...options.settings },
    pushed: new Map(),
    logs: [],
    shown: [],
    statuses: [],
    applied: [],
    appliedAs: [],
    registered: [],
    watched: [],
    abilities: {},
    progress: [],
    refreshes: 0,
    hintRefreshes: 0,
    lensRefreshes: 0,
    uri,
    until: isSo =>
      new Promise(resolve => {
        const one = () => {
          if (!isSo()) return;
          waiting.delete(one);
          resolve();
        };
        waiting.add(one);
        one();
      }),
    open(file, text, languageId = 'plaintext') {
      versions.set(file, 1);
      void connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uri(file), languageId, version: 1, text },
      });
    },
    change(file, text) {
      const version = (versions.get(file) ?? 0) + 1;
      versions.set(file, version);
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(file), version },
        contentChanges: [{ text }],
      });
    },
    close(file) {
      void connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: uri(file) } });
    },
    touch(files, type) {
      const changes = [files].flat().map(file => ({ uri: uri(file), type }));
      void connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    },
    write,
    remove: file => rm(place(file), { recursive: true }),
    async pull(file, previousResultId) {
      const previous = previousResultId === undefined ? {} : { previousResultId };
      return connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: uri(file) }, ...previous });
    },
    async pullWorkspace() {
      const previousResultIds = [...reported].map(([file, value]) => ({ uri: uri(file), value }));
      const found: Record<string, string[]> = {};
      const take = (items: readonly WorkspaceDocumentDiagnosticReport[]) => {
        for (const item of items) {
          const file = fileOf(item.uri);
          if (item.resultId === undefined) reported.delete(file);
          else reported.set(file, item.resultId);
          if (item.kind === 'full') found[file] = item.items.map(rule);
        }
      };
      // Ends with the first part or with the answer, whichever comes first.
      const token = `parts ${++asked}`;
      const cancel = new CancellationTokenSource();
      connection.onProgress(WorkspaceDiagnosticRequest.partialResult, token, ({ items }) => {
        take(items);
        cancel.cancel();
      });
      const params = { previousResultIds, partialResultToken: token };
      const { items } = await connection.sendRequest(WorkspaceDiagnosticRequest.type, params, cancel.token);
      take(items);
      return found;
    },
    async hints(file) {
      const range = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };
      return (await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: uri(file) }, range })) ?? [];
    },
    async lenses(file) {
      return (await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uri(file) } })) ?? [];
    },
    async complete(file, line, character) {
      const position = { line, character };
      const list = await connection.sendRequest(CompletionRequest.type, { textDocument: { uri: uri(file) }, position });
      return list as CompletionList;
    },
    async hover(file, line, character) {
      const hover: Hover | null = await connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: uri(file) },
        position: { line, character },
      });
      return hover === null ? undefined : (hover.contents as { value: string }).value;
    },
    async actions(file, range, only, triggerKind = CodeActionTriggerKind.Invoked) {
      const found = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: uri(file) },
        range,
        context: { diagnostics: [], triggerKind, ...(only === undefined ? {} : { only }) },
      });
      return (found ?? []) as CodeAction[];
    },
    resolve: (action, token) => connection.sendRequest(CodeActionResolveRequest.type, action, token),
    async execute(command, ...args) {
      await connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: args });
    },
    cancelProgress() {
      for (const token of tokens) void connection.sendNotification('window/workDoneProgress/cancel', { token });
    },
    async stop() {
      await connection.sendRequest(ShutdownRequest.type);
      connection.dispose();
      server.dispose();
      await rm(root, { recursive: true });
    },
  };

  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri: of, version, diagnostics }) => {
    client.pushed.set(fileOf(of), { version, diagnostics });
    look();
  });
  connection.onNotification(LogMessageNotification.type, ({ message }) => {
    client.logs.push(message);
    look();
  });
  connection.onNotification(ShowMessageNotification.type, ({ message }) => {
    client.shown.push(message);
    look();
  });
  connection.onNotification(STATUS_NOTIFICATION, (status: Status) => {
    client.statuses.push(status);
    look();
  });
  connection.onRequest(DiagnosticRefreshRequest.type, () => {
    client.refreshes++;
    look();
  });
  connection.onRequest(InlayHintRefreshRequest.type, () => {
    client.hintRefreshes++;
    look();
  });
  connection.onRequest(CodeLensRefreshRequest.type, () => {
    client.lensRefreshes++;
    look();
  });
  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section }) => client.settings[section ?? ''] ?? null),
  );
  connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    client.registered.push(...registrations.map(({ method }) => method));
    for (const { registerOptions } of registrations) {
      const { watchers = [] } = (registerOptions ?? {}) as Partial<DidChangeWatchedFilesRegistrationOptions>;
      client.watched.push(
        ...watchers.map(({ globPattern }) =>
          typeof globPattern === 'string' ? globPattern : `${String(globPattern.baseUri)} ${globPattern.pattern}`,
        ),
      );
    }
    look();
  });
  connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit, metadata }) => {
    client.applied.push(edit);
    client.appliedAs.push({ isRefactoring: metadata?.isRefactoring === true, progress: client.progress.at(-1) });
    look();
    return { applied: true };
  });
  connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    tokens.push(token);
    connection.onProgress(WorkDoneProgress.type, token, ({ kind }) => {
      client.progress.push(kind);
      look();
    });
  });
  connection.listen();

  const { capabilities: abilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: uri(options.folder ?? ''),
    workspaceFolders: [{ uri: uri(options.folder ?? ''), name: 'root' }],
    capabilities,
    initializationOptions: options.initializationOptions,
  });
  void connection.sendNotification(InitializedNotification.type, {});
  return Object.assign(client, { abilities });
}

/** The time in every test: what was asked a minute and a half before is "1 minute ago". */
export const NOW = Date.UTC(2024, 0, 2, 12);

/** A finding as tests read it. */
export function rule({ code }: Diagnostic): string {
  return String(code);
}

/** The place of a piece of text that occurs once. */
export function rangeOf(text: string, piece: string): Range {
  const start = text.indexOf(piece);
  const before = text.slice(0, start).split('\n');
  const line = before.length - 1;
  const character = before.at(-1)?.length ?? 0;
  return { start: { line, character }, end: { line, character: character + piece.length } };
}
