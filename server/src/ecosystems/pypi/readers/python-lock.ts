import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import {
  heldByNone,
  indexAt,
  indexLocked,
  isOfEverybodys,
  type LockedRelease,
  releasesHeld,
  UNKNOWN_INDEX,
} from '../syntax/lockfiles.ts';
import { addressIn, textIn } from '../syntax/named-places.ts';
import { nameOf } from '../syntax/requirements-paths.ts';

/**
 * The lockfiles of Poetry and PDM, of which the project beside is told the releases that they hold of indexes, and all
 * below from which.
 */
export const pythonLock: Reader = {
  id: 'python-lock',
  files: ['poetry.lock', 'pdm.lock'],
  languages: [],
  speaks: 'below',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: (text, file) => {
    const releases = findInToml(parseToml(text).root, 'package[]').flatMap(({ value }): LockedRelease[] => {
      if (value?.kind !== 'map' || addressIn(value) !== undefined) return [];
      const [name, version, source] = [textIn(value, 'name'), textIn(value, 'version'), value.first('source')?.value];
      if (name === undefined) return [];
      if (source === undefined) return [{ name, version, ...indexByFiles(value) }];
      const from = source.kind === 'map' ? source : undefined;
      const type = from === undefined ? undefined : textIn(from, 'type');
      if (from === undefined || type === undefined) return [{ name, index: UNKNOWN_INDEX }];
      // Poetry calls an index of its own a legacy one.
      return type === 'legacy' ? [{ name, version, ...indexAt(textIn(from, 'url')) }] : [];
    });
    const held = isConflicted(text) ? heldByNone(releases) : releases;
    return { references: [], ignores: [], statements: releasesHeld(nameOf(file), held, 'below') };
  },
};

/** PDM may write down where files came from (pdm-project.org, "static_urls"), but not by which index. */
function indexByFiles(table: TomlTable): Pick<LockedRelease, 'index'> {
  const files = table.first('files')?.value;
  const urls = (files?.kind === 'list' ? files.items : []).flatMap(({ value }) =>
    value?.kind === 'map' ? (textIn(value, 'url') ?? []) : [],
  );
  return urls.every(isOfEverybodys) ? {} : { index: UNKNOWN_INDEX };
}
