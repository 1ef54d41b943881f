import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Boundary } from '../boundary.ts';
import { readerFor } from '../ecosystems/readers.ts';
import { LARGEST_DOCUMENT } from '../model/reader.ts';
import type { DocumentReader } from '../workspace/documents.ts';
import type { Asker } from './asking.ts';
import { createNewest } from './newest.ts';
import type { PassedOver } from './passed-over.ts';
import { keyOf } from './uris.ts';
import type { Ledger, Workspace } from './workspace.ts';

/** The documents that the client has open. */
export interface OpenDocuments {
  all(): readonly TextDocument[];
}

/** Puts open documents into the ledger, as soon as it is known what lies around them, and has their questions put. */
export interface Presenter {
  /** Settled when every open document was shown: local work only. */
  readonly presented: Promise<unknown>;
  /** Learns of the folders and the open documents: some files on this machine. */
  learn(): Promise<void>;
  /** Shows every open document anew. Of those that {@link learn} learnt of, nothing is asked. */
  presentAll(): void;
  /** Shows a document soon: of what is typed meanwhile, only the newest. */
  changed(document: TextDocument): void;
  /** Shows an open document anew that is read in another way by now, by its key. */
  again(key: string): void;
  /** Shows what waits at once. */
  flush(): void;
  closed(uri: string): void;
}

/** What a {@link Presenter} works with. */
export interface PresenterParts {
  readonly documents: OpenDocuments;
  readonly reader: DocumentReader;
  readonly workspace: Workspace;
  readonly ledger: Ledger;
  readonly boundary: Boundary;
  readonly asker: Asker;
  readonly passedOver: PassedOver;
  readonly inBackground: (run: () => Promise<void>) => void;
}

export function createPresenter(parts: PresenterParts): Presenter {
  const { documents, reader, workspace, ledger, boundary, asker, passedOver, inBackground } = parts;
  /** Judging a large document takes longer than a keystroke, so those that came meanwhile are judged together. */
  const changes = createNewest<TextDocument>(document => inBackground(async () => present(document)));
  let presented: Promise<unknown> = Promise.resolve();

  function show(document: TextDocument) {
    const { uri, languageId, version } = document;
    const text = document.getText();
    const place = workspace.placeOf(uri);
    const known = readerFor(place.file, languageId, text);
    const isLarge = text.length > Math.min(known?.largest ?? LARGEST_DOCUMENT, LARGEST_DOCUMENT);
    const excluded = place.excluded || isLarge;
    if (isLarge && !place.excluded && known !== undefined)
      passedOver.add(uri, place.file, 'a text of this size is not read while it is open');
    else passedOver.forget(uri);
    const shown = () => ledger.show({ uri, languageId, version, text }, { ...place, excluded });
    return boundary.round(uri, shown, undefined);
  }

  /** Looks at the workspaces around a directory, and for the project that it belongs to. */
  async function learn(directory: string, opened: string | undefined): Promise<void> {
    await Promise.all([reader.learn(directory, opened), workspace.prepare(directory)]);
  }

  /** Learns of the folders and the open documents: some files on this machine. */
  async function learnAll(): Promise<void> {
    const roots = workspace.folders.flatMap(({ root }) => root ?? []);
    const places = documents.all().map(({ uri }) => workspace.placeOf(uri));
    await Promise.all([
      ...roots.map(root => learn(root, root)),
      ...places.map(({ directory, folder }) => directory && learn(directory, folder.root)),
    ]);
  }

  function isLearnt({ uri }: TextDocument): boolean {
    const { directory } = workspace.placeOf(uri);
    return directory === undefined || (reader.knows(directory) && workspace.isPrepared(directory));
  }

  /** Shows a document and has its questions put: now, or once it is known what is around it. */
  function present(document: TextDocument): void {
    const { directory, folder } = workspace.placeOf(document.uri);
    if (directory !== undefined && !isLearnt(document)) {
      const later = learn(directory, folder.root).then(() => {
        // It may be closed by now.
        if (documents.all().includes(document)) present(document);
      });
      inBackground(() => later);
      presented = Promise.allSettled([presented, later]);
      return;
    }
    const isNew = !ledger.isOpen(document.uri);
    const checked = show(document);
    if (checked === undefined) return;
    if (isNew) asker.askAll(checked);
    else asker.askSoon(checked);
  }

  return {
    get presented() {
      return changes.passed.then(() => presented);
    },
    learn: learnAll,
    presentAll() {
      for (const document of documents.all()) {
        if (isLearnt(document)) show(document);
        else present(document);
      }
    },
    changed: document => changes.put(document.uri, document),
    again(key) {
      for (const document of documents.all()) if (keyOf(document.uri) === key) present(document);
    },
    flush: () => changes.flush(),
    closed: uri => changes.drop(uri),
  };
}
