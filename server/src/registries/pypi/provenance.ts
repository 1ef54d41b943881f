import type { Subject } from '../../attestations/verification.ts';
import type { ReleaseHash } from '../../model/hashes.ts';
import { isObject } from '../../model/objects.ts';
import { comparePep440, parsePep440 } from '../../model/pep440.ts';
import type { Attested } from '../../model/provenance.ts';
import { attestedBy, LARGEST_ATTESTATIONS, type LoadCheck, MOST_BUNDLES } from '../attested.ts';
import type { Asked } from '../registry.ts';
import type { Route } from '../route.ts';
import type { Scene } from './asking.ts';
import { createGet, type Get } from './client.ts';
import { fileNameReader } from './file-names.ts';
import { readJsonPage } from './json-page.ts';
import type { Reply } from './replies.ts';
import type { SimpleFile } from './simple-page.ts';
import { unknown } from './unknown.ts';

const OUT_OF_REACH: Attested = { is: 'unproven', why: 'out-of-reach' };
const INTEGRITY = 'application/vnd.pypi.integrity.v1+json';
/** Both tell of a build: the one by its certificate alone (PyPI's documentation, "Attestations"). */
const PROVENANCE = ['https://docs.pypi.org/attestations/publish/v1', 'https://slsa.dev/provenance/v1'];

/**
 * What is attested of a release, by that of its files which the page names first (PEP 740): the page of the project
 * tells the address, which counts where it is of the same origin. Of several indexes that are one to their client
 * nobody knows whose file it is.
 */
export async function askProvenance(
  scene: Pick<Scene, 'http' | 'project' | 'asking'>,
  route: Route,
  version: string,
  loadCheck: LoadCheck,
): Promise<Asked> {
  const { http, project, asking } = scene;
  const known = (attested: readonly Attested[]): Asked => {
    return { answer: { state: 'known', fact: { attested }, asOf: asking.now } };
  };
  if (route.mirrors !== undefined || route.beside !== undefined) {
    return known([OUT_OF_REACH]);
  }
  const login = await route.login();
  if (login.is === 'broken') return unknown('refused', login.detail);
  const get = createGet(http, login, asking);
  const address = `${route.base}/${project}/`;
  const reply = await get(address, {});
  const page = reply.is === 'json' ? readJsonPage(reply.document, project) : undefined;
  if (page === undefined) return untold(reply, 'which is no page of the project in JSON');
  const file = attestedFile(page.files, project, version);
  if (file?.provenance === undefined) return known([]);
  const url = sameOrigin(file.provenance, address);
  return url === undefined ? known([OUT_OF_REACH]) : askFile(get, url, file.name, loadCheck, known);
}

async function askFile(
  get: Get,
  url: string,
  file: string,
  loadCheck: LoadCheck,
  known: (attested: readonly Attested[]) => Asked,
): Promise<Asked> {
  const how = { accept: INTEGRITY, maxBytes: LARGEST_ATTESTATIONS, redirects: 'same-origin' } as const;
  const reply = await get(url, how);
  if (reply.is === 'not-found' && reply.says === 'nothing') return known([]);
  const bundles = reply.is === 'json' ? bundlesIn(reply.document) : undefined;
  if (bundles === undefined) return untold(reply, 'which is no document of attestations');
  if (bundles.length === 0) return known([]);
  const check = await loadCheck();
  const expected = { types: PROVENANCE, hashesOf: (subject: Subject) => hashesOfFile(subject, file) };
  return known(bundles.map(bundle => attestedBy(bundle, check, expected)));
}

function attestedFile(files: readonly SimpleFile[], project: string, version: string): SimpleFile | undefined {
  const wanted = parsePep440(version);
  if (wanted === undefined) return undefined;
  const read = fileNameReader(project);
  return files.find(({ name, provenance }) => {
    const told = provenance === undefined ? undefined : read(name);
    return told?.isInstallable === true && comparePep440(told.version, wanted) === 0;
  });
}

function sameOrigin(address: string, page: string): string | undefined {
  if (!URL.canParse(address, page)) return undefined;
  const url = new URL(address, page);
  return url.origin === new URL(page).origin && url.username === '' && url.password === '' ? url.href : undefined;
}

function hashesOfFile({ name, digests: { sha256 } }: Subject, file: string): readonly ReleaseHash[] | undefined {
  if (name !== file || sha256 === undefined) return undefined;
  return [{ algorithm: 'sha256', text: `sha256:${sha256}`, file }];
}

/** The attestations of all publishers, in the form of Sigstore's bundles (PEP 740, "Attestation objects"). */
function bundlesIn({ version, attestation_bundles: groups }: Record<string, unknown>): readonly unknown[] | undefined {
  if (version !== 1 || !Array.isArray(groups)) return undefined;
  return groups
    .flatMap(group => (isObject(group) && Array.isArray(group.attestations) ? group.attestations : []))
    .slice(0, MOST_BUNDLES)
    .map(bundleOf);
}

function bundleOf(attestation: unknown): unknown {
  if (!isObject(attestation)) return undefined;
  const { verification_material: material, envelope } = attestation;
  if (!isObject(material) || !isObject(envelope)) return undefined;
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: material.certificate },
      tlogEntries: material.transparency_entries,
    },
    dsseEnvelope: {
      payload: envelope.statement,
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ sig: envelope.signature }],
    },
  };
}

function untold(reply: Reply, what: string): Asked {
  return reply.is === 'failure' ? unknown(reply.why, reply.detail) : unknown('garbled', `sent something ${what}`);
}
