import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading } from '../../../model/reference.ts';
import { atOnce } from '../../../syntax/at-once.ts';
import { lockReading } from '../syntax/lock-reading.ts';
import { indexLocked, projectsHeld, UNKNOWN_INDEX } from '../syntax/lockfiles.ts';
import { uvPackages } from '../syntax/uv-packages.ts';

/**
 * uv's lockfile (docs.astral.sh/uv, "Project structure and files"), of which the projects of the workspace are told the
 * releases that it holds of indexes. What has a folder for its source is a project itself.
 */
export const uvLock: Reader = {
  id: 'uv-lock',
  files: ['uv.lock'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  readsTextAlone: true,
  read: text => atOnce(steps(text)),
  readInSteps: steps,
};

function* steps(text: string): Generator<void, Reading> {
  const { projects, packages, importers, isFought, ...read } = yield* uvPackages(text, 'project');
  const its = importers.length === 0 ? undefined : importers;
  // Nothing stands at its end by which one that was cut is told.
  const isWhole = read.isWhole && text.endsWith('\n');
  const lockfile = { name: 'uv.lock', client: 'uv', packages, importers: its } as const;
  const reading = yield* lockReading({ ...lockfile, isWhole, isFought, reach: 'below' });
  return { ...reading, statements: [...projectsHeld('uv.lock', projects), ...reading.statements] };
}
