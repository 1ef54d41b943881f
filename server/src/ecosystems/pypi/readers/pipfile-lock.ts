import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reading } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { atOnce } from '../../../syntax/at-once.ts';
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
  read: (text, file, around) => atOnce(steps(text, file, around)),
  readInSteps: steps,
};

function* steps(text: string, _file: string, around = NOTHING_AROUND): Generator<void, Reading> {
  const lock = yield* readPipfileLock(text);
  const { isWhole, isFought } = lock;
  const categories = yield* pipfilePackages(lock);
  const direct = directAround(around, 'Pipfile');
  const importers = direct === undefined ? undefined : [{ importer: '', wants: direct.map(name => ({ name })) }];
  const lockfile = { client: 'pipenv', isWhole, isFought, reach: 'below' } as const;
  const packages = categories.flatMap(category => category.packages);
  const whole = yield* lockEntries({ ...lockfile, name: 'Pipfile.lock', packages, importers });
  const statements: Statement[] = [];
  for (const category of categories) {
    const its = { ...lockfile, name: `Pipfile.lock ${category.name}`, packages: category.packages };
    for (const each of yield* lockStatements({ ...its, importers: undefined })) statements.push(each);
  }
  return { ...whole, statements };
}
