import semver from 'semver';

/**
 * Versions in their order, so that a range is a few runs of them and is found by halving. Final ones and pre-releases
 * stand apart, because a range takes a pre-release only where it names one of the same version (node-semver,
 * classes/range.js, `testSet`). No two are equal: of those that differ in their build alone the first stays.
 */
export interface OrderedVersions<Item> {
  readonly finals: readonly OrderedVersion<Item>[];
  readonly pres: readonly OrderedVersion<Item>[];
}

/** A version and what it is of. Of most only the numbers are kept: there may be a hundred thousand. */
export interface OrderedVersion<Item> {
  readonly item: Item;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Present for a pre-release. */
  readonly pre?: semver.SemVer;
}

/** Places in a list, from `from` until before `to`; empty where they do not grow. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Where a range, or a search, finds what it takes. */
export interface Runs {
  readonly finals: readonly Run[];
  readonly pres: readonly Run[];
}

/** Orders items by their versions; those whose version cannot be read are left out. */
export function orderedVersions<Item>(items: readonly Item[], textOf: (item: Item) => string): OrderedVersions<Item> {
  const finals: OrderedVersion<Item>[] = [];
  const pres: OrderedVersion<Item>[] = [];
  for (const item of items) {
    const version = read(item, textOf(item));
    if (version !== undefined) (version.pre === undefined ? finals : pres).push(version);
  }
  return { finals: ordered(finals), pres: ordered(pres) };
}

/** What a range takes of an order, exactly as `range.test` would (without `includePrerelease`). */
export function runsOf(range: semver.Range, { finals, pres }: OrderedVersions<unknown>): Runs {
  const inFinals = range.set.map(comparators => runOf(comparators, finals));
  const inPres = range.set.flatMap(comparators => {
    const whole = runOf(comparators, pres);
    return comparators.flatMap(comparator =>
      isAny(comparator) || comparator.semver.prerelease.length === 0
        ? []
        : [common(whole, sameMain(comparator.semver, pres))],
    );
  });
  return { finals: inFinals.filter(isFilled), pres: inPres.filter(isFilled) };
}

/** The highest version that a range takes. */
export function highestIn<Item>(range: semver.Range, order: OrderedVersions<Item>): OrderedVersion<Item> | undefined {
  const runs = runsOf(range, order);
  return sorted([
    ...runs.finals.flatMap(({ to }) => order.finals[to - 1] ?? []),
    ...runs.pres.flatMap(({ to }) => order.pres[to - 1] ?? []),
  ]).at(-1);
}

/** The lowest version that a range takes. */
export function lowestIn<Item>(range: semver.Range, order: OrderedVersions<Item>): OrderedVersion<Item> | undefined {
  const runs = runsOf(range, order);
  return sorted([
    ...runs.finals.flatMap(({ from }) => order.finals[from] ?? []),
    ...runs.pres.flatMap(({ from }) => order.pres[from] ?? []),
  ])[0];
}

/** The run of the pre-releases of one version, whatever is behind its numbers. */
export function sameMain(version: semver.SemVer, pres: readonly OrderedVersion<unknown>[]): Run {
  return {
    from: firstWhere(pres, entry => mainOrder(entry, version) >= 0),
    to: firstWhere(pres, entry => mainOrder(entry, version) > 0),
  };
}

/** The nearest versions around one, each undefined where there is none; within a run if one is given. */
export function neighboursOf<Item>(
  version: semver.SemVer,
  list: readonly OrderedVersion<Item>[],
  { from, to }: Run = { from: 0, to: list.length },
): { readonly below: OrderedVersion<Item> | undefined; readonly above: OrderedVersion<Item> | undefined } {
  const below = firstWhere(list, entry => order(entry, version) >= 0) - 1;
  const above = firstWhere(list, entry => order(entry, version) > 0);
  return {
    below: below >= from ? list[Math.min(below, to - 1)] : undefined,
    above: above < to ? list[Math.max(above, from)] : undefined,
  };
}

/** The lowest version of a later major version. */
export function laterMajor<Item>(
  { major }: semver.SemVer,
  list: readonly OrderedVersion<Item>[],
): OrderedVersion<Item> | undefined {
  return list[firstWhere(list, entry => entry.major > major)];
}

/** Less than, equal to or more than zero as the first version is lower, equal or higher. */
export function between(a: OrderedVersion<unknown>, b: OrderedVersion<unknown>): number {
  if (a.pre !== undefined && b.pre !== undefined) return a.pre.compare(b.pre);
  return mainOrder(a, b) || Number(a.pre === undefined) - Number(b.pre === undefined);
}

/** The version as node-semver writes it, without its build. */
export function versionText({ major, minor, patch, pre }: OrderedVersion<unknown>): string {
  return pre?.version ?? `${major}.${minor}.${patch}`;
}

/** Nearly all versions look so, and node-semver takes ten times as long to read one. */
const FINAL = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/;

function read<Item>(item: Item, text: string): OrderedVersion<Item> | undefined {
  const numbers = FINAL.exec(text);
  if (numbers !== null) {
    return { item, major: Number(numbers[1]), minor: Number(numbers[2]), patch: Number(numbers[3]) };
  }
  const version = semver.parse(text, { loose: true });
  if (version === null) return undefined;
  const { major, minor, patch } = version;
  return { item, major, minor, patch, ...(version.prerelease.length === 0 ? {} : { pre: version }) };
}

/** A few, the lowest first. */
function sorted<Item>(versions: OrderedVersion<Item>[]): OrderedVersion<Item>[] {
  return versions.sort(between);
}

function ordered<Item>(versions: OrderedVersion<Item>[]): OrderedVersion<Item>[] {
  // Sorting keeps equal ones in the order in which they came.
  versions.sort(between);
  return versions.filter((version, index) => {
    const before = versions[index - 1];
    return before === undefined || between(before, version) !== 0;
  });
}

/** What a set of comparators, which must all hold, leaves of an order. */
function runOf(comparators: readonly semver.Comparator[], list: readonly OrderedVersion<unknown>[]): Run {
  return comparators.reduce<Run>((run, comparator) => common(run, runOfOne(comparator, list)), {
    from: 0,
    to: list.length,
  });
}

function runOfOne(comparator: semver.Comparator, list: readonly OrderedVersion<unknown>[]): Run {
  const whole = { from: 0, to: list.length };
  if (isAny(comparator)) return whole;
  const { operator, semver: bound } = comparator;
  const atLeast = () => firstWhere(list, entry => order(entry, bound) >= 0);
  const above = () => firstWhere(list, entry => order(entry, bound) > 0);
  switch (operator) {
    case '>=':
      return { ...whole, from: atLeast() };
    case '>':
      return { ...whole, from: above() };
    case '<':
      return { ...whole, to: atLeast() };
    case '<=':
      return { ...whole, to: above() };
    case '=':
    case '':
      return { from: atLeast(), to: above() };
  }
}

/** A comparator that holds for everything has no version, whatever the types say (classes/comparator.js, `ANY`). */
function isAny({ value }: semver.Comparator): boolean {
  return value === '';
}

function common(a: Run, b: Run): Run {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

function isFilled({ from, to }: Run): boolean {
  return from < to;
}

type Numbers = Pick<OrderedVersion<unknown>, 'major' | 'minor' | 'patch'>;

function mainOrder(a: Numbers, b: Numbers): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

function order(entry: OrderedVersion<unknown>, version: semver.SemVer): number {
  if (entry.pre !== undefined) return entry.pre.compare(version);
  return mainOrder(entry, version) || (version.prerelease.length === 0 ? 0 : 1);
}

/** The first place from which on something holds, or the length of the list. */
function firstWhere<Entry>(list: readonly Entry[], holds: (entry: Entry) => boolean): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const entry = list[middle];
    if (entry !== undefined && holds(entry)) to = middle;
    else from = middle + 1;
  }
  return from;
}
