import semver from 'semver';
import type { HistoryFact, PackageFact } from '../../model/answer.ts';
import type { EvidenceLook } from '../../model/ecosystem.ts';
import type { EvidencedRelease } from '../../model/evidence.ts';
import { placeOfPackage } from '../../model/question.ts';
import type { ReleaseSubject } from '../../model/reference.ts';
import { releasesByVersion } from './releases.ts';

/**
 * How the final releases of a package are vouched for. That stands in the long document, which is asked for only where
 * the release has nothing and the short one shows that another one of its major version has.
 */
export function npmEvidence(
  subject: ReleaseSubject,
  version: string,
  { glance, recall, derive }: EvidenceLook,
): readonly EvidencedRelease[] | undefined {
  const place = placeOfPackage(subject);
  const known = recall({ ask: 'history', ...place });
  if (known.state === 'known') return derive(known.fact, evidencedReleases);
  const own = recall({ ask: 'release', ...place, version });
  if (own.state === 'known' && own.fact.evidence !== 'none') return undefined;
  const all = own.state === 'known' ? glance({ ask: 'package', ...place }) : recall({ ask: 'package', ...place });
  if (all.state !== 'known') return undefined;
  const short = derive(all.fact, releasesByVersion).get(version);
  if (short === undefined || short.evidence !== undefined) return undefined;
  const line = lineOf(version);
  if (line === undefined || !derive(all.fact, vouchedLines).has(line)) return undefined;
  const history = glance({ ask: 'history', ...place });
  return history.state === 'known' ? derive(history.fact, evidencedReleases) : undefined;
}

/** The two below are derivations: see `Derive`. */
function vouchedLines({ releases }: PackageFact): ReadonlySet<string> {
  return new Set(releases.flatMap(({ version, evidence }) => (evidence === undefined ? [] : (lineOf(version) ?? []))));
}

function evidencedReleases({ published, evidence = {} }: HistoryFact): readonly EvidencedRelease[] {
  return Object.entries(published).flatMap(([version, date]) => {
    const line = lineOf(version);
    const moment = Date.parse(date);
    if (line === undefined || Number.isNaN(moment)) return [];
    const its = Object.hasOwn(evidence, version) ? evidence[version] : undefined;
    return [{ version, published: moment, evidence: its ?? 'none', line }];
  });
}

/** The major version of a final release; nothing of any other. */
function lineOf(text: string): string | undefined {
  const version = semver.parse(text, { loose: true });
  return version === null || version.prerelease.length > 0 ? undefined : String(version.major);
}
