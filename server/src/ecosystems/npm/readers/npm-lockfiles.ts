import type { Reader } from '../../../model/reader.ts';
import type { NpmClient } from '../clients.ts';
import { saidOfClient } from '../syntax/client-around.ts';

/** Names of the files that only one client writes or reads. A lockfile of Yarn's alone is Yarn 1's. */
const SHOWN_BY: Readonly<Record<string, NpmClient>> = {
  'yarn.lock': 'yarn1',
  'pnpm-lock.yaml': 'pnpm',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
};

/** The lockfiles of npm, Yarn, pnpm and Bun, of which manifests are told that they are there, and so who installs. */
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
