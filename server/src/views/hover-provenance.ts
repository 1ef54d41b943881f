import { compareHashes } from '../model/hashes.ts';
import { knownRelease, proofFor } from '../model/proof.ts';
import type { Build, Proof } from '../model/provenance.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { ignoranceLine, type Look } from './hover-parts.ts';
import type { Line, Part } from './markdown.ts';

/**
 * Where the release comes from, where its registry claims that somebody vouches for that. Told of a release that is
 * wanted or held by its version, as it costs a request.
 */
export function provenanceLines(subject: ReleaseSubject, version: string, look: Look): Line[] {
  if (subject.want.is !== 'exact' && subject.held === undefined) return [];
  const { evidence, hashes = [] } = knownRelease(subject, version, look.glance) ?? {};
  if (evidence === undefined || evidence === 'none') return [];
  // What is verified of the registry's bytes is not so of those that a lockfile has.
  if (compareHashes(subject.locked?.hashes ?? [], hashes).is === 'different') return [];
  const answer = proofFor(subject, version, look.ask, look.glance);
  switch (answer.state) {
    case 'known':
      return [proofLine(answer.fact)];
    case 'absent':
      return [proofLine({ is: 'unproven', why: 'not-shown' })];
    case 'unknown':
      return [ignoranceLine(answer.why, 'its provenance', look)];
  }
}

function proofLine(proof: Proof): Line {
  if (proof.is === 'verified') {
    const { build, file } = proof;
    return ['Built from ', ...buildParts(build), ', verified', ...(file === undefined ? [] : [' of ', { code: file }])];
  }
  const { claim, why } = proof;
  return claim === undefined
    ? [`Its provenance is claimed, not verified: ${WHY[why]}`]
    : ['Built from ', ...buildParts(claim), `: claimed, not verified, as ${WHY[why]}`];
}

function buildParts({ repository, commit, workflow }: Build): Part[] {
  return [
    { code: repository },
    ...(commit === undefined ? [] : [' at commit ', { code: commit.slice(0, SHORT_COMMIT) }]),
    ...(workflow === undefined ? [] : [' by ', { code: workflow }]),
  ];
}

/** As Git itself shortens a commit. */
const SHORT_COMMIT = 7;

/** The end of a sentence without its full stop. */
const WHY: Readonly<Record<Extract<Proof, { is: 'unproven' }>['why'], string>> = {
  unreadable: 'the registry’s proof of it cannot be read',
  altered: 'the signature does not fit what is said',
  untrusted: 'nobody signed it who is known here as one of Sigstore’s',
  'no-build': 'it was not signed by a build of GitHub or GitLab',
  another: 'the proof is of another release',
  'out-of-reach': 'the proof lies where it is not asked for from here',
  'not-shown': 'the registry shows no proof of it',
  'other-bytes': 'the proof is of other bytes than the registry’s',
  'unknown-bytes': 'the registry does not tell which bytes it has',
};
