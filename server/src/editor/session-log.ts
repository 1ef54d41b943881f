import type { Connection } from 'vscode-languageserver';
import { LONGEST_MESSAGE, plainText } from '../model/plain-text.ts';

/** The client's log, as a session writes it. */
export interface SessionLog {
  /** Sends a sentence, as plain text. What only helps to look into something is told as `debug`. */
  readonly log: Log;
  /** Nothing is sent any more. */
  end(): void;
}

export type Log = (words: string, level?: LogLevel) => void;
type LogLevel = 'debug' | 'warning';

/** `window/logMessage` (LSP 3.18, where `debug` is new; older clients show it as they show the others). */
export function createSessionLog(connection: Connection): SessionLog {
  let lastLine = '';
  let hasEnded = false;
  return {
    log(words, level) {
      const line = plainText(words, LONGEST_MESSAGE);
      // Several folders tell the same of the user's own configuration, one after the other.
      if (hasEnded || line === lastLine) return;
      lastLine = line;
      switch (level) {
        case 'debug':
          connection.console.debug(line);
          return;
        case 'warning':
          connection.console.warn(line);
          return;
        case undefined:
          connection.console.info(line);
      }
    },
    end() {
      hasEnded = true;
    },
  };
}
