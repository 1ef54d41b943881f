import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import type { Want, Wanted } from '../../model/reference.ts';
import type { NearestGood, Selection, Versioning } from '../../model/versioning.ts';
import { compareVersions, parseCargoVersion, withoutBuild } from './cargo-version.ts';
import { nearestLive } from './nearest.ts';
import { cargoHighestFirst, cargoReleases, highestIn, liveForRust } from './ordered-releases.ts';
import { lowestOf, matches, parseRequirement } from './requirement.ts';
import { isRustEnough, rustVersionsOf } from './rust-version.ts';
import { lockedVersion, releaseOf } from './served.ts';

/**
 * Cargo's versions, and its choice where no `Cargo.lock` holds one already: the highest that matches, of those that are
 * not yanked and that the Rust versions of the workspace can build, else of all that are not yanked (cargo,
 * src/cargo/core/resolver/version_prefs.rs). What other crates want of the same one is not known here.
 */
export const CARGO_VERSIONING: Versioning = {
  ...{ select, isFloating, nearestGood, rewrite, rangeFrom, isPrerelease, refusal, newest },
  // What is deleted leaves no date.
  lastPublished: () => undefined,
  highestFirst: cargoHighestFirst,
};

/**
 * What a requirement asks for: one version by `=` and three numbers, else a range; `undefined` where cargo refuses it.
 */
export function cargoWant(text: string): Want | undefined {
  const requirement = parseRequirement(text);
  if (requirement === undefined) return undefined;
  const [only, ...more] = requirement;
  if (only?.op !== '=' || only.patch === undefined || more.length > 0) return { is: 'range', text };
  const pre = only.pre.length === 0 ? '' : `-${only.pre.join('.')}`;
  return { is: 'exact', text, version: `${only.major}.${only.minor}.${only.patch}${pre}` };
}

/**
 * Yanked releases and those that cargo cannot read are taken by no requirement, an exact one included; a yanked one
 * that `Cargo.lock` has is taken all the same.
 */
function select(wanted: Wanted, fact: PackageFact, derive: Derive): Selection {
  const locked = lockedVersion(wanted);
  if (locked !== undefined) {
    const release = releaseOf(locked, fact, derive);
    return release === undefined ? { is: 'none' } : { is: 'release', ...release };
  }
  const requirement = parseRequirement(wanted.want.text);
  if (requirement === undefined) return { is: 'none' };
  for (const rust of rustVersionsOf(wanted.toolchain)) {
    const fitting = highestIn(requirement, liveForRust(rust, fact, derive));
    if (fitting !== undefined) return { is: 'release', ...fitting.fact };
  }
  const { live, yanked, unread } = derive(fact, cargoReleases);
  const chosen = highestIn(requirement, live);
  if (chosen !== undefined) return { is: 'release', ...chosen.fact };
  // That all of them were yanked is only said where it is so.
  const refused = highestIn(requirement, unread) ?? highestIn(requirement, yanked);
  return refused === undefined ? { is: 'none' } : { is: 'refused', ...refused.fact };
}

function isFloating({ want }: Wanted): boolean {
  return parseRequirement(want.text)?.length === 0;
}

/** Starts from what cargo would take, or refuses to, else from the lowest version that was asked for. */
function nearestGood(wanted: Wanted, fact: PackageFact, derive: Derive): readonly NearestGood[] {
  const requirement = parseRequirement(wanted.want.text);
  if (requirement === undefined) return [];
  const selection = select(wanted, fact, derive);
  const at =
    selection.is === 'release' || selection.is === 'refused' ? parseCargoVersion(selection.version) : undefined;
  const held = parseCargoVersion(lockedVersion(wanted) ?? '');
  const from = at ?? held ?? lowestOf(requirement);
  if (at === undefined && held === undefined) {
    // What a requirement leaves out by its end is there all the same, and nothing is said against it.
    const itself = derive(fact, cargoReleases).live.finals.find(release => compareVersions(release, from) === 0);
    if (itself !== undefined) return [{ version: withoutBuild(itself.fact.version), direction: 'down' }];
  }
  for (const rust of rustVersionsOf(wanted.toolchain)) {
    const near = nearestLive(from, liveForRust(rust, fact, derive));
    if (near.length > 0) return near;
  }
  return nearestLive(from, derive(fact, cargoReleases).live);
}

const SIMPLE = /^(?<before> *(?:(?:\^|~|>=|=) *)?)(?<numbers>\d+(?:\.(?:\d+|[*xX])){0,2})(?:[-+][^, ]*)?(?<after> *)$/;

/**
 * One comparator with one of `^ ~ >= =` or none is rewritten with as many numbers as it has: `~1.2` becomes `~2.0`,
 * `1.*` becomes `2.*`. Sets of comparators are left to the user, and so is a text that would not change or would not
 * cover the version.
 */
function rewrite(want: Want, version: string): string | undefined {
  const groups = SIMPLE.exec(want.text)?.groups;
  const to = parseCargoVersion(version);
  if (groups === undefined || to === undefined) return undefined;
  const { before = '', numbers = '', after = '' } = groups;
  const written = numbers.split('.');
  const isWhole = written.length === 3 && written.every(isNumber);
  const fresh = [to.major, to.minor, to.patch];
  const text = isWhole ? withoutBuild(version) : written.map((was, i) => (isNumber(was) ? fresh[i] : was)).join('.');
  const rewritten = `${before}${text}${after}`;
  const requirement = parseRequirement(rewritten);
  if (rewritten === want.text || requirement === undefined || !matches(requirement, to)) return undefined;
  return rewritten;
}

/** Without an operator, which cargo reads as a caret; `cargo add` writes it so. */
function rangeFrom(version: string): string {
  return withoutBuild(version);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function isPrerelease(version: string): boolean {
  return (parseCargoVersion(version)?.pre.length ?? 0) > 0;
}

function refusal({ want, toolchain }: Wanted, { version, standing, needs }: ReleaseFact): string | undefined {
  const read = parseCargoVersion(version);
  const requirement = parseRequirement(want.text);
  if (read === undefined) return 'is no version';
  if (requirement !== undefined && !matches(requirement, read)) {
    return want.is === 'exact' ? 'is not the one that is pinned' : 'is not in the range';
  }
  if (standing.is === 'yanked') return 'was yanked';
  if (standing.is === 'unavailable') return standing.why;
  const isTooNew = rustVersionsOf(toolchain).some(rust => !isRustEnough(rust, needs));
  return isTooNew ? `needs Rust ${needs}` : undefined;
}

/** Cargo has no tags; people mean the highest that nothing is said against. */
function newest(fact: PackageFact, derive: Derive): string | undefined {
  return derive(fact, cargoReleases).live.finals.at(-1)?.fact.version;
}
