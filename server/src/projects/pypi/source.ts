import type { NamedIndex } from './plan.ts';

/** Whose configuration says where a name is asked. */
export type PythonClient = 'pip' | 'uv' | 'poetry' | 'pdm' | 'pipenv';

/** What a file itself says of where its names are to be had. */
export interface PythonSource {
  readonly client: PythonClient;
  /** The address that replaces the default one. */
  readonly indexUrl?: NamedIndex;
  readonly extraIndexUrls: readonly NamedIndex[];
  readonly noIndex: boolean;
  /**
   * It names places besides indexes. That what no index has may lie there is for those to mind who judge: they see it
   * in the source too.
   */
  readonly findLinks: boolean;
  /** It names one more index, whose address cannot be followed. */
  readonly otherIndex: boolean;
  /** The address of the index that a lockfile has the name from, or {@link UNKNOWN_INDEX}. */
  readonly lockedAt?: string;
  /** The address of the index that an entry of a lockfile came from. */
  readonly recorded?: string;
  /** A file that is not looked into may name that index. */
  readonly mayBeNamed: boolean;
  /** The one index that the name is bound to, by the name that the tool has for it. */
  readonly index?: string;
}

/**
 * Reads `ReleaseSubject.source` of a Python name: the client, then words as in `key=value`, percent-encoded. What is no
 * such text is pip's, and says nothing.
 */
export function readPythonSource(text: string | undefined): PythonSource {
  const [first = '', ...words] = (text ?? '').split(' ');
  const client = CLIENTS.find(each => each === first) ?? 'pip';
  const extra: NamedIndex[] = [];
  let indexUrl: NamedIndex | undefined;
  let index: string | undefined;
  let lockedAt: string | undefined;
  let recorded: string | undefined;
  const options = words.map(optionOf);
  const loginWithheld = options.some(({ key, value }) => key === 'login' && value === 'withheld');
  const named = (url: string): NamedIndex => ({
    ...{ from: 'A file of the folder', owner: 'folder', url },
    ...(loginWithheld ? { loginWithheld } : {}),
  });
  for (const { key, value } of options) {
    if (key === 'extra-index-url') extra.push(named(value));
    if (key === 'index-url') indexUrl = named(value);
    if (key === 'locked-at') lockedAt = value;
    if (key === 'recorded') recorded = value;
    if (key === 'index' || key === 'source') index = value;
  }
  const has = (key: string) => options.some(option => option.key === key && option.value !== '0');
  return {
    client,
    ...(indexUrl === undefined ? {} : { indexUrl }),
    extraIndexUrls: extra,
    noIndex: has('no-index'),
    findLinks: has('find-links'),
    otherIndex: has('other-index'),
    ...(lockedAt === undefined ? {} : { lockedAt }),
    ...(recorded === undefined ? {} : { recorded }),
    mayBeNamed: has('may-be-named'),
    ...(index === undefined ? {} : { index }),
  };
}

/** In place of the address of an index from which a lockfile has a name: it may be any. */
export const UNKNOWN_INDEX = '?';

const CLIENTS: readonly PythonClient[] = ['pip', 'uv', 'poetry', 'pdm', 'pipenv'];

function optionOf(word: string): { readonly key: string; readonly value: string } {
  const equals = word.indexOf('=');
  if (equals < 0) return { key: word, value: '' };
  return { key: word.slice(0, equals), value: decoded(word.slice(equals + 1)) };
}

function decoded(text: string): string {
  // Only what is written as an escape is one: an address keeps those of its own, which are escaped twice.
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
