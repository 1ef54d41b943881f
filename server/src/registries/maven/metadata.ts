import type { PackageFact } from '../../model/answer.ts';
import { isPlain } from '../../model/plain-text.ts';
import { isVersion } from './coordinates.ts';
import { childOf, childrenOf, readXml, textAt } from './xml.ts';

const LIVE = { is: 'live' } as const;

/** What a repository lists of an artifact. */
export interface Listing extends PackageFact {
  /** When the list was made, `yyyyMMddHHmmss`: of several lists, the later one says what is newest. */
  readonly updated?: string;
}

/**
 * Reads `maven-metadata.xml` (maven-repository-metadata, `metadata.mdo`), which lists the versions of an artifact. What
 * it lists need not be there, and what is there need not be listed: the POM of a version decides. `latest` and
 * `release` are what the elements say, as Maven reads them. `undefined` for what is no such document; Maven takes that
 * for an empty list.
 */
export function readMetadata(bytes: Uint8Array): Listing | undefined {
  const root = readXml(bytes);
  if (root?.name !== 'metadata') return undefined;
  const versioning = childOf(root, 'versioning');
  const versions = childrenOf(childOf(versioning, 'versions'), 'version').map(({ text }) => text);
  if (versions.length > MOST_VERSIONS) return undefined;
  const tags = ['latest', 'release'].flatMap(name => {
    const version = textAt(versioning, name);
    return version === undefined || !isWord(version) ? [] : [[name, version] as const];
  });
  const updated = textAt(versioning, 'lastUpdated');
  return {
    ...(updated === undefined ? {} : { updated: updated.slice(0, LONGEST_TIME) }),
    standing: LIVE,
    tags: Object.fromEntries(tags),
    releases: [...new Set(versions)].filter(isWord).map(version => ({ version, standing: LIVE })),
  };
}

/** More than any artifact has. */
const MOST_VERSIONS = 200_000;

/** In characters. */
const LONGEST_TIME = 20;

/** One that is not plain counts as not there, because another may not stand for it. */
function isWord(version: string): boolean {
  return isVersion(version) && isPlain(version);
}
