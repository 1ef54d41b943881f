import { plainText } from '../model/plain-text.ts';
import { keyOf } from './uris.ts';

/** Files of interest that are not read, each told once for as long as the reason stays the same. */
export interface PassedOver {
  /** `why` is a clause, as in `it is larger than 4 MiB`. */
  add(uri: string, shown: string, why: string): void;
  /** The file is read after all, or gone. */
  forget(uri: string): void;
  readonly count: number;
}

export function createPassedOver(log: (line: string) => void): PassedOver {
  const told = new Map<string, string>();
  return {
    add(uri, shown, why) {
      const line = `Passed over \`${plainText(shown, LONGEST_SHOWN)}\`: ${why}.`;
      if (told.get(keyOf(uri)) === line) return;
      told.set(keyOf(uri), line);
      log(line);
    },
    forget(uri) {
      told.delete(keyOf(uri));
    },
    get count() {
      return told.size;
    },
  };
}

// In characters: the longest path that a system knows.
const LONGEST_SHOWN = 4096;
