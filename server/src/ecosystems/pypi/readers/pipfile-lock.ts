import { LARGEST_DOCUMENT, type Reader } from '../../../model/reader.ts';
import { type JsonNode, membersOf, parseJson, stringOf, valuesOf } from '../../../syntax/json.ts';
import { keyScalar } from '../../../syntax/json-scalars.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import {
  heldByNone,
  indexAt,
  indexLocked,
  type LockedRelease,
  releasesHeld,
  UNKNOWN_INDEX,
} from '../syntax/lockfiles.ts';

/** Pipenv's lockfile: a table for each category of the Pipfile beside, which is told what they hold of indexes. */
export const pipfileLock: Reader = {
  id: 'pipfile-lock',
  files: ['Pipfile.lock'],
  languages: [],
  speaks: 'below',
  isAside: true,
  largest: LARGEST_DOCUMENT,
  unread: [indexLocked(UNKNOWN_INDEX, 'below')],
  read: written => {
    const isFought = isConflicted(written);
    const text = isFought ? written.replace(MARKERS, '') : written;
    const all = membersOf(parseJson(text), text);
    const sources = sourcesIn(all.findLast(({ name }) => name === '_meta')?.value, text);
    // Pipenv has what is bound to none from the first (pipenv.pypa.io, "Specifying Package Indexes").
    const [first = {}] = sources.values();
    const statements = all.flatMap(category => {
      if (category.name === '_meta') return [];
      const releases = membersOf(category.value, text).flatMap((entry): LockedRelease[] => {
        const name = keyScalar(entry, text)?.value;
        if (name === undefined || ADDRESSES.some(key => valuesOf(entry.value, key, text).length > 0)) return [];
        const bound = textAt(entry.value, 'index', text);
        const from = bound === undefined ? first : (sources.get(bound) ?? { index: UNKNOWN_INDEX });
        return [{ name, version: PIN.exec(textAt(entry.value, 'version', text) ?? '')?.[1], ...from }];
      });
      return releasesHeld(`Pipfile.lock ${category.name}`, isFought ? heldByNone(releases) : releases, 'below');
    });
    return { references: [], ignores: [], statements };
  },
};

/** Where the names of sources lead. */
function sourcesIn(meta: JsonNode | undefined, text: string): ReadonlyMap<string, Pick<LockedRelease, 'index'>> {
  const sources = valuesOf(meta, 'sources', text).at(-1);
  const items = sources?.type === 'array' ? (sources.children ?? []) : [];
  return new Map(items.map(item => [textAt(item, 'name', text) ?? '', indexAt(textAt(item, 'url', text))]));
}

function textAt(node: JsonNode | undefined, key: string, text: string): string | undefined {
  return stringOf(valuesOf(node, key, text).at(-1), text)?.value;
}

const PIN = /^==(?!=)\s*(\S+)$/;
const ADDRESSES = ['git', 'hg', 'svn', 'bzr', 'path', 'file', 'ref'];
/** The lines that git writes between two sides. */
const MARKERS = /^(?:<{7} |\|{7} |={7}$|>{7} ).*$/gm;
