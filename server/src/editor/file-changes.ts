import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { ancestorsOf, holds } from '../files/folders-upward.ts';
import { isNeverEntered } from '../files/never-entered.ts';
import { createTouched, type Touched } from '../files/touched.ts';
import { type TakeTurns, takeTurns } from '../files/turn.ts';

import type { Background } from './background.ts';
import type { Decided } from './deciding-files.ts';
import type { Opening } from './opening.ts';
import type { Scanner } from './scan.ts';
import { checkedOutAt, isUnread } from './unread-events.ts';
import { pathOf, uriOf } from './uris.ts';
import { isIgnoreFile, isRouteFile, isWorkspaceFile } from './watched.ts';
import type { Ledger, Workspace } from './workspace.ts';

/**
 * Follows what happens to files and folders on disk. What the editor tells of is a reason to look, and no more: a
 * folder that went and came back is told as changed, or as gone though it is there, and of what lies in a folder that
 * comes or goes nothing is told at all. So all that was touched within a while is looked at once, and what is there
 * counts.
 */
export interface FileChanges {
  /** `workspace/didChangeWatchedFiles`. What comes before the settings are read is left to the first walk. */
  changed(events: readonly FileEvent[]): void;
  /** Files and folders that the user made, moved or removed in the editor, by their URIs before and after. */
  moved(uris: readonly string[]): void;
  /** A file that a walk under way may have passed by. */
  missed(uri: string): void;
}

export interface FileChangesOptions {
  readonly workspace: Workspace;
  readonly ledger: Ledger;
  readonly scanner: Scanner;
  readonly opening: Opening;
  readonly background: Background;
  /** Brings up to date what workspaces provide. Never rejects. */
  readonly refresh: () => Promise<void>;
  /** While changes are gathered, in milliseconds. */
  readonly delay: number;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

export function createFileChanges(options: FileChangesOptions): FileChanges {
  const { workspace, ledger, scanner, opening, background, refresh, delay, turns = takeTurns } = options;
  let untold: (readonly Happened[])[] = [];
  let isEarly = false;
  let looking: Promise<void> = Promise.resolve();
  const gather = background.debounce(delay, () => background.run(lookSoon), delay * LONGEST_BURST);

  /** What happens during a look is looked at by the next one, together. */
  function lookSoon(): Promise<void> {
    looking = looking.catch(() => undefined).then(lookAtAll);
    return looking;
  }

  async function lookAtAll(): Promise<void> {
    const events = untold;
    const early = isEarly;
    untold = [];
    isEarly = false;
    const { places, folders, decided } = await sorted(events);
    // Before anything is read: nothing must be asked by the old routes.
    await decide({ ...decided, routes: decided.routes || isAroundOpenOne(places) });
    if (folders.size > 0) await scanner.look(folders, { unsure: early && places.size > 0, decide });
  }

  /** What was touched, by the folder that it lies in, and what is known of it by its name alone. */
  async function sorted(events: readonly (readonly Happened[])[]): Promise<Sorted> {
    const turn = turns();
    const opened = roots();
    const seen = new Set<string>();
    const places = new Set<string>();
    const folders = new Map<string, Touched>();
    const touch = (root: string, names: readonly string[]) => {
      const touched = folders.get(root) ?? createTouched();
      touched.add(names);
      folders.set(root, touched);
    };
    let [routes, own] = [false, false];
    // Thousands of them come in one message.
    for (const { uri, moved } of events.flat()) {
      if (turn.isOver()) await turn.end();
      const place = isUnread(uri, opened) || seen.has(`${moved} ${uri}`) ? undefined : pathOf(uri);
      if (place === undefined) continue;
      seen.add(`${moved} ${uri}`);
      // A folder that is opened by itself may lie in what came or went, or be it.
      for (const { root } of workspace.folders) if (root !== undefined && holds(place, root)) touch(root, []);
      const { folder, file, excluded } = workspace.placeOf(uri);
      const names = file.split('/');
      const checkedOut = checkedOutAt(names);
      if (checkedOut !== undefined && folder.root !== undefined) touch(folder.root, checkedOut);
      if (excluded || isNeverEntered(names.at(-1) ?? '')) continue;
      routes ||= isRouteFile(place);
      own ||= isWorkspaceFile(place);
      if (moved) places.add(place);
      if (folder.root === undefined) continue;
      touch(folder.root, names);
      if (isIgnoreFile(place)) touch(folder.root, names.slice(0, -1));
    }
    return { places, folders, decided: { routes, workspace: own } };
  }

  /**
   * Whether a folder came or went that an open document lies in. Its project may have come or gone with it, where no
   * walk would find that.
   */
  function isAroundOpenOne(places: ReadonlySet<string>): boolean {
    if (places.size === 0) return false;
    return [...ledger.all()].some(({ uri, version }) => {
      const place = version === undefined ? undefined : pathOf(uri);
      return place !== undefined && ancestorsOf(place).some(folder => places.has(folder));
    });
  }

  /** Manifests say what the workspace provides, and whose configuration counts in it. */
  async function decide(decided: Decided): Promise<void> {
    if (decided.routes) return opening.anew();
    if (!decided.workspace) return;
    await refresh();
    if (await workspace.isStale()) await opening.anew();
  }

  function take(events: readonly Happened[]): void {
    const [first] = events;
    if (!opening.isReady || first === undefined) return;
    const opened = roots();
    // Many are sorted later, in short turns.
    if (events.length <= FEW && events.every(({ uri }) => isUnread(uri, opened))) return;
    // One file that was written is read at once; more of them may be a burst that has begun.
    const isOne = untold.length === 0 && events.every(({ uri, moved }) => !moved && uri === first.uri);
    untold.push(events);
    isEarly ||= !scanner.hasWalked;
    if (isOne && scanner.found(first.uri)) gather.now();
    else gather.soon();
  }

  function roots(): readonly string[] {
    return workspace.folders.flatMap(({ root }) => (root === undefined ? [] : uriOf(root)));
  }

  return {
    changed: events => take(events.map(({ uri, type }) => ({ uri, moved: type !== FileChangeType.Changed }))),
    moved: uris => take(uris.map(uri => ({ uri, moved: true }))),
    missed: uri => take([{ uri, moved: false }]),
  };
}

/** What the editor told of a file or folder. */
interface Happened {
  readonly uri: string;
  /** Whether it came or went, or else only changed. */
  readonly moved: boolean;
}

interface Sorted {
  /** The absolute paths of what came or went. */
  readonly places: ReadonlySet<string>;
  /** By the folder's root. */
  readonly folders: ReadonlyMap<string, Touched>;
  readonly decided: Decided;
}

/** How long a burst is waited for, in delays. */
const LONGEST_BURST = 5;
/** So many events are looked at in one turn. */
const FEW = 100;
