import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { heldByNone, indexAt, type LockedRelease, releasesHeld } from '../syntax/lockfiles.ts';
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
    const releases = findInToml(parseToml(text).root, 'package[]').flatMap(({ value }): LockedRelease[] => {
      if (value?.kind !== 'map' || addressIn(value) !== undefined) return [];
      const [name, version] = [textIn(value, 'name'), textIn(value, 'version')];
      const source = value.first('source')?.value;
      const from = source?.kind === 'map' ? source : undefined;
      if (name === undefined || version === undefined) return [];
      if (from === undefined) return [{ name, version }];
      // Poetry calls an index of its own a legacy one.
      return textIn(from, 'type') === 'legacy' ? [{ name, version, ...indexAt(textIn(from, 'url')) }] : [];
    });
    const held = isConflicted(text) ? heldByNone(releases) : releases;
    return { references: [], ignores: [], statements: releasesHeld(file.slice(file.lastIndexOf('/') + 1), held) };
  },
};
