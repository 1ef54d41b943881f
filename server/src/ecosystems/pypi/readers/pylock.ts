import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import {
  indexAt,
  indexesLocked,
  indexLocked,
  isOfEverybodys,
  type LockedRelease,
  UNKNOWN_INDEX,
} from '../syntax/lockfiles.ts';
import { textIn } from '../syntax/named-places.ts';

/**
 * The standard's lockfiles (PEP 751, "File Name", `packages.index`). Which manifest one is of it does not say, so
 * nothing is held by it; but what lies beside it is told where names came from.
 */
export const pylock: Reader = {
  id: 'pylock',
  files: ['pylock.toml', 'pylock.*.toml'],
  languages: [],
  speaks: 'below',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: text => {
    const releases = findInToml(parseToml(text).root, 'packages[]').flatMap(({ value }): LockedRelease[] => {
      const name = value?.kind === 'map' ? textIn(value, 'name') : undefined;
      if (value?.kind !== 'map' || name === undefined) return [];
      if (ADDRESSES.some(key => value.first(key) !== undefined)) return [];
      const index = textIn(value, 'index');
      if (index !== undefined) return [{ name, ...indexAt(index) }];
      const files = FILES.flatMap(key => {
        const its = value.first(key)?.value;
        return its?.kind === 'list' ? its.items.map(item => item.value) : [its];
      });
      const urls = files.flatMap(file => (file?.kind === 'map' ? (textIn(file, 'url') ?? []) : []));
      return [urls.length > 0 && urls.every(isOfEverybodys) ? { name } : { name, index: UNKNOWN_INDEX }];
    });
    return { references: [], ignores: [], statements: indexesLocked(releases, 'below') };
  },
};

const ADDRESSES = ['vcs', 'directory', 'archive'];
const FILES = ['sdist', 'wheels'];
