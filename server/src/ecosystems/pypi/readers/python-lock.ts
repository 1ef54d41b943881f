import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reading } from '../../../model/reference.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { directAround } from '../syntax/direct-names.ts';
import { lockReading } from '../syntax/lock-reading.ts';
import { tableOf, textOf } from '../syntax/lock-toml-values.ts';
import { indexLocked, UNKNOWN_INDEX } from '../syntax/lockfiles.ts';
import { pdmPackages } from '../syntax/pdm-packages.ts';
import { poetryPackages } from '../syntax/poetry-packages.ts';
import { nameOf } from '../syntax/requirements-paths.ts';

/**
 * The lockfiles of Poetry and PDM, of which the project beside is told the releases that they hold of indexes, and all
 * below from which. What the project wants itself they do not tell, but the manifest beside.
 */
export const pythonLock: Reader = {
  id: 'python-lock',
  files: ['poetry.lock', 'pdm.lock'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: (text, file, around) => atOnce(steps(text, file, around)),
  readInSteps: steps,
};

function* steps(text: string, file: string, around = NOTHING_AROUND): Generator<void, Reading> {
  const name = nameOf(file);
  const client = name === 'pdm.lock' ? 'pdm' : 'poetry';
  const read = yield* client === 'pdm' ? pdmPackages(text) : poetryPackages(text);
  const direct = directAround(around, 'pyproject.toml');
  const importers = direct === undefined ? undefined : [{ importer: '', wants: direct.map(own => ({ name: own })) }];
  // Both write it behind or before all else, so that a file that was cut is told from a whole one.
  const isWhole = read.isWhole && textOf(tableOf(read.root, 'metadata'), CONTENT[client]) !== undefined;
  const { packages, isFought } = read;
  return yield* lockReading({ name, client, packages, importers, isWhole, isFought, reach: 'below' });
}

const CONTENT = { poetry: 'content-hash', pdm: 'content_hash' } as const;
