import type { PackageFact, ReleaseFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import { wantOrHeld } from '../../model/held.ts';
import type { Want, Wanted } from '../../model/reference.ts';
import type { NearestGood, Selection } from '../../model/versioning.ts';
import { LONGEST_VERSION } from './comparable-version.ts';
import {
  type GradleSelector,
  isGradleSnapshot,
  isOpenSelector,
  parseGradleSelector,
  selects,
  type WrittenGradleVersion,
} from './gradle-selector.ts';
import { compareGradleVersions, type GradleVersion, parseGradleVersion } from './gradle-version.ts';
import { nearestTo } from './nearest.ts';

/**
 * What Gradle would take as long as nothing else in the build wants more: a version as it stands, of all others the
 * highest by its own order, pre-releases included, that the file does not reject.
 */
export function chosenByGradle(wanted: Wanted, fact: PackageFact, derive: Derive): Selection {
  const { avoids } = wanted;
  const want = wantOrHeld(wanted);
  if (want.is === 'exact') {
    const release = fact.releases.find(({ version }) => version === want.version);
    return release === undefined ? { is: 'none' } : { is: 'release', ...release };
  }
  const selector = parseGradleSelector(want.text)?.selector;
  if (selector === undefined) return { is: 'none' };
  const isAvoided = avoidedBy(avoids);
  const chosen = derive(fact, gradleHighestFirst).find(
    ({ version, fact: { standing } }) => standing.is === 'live' && selects(selector, version) && !isAvoided(version),
  );
  return chosen === undefined ? { is: 'none' } : { is: 'release', ...chosen.fact };
}

/** Whether the newest is taken, whatever comes. */
export function isOpenToGradle({ want }: Pick<Wanted, 'want'>): boolean {
  const selector = want.is === 'exact' ? undefined : parseGradleSelector(want.text)?.selector;
  return selector !== undefined && isOpenSelector(selector);
}

/** From what is pinned or would be chosen, else from the bounds of a range; past what the file rejects. */
export function nearestForGradle(wanted: Wanted, fact: PackageFact, derive: Derive): readonly NearestGood[] {
  const { want, avoids } = wanted;
  const selection: Selection = want.is === 'exact' ? { is: 'none' } : chosenByGradle(wanted, fact, derive);
  const chosen = selection.is === 'release' ? selection.version : undefined;
  const from = want.is === 'exact' ? want.version : (chosen ?? startOf(parseGradleSelector(want.text)?.selector));
  const isAvoided = avoidedBy(avoids);
  return nearestTo(from, fact, derive).filter(({ version }) => !isAvoided(parseGradleVersion(version)));
}

export function refusedByGradle({ want, avoids }: Wanted, { version }: ReleaseFact): string | undefined {
  const parsed = parseGradleVersion(version);
  if (avoidedBy(avoids)(parsed)) return 'is rejected by the file';
  if (want.is === 'exact') return want.version === version ? undefined : 'is not the one that is pinned';
  const selector = parseGradleSelector(want.text)?.selector;
  return selector !== undefined && !selects(selector, parsed) ? 'is not in the range' : undefined;
}

/** Whether new bytes may be published under what is wanted. */
export function isChangingForGradle({ want }: Pick<Wanted, 'want'>): boolean {
  return want.is === 'exact' && isGradleSnapshot(want.version);
}

/**
 * One version is put in the place of the other, strict or not: `1.0!!`, `[1.0]`. What is preferred within a range stays
 * within it; ranges are left to the user.
 */
export function rewrittenForGradle(want: Want, version: string): string | undefined {
  const written = parseGradleSelector(want.text);
  if (want.is !== 'exact' || written === undefined) return undefined;
  const { selector, isStrict, preferred } = written;
  if (preferred !== undefined) {
    const isAllowed = selects(selector, parseGradleVersion(version));
    return isAllowed ? `${want.text.slice(0, want.text.indexOf('!!'))}!!${version}` : undefined;
  }
  const [, open = '', close = ''] = /^(\[\s*)[^\s,]+(\s*\])/.exec(want.text) ?? [];
  return `${open}${version}${close}${isStrict ? '!!' : ''}`;
}

/** All releases by Gradle's order, the highest first. A derivation: see `Derive`. */
function gradleHighestFirst({ releases }: PackageFact): readonly GradleRelease[] {
  return releases
    .filter(({ version }) => version.length <= LONGEST_VERSION)
    .map(fact => ({ version: parseGradleVersion(fact.version), fact }))
    .sort((a, b) => compareGradleVersions(b.version, a.version));
}

interface GradleRelease {
  readonly version: GradleVersion;
  readonly fact: ReleaseFact;
}

function avoidedBy(avoids: Wanted['avoids'] = []): (version: GradleVersion) => boolean {
  const selectors = avoids.map(parseGradleSelector).filter((each): each is WrittenGradleVersion => each !== undefined);
  return version => selectors.some(({ selector }) => selects(selector, version));
}

function startOf(selector: GradleSelector | undefined): string {
  switch (selector?.is) {
    case 'range':
      return (selector.lower ?? selector.upper)?.version.text ?? '0';
    case 'prefix':
      return selector.prefix.replace(/[._-]$/, '') || '0';
    case 'exact':
      return selector.version;
    case 'latest':
    case undefined:
      return '0';
  }
}
