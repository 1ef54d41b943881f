import type { InitializeParams } from 'vscode-languageserver';
import type { DocumentReader } from '../workspace/documents.ts';
import type { Asker } from './asking.ts';
import type { Background } from './background.ts';
import type { Configuration } from './configuration.ts';
import type { Presenter } from './presenter.ts';
import type { Scanner } from './scan.ts';
import { uriOf } from './uris.ts';
import type { Ledger, Workspace } from './workspace.ts';

/**
 * The folders that the client has opened, with the settings and the tools' configuration that hold in them: read when
 * the session starts, and read anew when they change.
 */
export interface Opening {
  /** Settled when they were read for the first time: local work only, so requests may wait for it. */
  readonly ready: Promise<void>;
  /** Whether {@link ready} is settled. */
  readonly isReady: boolean;
  /** Whether the user trusts the folders. */
  readonly trusted: boolean;
  /**
   * Reads them anew and shows every document by them; then has the folders walked, for which it does not wait. From
   * then on nothing is asked by what held before.
   */
  anew(): Promise<void>;
  /** Reads anew what repositories say of themselves, and does no more than that asks for. */
  rehear(): Promise<void>;
  /** The same as {@link anew}, and waits until the folders were walked and all was asked. */
  reload(): Promise<void>;
  /** `workspace/didChangeConfiguration`, with what the client sent along. */
  settingsChanged(sent: unknown): void;
  foldersChanged(added: readonly string[], removed: readonly string[]): void;
  trust(): void;
}

export interface OpeningParts {
  readonly configuration: Configuration;
  readonly workspace: Workspace;
  readonly reader: Pick<DocumentReader, 'relearn'>;
  readonly ledger: Ledger;
  readonly asker: Asker;
  readonly presenter: Presenter;
  readonly scanner: Scanner;
  readonly background: Background;
  /** While changes are gathered, in milliseconds. */
  readonly delay: number;
  /** The URIs of the folders that are open at first. */
  readonly folders: readonly string[];
  readonly trusted: boolean;
  /** Told when all that is open was shown anew. */
  readonly onOpen: () => void;
  /** Told when it was read what repositories say of themselves. */
  readonly onHeard: () => void;
}

export function createOpening(parts: OpeningParts): Opening {
  const { configuration, workspace, reader, ledger, asker, presenter, scanner, background, delay, onOpen, onHeard } =
    parts;
  const folders = new Set(parts.folders);
  let markReady: () => void = () => {};
  const ready = new Promise<void>(resolve => {
    markReady = resolve;
  });
  const gather = background.debounce(delay, () => background.run(reload));
  let { trusted } = parts;
  let isReady = false;

  async function open(): Promise<void> {
    await Promise.all([workspace.open([...folders]), reader.relearn()]);
    await presenter.learn();
    isReady = true;
    asker.forget();
    scanner.forget();
    void ledger.walked(false);
    onHeard();
    await move();
    presenter.presentAll();
    markReady();
    onOpen();
  }

  function move(): Promise<void> {
    return ledger.move(uri => {
      const place = workspace.placeOf(uri);
      const { root, settings } = place.folder;
      return ledger.isOpen(uri) || (root !== undefined && settings.scanWorkspace) ? place : undefined;
    });
  }

  async function anew(): Promise<void> {
    await open();
    background.run(() => scanner.scan('start'));
  }

  async function reload(): Promise<void> {
    await open();
    await scanner.scan('start');
  }

  return {
    ready,
    get isReady() {
      return isReady;
    },
    get trusted() {
      return trusted;
    },
    anew,
    async rehear() {
      // What is read for the first time is read now.
      if (!isReady) return;
      const reheard = await workspace.rehear();
      onHeard();
      switch (reheard) {
        case 'same':
          return;
        case 'judge-anew':
          return move();
        case 'read-anew':
          return anew();
      }
    },
    reload,
    settingsChanged(sent) {
      configuration.sent(sent);
      gather.soon();
    },
    foldersChanged(added, removed) {
      for (const uri of removed) folders.delete(uri);
      for (const uri of added) folders.add(uri);
      gather.soon();
    },
    trust() {
      if (trusted) return;
      trusted = true;
      background.run(reload);
    },
  };
}

/** The URIs of the folders that the client opens with. Old clients name one, by its path alone. */
export function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  const root = rootUri ?? (rootPath ? uriOf(rootPath) : undefined);
  return workspaceFolders?.map(({ uri }) => uri) ?? (root === undefined ? [] : [root]);
}
