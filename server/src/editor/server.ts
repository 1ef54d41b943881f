import {
  type CompletionList,
  type Connection,
  ErrorCodes,
  type Hover,
  type InitializeParams,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { abilitiesOf } from './abilities.ts';
import { initializeResult } from './capabilities.ts';
import type * as Inside from './inside.ts';
import { PULL_BACK_REQUEST, type PullBackAnswer, TRUST_NOTIFICATION } from './protocol.ts';
import type { Session } from './session.ts';
import type { World } from './world.ts';

/** What stands behind the protocol, and the world that it stands on. */
export interface Loaded {
  readonly inside: typeof Inside;
  readonly world: World;
}

/** One client's session, and what answers from it. */
interface Opened {
  readonly session: Session;
  readonly inside: typeof Inside;
}

/**
 * Ties the protocol's messages to one session. A handler is a line or two: what it does stands elsewhere, and is loaded
 * when the client has its first answer and goes on. What it says meanwhile waits, in its order.
 *
 * @param load called once
 */
export function listen(connection: Connection, load: () => Promise<Loaded>): void {
  const documents = new TextDocuments(TextDocument);
  let params: InitializeParams | undefined;
  let opened: Promise<Opened> | undefined;

  async function whenOpen(): Promise<Opened> {
    if (params === undefined) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'Send `initialize` first.');
    opened ??= open(params);
    return opened;
  }

  async function open(by: InitializeParams): Promise<Opened> {
    try {
      const { inside, world } = await load();
      return { inside, session: inside.createSession(connection, world, documents, by) };
    } catch (error) {
      void connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Error,
        message: CANNOT_START,
      });
      report(error);
      throw error;
    }
  }

  /** The session once its settings are read and its open documents shown, which takes no network. */
  async function whenReady(): Promise<Opened> {
    const open = await whenOpen();
    await open.session.ready;
    await open.session.presented;
    return open;
  }

  /**
   * Tells the session what the client told; nothing that comes before `initialize` (LSP 3.17, "Initialize Request").
   */
  function tell(told: (session: Session, inside: typeof Inside) => void | Promise<void>): Promise<void> {
    if (params === undefined) return Promise.resolve();
    const isTold = whenOpen().then(
      ({ session, inside }) => told(session, inside),
      // It was said when it could not be opened.
      () => undefined,
    );
    return isTold.catch(report);
  }

  function report(error: unknown): void {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Answers about one document; where that fails, as if there were nothing to tell of it. */
  async function about<Told>(
    uri: string,
    nothing: Told,
    answer: (session: Session, inside: typeof Inside) => Told | Promise<Told>,
  ): Promise<Told> {
    const { session, inside } = await whenReady();
    return session.boundary.roundLater(uri, async () => answer(session, inside), nothing);
  }

  connection.onInitialize(told => {
    params = told;
    return initializeResult(abilitiesOf(told.capabilities));
  });
  connection.onInitialized(() =>
    tell((session, { register }) => {
      register(connection, session);
      session.start();
    }),
  );
  // Behind all that was told before, so that nothing begins when all has ended.
  connection.onShutdown(() => (opened === undefined ? undefined : tell(session => session.close())));

  documents.onDidChangeContent(({ document }) => tell(session => session.changed(document)));
  documents.onDidSave(({ document }) => tell(session => session.saved(document)));
  documents.onDidClose(({ document }) => tell(session => session.closed(document)));
  documents.listen(connection);

  connection.onDidChangeWatchedFiles(({ changes }) => tell(session => session.filesChanged(changes)));
  connection.workspace.onDidCreateFiles(({ files }) =>
    tell(session => session.filesMoved(files.map(({ uri }) => uri))),
  );
  connection.workspace.onDidDeleteFiles(({ files }) =>
    tell(session => session.filesMoved(files.map(({ uri }) => uri))),
  );
  connection.workspace.onDidRenameFiles(({ files }) =>
    tell(session => session.filesMoved(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
  );
  connection.onDidChangeConfiguration(({ settings }) => tell(session => session.settingsChanged(settings)));
  connection.onNotification(TRUST_NOTIFICATION, () => tell(session => session.trust()));

  connection.onHover(async ({ textDocument, position }, token) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    const now = document.version;
    return about<Hover | null>(document.uri, null, (session, { hoverAt }) =>
      document.version === now ? hoverAt(session, document, document.offsetAt(position), token) : null,
    );
  });
  connection.onCompletion(async ({ textDocument, position }, token) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return NO_COMPLETIONS;
    return about(document.uri, NO_COMPLETIONS, (session, { completionsAt }) =>
      completionsAt(session, document, document.offsetAt(position), token),
    );
  });
  connection.languages.inlayHint.on(async ({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return [];
    return about(document.uri, [], (session, { hintsIn }) => hintsIn(session, document, range));
  });
  connection.onCodeLens(({ textDocument: { uri } }) =>
    about(uri, [], (session, { lensesOf }) => lensesOf(session, uri)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) =>
    about(uri, [], (session, { linksIn }) => linksIn(session, uri)),
  );
  connection.onCodeAction(async asked => {
    const document = documents.get(asked.textDocument.uri);
    if (document === undefined) return [];
    return about(document.uri, [], (session, { actionsAt }) => actionsAt(session, document, asked));
  });
  connection.onCodeActionResolve(async (action, token) => {
    const { session, inside } = await whenReady();
    return inside.resolve(session, action, token);
  });
  connection.languages.callHierarchy.onPrepare(({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return null;
    return about(document.uri, null, (session, { whyAt }) => whyAt(session, document.uri, document.offsetAt(position)));
  });
  connection.languages.callHierarchy.onIncomingCalls(({ item }) =>
    about(item.uri, [], (session, { broughtBy }) => broughtBy(session, item)),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }) =>
    about(item.uri, [], (session, { broughtIn }) => broughtIn(session, item)),
  );
  connection.onExecuteCommand(async ({ command, arguments: [argument] = [] }) => {
    const { session, inside } = await whenReady();
    return inside.execute(session, connection, command, argument);
  });
  connection.workspace.textDocumentContent.on(async ({ uri }) => {
    const { session } = await whenOpen();
    return { text: session.reports.textOf(uri) ?? GONE };
  });
  connection.onRequest<PullBackAnswer, void>(PULL_BACK_REQUEST, async (place: unknown) => {
    const { session, inside } = await whenReady();
    return inside.planAt(session, place);
  });
  connection.languages.diagnostics.on(async asked => {
    const { session } = await whenReady();
    return session.pull?.documentReport(asked) ?? { kind: 'full', items: [] };
  });
  connection.languages.diagnostics.onWorkspace(async (asked, token, _, parts) => {
    const { pull } = (await whenReady()).session;
    return (await pull?.workspaceReport(asked, parts && (part => parts.report(part)), token)) ?? { items: [] };
  });

  connection.listen();
}

const CANNOT_START =
  'Registry Lens cannot start, because a part of it cannot be loaded. Install it again; the log has the cause.';
const GONE = 'This report is not kept any more. Run the command again that wrote it.\n';
const NO_COMPLETIONS: CompletionList = { isIncomplete: false, items: [] };
