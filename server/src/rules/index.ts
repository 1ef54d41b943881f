import type { SubjectKind } from '../model/reference.ts';
import { alreadyPublished } from './already-published.ts';
import { archivedProject } from './archived-project.ts';
import { deprecatedModule } from './deprecated-module.ts';
import { deprecatedRelease } from './deprecated-release.ts';
import { digestAtRisk } from './digest-at-risk.ts';
import { floatingRange } from './floating-range.ts';
import { foreignSource } from './foreign-source.ts';
import { inconsistentPins } from './inconsistent-pins.ts';
import { insecureSource } from './insecure-source.ts';
import { integrityMismatch } from './integrity-mismatch.ts';
import { latestOnlyPublish } from './latest-only-publish.ts';
import { latestTag } from './latest-tag.ts';
import { lockDrift } from './lock-drift.ts';
import { longLivedToken } from './long-lived-token.ts';
import { missingImage } from './missing-image.ts';
import { missingIntegrity } from './missing-integrity.ts';
import { missingPackage } from './missing-package.ts';
import { missingRelease } from './missing-release.ts';
import { movedTag } from './moved-tag.ts';
import { numberAsTag } from './number-as-tag.ts';
import { provenanceLost } from './provenance-lost.ts';
import { publishWillFail } from './publish-will-fail.ts';
import { publishWithoutProvenance } from './publish-without-provenance.ts';
import { pullPolicy } from './pull-policy.ts';
import { quarantinedProject } from './quarantined-project.ts';
import { releaseTooNew } from './release-too-new.ts';
import { relocatedArtifact } from './relocated-artifact.ts';
import { retentionDeletesPins } from './retention-deletes-pins.ts';
import { retentionDeletesReleases } from './retention-deletes-releases.ts';
import { retentionInvalid } from './retention-invalid.ts';
import { retentionShadowedRule } from './retention-shadowed-rule.ts';
import { retractedRelease } from './retracted-release.ts';
import type { Rule } from './rule.ts';
import { scopedWithoutAccess } from './scoped-without-access.ts';
import { securityHolding } from './security-holding.ts';
import { singlePlatformPin } from './single-platform-pin.ts';
import { snapshotVersion } from './snapshot-version.ts';
import { stagingSkipped } from './staging-skipped.ts';
import { tagOverwrite } from './tag-overwrite.ts';
import { unavailableRelease } from './unavailable-release.ts';
import { unpinnedImage } from './unpinned-image.ts';
import { unpublishedRelease } from './unpublished-release.ts';
import { versionBurnt } from './version-burnt.ts';
import { weakIntegrity } from './weak-integrity.ts';
import { withdrawnTransitive } from './withdrawn-transitive.ts';
import { yankedRelease } from './yanked-release.ts';

/** Every rule. Of a family the first that speaks is heard, so the graver stands first. */
export const RULES: readonly Rule[] = [
  missingImage,
  digestAtRisk,
  movedTag,
  singlePlatformPin,
  pullPolicy,
  latestTag,
  unpinnedImage,
  inconsistentPins,
  numberAsTag,
  retentionInvalid,
  retentionShadowedRule,
  retentionDeletesReleases,
  retentionDeletesPins,
  securityHolding,
  quarantinedProject,
  missingPackage,
  unpublishedRelease,
  missingRelease,
  unavailableRelease,
  yankedRelease,
  retractedRelease,
  relocatedArtifact,
  deprecatedModule,
  deprecatedRelease,
  archivedProject,
  floatingRange,
  snapshotVersion,
  releaseTooNew,
  provenanceLost,
  withdrawnTransitive,
  integrityMismatch,
  missingIntegrity,
  weakIntegrity,
  foreignSource,
  insecureSource,
  lockDrift,
  versionBurnt,
  alreadyPublished,
  publishWillFail,
  longLivedToken,
  publishWithoutProvenance,
  scopedWithoutAccess,
  stagingSkipped,
  tagOverwrite,
  latestOnlyPublish,
];

/** The same by what they judge. */
export const RULES_ABOUT: Readonly<Record<SubjectKind, readonly Rule[]>> = {
  release: rulesAbout('release'),
  image: rulesAbout('image'),
  artifact: rulesAbout('artifact'),
  opaque: rulesAbout('opaque'),
  publication: rulesAbout('publication'),
  publish: rulesAbout('publish'),
  policy: rulesAbout('policy'),
};

/** The ids that settings and ignore comments may name. */
export const RULE_IDS: readonly string[] = RULES.map(rule => rule.id);

function rulesAbout(kind: SubjectKind): readonly Rule[] {
  return RULES.filter(({ judges }) => (typeof judges === 'string' ? judges === kind : judges.includes(kind)));
}
