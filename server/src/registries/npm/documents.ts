import semver from 'semver';
import type { About, HistoryFact, PackageFact, ReleaseFact, Standing } from '../../model/answer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ReleaseHash } from '../../model/hashes.ts';
import { isIsoDate } from '../../model/iso-date.ts';
import { isObject } from '../../model/objects.ts';
import { isPlain, plainText } from '../../model/plain-text.ts';
import { aboutOf } from './about.ts';

/** What a package document tells; the short form has no dates. */
export interface NpmPackageDocument {
  readonly fact: PackageFact;
  readonly history?: HistoryFact;
}

/** More releases than any package has; a registry that sends more would only fill the memory. */
const MOST_RELEASES = 200_000;
/** node-semver reads no longer version; a tag is shorter still. In characters. */
const LONGEST_WORD = 256;

/** The placeholders' versions (npm's security policy); real ones may follow when the name is given back. */
const HOLDING = /^0\.0\.1-security(?:\.\d+)?$/;
const LIVE: Standing = { is: 'live' };
const HELD: Standing = { is: 'security-holding' };

/**
 * Reads a package document, short or long (npm/registry, docs/responses/package-metadata.md), of the package of this
 * name. `undefined` for anything else: another package's, an error's, one that tells neither releases nor dates.
 */
export function readPackageDocument(document: Record<string, unknown>, name: string): NpmPackageDocument | undefined {
  if (document.name !== name) return undefined;
  const { versions, time } = document;
  if (versions !== undefined && !isObject(versions)) return undefined;
  if (versions === undefined && !isObject(time)) return undefined;
  const releases = releasesOf(versions ?? {});
  if (releases === undefined) return undefined;
  const tags = textsOf(document['dist-tags'], isTag);
  const history = isObject(time) ? historyOf(time, document, releases) : undefined;
  const standing = releases.length === 0 ? standingWithoutReleases(time, history) : standingOf(tags);
  if (versions === undefined && standing.is === 'live') return undefined;
  const modified = isObject(time) ? time.modified : document.modified;
  const fact = { standing, tags, releases, ...(isIsoDate(modified) ? { modified } : {}) };
  return { fact, ...(history === undefined ? {} : { history }) };
}

/** Reads the document of one version. `undefined` where it is not that of this version of this package. */
export function readVersionDocument(
  document: Record<string, unknown>,
  name: string,
  version: string,
): ReleaseFact | undefined {
  if (document.name !== name || document.version !== version) return undefined;
  // The version's own document tells whether nobody vouches for it; of many, those are kept of which somebody does.
  const release = releaseOf(version, document, new Map());
  return isObject(document.dist) ? { evidence: 'none', ...release } : release;
}

function releasesOf(versions: Record<string, unknown>): ReleaseFact[] | undefined {
  const entries = Object.entries(versions);
  // A version that is named is there, so one that cannot be read makes no version missing.
  if (entries.length > MOST_RELEASES || !entries.every(([, manifest]) => isObject(manifest))) return undefined;
  // One message mostly stands on many versions; it is kept once.
  const shared = new Map<string, Standing>();
  return entries.flatMap(([version, manifest]) =>
    isObject(manifest) && isWord(version) ? [releaseOf(version, manifest, shared)] : [],
  );
}

function releaseOf(version: string, manifest: Record<string, unknown>, shared: Map<string, Standing>): ReleaseFact {
  const standing = releaseStanding(version, manifest, shared);
  const hashes = hashesOf(manifest.dist);
  const evidence = evidenceOf(manifest);
  return {
    version,
    standing,
    ...(standing === LIVE && manifest.deprecated === '' ? { undeprecated: true } : {}),
    ...(hashes.length === 0 ? {} : { hashes }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/**
 * By the fields that pnpm goes by (`trustChecks.ts`): who published stands in long documents alone. `undefined`: nobody
 * vouches, as far as this document goes.
 */
function evidenceOf({ _npmUser: publisher, dist }: Record<string, unknown>): Evidence | undefined {
  const isBy = (role: string) => isObject(publisher) && Boolean(publisher[role]);
  if (isBy('approver')) return 'staged';
  const attestations = isObject(dist) ? dist.attestations : undefined;
  if (!isObject(attestations) || !isObject(attestations.provenance)) return undefined;
  return isBy('trustedPublisher') ? 'trusted-publisher' : 'provenance';
}

/** In the form of Subresource Integrity; the older field is in hexadecimal digits. */
function hashesOf(dist: unknown): readonly ReleaseHash[] {
  if (!isObject(dist)) return [];
  const { integrity, shasum } = dist;
  const parts = typeof integrity === 'string' && integrity.length <= LONGEST_WORD * 4 ? integrity.split(/\s+/) : [];
  const hashes = parts.flatMap(part => {
    const [, algorithm, digest] = /^(sha\d{1,3}|md5)-([A-Za-z\d+/]{1,200}={0,2})(?:\?.*)?$/.exec(part) ?? [];
    return algorithm === undefined ? [] : [{ algorithm, text: `${algorithm}-${digest}` }];
  });
  if (typeof shasum !== 'string' || !/^[\da-f]{40}$/i.test(shasum)) return hashes;
  return [...hashes, { algorithm: 'sha1', text: `sha1-${Buffer.from(shasum, 'hex').toString('base64')}` }];
}

/** An empty or blank text is how a deprecation is taken back; some private registries write booleans. */
function releaseStanding(version: string, manifest: Record<string, unknown>, shared: Map<string, Standing>): Standing {
  if (HOLDING.test(version)) return HELD;
  const { deprecated } = manifest;
  const message = deprecated === true ? '' : typeof deprecated === 'string' ? deprecated.trim() : undefined;
  if (message === undefined || (message === '' && deprecated !== true)) return LIVE;
  const known = shared.get(message);
  if (known !== undefined) return known;
  const standing: Standing = { is: 'deprecated', message: plainText(message) };
  shared.set(message, standing);
  return standing;
}

function standingOf(tags: Readonly<Record<string, string>>): Standing {
  const latest = Object.hasOwn(tags, 'latest') ? tags.latest : undefined;
  return latest !== undefined && HOLDING.test(latest) ? HELD : LIVE;
}

/**
 * A package that was taken back keeps its dates, mostly with an `unpublished` object among them (npm's `view` command
 * reads that); beside releases the object is only a memory of an earlier life.
 */
function standingWithoutReleases(time: unknown, history: HistoryFact | undefined): Standing {
  const unpublished = isObject(time) ? time.unpublished : undefined;
  if (isObject(unpublished)) {
    return { is: 'unpublished', ...(isIsoDate(unpublished.time) ? { on: unpublished.time } : {}) };
  }
  return history !== undefined && Object.keys(history.published).length > 0 ? { is: 'unpublished' } : LIVE;
}

function historyOf(
  time: Record<string, unknown>,
  document: Record<string, unknown>,
  releases: readonly ReleaseFact[],
): HistoryFact {
  const vouched = releases.flatMap(({ version, evidence }) => (evidence === undefined ? [] : [[version, evidence]]));
  const published = textsOf(time, (key, date) => isIsoDate(date) && semver.valid(key, true) !== null);
  const about = aboutOfPackage(document);
  return {
    published,
    ...(isIsoDate(time.modified) ? { modified: time.modified } : {}),
    ...(about === undefined ? {} : { about }),
    ...(vouched.length === 0 ? {} : { evidence: Object.fromEntries(vouched) }),
  };
}

/** npm's own registry copies what the newest version says of itself; others leave it where it is, as verdaccio does. */
function aboutOfPackage(document: Record<string, unknown>): About | undefined {
  const { versions, 'dist-tags': tags } = document;
  const all = isObject(versions) ? versions : {};
  const latest = isObject(tags) && typeof tags.latest === 'string' ? tags.latest : undefined;
  const newest = latest !== undefined && Object.hasOwn(all, latest) ? all[latest] : Object.values(all).at(-1);
  const about = { ...(isObject(newest) ? aboutOf(newest) : {}), ...aboutOf(document) };
  return Object.keys(about).length === 0 ? undefined : about;
}

function textsOf(value: unknown, isWanted: (key: string, text: string) => boolean): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => isWord(entry[0]) && isWord(entry[1]) && isWanted(entry[0], entry[1]),
  );
  return Object.fromEntries(texts.slice(0, MOST_RELEASES));
}

/** npm asks for no tag that would have to be escaped in an address; one is offered to be written into a manifest. */
function isTag(name: string): boolean {
  return /^[\w.!~*'()-]+$/.test(name);
}

/**
 * A name that is looked up and written into files: one that is not plain counts as not there, because another may not
 * stand for it.
 */
function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_WORD && isPlain(value);
}
