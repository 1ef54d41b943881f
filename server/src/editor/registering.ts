import {
  CallHierarchyPrepareRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
} from 'vscode-languageserver';
import { HIERARCHY_GLOBS } from './hierarchy-globs.ts';
import type { Session } from './session.ts';
import { EVERYTHING_GLOB, WATCHED_GLOBS } from './watched.ts';

/** What can only be asked for after `initialized`. A client that refuses goes without. */
export function register(connection: Connection, session: Session): void {
  const { abilities, log } = session;
  const refused = (error: unknown) => log(`The editor refused a registration: ${String(error)}.`);
  if (abilities.watchFiles) {
    const watchers = [EVERYTHING_GLOB, ...WATCHED_GLOBS].map(globPattern => ({ globPattern }));
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(refused);
  }
  if (abilities.registersHierarchy) {
    const documentSelector = HIERARCHY_GLOBS.map(pattern => ({ scheme: 'file', pattern }));
    connection.client.register(CallHierarchyPrepareRequest.type, { documentSelector }).catch(refused);
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
