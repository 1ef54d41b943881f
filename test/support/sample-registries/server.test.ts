import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleDigest } from './images.ts';
import { DEMO_SEED } from './seed.ts';
import { type SampleRegistries, startSampleRegistries } from './server.ts';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

let registries: SampleRegistries;
beforeAll(async () => {
  registries = await startSampleRegistries();
});
afterAll(() => registries.stop());
beforeEach(() => {
  registries.faults = [];
  registries.requests.length = 0;
});

async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(registries.origin + path, { headers, method, signal: AbortSignal.timeout(5000) });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, json: () => JSON.parse(bytes.toString()) };
}

function hashOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

describe('images', () => {
  const tags = Object.entries(DEMO_SEED.images).flatMap(([name, image]) =>
    Object.keys(image.tags).map(tag => [name, tag] as const),
  );
  test.each(tags)('%s:%s is served under the digest of its bytes', async (name, tag) => {
    const host = name.slice(0, name.indexOf('/'));
    const path = `/oci/${host}/v2/${name.slice(host.length + 1)}/manifests`;
    const digest = sampleDigest(name, tag);
    const head = await get(`${path}/${tag}`, { accept: `${INDEX}, ${MANIFEST}` }, 'HEAD');
    expect(head.headers.get('docker-content-digest')).toBe(digest);
    const found = await get(`${path}/${digest}`, { accept: `${INDEX}, ${MANIFEST}` });
    expect(hashOf(found.bytes)).toBe(digest);
    expect(found.headers.get('content-type')).toBe(found.json().mediaType);
  });

  test('what is attached is listed, and what attests is served under the digest of its bytes', async () => {
    const node = sampleDigest('docker.io/library/node', '22');
    const path = '/oci/docker.io/v2/library/node';
    const listed = (await get(`${path}/referrers/${node}`)).json();
    expect(listed.manifests).toMatchObject([{ artifactType: 'application/vnd.cncf.notary.signature' }]);
    const index = (await get(`${path}/manifests/${node}`, { accept: INDEX })).json();
    const { digest } = index.manifests.at(-1);
    const attestation = await get(`${path}/manifests/${digest}`, { accept: MANIFEST });
    expect(hashOf(attestation.bytes)).toBe(digest);
    expect(attestation.json().layers.map((layer: { annotations: object }) => layer.annotations)).toEqual([
      { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' },
      { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' },
    ]);
  });

  test('what the demo needs to be so is so', () => {
    const node = 'docker.io/library/node';
    expect(sampleDigest(node, 'latest')).toBe(sampleDigest(node, '22.11.0'));
    expect(sampleDigest(node, '20')).not.toBe(sampleDigest(node, '20 of last year'));
    expect(sampleDigest('docker.io/library/postgres', '16')).not.toBe(
      sampleDigest('docker.io/library/postgres', '16 of last year'),
    );
  });

  test.each([
    ['library/postgres', sampleDigest('docker.io/library/postgres', '16 of last year'), 200],
    ['library/redis', sampleDigest('docker.io/library/redis', '7', 'linux/amd64'), 200],
    ['acme/gone', sampleDigest('docker.io/acme/gone', '1.0'), 404],
    ['acme/gone', '1.0', 404],
    ['acme/gone', '1.1', 200],
    ['acme/never', '1.0', 404],
  ])('%s at %s answers %s %i', async (repository, at, status) => {
    expect((await get(`/oci/docker.io/v2/${repository}/manifests/${at}`)).status).toBe(status);
  });

  test('who accepts no index gets one platform', async () => {
    const found = await get('/oci/docker.io/v2/library/redis/manifests/7', { accept: MANIFEST });
    expect(hashOf(found.bytes)).toBe(sampleDigest('docker.io/library/redis', '7', 'linux/amd64'));
  });

  test('a platform leads to its configuration', async () => {
    const path = '/oci/ghcr.io/v2/acme/api';
    const digest = sampleDigest('ghcr.io/acme/api', '1.4.0', 'linux/arm64');
    const { config } = (await get(`${path}/manifests/${digest}`)).json();
    const blob = await get(`${path}/blobs/${config.digest}`);
    expect(hashOf(blob.bytes)).toBe(config.digest);
    expect(blob.json()).toMatchObject({ architecture: 'arm64', created: '2026-06-20T15:05:00Z' });
  });

  test('tags come in pages', async () => {
    const all: string[] = [];
    let next: string | undefined = '/oci/docker.io/v2/library/node/tags/list?n=2';
    while (next !== undefined) {
      const page = await get(next);
      all.push(...page.json().tags);
      next = /<(.*)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(all).toEqual(['20', '20.11.1', '22', '22.11.0', 'latest']);
  });
});

describe('packages', () => {
  const SHORT = { accept: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*' };

  test('the short document has no dates, the long one has', async () => {
    const short = await get('/npm/@acme%2fhttp', SHORT);
    expect(short.headers.get('content-type')).toContain('install-v1');
    expect(Object.keys(short.json())).toEqual(['name', 'dist-tags', 'versions', 'modified']);
    expect((await get('/npm/@acme%2fhttp')).json().time['1.1.0']).toBe('2024-05-01T10:00:00.000Z');
  });

  test.each([
    ['color-lines/1.4.1', 200],
    ['color-lines/latest', 200],
    ['-/ping', 200],
    ['@acme%2fhttp/1.0.0', 200],
    ['event-streamer/3.3.6', 404],
    ['left-pad-lite', 404],
    ['no-such-package', 404],
  ])('%s answers %i', async (path, status) => {
    expect((await get(`/npm/${path}`, SHORT)).status).toBe(status);
  });

  test('traces of what was unpublished stay in the long document', async () => {
    expect((await get('/npm/event-streamer')).json().time['3.3.6']).toBe('2023-11-26T18:00:00.000Z');
    const gone = await get('/npm/left-pad-lite');
    expect(gone.status).toBe(404);
    expect(gone.json().time.unpublished.time).toBe('2026-03-22T21:30:00.000Z');
  });

  test('what the client has already is confirmed', async () => {
    const etag = (await get('/npm/color-lines')).headers.get('etag') ?? '';
    expect((await get('/npm/color-lines', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('/npm/express-lite', { 'if-none-match': etag })).status).toBe(200);
  });
});

describe('faults', () => {
  const PATH = '/oci/docker.io/v2/library/node/manifests/22';
  const path = /manifests\/22$/;

  test('concern the requests that match', async () => {
    registries.faults = [
      { path, method: 'HEAD', what: { is: 'status', status: 429, headers: { 'retry-after': '7' } } },
    ];
    const head = await get(PATH, {}, 'HEAD');
    expect([head.status, head.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await get(PATH)).status).toBe(200);
    expect(registries.requests.map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([
      `HEAD ${PATH}`,
      `GET ${PATH}`,
    ]);
  });

  test.each(['refuse', 'truncate'] as const)('%s breaks the connection', async is => {
    registries.faults = [{ path, what: { is } }];
    await expect(get(PATH)).rejects.toThrow();
  });

  test('hang answers nothing', async () => {
    registries.faults = [{ path, what: { is: 'hang' } }];
    await expect(fetch(registries.origin + PATH, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/);
  });

  test('html is a page with status 200', async () => {
    registries.faults = [{ path, what: { is: 'html' } }];
    const page = await get(PATH);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  test('wrong-hash sends other bytes than the header says', async () => {
    registries.faults = [{ path, what: { is: 'wrong-hash' } }];
    const found = await get(PATH, { accept: INDEX });
    expect(hashOf(found.bytes)).not.toBe(found.headers.get('docker-content-digest'));
    expect(found.json()).toHaveProperty('manifests');
  });

  test('no-digest-header leaves it out', async () => {
    registries.faults = [{ path, what: { is: 'no-digest-header' } }];
    expect((await get(PATH)).headers.has('docker-content-digest')).toBe(false);
  });

  test('huge sends as much as it says', async () => {
    registries.faults = [{ path, what: { is: 'huge', bytes: 3_000_000 } }];
    expect((await get(PATH)).bytes).toHaveLength(3_000_000);
  });
});
