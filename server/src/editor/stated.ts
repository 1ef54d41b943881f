import path from 'node:path';
import { INCLUDES_KEY } from '../model/statement.ts';
import type { DocumentReader } from '../workspace/documents.ts';
import type { FilesOnDisk } from './files-on-disk.ts';
import type { Presenter } from './presenter.ts';
import { keyOf, uriOf } from './uris.ts';
import type { Ledger } from './workspace.ts';

/** Brings up to date what goes by the statements of other files, as these change. */
export interface Stated {
  /** Documents say something else under these keys since they were judged last. */
  note(keys: Iterable<string>): void;
  /** Judges anew, once for many: of the files of a walk, each says what all before it may have looked at. */
  restate(): Promise<void>;
  /** The same until nothing more is said, with all that files include, and what that includes in turn. */
  settle(): Promise<void>;
}

export interface StatedParts {
  readonly reader: Pick<DocumentReader, 'nowIncluded'>;
  readonly ledger: Pick<Ledger, 'changed' | 'isOpen'>;
  /** Made later, since it tells others in turn. */
  readonly presenter: () => Pick<Presenter, 'again'>;
  readonly files: Pick<FilesOnDisk, 'reread' | 'readNamed'>;
}

export function createStated({ reader, ledger, presenter, files }: StatedParts): Stated {
  const stated = new Set<string>();

  async function restate(): Promise<void> {
    const keys = [...stated];
    stated.clear();
    await ledger.changed(keys);
    if (keys.includes(INCLUDES_KEY)) await readIncluded();
  }

  /** Reads what no reader knew, and what another file includes by now. */
  async function readIncluded(): Promise<void> {
    for (const { directory, file } of await reader.nowIncluded()) {
      if (directory === undefined) continue;
      const uri = uriOf(path.join(directory, path.posix.basename(file)));
      if (ledger.isOpen(uri)) presenter().again(keyOf(uri));
      else await files.reread(uri);
    }
    await files.readNamed();
  }

  return {
    note(keys) {
      for (const key of keys) stated.add(key);
    },
    restate,
    async settle() {
      await readIncluded();
      for (let round = 0; round < MOST_ROUNDS && (round === 0 || stated.size > 0); round += 1) await restate();
    },
  };
}

/** More than people write; what is included beyond is read all the same, and told later. */
const MOST_ROUNDS = 30;
