import path from 'node:path';
import { isHidden, type ReadOutcome } from '../files/document.ts';
import type { InsideOutcome } from '../files/inside.ts';
import { linesOf } from '../model/positions.ts';
import type { Reader } from '../model/reader.ts';
import type { Statement } from '../model/statement.ts';
import type { Statements } from './statements.ts';

/** Keeps what follows from files that are there and cannot be read, until they can or are gone. */
export interface UnreadFiles {
  /**
   * Takes what came of reading a file, or that it is gone.
   *
   * @param file an absolute path
   * @param reader by its name, if one has such files
   */
  note(file: string, reader: Reader | undefined, outcome: Outcome): void;
}

export function createUnreadFiles(statements: Pick<Statements, 'put' | 'drop'>): UnreadFiles {
  const noted = new Set<string>();
  return {
    note(file, reader, outcome) {
      const said = reader === undefined ? undefined : unreadAs(reader, outcome);
      // It is not the file that states this.
      const id = `${file} hidden`;
      if (said === undefined) {
        if (noted.delete(file)) statements.drop(id, 'disk');
        return;
      }
      noted.add(file);
      const folder = path.dirname(file);
      statements.put({ id, folder, file: path.basename(file), rangeOf: linesOf('').rangeOf }, 'disk', said);
    },
  };
}

/** What follows from what came of reading a file of a kind, where it could not be read; `undefined` for nothing. */
export function unreadAs(reader: Reader, outcome: Outcome | InsideOutcome): readonly Statement[] | undefined {
  if (outcome.is === 'gone' || outcome.is === 'unknown-kind' || reader.recognises !== undefined) return undefined;
  return isHidden(outcome) ? reader.unread : undefined;
}

type Outcome = ReadOutcome | { readonly is: 'unknown-kind' } | { readonly is: 'gone' };
