import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
} from 'vscode-languageserver';
import { holds } from '../files/folders-upward.ts';
import { REPOSITORY_FILE } from '../repository-settings.ts';
import type { Abilities } from './abilities.ts';
import { uriOf } from './uris.ts';

/**
 * Has the client watch repositories' own files that lie above the opened folders, which it watches by patterns relative
 * to the repositories (LSP 3.17, `RelativePattern`).
 */
export interface WatchedAbove {
  /**
   * Tells which repositories hold the opened folders now.
   *
   * @param opened the roots of the opened folders
   * @param repositories those of the repositories, as absolute paths as well
   */
  watch(opened: readonly string[], repositories: readonly string[]): Promise<void>;
  /** Whether such a file is obeyed and cannot be watched: then it is looked at when something is saved. */
  readonly isUnwatched: boolean;
}

export interface WatchedAboveOptions {
  readonly connection: Connection;
  readonly abilities: Pick<Abilities, 'watchFiles' | 'watchRelative'>;
  readonly log: (line: string) => void;
}

export function createWatchedAbove({ connection, abilities, log }: WatchedAboveOptions): WatchedAbove {
  const canWatch = abilities.watchFiles && abilities.watchRelative;
  let above: readonly string[] = [];
  let watching: Promise<Disposable | undefined> = Promise.resolve(undefined);

  async function renewed(before: Promise<Disposable | undefined>): Promise<Disposable | undefined> {
    (await before)?.dispose();
    if (above.length === 0) return undefined;
    const watchers = above.map(
      (root): FileSystemWatcher => ({ globPattern: { baseUri: uriOf(root), pattern: REPOSITORY_FILE } }),
    );
    try {
      return await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    } catch (error) {
      log(`The editor refused a registration: ${String(error)}.`);
      return undefined;
    }
  }

  return {
    async watch(opened, repositories) {
      const now = [...new Set(repositories)].filter(root => !opened.some(folder => holds(folder, root))).sort();
      if (now.join('\n') === above.join('\n')) return;
      above = now;
      if (canWatch) watching = renewed(watching);
      await watching;
    },
    get isUnwatched() {
      return above.length > 0 && !canWatch;
    },
  };
}
