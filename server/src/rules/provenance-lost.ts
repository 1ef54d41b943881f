import { PACKAGES } from '../ecosystems/index.ts';
import { compareEvidence, type Evidence, type EvidencedRelease } from '../model/evidence.ts';
import { code } from '../model/plain-text.ts';
import { proofFor } from '../model/proof.ts';
import type { Proof } from '../model/provenance.ts';
import { takenVersion } from '../model/release-state.ts';
import type { Rule } from './rule.ts';
import { heldNote, momentText } from './wording.ts';

/**
 * Less vouches for where a release comes from than for one of the same major version that was published before it: so
 * it was published in another way, as who stole a password would. What registries claim is taken as such; where it is
 * verified what built the earlier release, that is said, and asked for only where something is found. The scale is that
 * of `trustPolicy: no-downgrade`, held within one major version as lines that are kept up beside each other are not
 * published alike.
 */
export const provenanceLost: Rule<'release'> = {
  id: 'provenance-lost',
  judges: 'release',
  severity: 'warning',
  summary:
    'The release comes with less proof of its origin than an earlier one of its major version, and is younger than a year.',
  judge(sight) {
    const { subject, reference, glance, recall, derive, isPast } = sight;
    const { evidence } = PACKAGES[subject.registry];
    const version = takenVersion(sight.standing());
    if (version === undefined || evidence === undefined) return [];
    // Lockfiles hold thousands of releases of which no manifest speaks: nothing more is asked for their sake.
    const look = { recall, derive, glance: reference.role === 'lock' ? recall : glance };
    const releases = evidence(subject, version, look) ?? [];
    const own = releases.find(release => release.version === version);
    const better = own === undefined ? undefined : bestBefore(own, releases);
    if (own === undefined || better === undefined || isPast(own.published + YEAR)) return [];
    const proof = proofFor(subject, better.version, look.glance, recall);
    const lost = `${code(subject.name)} ${code(version)}${heldNote(subject)} was published on ${momentText(own.published)} with ${WORDS[own.evidence]}, and ${code(better.version)} before it with ${WORDS[better.evidence]}, as the registry claims`;
    const told =
      proof.state === 'known' && proof.fact.is === 'verified'
        ? `${builtNote(proof.fact)}. ${code(version)} came`
        : '. It came';
    return [
      {
        message: `${lost}${told} another way than its predecessors, as it does when an account is stolen: find out how it was published before you install it.`,
        fixes: [],
      },
    ];
  },
};

/** Of those that are vouched for best, the last. */
function bestBefore(own: EvidencedRelease, releases: readonly EvidencedRelease[]): EvidencedRelease | undefined {
  let best: EvidencedRelease | undefined;
  for (const each of releases) {
    if (each.line !== own.line || each.published >= own.published) continue;
    if (compareEvidence(each.evidence, own.evidence) >= 0) continue;
    const order = best === undefined ? -1 : compareEvidence(each.evidence, best.evidence);
    if (best === undefined || order < 0 || (order === 0 && each.published > best.published)) best = each;
  }
  return best;
}

/** What is proven of the earlier release. */
function builtNote({ build: { repository, workflow }, file }: Extract<Proof, { is: 'verified' }>): string {
  const by = workflow === undefined ? '' : ` by ${code(workflow)}`;
  const what = file === undefined ? 'it' : code(file);
  return `, and with verified proof that ${what} was built from ${code(repository)}${by}`;
}

const WORDS: Readonly<Record<Evidence, string>> = {
  staged: 'a maintainer’s approval of what was staged',
  'trusted-publisher': 'provenance from a trusted publisher',
  provenance: 'provenance',
  none: 'no provenance',
};

const YEAR = 365 * 86_400_000;
