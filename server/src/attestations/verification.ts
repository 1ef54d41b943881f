import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type Signer, toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify';
import type { Build, Unproven } from '../model/provenance.ts';
import { buildIn } from './certificate.ts';
import { readStatement, type Statement, type Subject } from './statement.ts';
import { PUBLIC_GOOD_ROOT } from './trusted-root.ts';

export type { Subject };

/** What a bundle proves: a statement, and the build that signed it; or why it proves nothing, with what it claims. */
export type Checked =
  | { readonly is: 'verified'; readonly statement: Statement; readonly build: Build }
  | { readonly is: 'unproven'; readonly why: Unsound; readonly claim?: Build };

/** Why a bundle proves nothing by itself. */
type Unsound = Exclude<Unproven, 'another' | 'out-of-reach'>;

/** Checks a bundle of Sigstore's, as it was parsed from JSON. Never throws. */
export type CheckBundle = (bundle: unknown) => Checked;

/**
 * Makes a check of bundles by the client's own rules (sigstore-js, packages/verify): a certificate that leads to the
 * root and was logged when it was issued, a signature while it was valid, and an entry in a public log that is of this
 * very statement. All of it is offline.
 *
 * @param root a trusted root in its form of JSON (sigstore/protobuf-specs, sigstore_trustroot.proto)
 */
export function createCheck(root: unknown = PUBLIC_GOOD_ROOT): CheckBundle {
  const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(root)));
  return json => {
    const bundle = readBundle(json);
    const statement = bundle === undefined ? undefined : statementIn(bundle);
    if (bundle === undefined || statement === undefined || !isModest(bundle))
      return { is: 'unproven', why: 'unreadable' };
    const { claim } = statement;
    const unproven = (why: Unsound): Checked => {
      return { is: 'unproven', why, ...(claim === undefined ? {} : { claim }) };
    };
    let signer: Signer;
    try {
      signer = verifier.verify(toSignedEntity(bundle));
    } catch (error) {
      return unproven(whyOf(error));
    }
    const build = buildIn(signer);
    return build === undefined ? unproven('no-build') : { is: 'verified', statement, build };
  };
}

type Bundle = ReturnType<typeof bundleFromJSON>;

function readBundle(json: unknown): Bundle | undefined {
  try {
    return bundleFromJSON(json);
  } catch {
    return undefined;
  }
}

/** Whether checking it is bounded: each entry and clock costs signatures, and is held against all others. */
function isModest({ verificationMaterial: { tlogEntries, timestampVerificationData, content } }: Bundle): boolean {
  const clocks = timestampVerificationData?.rfc3161Timestamps ?? [];
  if (Math.max(tlogEntries.length, clocks.length) > MOST_WITNESSES) return false;
  const notes = tlogEntries.map(({ inclusionProof }) => inclusionProof?.checkpoint?.envelope ?? '');
  const parts = [...certificatesIn(content), ...clocks.map(({ signedTimestamp }) => signedTimestamp), ...notes];
  return (
    parts.every(part => part.length <= LARGEST_PART) &&
    tlogEntries.every(({ inclusionProof }) => (inclusionProof?.hashes.length ?? 0) <= MOST_HASHES)
  );
}

function certificatesIn(content: Bundle['verificationMaterial']['content']): readonly Uint8Array[] {
  switch (content.$case) {
    case 'x509CertificateChain':
      return content.x509CertificateChain.certificates.map(({ rawBytes }) => rawBytes);
    case 'certificate':
      return [content.certificate.rawBytes];
    case 'publicKey':
      return [];
  }
}

/** Logs and clocks that vouch for one signature: one of each, mostly. */
const MOST_WITNESSES = 8;
/** As many as a tree has levels whose entries are counted in 64 bits. */
const MOST_HASHES = 64;
/** Of a certificate and a clock's word, in bytes, and of a log's note, in characters; a few thousand are usual. */
const LARGEST_PART = 16 * 1024;

const IN_TOTO = 'application/vnd.in-toto+json';

function statementIn({ content }: Bundle): Statement | undefined {
  if (content.$case !== 'dsseEnvelope' || content.dsseEnvelope.payloadType !== IN_TOTO) return undefined;
  return readStatement(content.dsseEnvelope.payload);
}

/** Whatever else goes wrong may come from a root that is younger than this program. */
function whyOf(error: unknown): 'altered' | 'untrusted' {
  const isAltered =
    error instanceof VerificationError && (error.code === 'SIGNATURE_ERROR' || error.code === 'TLOG_BODY_ERROR');
  return isAltered ? 'altered' : 'untrusted';
}
