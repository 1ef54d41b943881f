import { beforeAll, describe, expect, test } from 'vitest';
import { createCheck } from '../../../server/src/attestations/verification.ts';
import { type Proof, type ProvenanceFact, proofOf } from '../../../server/src/model/provenance.ts';
import { makePypiRegistry } from '../../../server/src/registries/pypi/index.ts';
import type { Route } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';
import { COMMIT, type OwnBundle, type OwnSigstore, ownSigstore, provenanceOf } from '../../support/sigstore.ts';

const BASE = 'https://registry.example/simple';
const FILE = 'demo-1.0-py3-none-any.whl';
const PLACE = `https://registry.example/integrity/demo/1.0/${FILE}/provenance`;
const HEX = 'ab'.repeat(32);
const SERVED = [{ algorithm: 'sha256', text: `sha256:${HEX}`, file: FILE }];
const PUBLISH = 'https://docs.pypi.org/attestations/publish/v1';
const ROUTE: Route = { base: BASE, identity: '', login: async () => ({ is: 'anonymous' }) };

let own: OwnSigstore;
beforeAll(async () => {
  own = await ownSigstore();
});

async function proof(table: readonly ExpectedRequest[], route = ROUTE): Promise<Proof | string> {
  const http = fakeHttp(table);
  const question = { ask: 'provenance', registry: 'pypi', name: 'Demo', version: '1.0.0' } as const;
  const registry = makePypiRegistry(http, async () => createCheck(own.root));
  const { answer } = await registry.ask(question, route, { now: 0 });
  http.verify();
  if (answer.state !== 'known') return answer.state === 'unknown' ? answer.why : answer.state;
  return proofOf(answer.fact as ProvenanceFact, SERVED);
}

const page = (provenance: unknown, filename = FILE): ExpectedRequest => ({
  request: `GET ${BASE}/demo/`,
  answer: {
    status: 200,
    headers: { 'content-type': 'application/vnd.pypi.simple.v1+json' },
    body: {
      ...{ meta: { 'api-version': '1.4' }, name: 'demo' },
      files: [
        { filename: 'demo-0.9.tar.gz', url: 'x', hashes: {}, provenance: `${BASE}/other` },
        { filename, url: 'y', hashes: {}, provenance },
      ],
    },
  },
});
const shown = (answer: FakeAnswer): ExpectedRequest => ({
  ...{ request: `GET ${PLACE}`, answer },
  headers: { accept: 'application/vnd.pypi.integrity.v1+json' },
});
const document = (...attestations: readonly unknown[]): FakeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/vnd.pypi.integrity.v1+json' },
  body: { version: 1, attestation_bundles: [{ publisher: { kind: 'GitHub' }, attestations }] },
});
const attestation = ({ verificationMaterial: { certificate, tlogEntries }, dsseEnvelope }: OwnBundle) => ({
  version: 1,
  verification_material: { certificate: certificate.rawBytes, transparency_entries: tlogEntries },
  envelope: { statement: dsseEnvelope.payload, signature: dsseEnvelope.signatures[0]?.sig },
});
const about = (name: string, hex = HEX) => {
  const statement = { ...provenanceOf(name, { sha256: hex }), predicateType: PUBLISH, predicate: null };
  return own.bundle({ statement });
};

describe('what an index of Python’s shows of a release', () => {
  test.each(['', 'relative'])('is verified where it is signed, and is of these bytes (%s)', async how => {
    const address = how === '' ? PLACE : new URL(PLACE).pathname;
    expect(await proof([page(address), shown(document(attestation(await about(FILE))))])).toEqual({
      is: 'verified',
      file: FILE,
      build: { repository: 'github.com/acme/left-pad', commit: COMMIT, workflow: '.github/workflows/release.yml' },
    });
  });

  test.each<[what: string, why: string, make: () => Promise<readonly ExpectedRequest[]>]>([
    ['of another file', 'another', async () => [page(PLACE), shown(document(attestation(await about('x.whl'))))]],
    [
      'of other bytes',
      'other-bytes',
      async () => [page(PLACE), shown(document(attestation(await about(FILE, 'cd'.repeat(32)))))],
    ],
    ['no attestation', 'unreadable', async () => [page(PLACE), shown(document('x'))]],
    ['half an attestation', 'unreadable', async () => [page(PLACE), shown(document({ envelope: {} }))]],
    ['nothing', 'not-shown', async () => [page(PLACE), shown(document())]],
    ['not there', 'not-shown', async () => [page(PLACE), shown({ status: 404, body: 'Not Found' })]],
    ['of a release without', 'not-shown', async () => [page(null)]],
    ['at another host', 'out-of-reach', async () => [page(PLACE.replace('registry', 'elsewhere'))]],
    ['at another port', 'out-of-reach', async () => [page(PLACE.replace('example', 'example:8443'))]],
    ['at an address with a login', 'out-of-reach', async () => [page(PLACE.replace('//', '//a:b@'))]],
    ['no address', 'out-of-reach', async () => [page('https://')]],
  ])('proves nothing where it is %s', async (_, why, make) => {
    expect(await proof(await make())).toMatchObject({ is: 'unproven', why });
  });

  test('is not asked of several indexes that are one to their client', async () => {
    expect(await proof([], { ...ROUTE, beside: [ROUTE] })).toMatchObject({ why: 'out-of-reach' });
    expect(await proof([], { ...ROUTE, mirrors: [ROUTE] })).toMatchObject({ why: 'out-of-reach' });
  });

  test.each<[string, readonly ExpectedRequest[], string]>([
    ['the page is refused', [{ ...page(PLACE), answer: { status: 403 } }], 'refused'],
    ['there is no page', [{ ...page(PLACE), answer: { status: 404 } }], 'garbled'],
    ['it fails', [page(PLACE), shown({ status: 503 })], 'unreachable'],
    ['it is another document', [page(PLACE), shown({ ...document(), body: { version: 2 } } as FakeAnswer)], 'garbled'],
    [
      'it is a page of HTML',
      [page(PLACE), shown({ status: 200, headers: { 'content-type': 'text/html' }, body: 'x' })],
      'garbled',
    ],
  ])('is not known where %s', async (_, table, why) => {
    expect(await proof(table)).toBe(why);
  });
});
