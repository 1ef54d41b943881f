import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { releaseHeld } from '../syntax/lockfiles.ts';
import { addressIn, textIn } from '../syntax/named-places.ts';

/** The lockfiles of Poetry and PDM, of which the project beside is told the releases that they hold of indexes. */
export const pythonLock: Reader = {
  id: 'python-lock',
  files: ['poetry.lock', 'pdm.lock'],
  languages: [],
  speaks: 'beside',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  read: (text, file) => {
    const lockfile = file.slice(file.lastIndexOf('/') + 1);
    const statements = findInToml(parseToml(text).root, 'package[]').flatMap(({ value }) => {
      if (value?.kind !== 'map' || addressIn(value) !== undefined) return [];
      const [name, version] = [textIn(value, 'name'), textIn(value, 'version')];
      const source = value.first('source')?.value;
      const from = source?.kind === 'map' ? textIn(source, 'type') : undefined;
      // Poetry calls an index of its own a legacy one.
      if (name === undefined || version === undefined || (from !== undefined && from !== 'legacy')) return [];
      return [releaseHeld(lockfile, name, version)];
    });
    return { references: [], ignores: [], statements };
  },
};
