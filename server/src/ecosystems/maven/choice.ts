import type { PackageFact } from '../../model/answer.ts';
import type { Derive } from '../../model/derive.ts';
import type { Want, Wanted } from '../../model/reference.ts';
import type { Selection } from '../../model/versioning.ts';
import { isInRanges, parseRequirement, type VersionRange } from './maven-range.ts';
import { byResolver } from './ordered-releases.ts';

/**
 * What a version element asks for: one version, a range, or one of the two words that Maven looks up in the metadata;
 * `undefined` where Maven refuses it.
 */
export function mavenWant(text: string): Want | undefined {
  if (text === '' || text.length > LONGEST_WANT) return undefined;
  if (TAGS.has(text)) return { is: 'tag', text };
  const { is } = parseRequirement(text);
  if (is === 'refused') return undefined;
  // Maven's own validation (maven-model-builder, `DefaultModelValidator`), entities that XML does not know by itself,
  // and what no address takes.
  if (/[\\/:"<>|?*&\s\p{Cc}\p{Surrogate}]/u.test(is === 'soft' ? text : '')) return undefined;
  return is === 'soft' ? { is: 'exact', text, version: text } : { is: 'range', text };
}

/** What Maven would take: a version as it stands, of a range the highest by the resolver's order, a word's version. */
export function chosenByMaven({ want }: Pick<Wanted, 'want'>, fact: PackageFact, derive: Derive): Selection {
  switch (want.is) {
    case 'exact': {
      const release = fact.releases.find(({ version }) => version === want.version);
      return release === undefined ? { is: 'none' } : { is: 'release', ...release };
    }
    case 'tag': {
      const version = taggedVersion(want.text, fact);
      if (version === undefined) return { is: 'no-tag' };
      const listed = fact.releases.find(release => release.version === version);
      return { is: 'release', ...(listed ?? { version, standing: { is: 'live' } }) };
    }
    case 'range': {
      const ranges = rangesOf(want);
      const highest = derive(fact, byResolver).find(({ version }) => isInRanges(ranges, version));
      return highest === undefined ? { is: 'none' } : { is: 'release', ...highest.fact };
    }
  }
}

/** The stretches of a range; none for what is no range. */
export function rangesOf({ text }: Want): readonly VersionRange[] {
  const requirement = parseRequirement(text);
  return requirement.is === 'ranges' ? requirement.ranges : [];
}

/** Whether the newest is taken, whatever comes: `LATEST`, `RELEASE`, and a range without an upper end. */
export function isOpenToAll({ want }: Pick<Wanted, 'want'>): boolean {
  return want.is === 'tag' || rangesOf(want).some(({ high }) => high === undefined);
}

/** Whether Maven takes a version for one under which bytes change (maven-artifact, `ArtifactUtils.isSnapshot`). */
export function isSnapshot(version: string): boolean {
  return /SNAPSHOT$/i.test(version);
}

/**
 * Whether a version is a snapshot, or one build of one, as `1.0-20240102.030405-1` is: that lies among the files of
 * `1.0-SNAPSHOT` (maven-resolver-api, `AbstractArtifact`), in repositories that have snapshots.
 */
export function isOfSnapshot(version: string): boolean {
  return isSnapshot(version) || /(?:^|-)\d{8}\.\d{6}-\d+$/.test(version);
}

const TAGS = new Set(['LATEST', 'RELEASE']);
/** In characters; people write some tens. */
const LONGEST_WANT = 200;

/** Maven looks `LATEST` up in either, and computes neither (maven-resolver-provider, `DefaultVersionResolver`). */
function taggedVersion(tag: string, { tags }: PackageFact): string | undefined {
  const release = Object.hasOwn(tags, 'release') ? tags.release : undefined;
  const latest = Object.hasOwn(tags, 'latest') ? tags.latest : undefined;
  return tag === 'LATEST' ? (latest ?? release) : release;
}
