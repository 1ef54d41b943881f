import type { Connection } from 'vscode-languageserver';
import { LONGEST_MESSAGE, plainText } from '../model/plain-text.ts';

/** The client's log, as a session writes it. */
export interface SessionLog {
  /** Sends a sentence, as plain text. */
  readonly log: (words: string) => void;
  /** Nothing is sent any more. */
  end(): void;
}

/** `window/logMessage` (LSP 3.17). */
export function createSessionLog(connection: Connection): SessionLog {
  let lastLine = '';
  let hasEnded = false;
  return {
    log(words) {
      const line = plainText(words, LONGEST_MESSAGE);
      // Several folders tell the same of the user's own configuration, one after the other.
      if (!hasEnded && line !== lastLine) connection.console.info(line);
      lastLine = line;
    },
    end() {
      hasEnded = true;
    },
  };
}
