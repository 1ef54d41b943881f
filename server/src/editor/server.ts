import {
  CodeActionKind,
  type CompletionList,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type Hover,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { VERSION } from '../version.ts';
import { FIX_ALL_KIND } from '../views/actions.ts';
import type { Abilities } from './abilities.ts';
import { COMMAND_NAMES, execute } from './commands.ts';
import { COMPLETION_TRIGGERS, tagsAt } from './completion.ts';
import { hintsIn, lensesOf } from './hints.ts';
import { hoverAt } from './hover.ts';
import { TRUST_NOTIFICATION } from './protocol.ts';
import { actionsAt, linksIn, resolve } from './requests.ts';
import { createSession, type Session } from './session.ts';
import { EVERYTHING_GLOB, WATCHED_GLOBS } from './watched.ts';
import type { World } from './world.ts';

/** Ties the protocol's messages to one session. A handler is a line or two: what it does stands elsewhere. */
export function listen(connection: Connection, world: World): void {
  const documents = new TextDocuments(TextDocument);
  let session: Session | undefined;

  /** The session once its settings are read and its open documents shown, which takes no network. */
  async function whenReady(): Promise<Session> {
    if (session === undefined) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'Send `initialize` first.');
    await session.ready;
    await session.presented;
    return session;
  }

  /** Answers about one document; where that fails, as if there were nothing to tell of it. */
  async function about<Told>(
    uri: string,
    nothing: Told,
    tell: (session: Session) => Told | Promise<Told>,
  ): Promise<Told> {
    const ready = await whenReady();
    return ready.boundary.roundLater(uri, async () => tell(ready), nothing);
  }

  connection.onInitialize(params => {
    session = createSession(connection, world, documents, params);
    return initializeResult(session.abilities);
  });
  connection.onInitialized(() => {
    if (session === undefined) return;
    register(connection, session);
    session.start();
  });
  connection.onShutdown(() => session?.close());

  documents.onDidChangeContent(({ document }) => session?.changed(document));
  documents.onDidSave(({ document }) => session?.saved(document));
  documents.onDidClose(({ document }) => session?.closed(document));
  documents.listen(connection);

  connection.onDidChangeWatchedFiles(({ changes }) => session?.filesChanged(changes));
  connection.workspace.onDidCreateFiles(({ files }) => session?.filesMoved(files.map(({ uri }) => uri)));
  connection.workspace.onDidDeleteFiles(({ files }) => session?.filesMoved(files.map(({ uri }) => uri)));
  connection.workspace.onDidRenameFiles(({ files }) =>
    session?.filesMoved(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
  );
  connection.onDidChangeConfiguration(({ settings }) => session?.settingsChanged(settings));
  connection.onNotification(TRUST_NOTIFICATION, () => session?.trust());

  connection.onHover(async ({ textDocument, position }, token) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const now = document.version;
    return about<Hover | null>(document.uri, null, ready =>
      document.version === now ? hoverAt(ready, document, document.offsetAt(position), token) : null,
    );
  });
  connection.onCompletion(async ({ textDocument, position }, token) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return NO_COMPLETIONS;
    return about(document.uri, NO_COMPLETIONS, ready => tagsAt(ready, document, document.offsetAt(position), token));
  });
  connection.languages.inlayHint.on(async ({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return [];
    return about(document.uri, [], ready => hintsIn(ready, document, range));
  });
  connection.onCodeLens(({ textDocument: { uri } }) => about(uri, [], ready => lensesOf(ready, uri)));
  connection.onDocumentLinks(({ textDocument: { uri } }) => about(uri, [], ready => linksIn(ready, uri)));
  connection.onCodeAction(async params => {
    const document = documents.get(params.textDocument.uri);
    if (document === undefined) return [];
    return about(document.uri, [], ready => actionsAt(ready, document, params));
  });
  connection.onCodeActionResolve(async (action, token) => resolve(await whenReady(), action, token));
  connection.onExecuteCommand(async ({ command, arguments: [argument] = [] }) =>
    execute(await whenReady(), connection, command, argument),
  );
  connection.languages.diagnostics.on(async params => {
    const { pull } = await whenReady();
    return pull?.documentReport(params) ?? { kind: 'full', items: [] };
  });
  connection.languages.diagnostics.onWorkspace(async (params, token, _, parts) => {
    const { pull } = await whenReady();
    return (await pull?.workspaceReport(params, parts && (part => parts.report(part)), token)) ?? { items: [] };
  });

  connection.listen();
}

const NO_COMPLETIONS: CompletionList = { isIncomplete: false, items: [] };

/** Files and folders alike. */
const ALL_FILES = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };

function initializeResult(abilities: Abilities): InitializeResult {
  return {
    serverInfo: { name: 'Registry Lens', version: VERSION },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      documentLinkProvider: {},
      completionProvider: { triggerCharacters: COMPLETION_TRIGGERS },
      inlayHintProvider: true,
      codeLensProvider: {},
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND], resolveProvider: true },
      executeCommandProvider: { commands: [...COMMAND_NAMES] },
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: Object.fromEntries(abilities.fileOperations.map(operation => [operation, ALL_FILES])),
      },
      ...(abilities.pull
        ? {
            diagnosticProvider: {
              identifier: 'registry-lens',
              interFileDependencies: false,
              workspaceDiagnostics: true,
            },
          }
        : {}),
    },
  };
}

/** What can only be asked for after `initialized`. A client that refuses goes without. */
function register(connection: Connection, session: Session): void {
  const { abilities, log } = session;
  const refused = (error: unknown) => log(`The editor refused a registration: ${String(error)}.`);
  if (abilities.watchFiles) {
    const watchers = [EVERYTHING_GLOB, ...WATCHED_GLOBS].map(globPattern => ({ globPattern }));
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(refused);
  }
  if (abilities.watchConfiguration) {
    const section = ['registryLens', 'files.exclude'];
    connection.client.register(DidChangeConfigurationNotification.type, { section }).catch(refused);
  }
  if (abilities.folderChanges) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
      session.foldersChanged(
        added.map(({ uri }) => uri),
        removed.map(({ uri }) => uri),
      ),
    );
  }
}
