import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { membersOf, parseJson, stringOf, valuesOf } from '../../../syntax/json.ts';
import { keyScalar } from '../../../syntax/json-scalars.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { type LockedRelease, releasesHeld } from '../syntax/lockfiles.ts';

/** Pipenv's lockfile: a table for each category of the Pipfile beside, which is told what they hold of indexes. */
export const pipfileLock: Reader = {
  id: 'pipfile-lock',
  files: ['Pipfile.lock'],
  languages: [],
  speaks: 'beside',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  read: text => {
    if (isConflicted(text)) return { references: [], ignores: [] };
    const categories = membersOf(parseJson(text), text).filter(({ name }) => name !== '_meta');
    const statements = categories.flatMap(category => {
      const releases = membersOf(category.value, text).flatMap((entry): LockedRelease[] => {
        const name = keyScalar(entry, text)?.value;
        const version = stringOf(valuesOf(entry.value, 'version', text).at(-1), text)?.value;
        const pin = /^==(?!=)\s*(\S+)$/.exec(version ?? '')?.[1];
        return name === undefined || pin === undefined ? [] : [{ name, version: pin }];
      });
      return releasesHeld(`Pipfile.lock ${category.name}`, releases);
    });
    return { references: [], ignores: [], statements };
  },
};
