import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import {
  type CargoVersion,
  compareNumbers,
  comparePre,
  compareVersions,
  type Numbers,
  parseCargoVersion,
  withoutBuild,
} from './cargo-version.ts';
import { type Requirement, sideOf } from './requirement.ts';
import { isRustEnough } from './rust-version.ts';

/** A release that cargo can read the version of. */
export interface CargoRelease extends CargoVersion {
  readonly fact: ReleaseFact;
}

/**
 * Releases in their order, the lowest first, so that a requirement is a run of the final ones and is found by halving.
 * Pre-releases stand apart: a requirement takes one only where it names one of the same three numbers.
 */
export interface OrderedReleases {
  readonly finals: readonly CargoRelease[];
  readonly pres: readonly CargoRelease[];
}

/** Places in a list, from `from` until before `to`; empty where they do not grow. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** The releases of a crate in their order, by whether cargo chooses among them. */
export interface CargoReleases {
  readonly live: OrderedReleases;
  readonly yanked: OrderedReleases;
  /** There, in a form that cargo does not read. */
  readonly unread: OrderedReleases;
}

/** A derivation: see `Derive`. */
export function cargoReleases(fact: PackageFact): CargoReleases {
  const all = sorted(fact.releases);
  const standing = (...which: string[]) => apart(all.filter(release => which.includes(release.fact.standing.is)));
  const unread = all.filter(
    ({
      fact: {
        standing: { is },
      },
    }) => is !== 'live' && is !== 'yanked',
  );
  return { live: standing('live'), yanked: standing('yanked'), unread: apart(unread) };
}

/** As people write them; of builds of one version the one that cargo takes. A derivation: see `Derive`. */
export function cargoHighestFirst({ releases }: PackageFact): readonly ReleaseFact[] {
  const written = new Map<string, ReleaseFact>();
  for (const { fact } of sorted(releases).reverse()) {
    const version = withoutBuild(fact.version);
    const higher = written.get(version);
    if (higher === undefined || (higher.standing.is !== 'live' && fact.standing.is === 'live'))
      written.set(version, version === fact.version ? fact : { ...fact, version });
  }
  return [...written.values()];
}

/** The live releases that a Rust version can build, worked out once for all who have it. */
export function liveForRust(rust: string, fact: PackageFact, derive: Derive): OrderedReleases {
  const byRust = derive(fact, newMap);
  const known = byRust.get(rust);
  if (known !== undefined) return known;
  const { live } = derive(fact, cargoReleases);
  const fits = (release: CargoRelease) => isRustEnough(rust, release.fact.needs);
  const made = { finals: live.finals.filter(fits), pres: live.pres.filter(fits) };
  byRust.set(rust, made);
  return made;
}

/** The highest release that a requirement takes. */
export function highestIn(requirement: Requirement, { finals, pres }: OrderedReleases): CargoRelease | undefined {
  const groups = [
    { list: finals, run: { from: 0, to: finals.length } },
    ...requirement.filter(({ pre }) => pre.length > 0).map(named => ({ list: pres, run: sameNumbers(named, pres) })),
  ];
  const highest = groups.flatMap(({ list, run }) => {
    const { from, to } = runOf(requirement, list, run);
    const last = from < to ? list[to - 1] : undefined;
    return last === undefined ? [] : [last];
  });
  return highest.sort(compareVersions).at(-1);
}

/** The run of the pre-releases of three numbers. */
export function sameNumbers(
  { major, minor = 0, patch = 0 }: Pick<Numbers, 'major'> & Partial<Numbers>,
  list: readonly CargoRelease[],
): Run {
  const numbers = { major, minor, patch };
  return {
    from: firstWhere(list, release => compareNumbers(release, numbers) >= 0),
    to: firstWhere(list, release => compareNumbers(release, numbers) > 0),
  };
}

/** The nearest releases around a version within a run, each absent where there is none. */
export function neighboursOf(
  version: CargoVersion,
  list: readonly CargoRelease[],
  run: Run = { from: 0, to: list.length },
): { readonly below: CargoRelease | undefined; readonly above: CargoRelease | undefined } {
  const below = firstWhere(list, release => precedence(release, version) >= 0, run) - 1;
  const above = firstWhere(list, release => precedence(release, version) > 0, run);
  return { below: below < run.from ? undefined : list[below], above: above < run.to ? list[above] : undefined };
}

/** The first place in a run from which on something holds, or its end. */
export function firstWhere<Entry>(
  list: readonly Entry[],
  isThere: (entry: Entry) => boolean,
  run: Run = { from: 0, to: list.length },
): number {
  let { from, to } = run;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const entry = list[middle];
    if (entry !== undefined && isThere(entry)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The order without builds. */
function precedence(a: CargoVersion, b: CargoVersion): number {
  return compareNumbers(a, b) || comparePre(a.pre, b.pre);
}

/** What a requirement leaves of final releases, or of the pre-releases of the same three numbers. */
function runOf(requirement: Requirement, list: readonly CargoRelease[], within: Run): Run {
  const run = { ...within };
  for (const comparator of requirement) {
    const from = firstWhere(list, release => sideOf(comparator, release) >= 0, run);
    run.to = firstWhere(list, release => sideOf(comparator, release) > 0, run);
    run.from = from;
  }
  return run;
}

function sorted(releases: readonly ReleaseFact[]): CargoRelease[] {
  const readable = releases.flatMap(fact => {
    const version = parseCargoVersion(fact.version);
    return version === undefined ? [] : [{ ...version, fact }];
  });
  return readable.sort(compareVersions);
}

function apart(all: readonly CargoRelease[]): OrderedReleases {
  return { finals: all.filter(({ pre }) => pre.length === 0), pres: all.filter(({ pre }) => pre.length > 0) };
}

function newMap(): Map<string, OrderedReleases> {
  return new Map();
}
