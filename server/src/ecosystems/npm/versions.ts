import semver from 'semver';
import type { HistoryFact, PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { wantOrHeld } from '../../model/held.ts';
import type { Want, Wanted } from '../../model/reference.ts';
import type { NearestGood, Versioning } from '../../model/versioning.ts';
import { DEFAULT_TAG, newest, rangeOf, select } from './choice.ts';
import { clientOf, type NpmClient } from './clients.ts';
import { lastDatedIn, npmDates } from './dates.ts';
import { nearestLive, npmHighestFirst, npmReleases } from './releases.ts';

/**
 * npm's versions: node-semver in its loose mode, and the choice among releases of the client that the project uses.
 * What clients weigh besides (engines of the Node at hand, `before`, `avoid`, staged and restricted versions) is not
 * known here and taken as harmless.
 */
export const NPM_VERSIONING: Versioning = {
  ...{ select, lastPublished, isFloating, nearestGood, rewrite, newest, isPrerelease, refusal },
  highestFirst: npmHighestFirst,
  rangeFrom: version => `^${version}`,
};

/**
 * What a text behind a package's name asks for, as npm-package-arg's `fromRegistry` decides: a version, a range, a tag,
 * or, where it can be none of them, `undefined`. Only for text that names no protocol, path or repository.
 */
export function npmWant(text: string): Want | undefined {
  const spec = text.trim();
  // node-semver throws and catches for every text that is no version; most are ranges.
  const version = /^[v=\s]*\d/.test(spec) ? semver.valid(spec, true) : null;
  if (version !== null) return { is: 'exact', text, version };
  if (USUAL_RANGE.test(spec) || semver.validRange(spec, true) !== null) return { is: 'range', text };
  // A tag travels in an address; npm refuses one that would have to be escaped there.
  return isTagName(spec) ? { is: 'tag', text } : undefined;
}

function lastPublished(want: Want, fact: HistoryFact, derive: Derive): string | undefined {
  switch (want.is) {
    case 'exact':
      return Object.hasOwn(fact.published, want.version) ? want.version : undefined;
    case 'tag':
      return undefined;
    case 'range': {
      const range = rangeOf(want.text);
      return range === undefined ? undefined : lastDatedIn(range, derive(fact, npmDates));
    }
  }
}

/** node-semver reduces every spelling of "anything" to `*`: the empty text, `x`, `*.*`, `>=0.0.0`. */
function isFloating({ want, source }: Wanted): boolean {
  switch (want.is) {
    case 'exact':
      return false;
    case 'tag':
      return want.text.trim() === DEFAULT_TAG;
    case 'range':
      // Where the lowest is taken, only no text at all means the newest.
      if (clientOf(source) === 'pnpm-lowest' && want.text !== '') return false;
      return !USUAL_RANGE.test(want.text) && semver.validRange(want.text, true) === '*';
  }
}

/**
 * Starts from what would be installed today, or, where that is nothing, from the lowest version that was asked for.
 */
function nearestGood(wanted: Wanted, fact: PackageFact, derive: Derive): readonly NearestGood[] {
  const from = startOf(wanted, fact, derive);
  return from === undefined ? [] : nearestLive(from, derive(fact, npmReleases));
}

function startOf(wanted: Wanted, fact: PackageFact, derive: Derive): semver.SemVer | undefined {
  const want = wantOrHeld(wanted);
  const selection = select(wanted, fact, derive);
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

function isPrerelease(version: string): boolean {
  return (parse(version)?.prerelease.length ?? 0) > 0;
}

function refusal({ want, source }: Wanted, { version, standing }: ReleaseFact): string | undefined {
  switch (want.is) {
    case 'exact':
      return version === want.version ? undefined : 'is not the one that is pinned';
    case 'tag':
      return 'is not what the tag points to';
    case 'range':
      if (rangeOf(want.text)?.test(version) === false) return 'is not in the range';
      return standing.is === 'live' || BLIND.includes(clientOf(source)) ? undefined : 'is deprecated';
  }
}

/**
 * Nearly all ranges look so. node-semver takes a hundred times as long to read one, and a catalogue may have thousands,
 * read with each letter that is typed into it.
 */
const USUAL_RANGE = /^[\^~](?:0|[1-9]\d{0,14})(?:\.(?:0|[1-9]\d{0,14})){0,2}$/;

/** Who does not look at what is deprecated. */
const BLIND: readonly NpmClient[] = ['yarn1', 'pnpm-lowest'];

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

function parse(version: string): semver.SemVer | undefined {
  return semver.parse(version, { loose: true }) ?? undefined;
}

function isTagName(text: string): boolean {
  try {
    return encodeURIComponent(text) === text;
  } catch {
    // A lone surrogate can't be written into an address at all.
    return false;
  }
}
