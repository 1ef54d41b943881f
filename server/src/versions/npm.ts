import semver from 'semver';
import type { PackageFact, ReleaseFact } from '../model/answer.ts';
import type { Want } from '../model/reference.ts';
import type { NearestGood, Selection, Versioning } from './versioning.ts';

/**
 * npm's versions: node-semver in its loose mode, and npm-pick-manifest's choice among releases. What npm weighs besides
 * (engines of the Node at hand, `before`, `avoid`, staged and restricted versions) is not known here and taken as
 * harmless.
 */
export const NPM_VERSIONING: Versioning = { select, covers, isFloating, nearestGood, rewrite };

/**
 * What a text behind a package's name asks for, as npm-package-arg's `fromRegistry` decides: a version, a range, a tag,
 * or, where it can be none of them, `undefined`. Only for text that names no protocol, path or repository.
 */
export function npmWant(text: string): Want | undefined {
  const spec = text.trim();
  // node-semver throws and catches for every text that is no version; most are ranges.
  const version = /^[v=\s]*\d/.test(spec) ? semver.valid(spec, true) : null;
  if (version !== null) return { is: 'exact', text, version };
  if (semver.validRange(spec, true) !== null) return { is: 'range', text };
  // A tag travels in an address; npm refuses one that would have to be escaped there.
  return isTagName(spec) ? { is: 'tag', text } : undefined;
}

/** By npm-pick-manifest (lib/index.js, `pickManifest`). */
function select(want: Want, fact: PackageFact): Selection {
  switch (want.is) {
    case 'exact':
      return fact.releases.some(release => release.version === want.version) ? picked(want.version) : NONE;
    case 'tag': {
      const tag = want.text.trim();
      const version = Object.hasOwn(fact.tags, tag) ? fact.tags[tag] : undefined;
      if (version === undefined) return { is: 'no-tag' };
      return fact.releases.some(release => release.version === version) ? picked(version) : NONE;
    }
    case 'range':
      return selectInRange(want.text.trim() || '*', fact);
  }
}

function selectInRange(text: string, fact: PackageFact): Selection {
  const range = rangeOf(text);
  if (range === undefined) return NONE;
  const latest = Object.hasOwn(fact.tags, 'latest') ? fact.tags.latest : undefined;
  // `latest` wins inside the range even over higher versions, and satisfies a bare `*` even as a pre-release.
  if (latest !== undefined && (text === '*' || range.test(latest))) {
    const release = fact.releases.find(candidate => candidate.version === latest);
    if (release !== undefined && isLive(release)) return picked(latest);
  }
  let best: Candidate | undefined;
  for (const candidate of candidates(fact)) {
    if (range.test(candidate.version) && (best === undefined || isPreferred(candidate, best))) best = candidate;
  }
  return best === undefined ? NONE : picked(best.release.version);
}

function isPreferred(a: Candidate, b: Candidate): boolean {
  const [liveA, liveB] = [isLive(a.release), isLive(b.release)];
  return liveA === liveB ? a.version.compare(b.version) > 0 : liveA;
}

function covers(want: Want, version: string): boolean {
  switch (want.is) {
    case 'exact':
      return want.version === version;
    case 'tag':
      return false;
    case 'range':
      return semver.satisfies(version, want.text, { loose: true });
  }
}

/** node-semver reduces every spelling of "anything" to `*`: the empty text, `x`, `*.*`, `>=0.0.0`. */
function isFloating(want: Want): boolean {
  switch (want.is) {
    case 'exact':
      return false;
    case 'tag':
      return want.text.trim() === 'latest';
    case 'range':
      return semver.validRange(want.text, true) === '*';
  }
}

/**
 * Starts from what npm would install today, or, where it would install nothing, from the lowest version that was asked
 * for. The lowest above has the same major version wherever any above has.
 */
function nearestGood(want: Want, fact: PackageFact): NearestGood | undefined {
  const from = startOf(want, fact);
  if (from === undefined) return undefined;
  let up: semver.SemVer | undefined;
  let down: semver.SemVer | undefined;
  for (const version of goodVersions(from, fact)) {
    const order = version.compare(from);
    if (order > 0 && (up === undefined || version.compare(up) < 0)) up = version;
    if (order < 0 && (down === undefined || version.compare(down) > 0)) down = version;
  }
  if (up !== undefined) return { version: up.version, direction: 'up' };
  return down === undefined ? undefined : { version: down.version, direction: 'down' };
}

function startOf(want: Want, fact: PackageFact): semver.SemVer | undefined {
  const selection = select(want, fact);
  if (selection.is === 'release') return parse(selection.version);
  switch (want.is) {
    case 'exact':
      return parse(want.version);
    case 'tag':
      return undefined;
    case 'range':
      return rangeOf(want.text) === undefined ? undefined : (semver.minVersion(want.text, true) ?? undefined);
  }
}

/**
 * From a pre-release its own later pre-releases are good too, and any pre-release of a package that has nothing else.
 */
function goodVersions(from: semver.SemVer, fact: PackageFact): semver.SemVer[] {
  const live = candidates(fact).filter(candidate => isLive(candidate.release));
  const versions = live.map(candidate => candidate.version);
  const isPre = from.prerelease.length > 0;
  const near = versions.filter(v => v.prerelease.length === 0 || (isPre && v.compareMain(from) === 0));
  return near.length > 0 || !isPre ? near : versions;
}

const SIMPLE =
  /^(?<before>\s*(?:\^|~>?|>=|=)?\s*v?)(?<numbers>\d+(?:\.(?:\d+|[xX*])){0,2})(?:-[0-9A-Za-z.-]+|[A-Za-z][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]+)?(?<after>\s*)$/;

/**
 * One comparator with one of `^ ~ >= = v` or none is rewritten with as many numbers as it has: `~1.2` becomes `~2.0`,
 * `1.x` becomes `2.x`. Sets of comparators are left to the user, and so is a text that would not change or would not
 * cover the version.
 */
function rewrite(want: Want, version: string): string | undefined {
  if (want.is === 'tag') return undefined;
  const groups = SIMPLE.exec(want.text)?.groups;
  const to = parse(version);
  if (groups === undefined || to === undefined) return undefined;
  const { before = '', numbers = '', after = '' } = groups;
  const written = numbers.split('.');
  const exact = written.length === 3 && written.every(number => /^\d+$/.test(number));
  const fresh = [to.major, to.minor, to.patch];
  const text = exact ? to.version : written.map((was, i) => (/^\d+$/.test(was) ? fresh[i] : was)).join('.');
  const rewritten = `${before}${text}${after}`;
  if (rewritten === want.text || !semver.satisfies(to, rewritten, { loose: true })) return undefined;
  return rewritten;
}

const NONE: Selection = { is: 'none' };

function picked(version: string): Selection {
  return { is: 'release', version };
}

interface Candidate {
  readonly release: ReleaseFact;
  readonly version: semver.SemVer;
}

/** The releases whose version can be read; npm cannot choose the others either. */
function candidates(fact: PackageFact): Candidate[] {
  const read: Candidate[] = [];
  for (const release of fact.releases) {
    const version = parse(release.version);
    if (version !== undefined) read.push({ release, version });
  }
  return read;
}

function isLive(release: ReleaseFact): boolean {
  return release.standing.is === 'live';
}

function parse(version: string): semver.SemVer | undefined {
  return semver.parse(version, { loose: true }) ?? undefined;
}

function rangeOf(text: string): semver.Range | undefined {
  return semver.validRange(text, true) === null ? undefined : new semver.Range(text, { loose: true });
}

function isTagName(text: string): boolean {
  try {
    return encodeURIComponent(text) === text;
  } catch {
    // A lone surrogate can't be written into an address at all.
    return false;
  }
}
