import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading } from '../../../model/reference.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { lockReading } from '../syntax/lock-reading.ts';
import { nameOf } from '../syntax/requirements-paths.ts';
import { uvPackages } from '../syntax/uv-packages.ts';

/** uv's lockfile of one script (docs.astral.sh/uv, "Locking dependencies" of scripts), which is told what it holds. */
export const uvScriptLock: Reader = {
  id: 'uv-script-lock',
  files: ['*.py.lock'],
  languages: [],
  speaks: 'beside',
  largest: LARGEST_LOCKFILE,
  read: (text, file) => atOnce(steps(text, file)),
  readInSteps: steps,
};

function* steps(text: string, file: string): Generator<void, Reading> {
  const { packages, importers, isFought } = yield* uvPackages(text, 'script');
  const its = importers.length === 0 ? undefined : importers;
  const script = { name: nameOf(file), client: 'uv', packages, importers: its } as const;
  return yield* lockReading({
    ...script,
    isWhole: false,
    isFought,
    reach: 'beside',
    speaksFor: 'itself',
  });
}
