import type { ReleaseHash } from '../../../model/hashes.ts';
import type { OpaqueReason } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { type JsonMember, type JsonNode, membersOf, parseJson, stringOf, valuesOf } from '../../../syntax/json.ts';
import { keyScalar } from '../../../syntax/json-scalars.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { type LockedPackage, lockedHash } from './locked-package.ts';
import { UNKNOWN_INDEX } from './lockfiles.ts';

/** One category of a lockfile of Pipenv's. */
export interface PipfileCategory {
  readonly name: string;
  readonly packages: readonly LockedPackage[];
}

/** A lockfile of Pipenv's. */
export interface PipfileLock {
  readonly categories: readonly PipfileCategory[];
  /** Set where it is whole. */
  readonly isWhole: boolean;
  /** Set for a text in a merge conflict. */
  readonly isFought: boolean;
}

/**
 * Reads `Pipfile.lock` (pipenv.pypa.io, "Pipfile & Pipfile.lock"). What is bound to no source is of the first
 * ("Specifying Package Indexes"). Of a text in a merge conflict only the entries that no mark parts are there.
 */
export function pipfilePackages(written: string): PipfileLock {
  const marks: number[] = [];
  // Without the lines that git writes between two sides, and with all else in its place.
  const text = written.replace(MARKS, (mark, at: number) => {
    marks.push(at);
    return ' '.repeat(mark.length);
  });
  const root = parseJson(text);
  const all = membersOf(root, text);
  const meta = all.findLast(({ name }) => name === '_meta')?.value;
  const sources = sourcesIn(meta, text);
  const [first] = sources.values();
  const indexOf = (bound: string | undefined) => (bound === undefined ? first : (sources.get(bound) ?? UNKNOWN_INDEX));
  const categories = all.flatMap((category): PipfileCategory[] => {
    if (category.name === '_meta') return [];
    const packages = membersOf(category.value, text).flatMap((entry): LockedPackage[] => {
      const isParted = marks.some(at => at > entry.span.start && at < entry.span.end);
      const its = isParted ? undefined : packageOf(entry, text, indexOf);
      return its === undefined ? [] : [its];
    });
    return [{ name: category.name, packages }];
  });
  const isFought = isConflicted(written);
  return { categories, isFought, isWhole: root?.type === 'object' && /\}\s*$/.test(text) && meta !== undefined };
}

function packageOf(
  { value, span }: JsonMember,
  text: string,
  indexOf: (bound: string | undefined) => string | undefined,
): LockedPackage | undefined {
  if (value.type !== 'object') return undefined;
  const key = keyScalar({ name: '', value, span }, text);
  if (key === undefined) return undefined;
  const fields = membersOf(value, text);
  const opaque = ADDRESSES.find(([field]) => fields.some(({ name }) => name === field))?.[1];
  const isClosed = text[value.offset + value.length - 1] === '}';
  const hashes = hashesIn(valuesOf(value, 'hashes', text).at(-1), text) ?? (isClosed ? [] : undefined);
  return {
    span: spanOf(span.start, key.span.end),
    name: key.value,
    version: PIN.exec(textAt(value, 'version', text) ?? '')?.[1],
    ...(opaque === undefined ? { hashes, index: indexOf(textAt(value, 'index', text)) } : { opaque }),
    needs: [],
  };
}

function hashesIn(node: JsonNode | undefined, text: string): readonly ReleaseHash[] | undefined {
  if (node?.type !== 'array') return undefined;
  return (node.children ?? []).flatMap(child => lockedHash(stringOf(child, text)?.value, undefined) ?? []);
}

/** Where the names of sources lead. */
function sourcesIn(meta: JsonNode | undefined, text: string): ReadonlyMap<string, string> {
  const sources = valuesOf(meta, 'sources', text).at(-1);
  const items = sources?.type === 'array' ? (sources.children ?? []) : [];
  return new Map(
    items.map(item => [textAt(item, 'name', text) ?? '', textAt(item, 'url', text) ?? UNKNOWN_INDEX] as const),
  );
}

function textAt(node: JsonNode | undefined, key: string, text: string): string | undefined {
  return stringOf(valuesOf(node, key, text).at(-1), text)?.value;
}

const PIN = /^==(?!=)\s*(\S+)$/;
const ADDRESSES: readonly (readonly [key: string, why: OpaqueReason])[] = [
  ['git', 'git'],
  ['hg', 'git'],
  ['svn', 'git'],
  ['bzr', 'git'],
  ['path', 'path'],
  ['file', 'url'],
  ['ref', 'git'],
];
/** The lines that git writes between two sides. */
const MARKS = /^(?:<{7} |\|{7} |={7}$|>{7} ).*$/gm;
