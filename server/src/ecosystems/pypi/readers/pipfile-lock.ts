import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import { directAround } from '../syntax/direct-names.ts';
import { lockEntries, lockStatements } from '../syntax/lock-reading.ts';
import { indexLocked, UNKNOWN_INDEX } from '../syntax/lockfiles.ts';
import { readPipfileLock } from '../syntax/pipfile-lock-text.ts';
import { pipfilePackages } from '../syntax/pipfile-packages.ts';

/**
 * Pipenv's lockfile: a table for each category of the Pipfile beside, which is told what they hold of indexes. Who
 * brings what in it does not tell, but the Pipfile what is wanted itself.
 */
export const pipfileLock: Reader = {
  id: 'pipfile-lock',
  files: ['Pipfile.lock'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: (text, _file, around = NOTHING_AROUND) => {
    const lock = readPipfileLock(text);
    const { isWhole, isFought } = lock;
    const categories = pipfilePackages(lock);
    const direct = directAround(around, 'Pipfile');
    const importers = direct === undefined ? undefined : [{ importer: '', wants: direct.map(name => ({ name })) }];
    const lockfile = { client: 'pipenv', isWhole, isFought, reach: 'below' } as const;
    const packages = categories.flatMap(category => category.packages);
    const whole = lockEntries({ ...lockfile, name: 'Pipfile.lock', packages, importers });
    const statements = categories.flatMap(category => {
      const its = { ...lockfile, name: `Pipfile.lock ${category.name}`, packages: category.packages };
      return lockStatements({ ...its, importers: undefined });
    });
    return { ...whole, statements };
  },
};
