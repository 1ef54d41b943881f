import { LARGEST_DOCUMENT, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import { directAround } from '../syntax/direct-names.ts';
import { lockReading } from '../syntax/lock-reading.ts';
import { indexLocked, UNKNOWN_INDEX } from '../syntax/lockfiles.ts';
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
  largest: LARGEST_DOCUMENT,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: (text, _file, around = NOTHING_AROUND) => {
    const { categories, isWhole, isFought } = pipfilePackages(text);
    const direct = directAround(around, 'Pipfile');
    const importers = direct === undefined ? undefined : [{ importer: '', wants: direct.map(name => ({ name })) }];
    const lockfile = { client: 'pipenv', isWhole, isFought, reach: 'below' } as const;
    const packages = categories.flatMap(category => category.packages);
    const whole = lockReading({ ...lockfile, name: 'Pipfile.lock', packages, importers });
    const parts = categories.map(category => {
      const its = { ...lockfile, name: `Pipfile.lock ${category.name}`, packages: category.packages };
      return lockReading({ ...its, importers: undefined }).statements;
    });
    return { ...whole, statements: parts.flat() };
  },
};
