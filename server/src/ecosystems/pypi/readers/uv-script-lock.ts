import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { releasesHeld } from '../syntax/lockfiles.ts';
import { nameOf } from '../syntax/requirements-paths.ts';
import { uvPackages } from '../syntax/uv-packages.ts';

/** uv's lockfile of one script (docs.astral.sh/uv, "Locking dependencies" of scripts), which is told what it holds. */
export const uvScriptLock: Reader = {
  id: 'uv-script-lock',
  files: ['*.py.lock'],
  languages: [],
  speaks: 'beside',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  read: (text, file) => {
    const { releases } = uvPackages(text);
    return { references: [], ignores: [], statements: releasesHeld(nameOf(file), releases, 'beside', 'itself') };
  },
};
