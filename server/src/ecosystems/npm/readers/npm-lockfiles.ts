import type { Reader } from '../../../model/reader.ts';
import type { NpmClient } from '../clients.ts';
import { saidOfClient } from '../syntax/client-around.ts';

/** Names of the files that only one client writes or reads, and of which nothing else is read. */
const SHOWN_BY: Readonly<Record<string, NpmClient>> = {
  'bun.lockb': 'bun',
};

/**
 * Files of Bun's, of which manifests are told that they are there, and so who installs. Its older lockfile is no text.
 */
export const npmLockfiles: Reader = {
  id: 'npm-lockfiles',
  files: Object.keys(SHOWN_BY),
  languages: [],
  speaks: 'below',
  isAside: true,
  saysByName: true,
  read(_text, file) {
    const client = SHOWN_BY[file.slice(file.lastIndexOf('/') + 1)];
    const statements = client === undefined ? [] : [saidOfClient({ is: 'shows', client })];
    return { references: [], ignores: [], statements };
  },
};
