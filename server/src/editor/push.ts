import { type Connection, PublishDiagnosticsNotification } from 'vscode-languageserver';
import type { Diagnosed } from './diagnosed.ts';
import type { Checked } from './workspace.ts';

/** Brings diagnostics to the client, whichever way it takes them. */
export interface Feed {
  /** What is shown of a document has changed, or (`undefined`) there is nothing to show any more. */
  changed(uri: string, now: Checked | undefined): void;
  /** Ends what is held open. */
  close(): void;
}

/** For clients that wait to be told. */
export function pushFeed(connection: Connection, diagnosed: Diagnosed, withVersion: boolean): Feed {
  return {
    changed(uri, now) {
      const version = withVersion && now?.version !== undefined ? { version: now.version } : {};
      const diagnostics = now === undefined ? [] : [...diagnosed(now)];
      void connection.sendNotification(PublishDiagnosticsNotification.type, { uri, ...version, diagnostics });
    },
    close() {},
  };
}
