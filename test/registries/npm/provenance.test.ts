import { beforeAll, describe, expect, test } from 'vitest';
import { createCheck } from '../../../server/src/attestations/verification.ts';
import type { Answer, AnyFact } from '../../../server/src/model/answer.ts';
import { type Proof, type ProvenanceFact, proofOf } from '../../../server/src/model/provenance.ts';
import { makeNpmRegistry } from '../../../server/src/registries/npm/index.ts';
import type { Asked } from '../../../server/src/registries/registry.ts';
import type { Login } from '../../../server/src/registries/route.ts';
import { type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';
import { COMMIT, type OwnBundle, type OwnSigstore, ownSigstore, provenanceOf } from '../../support/sigstore.ts';

const BASE = 'https://registry.example/npm';
const NOW = 1_700_000_000_000;
const HEX = 'ab'.repeat(64);
const SERVED = [{ algorithm: 'sha512', text: `sha512-${Buffer.from(HEX, 'hex').toString('base64')}` }];
const SLSA = 'https://slsa.dev/provenance/v1';
const BUILD = { repository: 'github.com/acme/left-pad', commit: COMMIT, workflow: '.github/workflows/release.yml' };

let own: OwnSigstore;
beforeAll(async () => {
  own = await ownSigstore();
});

async function ask(answer: FakeAnswer, name = 'demo', login: Login = { is: 'anonymous' }): Promise<Asked> {
  const http = fakeHttp([{ request: `GET ${BASE}/-/npm/v1/attestations/${name.replace('/', '%2f')}@1.0.0`, answer }]);
  const route = { base: BASE, identity: '', login: async () => login };
  const loadCheck = async () => createCheck(own.root);
  const question = { ask: 'provenance', registry: 'npm', name, version: '1.0.0' } as const;
  const asked = await makeNpmRegistry(http, loadCheck).ask(question, route, { now: NOW });
  http.verify();
  return asked;
}

async function proof(answer: FakeAnswer, name?: string): Promise<Proof | Answer<AnyFact>> {
  const told = (await ask(answer, name)).answer;
  return told.state === 'known' ? proofOf(told.fact as ProvenanceFact, SERVED) : told;
}

const document = (...attestations: readonly unknown[]): FakeAnswer => ({ status: 200, body: { attestations } });
const attestation = (bundle: OwnBundle, predicateType = SLSA) => ({ predicateType, bundle });
const about = (name: string, hex = HEX) => own.bundle({ statement: provenanceOf(name, { sha512: hex }) });

describe('what npm’s registry shows of a version', () => {
  test('is verified where it is signed, and is of these bytes', async () => {
    const bundle = await about('pkg:npm/demo@1.0.0');
    expect(await proof(document(attestation(bundle)))).toEqual({ is: 'verified', build: BUILD });
  });

  test('is named with its scope', async () => {
    const bundle = await about('pkg:npm/%40acme/demo@1.0.0');
    expect(await proof(document(attestation(bundle)), '@acme/demo')).toMatchObject({ is: 'verified' });
  });

  test('is taken from among others', async () => {
    const [good, other] = await Promise.all([about('pkg:npm/demo@1.0.0'), about('pkg:npm/other@1.0.0')]);
    const published = { predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1', bundle: {} };
    const shown = document(published, attestation(other), attestation(good), 'x', null);
    expect(await proof(shown)).toMatchObject({ is: 'verified' });
  });

  test.each<[what: string, why: string, make: () => Promise<FakeAnswer>]>([
    ['of another package', 'another', async () => document(attestation(await about('pkg:npm/other@1.0.0')))],
    ['of another version', 'another', async () => document(attestation(await about('pkg:npm/demo@1.0.1')))],
    ['of one that begins like it', 'another', async () => document(attestation(await about('pkg:npm/demo@1.0.0-rc')))],
    [
      'of other bytes',
      'other-bytes',
      async () => document(attestation(await about('pkg:npm/demo@1.0.0', 'cd'.repeat(64)))),
    ],
    [
      'of something that is no provenance, whatever the document calls it',
      'another',
      async () => {
        const statement = {
          ...provenanceOf('pkg:npm/demo@1.0.0', { sha512: HEX }),
          predicateType: 'https://a.example',
        };
        return document(attestation(await own.bundle({ statement })));
      },
    ],
    [
      'of a weaker hash alone',
      'another',
      async () => {
        const statement = provenanceOf('pkg:npm/demo@1.0.0', { sha1: 'ab'.repeat(20) });
        return document(attestation(await own.bundle({ statement })));
      },
    ],
    [
      'signed by another authority',
      'untrusted',
      async () => {
        const stranger = await ownSigstore();
        const statement = provenanceOf('pkg:npm/demo@1.0.0', { sha512: HEX });
        return document(attestation(await stranger.bundle({ statement })));
      },
    ],
    ['no bundle', 'unreadable', async () => document({ predicateType: SLSA, bundle: 'x' })],
    ['nothing', 'not-shown', async () => document()],
    [
      'the registry’s own word alone',
      'not-shown',
      async () => document({ predicateType: 'https://a.example', bundle: {} }),
    ],
    ['a 404', 'not-shown', async () => ({ status: 404, body: { error: 'Not found' } })],
  ])('proves nothing where it is %s', async (_, why, make) => {
    expect(await proof(await make())).toMatchObject({ is: 'unproven', why });
  });

  test('proves nothing where the registry does not tell which bytes it has, or tells of several', async () => {
    const { answer } = await ask(document(attestation(await about('pkg:npm/demo@1.0.0'))));
    const fact = answer.state === 'known' ? (answer.fact as ProvenanceFact) : { attested: [] };
    expect(proofOf(fact, [])).toEqual({ is: 'unproven', why: 'unknown-bytes' });
    expect(proofOf(fact, [{ algorithm: 'sha1', text: 'sha1-AAAA' }])).toMatchObject({ why: 'unknown-bytes' });
    expect(proofOf(fact, [...SERVED, { algorithm: 'sha512', text: 'sha512-AAAA' }])).toMatchObject({
      why: 'other-bytes',
    });
    expect(proofOf(fact, SERVED)).toMatchObject({ is: 'verified' });
  });

  test.each<[string, FakeAnswer, string]>([
    ['401', { status: 401 }, 'refused'],
    ['500', { status: 500 }, 'unreachable'],
    ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }, 'garbled'],
    ['another document', { status: 200, body: { name: 'demo' } }, 'garbled'],
    ['a 404 of another server', { status: 404, body: 'no' }, 'garbled'],
    ['a 404 that hides it', { status: 404, body: { error: 'access denied' } }, 'refused'],
    ['a 304', { status: 304 }, 'garbled'],
    ['silence', { is: 'failure', why: 'unreachable', detail: 'x' }, 'unreachable'],
  ])('is not known after %s', async (_, answer, why) => {
    expect((await ask(answer)).answer).toEqual({ state: 'unknown', why });
  });

  test('is asked for as whom the package is asked for, and comes with no validator', async () => {
    const body = { attestations: [] };
    const asked = await ask({ status: 200, headers: { etag: '"e"', 'cache-control': 'max-age=300' }, body }, 'demo', {
      is: 'bearer',
      token: 't',
    });
    expect(asked).toEqual({ answer: { state: 'known', fact: { attested: [] }, asOf: NOW }, freshFor: 300_000 });
  });
});
