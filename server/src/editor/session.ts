import {
  CodeLensRefreshRequest,
  type Connection,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Boundary, createBoundary, faultOf } from '../boundary.ts';
import { LONGEST_MESSAGE, plainText } from '../model/plain-text.ts';
import { notificationText } from '../views/notification.ts';
import { createDocumentReader, type DocumentReader, MOST_REFERENCES_TOGETHER } from '../workspace/documents.ts';
import { createLedger } from '../workspace/ledger.ts';
import { createStatements } from '../workspace/statements.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { createAsker } from './asking.ts';
import { configurationOf } from './configuration.ts';
import { createDiagnosed, type Diagnosed } from './diagnosed.ts';
import { gathered } from './gathered.ts';
import { createPresenter, type OpenDocuments } from './presenter.ts';
import { type BeginProgress, progressOf } from './progress.ts';
import { type PullFeed, pullFeed } from './pull.ts';
import { type Feed, pushFeed } from './push.ts';
import { createScanner, type Scanner } from './scan.ts';
import { createShown, type Shown } from './shown.ts';
import { createStatusFeed } from './status.ts';
import { keyOf, pathOf, uriOf } from './uris.ts';
import { isRouteFile, isWorkspaceFile } from './watched.ts';
import { createWorkspace, type Ledger } from './workspace.ts';
import type { World } from './world.ts';

/**
 * One client's session, from `initialize` to `exit`: the documents, the folders, and what follows from their changes.
 */
export interface Session {
  readonly world: World;
  readonly abilities: Abilities;
  readonly ledger: Ledger;
  readonly reader: DocumentReader;
  readonly diagnosed: Diagnosed;
  /** Round all that is done for one document. */
  readonly boundary: Boundary;
  readonly scanner: Scanner;
  readonly begin: BeginProgress;
  /** Present where the client pulls. */
  readonly pull: PullFeed | undefined;
  /** What the client has of inlay hints and of code lenses. */
  readonly hints: Shown;
  readonly lenses: Shown;
  readonly log: (line: string) => void;
  /** Shows a sentence to the user, who has just asked for something. */
  readonly say: (sentence: string) => void;
  /** Settled when the folders' settings are read: local work only, so requests may wait for it. */
  readonly ready: Promise<void>;
  /** Settled when every open document was shown: local work again. */
  readonly presented: Promise<unknown>;
  /** Reads settings and tools' configuration, shows every document by them, and walks the folders. */
  reload(): Promise<void>;
  /** The first {@link reload}. */
  start(): void;
  changed(document: TextDocument): void;
  saved(document: TextDocument): void;
  closed(document: TextDocument): void;
  filesChanged(events: readonly FileEvent[]): void;
  /** `workspace/didChangeConfiguration`, with what the client sent along. */
  settingsChanged(sent: unknown): void;
  foldersChanged(added: readonly string[], removed: readonly string[]): void;
  trust(): void;
  close(): Promise<void>;
}

export function createSession(
  connection: Connection,
  world: World,
  documents: OpenDocuments,
  { capabilities, initializationOptions, workspaceFolders, rootUri, rootPath }: InitializeParams,
): Session {
  const abilities = abilitiesOf(capabilities);
  // Old clients name the folder by its path alone.
  const root = rootUri ?? (rootPath ? uriOf(rootPath) : undefined);
  const { delays } = world;
  const log = (words: string) => {
    const line = plainText(words, LONGEST_MESSAGE);
    // Several folders tell the same of the user's own configuration, one after the other.
    if (!isClosed && line !== lastLine) connection.console.info(line);
    lastLine = line;
  };
  const begin = progressOf(connection, abilities.progress);
  const configuration = configurationOf(connection, abilities.configuration, initializationOptions);
  const folders = new Set(workspaceFolders?.map(folder => folder.uri) ?? (root === undefined ? [] : [root]));
  const status = createStatusFeed({
    connection,
    documents: () => ledger.all(),
    state: () => ({ pending: workspace.pending, scanning: scanner.scanning, trusted }),
    limits: () => workspace.limits,
    log,
  });
  const gatherStatus = gathered(delays.gather, status.tell);
  const gatherFiles = gathered(delays.files, () => inBackground(() => refreshed.then(() => scanner.scan('files'))));
  const gatherReload = gathered(delays.files, () => inBackground(reload));
  const hints = createShown(async () => abilities.refreshHints && connection.languages.inlayHint.refresh());
  const lenses = createShown(
    async () => abilities.refreshLenses && connection.sendRequest(CodeLensRefreshRequest.type),
  );
  const gatherShown = gathered(delays.gather, () => {
    hints.look();
    lenses.look();
  });
  const staying = setInterval(askAllOpen, delays.fresh);
  staying.unref();
  let markReady: () => void = () => {};
  const ready = new Promise<void>(resolve => {
    markReady = resolve;
  });
  let trusted = initializationOptions?.trusted !== false;
  let isReady = false;
  let isClosed = false;
  let refreshed: Promise<void> = Promise.resolve();
  let lastLine = '';

  const boundary = createBoundary(log);
  const statements = createStatements(keys => inBackground(() => ledger.changed(keys)));
  const reader = createDocumentReader({ home: world.home, log, statements });
  const ledger: Ledger = createLedger({
    ...{ reader, statements, boundary, keyOf, hasUris: true, isWalked: false },
    onChange: (uri, now) => {
      feed.changed(uri, now);
      gatherStatus.soon();
    },
    onJudged: (checked, judged) => asker.askNew(checked, judged),
    onFull: () =>
      log(`There are more than ${MOST_REFERENCES_TOGETHER} images and packages. The others are not checked.`),
  });
  const diagnosed = createDiagnosed({
    codeDescription: abilities.codeDescription,
    tags: abilities.diagnosticTags,
    related: abilities.relatedInformation,
  });
  const pull = abilities.pull ? pullFeed({ connection, ledger, diagnosed, gatherDelay: delays.gather }) : undefined;
  const feed: Feed = pull ?? pushFeed(connection, diagnosed, abilities.diagnosticVersion);
  const workspace = createWorkspace({
    createLens: world.createLens,
    lens: {
      ...(world.cacheFolder === undefined ? {} : { cacheFolder: world.cacheFolder }),
      stateFolder: world.stateFolder,
      environment: world.environment,
      home: world.home,
      log,
    },
    configure: uri => configuration.get(uri),
    trusted: () => trusted,
    onArrival: keys => inBackground(() => arrived(keys)),
  });
  const asker = createAsker({
    current: uri => ledger.get(uri),
    mayAskForFolder: () => !scanner.stopped,
    typingDelay: delays.typing,
  });
  const scanner: Scanner = createScanner({
    reader,
    workspace,
    ledger,
    boundary,
    begin,
    refresh,
    log,
    onRead: (checked, asked) => (asked ? asker.askAll(checked) : asker.askNew(checked)),
    onChange: gatherStatus.soon,
  });

  const presenter = createPresenter({ documents, reader, workspace, ledger, boundary, asker, inBackground });

  async function arrived(keys: ReadonlySet<string>): Promise<void> {
    await ledger.changed(keys);
    scanner.arrived();
    gatherShown.soon();
    gatherStatus.soon();
  }

  async function open(): Promise<void> {
    await Promise.all([workspace.open([...folders]), reader.relearn()]);
    await presenter.learn();
    isReady = true;
    asker.forget();
    scanner.forget();
    void ledger.walked(false);
    await ledger.move(uri => {
      const place = workspace.placeOf(uri);
      const { root, settings } = place.folder;
      return ledger.isOpen(uri) || (root !== undefined && settings.scanWorkspace) ? place : undefined;
    });
    presenter.presentAll();
    markReady();
    askAllOpen();
    gatherStatus.soon();
  }

  async function reload(): Promise<void> {
    await open();
    await scanner.scan('start');
  }

  /** Runs what nobody waits for. A fault in one file is not the end of the session. */
  function inBackground(run: () => Promise<void>): void {
    run().catch(error => log(`Something went wrong: ${faultOf(error)}`));
  }

  /** Looks again at what workspaces provide, and judges anew the documents that name it. */
  async function refresh(): Promise<void> {
    await reader.relearn();
    await ledger.changed([]);
    gatherStatus.soon();
  }

  /** Manifests say what the workspace provides, and whose configuration counts in it. */
  async function manifestsChanged(): Promise<void> {
    await refresh();
    if (await workspace.isStale()) gatherReload.soon();
  }

  function askAllOpen(): void {
    for (const checked of ledger.all()) if (checked.version !== undefined) asker.askAll(checked);
  }

  return {
    world,
    abilities,
    ledger,
    reader,
    diagnosed,
    boundary,
    scanner,
    begin,
    pull,
    hints,
    lenses,
    log,
    say(sentence) {
      const message = notificationText(sentence);
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
    },
    ready,
    get presented() {
      return presenter.presented;
    },
    reload,
    start: () => inBackground(reload),
    changed(document) {
      // What is opened before the settings are read is shown when they are.
      if (isReady) presenter.changed(document);
    },
    saved(document) {
      presenter.flush();
      const checked = ledger.get(document.uri);
      if (checked !== undefined) asker.askAll(checked);
    },
    closed({ uri }) {
      presenter.closed(uri);
      if (!isReady) return;
      ledger.close(uri);
      // A walk under way may have passed it by because it was open.
      if (scanner.scanning) gatherFiles.soon();
      inBackground(() => scanner.reread(uri));
    },
    filesChanged(events) {
      const changes = events.flatMap(({ uri, type }) => {
        const file = pathOf(uri);
        return !isReady || file === undefined || workspace.placeOf(uri).excluded ? [] : [{ uri, type, file }];
      });
      // Then all is read anew, and nothing must be asked by the old routes first.
      const opensAnew = changes.some(({ file }) => isRouteFile(file));
      if (opensAnew) gatherReload.soon();
      // A manifest may name a package that came into the workspace together with it.
      else if (changes.some(({ file }) => isWorkspaceFile(file))) refreshed = manifestsChanged();
      const reread = (uri: string) => inBackground(() => refreshed.then(() => scanner.reread(uri)));
      for (const { uri, type } of changes) {
        if (!opensAnew && type === FileChangeType.Changed && scanner.found(uri)) reread(uri);
        else if (!opensAnew) gatherFiles.soon();
        if (type === FileChangeType.Deleted) reread(uri);
      }
    },
    settingsChanged(sent) {
      configuration.sent(sent);
      gatherReload.soon();
    },
    foldersChanged(added, removed) {
      for (const uri of removed) folders.delete(uri);
      for (const uri of added) folders.add(uri);
      gatherReload.soon();
    },
    trust() {
      if (trusted) return;
      trusted = true;
      inBackground(reload);
    },
    async close() {
      isClosed = true;
      clearInterval(staying);
      for (const waiting of [gatherStatus, gatherShown, gatherFiles, gatherReload]) waiting.cancel();
      scanner.stop();
      asker.close();
      feed.close();
      await workspace.close();
    },
  };
}
