import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock';

/** A Sigstore of its own: whom a root names as trusted, and who signs there. */
export interface OwnSigstore {
  /** In the form of `trusted_root.json`. */
  readonly root: unknown;
  /** A bundle about a statement, in JSON. */
  bundle(options: BundleOptions): Promise<OwnBundle>;
}

export interface BundleOptions {
  readonly statement: object;
  /** The extensions of the certificate by their last number, see {@link GITHUB}; absent: those of {@link GITHUB}. */
  readonly extensions?: Readonly<Record<number, string>>;
  /** When the log says that it was told, in milliseconds since the epoch; absent: when the certificate was issued. */
  readonly loggedAt?: number;
  readonly subjectAltName?: string;
}

/** As bundles are written, as far as tests change them. */
export interface OwnBundle {
  readonly mediaType: string;
  readonly verificationMaterial: {
    readonly certificate: { readonly rawBytes: string };
    readonly tlogEntries: readonly Readonly<Record<string, unknown>>[];
  };
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
}

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const WORKFLOW = 'https://github.com/acme/left-pad/.github/workflows/release.yml@refs/tags/v1.3.0';
/** As Fulcio tells of a build of GitHub's. */
export const GITHUB: Readonly<Record<number, string>> = {
  8: 'https://token.actions.githubusercontent.com',
  12: 'https://github.com/acme/left-pad',
  13: COMMIT,
  18: WORKFLOW,
};

const IN_TOTO = 'application/vnd.in-toto+json';
const HOUR = 3_600_000;

/** Makes one whose certificates count for ten minutes from `issued` on, which is later than now: as its root does. */
export async function ownSigstore(issued = new Date(Date.now() + HOUR)): Promise<OwnSigstore> {
  const [caKeys, ctKeys, logKeys] = [keys(), keys(), keys()];
  const ctLog = await initializeCTLog(ctKeys, issued);
  const ca = await initializeCA(caKeys, ctLog, issued);
  const publicLog = (publicKey: KeyObject) => {
    const der = publicKey.export({ format: 'der', type: 'spki' });
    return {
      ...{ baseUrl: 'https://log.example', hashAlgorithm: 'SHA2_256' },
      publicKey: {
        rawBytes: der.toString('base64'),
        keyDetails: 'PKIX_ECDSA_P256_SHA_256',
        validFor: { start: '2020-01-01T00:00:00Z' },
      },
      logId: { keyId: createHash('sha256').update(der).digest('base64') },
    };
  };
  return {
    root: {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [publicLog(logKeys.publicKey)],
      ctlogs: [publicLog(ctKeys.publicKey)],
      certificateAuthorities: [
        {
          ...{ subject: { organization: 'acme', commonName: 'acme' }, uri: 'https://ca.example' },
          certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
          validFor: { start: '2020-01-01T00:00:00Z' },
        },
      ],
      timestampAuthorities: [],
    },
    async bundle({ statement, extensions = GITHUB, loggedAt, subjectAltName = WORKFLOW }) {
      const signer = keys();
      const certificate = await ca.issueCertificate({
        publicKey: signer.publicKey.export({ format: 'der', type: 'spki' }),
        subjectAltName,
        extensions: Object.entries(extensions).map(([number, value]) => ({
          ...{ oid: `1.3.6.1.4.1.57264.1.${number}`, value },
          legacy: Number(number) < 8,
        })),
      });
      const payload = Buffer.from(JSON.stringify(statement));
      const signature = sign('sha256', encoded(payload), signer.privateKey);
      const log = await initializeTLog('https://log.example', logKeys, new Date(loggedAt ?? issued.getTime() + 1000));
      const entry = {
        ...{ apiVersion: '0.0.1', kind: 'dsse' },
        spec: {
          payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
          signatures: [{ signature: base64(signature), verifier: base64(Buffer.from(pem(certificate))) }],
        },
      };
      const [logged] = Object.values((await log.log(entry)) as Readonly<Record<string, LogEntry>>);
      if (logged?.verification?.signedEntryTimestamp === undefined) throw new Error('The log gave no promise.');
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
        verificationMaterial: {
          certificate: { rawBytes: base64(certificate) },
          tlogEntries: [
            {
              logIndex: String(logged.logIndex),
              logId: { keyId: Buffer.from(logged.logID, 'hex').toString('base64') },
              kindVersion: { kind: 'dsse', version: '0.0.1' },
              integratedTime: String(logged.integratedTime),
              inclusionPromise: { signedEntryTimestamp: logged.verification.signedEntryTimestamp },
              inclusionProof: proofOf(logged.verification.inclusionProof),
              canonicalizedBody: logged.body,
            },
          ],
        },
        dsseEnvelope: {
          payload: base64(payload),
          payloadType: IN_TOTO,
          signatures: [{ sig: base64(signature) }],
        },
      };
    },
  };
}

/** A statement of a build about a release. */
export function provenanceOf(name: string, digest: Readonly<Record<string, string>>): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        externalParameters: {
          workflow: { repository: 'https://github.com/claimed/left-pad', path: '.github/workflows/claimed.yml' },
        },
        resolvedDependencies: [{ digest: { gitCommit: COMMIT } }],
      },
    },
  };
}

/** As Rekor answers, whose types the log's own package does not bring along. */
interface LogEntry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification?: { readonly inclusionProof?: Proof; readonly signedEntryTimestamp?: string };
}

interface Proof {
  readonly checkpoint: string;
  readonly hashes: readonly string[];
  readonly logIndex: number;
  readonly rootHash: string;
  readonly treeSize: number;
}

function proofOf(proof: Proof | undefined): unknown {
  if (proof === undefined) throw new Error('The log gave no proof.');
  return {
    logIndex: String(proof.logIndex),
    treeSize: String(proof.treeSize),
    rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
    hashes: [],
    checkpoint: { envelope: proof.checkpoint },
  };
}

function keys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** What is signed (secure-systems-lab/dsse, protocol.md). */
function encoded(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${IN_TOTO.length} ${IN_TOTO} ${payload.length} `), payload]);
}

function pem(certificate: ArrayBufferView): string {
  return `-----BEGIN CERTIFICATE-----\n${base64(certificate)}\n-----END CERTIFICATE-----\n`;
}

function base64(bytes: ArrayBufferView): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** How long a certificate counts, in milliseconds. */
export const CERTIFICATE_COUNTS = 600_000;
