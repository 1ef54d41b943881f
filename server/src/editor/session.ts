import process from 'node:process';
import {
  type Connection,
  type FileEvent,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Boundary, createBoundary } from '../boundary.ts';
import { createTurns } from '../files/turn.ts';
import { REPOSITORY_FILE } from '../repository-settings.ts';
import { notificationText } from '../views/notification.ts';
import { createLedger } from '../workspace/create-ledger.ts';
import { createDocumentReader, type DocumentReader, MOST_REFERENCES_TOGETHER } from '../workspace/documents.ts';
import { createNamedExactly } from '../workspace/named-exactly.ts';
import { createStatements } from '../workspace/statements.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { type Ahead, createAhead } from './ahead.ts';
import { type AskedAgain, createAskedAgain } from './asked-again.ts';
import { createAsker } from './asking.ts';
import { createBackground } from './background.ts';
import { createBesideText } from './beside-text.ts';
import { configurationOf } from './configuration.ts';
import { createDiagnosed, type Diagnosed } from './diagnosed.ts';
import { createFileChanges } from './file-changes.ts';
import { createFilesOnDisk } from './files-on-disk.ts';
import { createOpening, foldersOf, type Opening } from './opening.ts';
import { createPassedOver } from './passed-over.ts';
import { createPresenter, type OpenDocuments } from './presenter.ts';
import { type BeginProgress, progressOf } from './progress.ts';
import type { Published } from './published.ts';
import { type PullFeed, pullFeed } from './pull.ts';
import { type Feed, pushFeed } from './push.ts';
import { createReports, type Reports } from './reports.ts';
import { createRepositoryProblems } from './repository-problems.ts';
import { createScanner, type Scanner } from './scan.ts';
import { firstLine, scanLine } from './session-lines.ts';
import { createSessionLog, type Log } from './session-log.ts';
import { createStated } from './stated.ts';
import { createStatusFeed } from './status.ts';
import { keyOf, uriOf } from './uris.ts';
import { createWatchedAbove } from './watched-above.ts';
import { createWorkspace, type Ledger } from './workspace.ts';
import type { World } from './world.ts';

/**
 * One client's session, from `initialize` to `exit`: the documents, the folders, and what follows from their changes.
 */
export interface Session {
  readonly world: World;
  readonly abilities: Abilities;
  /** Whether the client lets the user choose what is pinned. */
  readonly choosesPins: boolean;
  /** Whether the client shows the tree of who brings what in by a command of its own. */
  readonly showsWhy: boolean;
  /** Whether commands may be offered that run in the client's terminal: it has one, and the workspace is trusted. */
  readonly runsInTerminal: boolean;
  /** Whether the client opens the plan of a pull-back by a command of its own. */
  readonly plansPullBacks: boolean;
  readonly ledger: Ledger;
  readonly reader: DocumentReader;
  readonly diagnosed: Diagnosed;
  /** Round all that is done for one document. */
  readonly boundary: Boundary;
  readonly scanner: Scanner;
  readonly ahead: Ahead;
  readonly askedAgain: AskedAgain;
  /** Has the client told what is so now, soon. */
  readonly tellStatus: () => void;
  readonly begin: BeginProgress;
  /** Present where the client pulls. */
  readonly pull: PullFeed | undefined;
  /** What the client has of inlay hints and of code lenses. */
  readonly hints: Published;
  readonly lenses: Published;
  readonly reports: Reports;
  readonly log: Log;
  /** Shows a sentence to the user, who has just asked for something. */
  readonly say: (sentence: string) => void;
  /** Settled when the folders' settings are read: local work only, so requests may wait for it. */
  readonly ready: Promise<void>;
  /** Settled when every open document was shown: local work again. */
  readonly presented: Promise<unknown>;
  /** Reads settings and tools' configuration, shows every document by them, and walks the folders. */
  reload(): Promise<void>;
  /** Forgets all answers that are kept, and reloads. */
  forgetAnswers(): Promise<void>;
  /** The first {@link reload}. */
  start(): void;
  /** A file as the client has it open, by its absolute path. */
  openFile(file: string): TextDocument | undefined;
  changed(document: TextDocument): void;
  saved(document: TextDocument): void;
  closed(document: TextDocument): void;
  /** `workspace/didChangeWatchedFiles` */
  filesChanged(events: readonly FileEvent[]): void;
  /** Files and folders that the user made, moved or removed in the editor, by their URIs before and after. */
  filesMoved(uris: readonly string[]): void;
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
  params: InitializeParams,
): Session {
  const { capabilities, initializationOptions } = params;
  const { delays } = world;
  const abilities = abilitiesOf(capabilities);
  const { log, end: endLog } = createSessionLog(connection);
  const background = createBackground(log);
  const turns = createTurns();
  const boundary = createBoundary(log);
  const passedOver = createPassedOver(log);
  const begin = progressOf(connection, abilities.progress);
  const configuration = configurationOf(connection, abilities.configuration, initializationOptions);
  const askedAgain = createAskedAgain();
  const status = createStatusFeed({
    connection,
    documents: () => ledger.all(),
    state() {
      const { gaps } = askedAgain;
      return {
        ...{ pending: workspace.pending, scanning: scanner.scanning, trusted: opening.trusted },
        stopped: scanner.stopped,
        offline: workspace.folders.some(({ settings }) => settings.offline),
        ...(gaps.length === 0 ? {} : { old: gaps }),
        ...(passedOver.count === 0 ? {} : { passedOver: passedOver.count }),
      };
    },
    limits: () => workspace.limits,
    ...{ log, turns },
  });
  const tellStatus = background.debounce(delays.gather, () => background.run(status.tell)).soon;
  const { hints, lenses, lookSoon } = createBesideText(connection, abilities, background, delays.gather);

  const judgeStated = background.spaced(delays.gather, () => stated.restate());
  const statements = createStatements(keys => {
    stated.note(keys);
    judgeStated();
  });
  const reader = createDocumentReader({ home: world.home, log, statements, turns });
  const ledger: Ledger = createLedger({
    ...{ reader, statements, boundary, keyOf, hasUris: true, isWalked: false, now: world.now, turns },
    onChange: (uri, now) => {
      feed.changed(uri, now);
      if (now === undefined) asker.drop(keyOf(uri));
      tellStatus();
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
      ...{ log, turns },
    },
    configure: uri => configuration.get(uri),
    trusted: () => opening.trusted,
    openText: file => openFile(file)?.getText(),
    onArrival: keys => background.run(() => arrived(keys)),
  });
  const asker = createAsker({
    current: uri => ledger.get(uri),
    mayAskForFolder: () => !scanner.stopped,
    typingDelay: delays.typing,
    turns,
  });
  const files = createFilesOnDisk({
    ...{ reader, named: createNamedExactly(statements), workspace, ledger, boundary, log, passedOver, turns },
    onRead: (checked, asked) => (asked ? asker.askAll(checked) : asker.askNew(checked)),
  });
  const stated = createStated({ reader, ledger, files, presenter: () => presenter });
  const scanner: Scanner = createScanner({
    ...{ files, workspace, begin, refresh, log },
    // Who includes what may say where its names are asked, and so may what is included there.
    async onMade() {
      await stated.settle();
      await ledger.walked(true);
    },
    whileMaking: read =>
      ledger.holding(async () => {
        await read();
        await stated.settle();
      }),
    onChange: tellStatus,
    async onEnd(milliseconds, stopped) {
      await stated.restate();
      log(await scanLine(ledger.all(), milliseconds, stopped, turns));
    },
  });
  const presenter = createPresenter({
    ...{ documents, reader, workspace, ledger, boundary, asker, passedOver },
    inBackground: background.run,
  });
  const problems = createRepositoryProblems(
    params => connection.sendDiagnostics(params),
    file => openFile(file)?.uri ?? uriOf(file),
  );
  const watchedAbove = createWatchedAbove({ connection, abilities, log });
  const opening: Opening = createOpening({
    ...{ configuration, workspace, reader, ledger, asker, presenter, scanner, background },
    delay: delays.files,
    folders: foldersOf(params),
    trusted: initializationOptions?.trusted !== false,
    onOpen() {
      // Said anew where settings change.
      log(firstLine(workspace.folders, `Node ${process.versions.node}`));
      askAllOpen();
      tellStatus();
    },
    onHeard() {
      const words = workspace.folders.flatMap(({ word }) => word ?? []);
      problems.tell(words);
      const opened = workspace.folders.flatMap(({ root }) => root ?? []);
      background.run(() =>
        watchedAbove.watch(
          opened,
          words.map(({ root }) => root),
        ),
      );
    },
  });
  const rehearSoon = background.debounce(delays.gather, () => background.run(opening.rehear)).soon;
  const fileChanges = createFileChanges({
    ...{ workspace, ledger, scanner, opening, background, refresh, turns },
    delay: delays.files,
  });
  background.every(delays.fresh, askAllOpen);
  const reports = createReports({ connection, abilities, say });
  const ahead = createAhead({ ledger, reader, abilities, world }, background.run);

  /** A file on disk as the client has it open. */
  function openFile(file: string): TextDocument | undefined {
    const key = keyOf(uriOf(file));
    return documents.all().find(({ uri }) => keyOf(uri) === key);
  }

  /** The client tells of a file that may say something about a repository. */
  function noteRepository(uri: string): void {
    if (uri.endsWith(`/${REPOSITORY_FILE}`)) rehearSoon();
  }

  async function arrived(keys: ReadonlySet<string>): Promise<void> {
    await ledger.changed(keys);
    scanner.arrived();
    lookSoon();
    tellStatus();
  }

  /** Looks again at what workspaces provide, and judges anew the documents that name it. */
  async function refresh(): Promise<void> {
    await reader.relearn();
    await stated.restate();
    tellStatus();
  }

  function askAllOpen(): void {
    for (const checked of ledger.all()) if (checked.version !== undefined) asker.askAll(checked);
  }

  function say(sentence: string): void {
    const message = notificationText(sentence);
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  }

  return {
    choosesPins: initializationOptions?.choosesPins === true,
    showsWhy: initializationOptions?.showsWhy === true,
    get runsInTerminal() {
      return opening.trusted && initializationOptions?.runsInTerminal === true;
    },
    plansPullBacks: initializationOptions?.plansPullBacks === true,
    ...{ askedAgain, tellStatus },
    ...{ world, abilities, ledger, reader, diagnosed, boundary, scanner, ahead, begin, pull, hints, lenses, log },
    ...{ say, reports },
    ready: opening.ready,
    get presented() {
      return presenter.presented;
    },
    reload: opening.reload,
    async forgetAnswers() {
      await workspace.forgetAnswers();
      background.run(opening.reload);
    },
    start: () => background.run(opening.reload),
    openFile,
    changed(document) {
      noteRepository(document.uri);
      // What is opened before the settings are read is shown when they are.
      if (opening.isReady) presenter.changed(document);
    },
    saved(document) {
      presenter.flush();
      const checked = ledger.get(document.uri);
      if (checked !== undefined) asker.askAll(checked);
      if (watchedAbove.isUnwatched) rehearSoon();
    },
    closed({ uri }) {
      noteRepository(uri);
      presenter.closed(uri);
      if (!opening.isReady) return;
      ledger.close(uri);
      // A walk under way may have passed it by because it was open.
      if (scanner.scanning) fileChanges.missed(uri);
      background.run(() => scanner.reread(uri));
    },
    filesChanged(events) {
      for (const { uri } of events) noteRepository(uri);
      fileChanges.changed(events);
    },
    filesMoved(uris) {
      for (const uri of uris) noteRepository(uri);
      fileChanges.moved(uris);
    },
    settingsChanged: opening.settingsChanged,
    foldersChanged: opening.foldersChanged,
    trust: opening.trust,
    async close() {
      endLog();
      background.close();
      scanner.close();
      asker.close();
      feed.close();
      await reports.close();
      await workspace.close();
    },
  };
}
