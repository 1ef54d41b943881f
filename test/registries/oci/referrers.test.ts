import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Digest, parseDigest } from '../../../server/src/model/names.ts';
import { makeOciRegistry } from '../../../server/src/registries/oci/index.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const REPOSITORY = 'https://registry.example/v2/team/app';
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const IMAGE_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const DIGEST = digestOf('the image');
const HEX = DIGEST.slice('sha256:'.length);

const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const SLSA = 'https://slsa.dev/provenance/v1';
const SPDX = 'https://spdx.dev/Document';
const NOTATION = 'application/vnd.cncf.notary.signature';

const GONE: FakeAnswer = { status: 404, body: { errors: [{ code: 'MANIFEST_UNKNOWN' }] } };
const PAGE: FakeAnswer = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' };

function digestOf(text: string): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

const api = (answer: FakeAnswer, query = ''): ExpectedRequest => ({
  request: `GET ${REPOSITORY}/referrers/${DIGEST}${query}`,
  answer,
});
const fallback = (answer: FakeAnswer): ExpectedRequest => ({
  request: `GET ${REPOSITORY}/manifests/sha256-${HEX}`,
  answer,
});
const manifest = (document: string): ExpectedRequest => ({
  request: `GET ${REPOSITORY}/manifests/${digestOf(document)}`,
  answer: { status: 200, headers: { 'content-type': IMAGE_TYPE }, body: document },
});
/** cosign's three tags, all missing unless the test says otherwise. */
function cosign({ sig = GONE, sbom = GONE, att = GONE }: Record<string, FakeAnswer> = {}): ExpectedRequest[] {
  const at = (ending: string) => `${REPOSITORY}/manifests/sha256-${HEX}.${ending}`;
  return [
    { request: `HEAD ${at('sig')}`, answer: sig },
    { request: `HEAD ${at('sbom')}`, answer: sbom },
    { request: `GET ${at('att')}`, answer: att },
  ];
}
function list(manifests: readonly object[], link?: string): FakeAnswer {
  const headers = { 'content-type': INDEX_TYPE, ...(link === undefined ? {} : { link }) };
  return { status: 200, headers, body: { schemaVersion: 2, mediaType: INDEX_TYPE, manifests } };
}
const there: FakeAnswer = { status: 200, headers: { 'content-type': IMAGE_TYPE } };
const bundle = (annotations: object) => ({ artifactType: BUNDLE, digest: DIGEST, annotations });
const nothing = { attached: [], complete: true };

async function ask(table: readonly ExpectedRequest[]): Promise<unknown> {
  const http = fakeHttp(table);
  const image = { host: 'registry.example', repository: 'team/app' };
  const route = { base: 'https://registry.example', identity: '', login: async () => ({ is: 'anonymous' }) as const };
  const { answer, forEver } = await makeOciRegistry(http).ask({ ask: 'referrers', image, digest: DIGEST }, route, {
    now: 0,
  });
  http.verify();
  expect(forEver).toBeUndefined();
  return answer.state === 'known' ? answer.fact : answer.state === 'unknown' ? answer.why : answer.state;
}

describe('the referrers API', () => {
  it.each<[string, object, object]>([
    [
      'a signature of cosign 3',
      bundle({
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': 'https://sigstore.dev/cosign/sign/v1',
      }),
      { kind: 'signature', type: 'https://sigstore.dev/cosign/sign/v1' },
    ],
    [
      'a bare signature in a bundle',
      bundle({ 'dev.sigstore.bundle.content': 'message-signature' }),
      { kind: 'signature', type: BUNDLE },
    ],
    [
      'provenance in a bundle',
      bundle({ 'dev.sigstore.bundle.predicateType': SLSA }),
      { kind: 'provenance', type: SLSA },
    ],
    ['a bundle of who knows what', bundle({}), { kind: 'other', type: BUNDLE }],
    ['a signature of notation', { artifactType: NOTATION }, { kind: 'signature', type: NOTATION }],
    ['a bill of materials', { artifactType: 'application/spdx+json' }, { kind: 'sbom', type: 'application/spdx+json' }],
    [
      'another bill of materials',
      { artifactType: 'application/vnd.cyclonedx+json' },
      { kind: 'sbom', type: 'application/vnd.cyclonedx+json' },
    ],
    ['something else', { artifactType: 'text/plain' }, { kind: 'other', type: 'text/plain' }],
  ])('%s', async (_, descriptor, attachment) => {
    expect(await ask([api(list([descriptor])), ...cosign()])).toEqual({ attached: [attachment], complete: true });
  });

  it('that lists nothing, beside no tags of cosign: nothing is attached', async () => {
    expect(await ask([api(list([])), ...cosign()])).toEqual(nothing);
  });

  it('tells on several pages, each kind once', async () => {
    const next = `</v2/team/app/referrers/${DIGEST}?last=x>; rel="next"`;
    const table = [
      api(list([{ artifactType: NOTATION }], next)),
      api(list([{ artifactType: NOTATION }, { artifactType: 'text/plain' }]), '?last=x'),
    ];
    expect(await ask([...table, ...cosign()])).toEqual({
      attached: [
        { kind: 'signature', type: NOTATION },
        { kind: 'other', type: 'text/plain' },
      ],
      complete: true,
    });
  });

  it('that breaks off in the middle tells nothing', async () => {
    const next = `<?last=x>; rel="next"`;
    const table = [api(list([{ artifactType: NOTATION }], next)), api({ status: 500 }, '?last=x')];
    expect(await ask(table)).toBe('unreachable');
  });
});

describe('no referrers API', () => {
  it('404: the fallback tag holds all there is, and here it is not there', async () => {
    expect(await ask([api(GONE), fallback(GONE), ...cosign()])).toEqual(nothing);
  });

  it.each<[string, FakeAnswer]>([
    ['400', { status: 400 }],
    ['405', { status: 405 }],
    ['406', { status: 406 }],
    ['a page for people', PAGE],
    ['a redirect to another host', { is: 'failure', why: 'garbled', detail: 'redirects to another origin' }],
  ])('%s: what is not found is unknown, not missing', async (_, answer) => {
    expect(await ask([api(answer), fallback(GONE), ...cosign()])).toEqual({ attached: [], complete: false });
    expect(await ask([api(answer), fallback(list([{ artifactType: NOTATION }])), ...cosign()])).toEqual({
      attached: [{ kind: 'signature', type: NOTATION }],
      complete: false,
    });
  });

  it.each<[string, FakeAnswer]>([
    ['a gateway', { status: 404, body: { message: 'no Route matched with those values' } }],
    ['a page', { status: 404, body: '<html>' }],
    ['who may not tell', { status: 404, body: { errors: [{ code: 'DENIED' }] } }],
    ['a page elsewhere', { ...GONE, url: 'https://a.example/login' }],
  ])('404 by %s does not say that nothing is attached', async (_, answer) => {
    expect(await ask([api(answer), fallback(GONE), ...cosign()])).toEqual({ attached: [], complete: false });
    expect(await ask([api(GONE), fallback(answer)])).toBe('garbled');
    const found = { attached: [{ kind: 'signature', type: NOTATION }], complete: false };
    expect(await ask([api(list([{ artifactType: NOTATION }])), ...cosign({ att: answer })])).toEqual(found);
  });

  it.each<[string, FakeAnswer, string]>([
    ['refused', { status: 403 }, 'refused'],
    ['throttled', { is: 'failure', why: 'throttled', detail: 'x' }, 'throttled'],
    ['down', { status: 502 }, 'unreachable'],
  ])('%s', async (_, answer, why) => {
    expect(await ask([api(answer)])).toBe(why);
    expect(await ask([api(GONE), fallback(answer)])).toBe(why);
  });

  it('a list of few words: the manifests themselves are seen', async () => {
    const typed = JSON.stringify({ artifactType: NOTATION, config: { mediaType: 'x' }, layers: [] });
    const old = JSON.stringify({ config: { mediaType: NOTATION }, layers: [] });
    const attested = JSON.stringify({
      config: {},
      layers: [{ annotations: { 'in-toto.io/predicate-type': SLSA } }, { annotations: { predicateType: SPDX } }],
    });
    const documents = [typed, old, attested];
    const described = list(documents.map(document => ({ digest: digestOf(document) })));
    expect(await ask([api(GONE), fallback(described), ...documents.map(manifest), ...cosign()])).toEqual({
      attached: [
        { kind: 'signature', type: NOTATION },
        { kind: 'provenance', type: SLSA },
        { kind: 'sbom', type: SPDX },
      ],
      complete: true,
    });
  });

  it('a list that leads to other bytes, or to too many, leaves something unknown', async () => {
    const table = [api(GONE), fallback(list([{ digest: DIGEST }]))];
    const lie = { request: `GET ${REPOSITORY}/manifests/${DIGEST}`, answer: there };
    expect(await ask([...table, lie, ...cosign()])).toEqual({ attached: [], complete: false });

    const documents = Array.from({ length: 6 }, (_, i) => JSON.stringify({ artifactType: `text/${i}` }));
    const many = list(documents.map(document => ({ digest: digestOf(document) })));
    expect(await ask([api(GONE), fallback(many), ...documents.slice(0, 4).map(manifest), ...cosign()])).toMatchObject({
      attached: { length: 4 },
      complete: false,
    });
  });
});

describe('the tags of cosign', () => {
  it('tell a signature and a bill of materials by HEAD, and attestations by what is inside', async () => {
    const att = { status: 200, body: { layers: [{ annotations: { predicateType: SLSA } }] } };
    expect(await ask([api(list([])), ...cosign({ sig: there, sbom: there, att })])).toEqual({
      attached: [
        { kind: 'signature', type: '.sig' },
        { kind: 'sbom', type: '.sbom' },
        { kind: 'provenance', type: SLSA },
      ],
      complete: true,
    });
  });

  it('an attestation that does not say of what is one all the same', async () => {
    expect(await ask([api(list([])), ...cosign({ att: { status: 200, body: { layers: [{}] } } })])).toEqual({
      attached: [{ kind: 'other', type: '.att' }],
      complete: true,
    });
  });

  it('that cannot be seen are not missing', async () => {
    const refused = { status: 403 };
    expect(await ask([api(list([])), ...cosign({ sig: refused })])).toBe('refused');
    expect(await ask([api(list([])), ...cosign({ sig: there, sbom: refused })])).toEqual({
      attached: [{ kind: 'signature', type: '.sig' }],
      complete: false,
    });
  });
});
