import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading } from '../../../model/reference.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { lockEntries } from '../syntax/lock-reading.ts';
import { lockedRelease } from '../syntax/locked-package.ts';
import { indexesLocked, indexLocked, UNKNOWN_INDEX } from '../syntax/lockfiles.ts';
import { pylockPackages } from '../syntax/pylock-packages.ts';
import { nameOf } from '../syntax/requirements-paths.ts';

/**
 * The standard's lockfiles (PEP 751, "File Name", `packages.index`). Which manifest one is of it does not say, so
 * nothing is held by it; but what lies beside it is told where names came from.
 */
export const pylock: Reader = {
  id: 'pylock',
  files: ['pylock.toml', 'pylock.*.toml'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: (text, file) => atOnce(steps(text, file)),
  readInSteps: steps,
};

function* steps(text: string, file: string): Generator<void, Reading> {
  const read = yield* pylockPackages(text);
  // Of a version that nobody knows yet it is as if it could not be read.
  if (read === undefined) {
    return { references: [], ignores: [], statements: [indexLocked(UNKNOWN_INDEX, 'below')] };
  }
  const { client, packages, isFought } = read;
  const lockfile = { name: nameOf(file), client, packages, importers: undefined } as const;
  const reading = yield* lockEntries({ ...lockfile, isWhole: false, isFought, reach: 'below' });
  yield;
  const releases = packages.flatMap(each => lockedRelease(each) ?? []);
  return { ...reading, statements: yield* indexesLocked(releases, 'below') };
}
