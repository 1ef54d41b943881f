import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Answer, AnyFact } from '../../../server/src/model/answer.ts';
import { VERSION_LABEL } from '../../../server/src/model/image-labels.ts';
import { type Digest, parseDigest } from '../../../server/src/model/names.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { makeOciRegistry } from '../../../server/src/registries/oci/index.ts';
import type { Asked } from '../../../server/src/registries/registry.ts';
import type { Login, Route } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const NOW = 1_700_000_000_000;
const ACCEPT =
  'application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const IMAGE_TYPE = 'application/vnd.oci.image.manifest.v1+json';

const CONFIG = JSON.stringify({
  os: 'linux',
  architecture: 'amd64',
  created: '2024-01-02T03:04:05Z',
  config: { Labels: { [VERSION_LABEL]: '1.2', a: 'b' } },
});
const IMAGE = JSON.stringify({
  schemaVersion: 2,
  mediaType: IMAGE_TYPE,
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(CONFIG), size: 1 },
  layers: [{ size: 40 }, { size: 2 }],
});
const INDEX = JSON.stringify({
  schemaVersion: 2,
  mediaType: INDEX_TYPE,
  manifests: [
    { mediaType: IMAGE_TYPE, digest: digestOf(IMAGE), size: 1, platform: { os: 'linux', architecture: 'amd64' } },
  ],
});
const SOME_DIGEST = digestOf('something else');

const name = { host: 'registry.example', repository: 'team/app' };
const BASE = 'https://registry.example/v2/team/app';
const TAG = `${BASE}/manifests/1`;
const BY_DIGEST = `${BASE}/manifests/${SOME_DIGEST}`;
const tagQuestion: Question = { ask: 'manifest', image: name, at: { tag: '1' } };
const digestQuestion: Question = { ask: 'manifest', image: name, at: { digest: SOME_DIGEST } };

/** An answer without its time, and why it is unknown. */
type Told = object | string;

function told({ answer }: { answer: Answer<AnyFact> }): Told {
  switch (answer.state) {
    case 'known':
      return answer.fact;
    case 'absent':
      return `absent ${answer.missing}`;
    case 'unknown':
      return answer.why;
  }
}

function route(login: Login = { is: 'anonymous' }): Route {
  return {
    base: 'https://registry.example',
    identity: login.is === 'anonymous' ? '' : 'someone',
    login: async () => login,
  };
}

async function ask(question: Question, table: readonly ExpectedRequest[], login?: Login): Promise<Asked> {
  const http = fakeHttp(table);
  const asked = await makeOciRegistry(http).ask(question, route(login), { now: NOW });
  http.verify();
  return asked;
}

function digestOf(text: string, algorithm = 'sha256'): Digest {
  const digest = parseDigest(`${algorithm}:${createHash(algorithm).update(text).digest('hex')}`);
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

function head(url: string, answer: FakeAnswer): ExpectedRequest {
  return { request: `HEAD ${url}`, headers: { accept: ACCEPT, 'cache-control': undefined }, answer };
}
function get(url: string, answer: FakeAnswer): ExpectedRequest {
  return { request: `GET ${url}`, headers: { 'cache-control': undefined }, answer };
}
function recheck(url: string, answer: FakeAnswer): ExpectedRequest {
  return { request: `GET ${url}`, headers: { 'cache-control': 'no-cache' }, answer };
}
function ok(type: string, body: string, digest?: string): FakeAnswer {
  return {
    status: 200,
    headers: { 'content-type': type, ...(digest ? { 'docker-content-digest': digest } : {}) },
    body,
  };
}
function errors(status: number, code: string): FakeAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: { errors: [{ code }] } };
}
const HTML: FakeAnswer = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' };
const TAGS_ONE = `${BASE}/tags/list?n=1`;
const ROOT = 'https://registry.example/v2/';

it.each<[string, Login, Told]>([
  ['missing, where there is no login', { is: 'anonymous' }, 'absent repository'],
  ['not told, where a login could not be used', { is: 'anonymous', withheld: true }, 'refused'],
])('what nobody sees is %s', async (_, login, expected) => {
  const gone = errors(404, 'MANIFEST_UNKNOWN');
  const table = [head(TAG, gone), recheck(TAG, gone), get(TAGS_ONE, errors(404, 'NAME_UNKNOWN'))];
  expect(told(await ask(tagQuestion, table, login))).toBe(expected);
});

describe('a tag', () => {
  it.each<[string, ExpectedRequest[], Told]>([
    [
      'of an index, by one HEAD',
      [head(TAG, ok(INDEX_TYPE, '', digestOf(INDEX)))],
      { digest: digestOf(INDEX), shape: 'index' },
    ],
    [
      'of one image',
      [head(TAG, ok(`${IMAGE_TYPE}; charset=utf-8`, '', digestOf(IMAGE)))],
      { digest: digestOf(IMAGE), shape: 'image' },
    ],
    [
      'of an ancient image',
      [head(TAG, ok('application/vnd.docker.distribution.manifest.v1+prettyjws', '', SOME_DIGEST))],
      { digest: SOME_DIGEST, shape: 'other' },
    ],
    [
      'without the header is downloaded and hashed',
      [head(TAG, ok(INDEX_TYPE, '')), get(TAG, ok(INDEX_TYPE, INDEX))],
      { digest: digestOf(INDEX), shape: 'index' },
    ],
    [
      'with a digest of no registered algorithm is downloaded and hashed',
      [head(TAG, ok(INDEX_TYPE, '', 'md5:d41d8cd98f00b204e9800998ecf8427e')), get(TAG, ok(INDEX_TYPE, INDEX))],
      { digest: digestOf(INDEX), shape: 'index' },
    ],
    [
      'without a type is downloaded',
      [
        head(TAG, { status: 200, headers: { 'docker-content-digest': digestOf(INDEX) } }),
        get(TAG, ok('application/json', INDEX)),
      ],
      { digest: digestOf(INDEX), shape: 'index' },
    ],
    [
      'whose registry knows no HEAD',
      [head(TAG, { status: 405 }), get(TAG, ok(IMAGE_TYPE, IMAGE, digestOf(IMAGE)))],
      { digest: digestOf(IMAGE), shape: 'image' },
    ],
    [
      'hashed by sha512 where the registry does',
      [head(TAG, ok(IMAGE_TYPE, '')), get(TAG, ok(IMAGE_TYPE, IMAGE, digestOf(IMAGE, 'sha512')))],
      { digest: digestOf(IMAGE, 'sha512'), shape: 'image' },
    ],
    [
      'whose header lies about the body',
      [head(TAG, { status: 405 }), get(TAG, ok(IMAGE_TYPE, IMAGE, SOME_DIGEST))],
      'garbled',
    ],
    ['behind a portal that says yes to all', [head(TAG, HTML), get(TAG, HTML)], 'garbled'],
    ['with an empty body', [head(TAG, { status: 405 }), get(TAG, ok(IMAGE_TYPE, ''))], 'garbled'],
    ['of half a body', [head(TAG, { status: 405 }), get(TAG, ok(IMAGE_TYPE, IMAGE.slice(0, 40)))], 'garbled'],
    ['with a status of no meaning', [head(TAG, { status: 418 })], 'garbled'],
    ['forbidden', [head(TAG, { status: 403 })], 'refused'],
    ['refused without a challenge', [head(TAG, { status: 401 })], 'refused'],
    ['of a broken server', [head(TAG, { status: 500 })], 'unreachable'],
    ['of nobody', [head(TAG, { is: 'failure', why: 'unreachable', detail: 'x' })], 'unreachable'],
    ['throttled', [head(TAG, { is: 'failure', why: 'throttled', detail: 'x' })], 'throttled'],
    ['too large', [head(TAG, { status: 405 }), get(TAG, { is: 'failure', why: 'garbled', detail: 'x' })], 'garbled'],
  ])('%s', async (_, table, expected) => {
    expect(told(await ask(tagQuestion, table))).toEqual(expected);
  });

  it('answers for its digest too, and its inside where it was seen', async () => {
    const byHead = await ask(tagQuestion, [head(TAG, ok(INDEX_TYPE, '', digestOf(INDEX)))]);
    expect(byHead.also?.map(({ question }) => question)).toEqual([
      { ask: 'manifest', image: name, at: { digest: digestOf(INDEX) } },
    ]);
    const byGet = await ask(tagQuestion, [head(TAG, { status: 405 }), get(TAG, ok(INDEX_TYPE, INDEX))]);
    expect(byGet.also?.map(({ question, forEver }) => [question.ask, forEver])).toEqual([
      ['manifest', undefined],
      ['contents', true],
    ]);
    expect(byGet.forEver).toBeUndefined();
  });
});

describe('a 404 is asked again past all caches, and believed of a registry only', () => {
  const MANIFEST_UNKNOWN = errors(404, 'MANIFEST_UNKNOWN');
  const NAME_UNKNOWN = errors(404, 'NAME_UNKNOWN');
  const plain: FakeAnswer = { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' };
  const page: FakeAnswer = { status: 404, headers: { 'content-type': 'text/html' }, body: '\n<!doctype html>' };
  const tags = ok('application/json', '{"name":"team/app","tags":["2"]}');
  const NOT_FOUND = errors(404, 'NOT_FOUND');
  const ROOT_OK = { status: 200, body: {} };
  const OK_OF_ALL = { status: 'ok' };
  const down: FakeAnswer = { is: 'failure', why: 'unreachable', detail: 'x' };

  it.each<[string, ExpectedRequest[], Told]>([
    ['no such tag', [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, tags)], 'absent tag'],
    [
      'no such tag, says a registry without lists',
      [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, plain)],
      'absent tag',
    ],
    [
      'no such tag, says a registry that lists it',
      [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, ok('application/json', '{"name":"team/app","tags":["1"]}'))],
      'garbled',
    ],
    ...[down, { status: 500 }, { status: 503 }, { ...plain, isFailing: true } as const].map(
      (answer): [string, ExpectedRequest[], Told] => [
        `no such tag, and then the host fails: ${JSON.stringify(answer)}`,
        [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, answer)],
        'unreachable',
      ],
    ),
    [
      'no such tag, and then a pause',
      [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, { is: 'failure', why: 'throttled', detail: 'x' })],
      'throttled',
    ],
    ['no such tag, and no list for us', [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, { status: 401 })], 'refused'],
    [
      'no such tag, and no list for us in other words',
      [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, errors(404, 'DENIED'))],
      'refused',
    ],
    ['no such tag, and then a portal', [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, HTML)], 'garbled'],
    ['no such tag, and then nonsense', [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, { status: 418 })], 'garbled'],
    [
      'no such tag, says a registry that lets nobody list',
      [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, { status: 405 })],
      'absent tag',
    ],
    ['no such repository', [recheck(TAG, NAME_UNKNOWN)], 'absent repository'],
    [
      'no such repository, says its list of tags',
      [recheck(TAG, MANIFEST_UNKNOWN), get(TAGS_ONE, NAME_UNKNOWN)],
      'absent repository',
    ],
    [
      'a stale cache',
      [recheck(TAG, ok(IMAGE_TYPE, IMAGE, digestOf(IMAGE)))],
      { digest: digestOf(IMAGE), shape: 'image' },
    ],
    ['a registry that went down meanwhile', [recheck(TAG, { status: 503 })], 'unreachable'],
    [
      'a registry that throttles meanwhile',
      [recheck(TAG, { is: 'failure', why: 'throttled', detail: 'x' })],
      'throttled',
    ],
    ['denied in other words', [recheck(TAG, errors(404, 'DENIED'))], 'refused'],
    ['unauthorized in other words', [recheck(TAG, errors(404, 'UNAUTHORIZED'))], 'refused'],
    ['a host that fails otherwise', [recheck(TAG, { ...NAME_UNKNOWN, isFailing: true })], 'unreachable'],
    ['a page for people', [recheck(TAG, page)], 'garbled'],
    ['a gateway', [recheck(TAG, { status: 404, body: { message: 'no Route matched with those values' } })], 'garbled'],
    ['another gateway', [recheck(TAG, { status: 404, body: { status: 404, error: 'Not Found' } })], 'garbled'],
    ['a server of another protocol', [recheck(TAG, errors(404, 'ROUTE_UNKNOWN'))], 'garbled'],
    [
      'Harbor, which has no such repository',
      [recheck(TAG, NOT_FOUND), get(ROOT, ROOT_OK), get(TAGS_ONE, NOT_FOUND)],
      'absent repository',
    ],
    ['Harbor, which has no such tag', [recheck(TAG, NOT_FOUND), get(ROOT, ROOT_OK), get(TAGS_ONE, tags)], 'absent tag'],
    [
      'a server that speaks as Harbor does, but has no root',
      [recheck(TAG, NOT_FOUND), get(ROOT, NOT_FOUND)],
      'garbled',
    ],
    [
      'a registry of few words, whose root is elsewhere',
      [recheck(TAG, plain), get(ROOT, { ...ROOT_OK, url: 'https://registry.example/login' })],
      'garbled',
    ],
    [
      'no such tag, says a page elsewhere',
      [recheck(TAG, { ...MANIFEST_UNKNOWN, url: 'https://a.example/' })],
      'garbled',
    ],
    [
      'no such tag, says storage elsewhere',
      [recheck(TAG, { status: 404, url: 'https://a.example/v2/team/app/manifests/1' })],
      'garbled',
    ],
    [
      'no such repository, says another registry, to which this one sends for it',
      [recheck(TAG, { ...NAME_UNKNOWN, url: 'https://a.example/v2/b/team/app/manifests/1' })],
      'absent repository',
    ],
    [
      'no such repository, says another registry, which was asked for something else',
      [recheck(TAG, { ...NAME_UNKNOWN, url: 'https://a.example/v2/team/app/manifests/2' })],
      'garbled',
    ],
    ...[MANIFEST_UNKNOWN, NAME_UNKNOWN, plain].flatMap((answer, index) =>
      ['https://registry.example/maintenance', 'https://registry.example/v2/team/other/manifests/1'].map(
        (url): [string, ExpectedRequest[], Told] => [
          `404 number ${index}, says another page of the same host, ${url}`,
          [recheck(TAG, { ...answer, url })],
          'garbled',
        ],
      ),
    ),
    [
      'no such repository, says the same host, where it keeps it',
      [recheck(TAG, { ...NAME_UNKNOWN, url: 'https://registry.example/v2/kept/team/app/manifests/1' })],
      'absent repository',
    ],
    ...['UNAVAILABLE', 'TOOMANYREQUESTS', 'UNKNOWN', 'UNSUPPORTED', 'SOMETHING_NEW'].map(
      (code): [string, ExpectedRequest[], Told] => [
        `no such repository, and ${code}`,
        [recheck(TAG, { status: 404, body: { errors: [{ code: 'NAME_UNKNOWN' }, { code }] } })],
        'garbled',
      ],
    ),
    ['a server of something else', [recheck(TAG, plain), get(ROOT, plain)], 'garbled'],
    [
      'a gateway that says ok of anything',
      [recheck(TAG, plain), get(ROOT, { status: 200, body: OK_OF_ALL })],
      'garbled',
    ],
    [
      'a gateway that says ok of anything, and speaks as Harbor does',
      [recheck(TAG, NOT_FOUND), get(ROOT, { status: 200, body: OK_OF_ALL })],
      'garbled',
    ],
    ['a server that is down for its root', [recheck(TAG, plain), get(ROOT, { status: 502 })], 'garbled'],
    ['a registry of few words', [recheck(TAG, plain), get(ROOT, ok('application/json', '{}'))], 'absent tag'],
    [
      'a registry that shows itself by its header',
      [recheck(TAG, plain), get(ROOT, { status: 200, headers: { 'docker-distribution-api-version': 'registry/2.0' } })],
      'absent tag',
    ],
    [
      'a registry that wants to know who asks',
      [recheck(TAG, plain), get(ROOT, { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } })],
      'absent tag',
    ],
  ])('%s', async (_, table, expected) => {
    expect(told(await ask(tagQuestion, [head(TAG, plain), ...table]))).toEqual(expected);
  });

  it('after a HEAD that found it says nothing', async () => {
    const table = [head(TAG, ok('text/plain', '')), get(TAG, MANIFEST_UNKNOWN), recheck(TAG, MANIFEST_UNKNOWN)];
    expect(told(await ask(tagQuestion, [...table, get(TAGS_ONE, tags)]))).toBe('garbled');
  });

  it('no such digest', async () => {
    const table = [head(BY_DIGEST, plain), recheck(BY_DIGEST, MANIFEST_UNKNOWN), get(TAGS_ONE, tags)];
    expect(told(await ask(digestQuestion, table))).toBe('absent digest');
  });
});

describe('a digest', () => {
  it.each<[string, ExpectedRequest[], Told]>([
    ['exists by HEAD', [head(BY_DIGEST, ok(IMAGE_TYPE, '', SOME_DIGEST))], { digest: SOME_DIGEST, shape: 'image' }],
    ['exists without the header', [head(BY_DIGEST, ok(IMAGE_TYPE, ''))], { digest: SOME_DIGEST, shape: 'image' }],
    [
      'answered with another digest is downloaded, and wrong',
      [head(BY_DIGEST, ok(IMAGE_TYPE, '', digestOf(IMAGE))), get(BY_DIGEST, ok(IMAGE_TYPE, IMAGE))],
      'garbled',
    ],
    ['behind a portal', [head(BY_DIGEST, HTML), get(BY_DIGEST, HTML)], 'garbled'],
  ])('%s', async (_, table, expected) => {
    expect(told(await ask(digestQuestion, table))).toEqual(expected);
  });
});

describe('contents', () => {
  const at = (digest: Digest) => `${BASE}/manifests/${digest}`;
  const image = { shape: 'image', platforms: [], config: digestOf(CONFIG), layerBytes: 42 };
  const index = { shape: 'index', platforms: [{ digest: digestOf(IMAGE), platform: 'linux/amd64' }] };

  it.each<[string, Digest, FakeAnswer, Told]>([
    ['of an image', digestOf(IMAGE), ok(IMAGE_TYPE, IMAGE), image],
    ['of an index', digestOf(INDEX), ok(INDEX_TYPE, INDEX), index],
    ['by sha512', digestOf(IMAGE, 'sha512'), ok(IMAGE_TYPE, IMAGE), image],
    ['that hash to another digest', digestOf(INDEX), ok(IMAGE_TYPE, IMAGE), 'garbled'],
    ['one blank too long', digestOf(IMAGE), ok(IMAGE_TYPE, `${IMAGE} `), 'garbled'],
    ['under another type than their own', digestOf(IMAGE), ok(INDEX_TYPE, IMAGE), 'garbled'],
    [
      'of an ancient image, whose bytes prove nothing',
      digestOf(IMAGE),
      ok('application/vnd.docker.distribution.manifest.v1+json', IMAGE),
      'garbled',
    ],
    ['refused', digestOf(IMAGE), { status: 403 }, 'refused'],
    ['broken', digestOf(IMAGE), { status: 500 }, 'unreachable'],
  ])('%s', async (_, digest, answer, expected) => {
    const asked = await ask({ ask: 'contents', image: name, digest }, [get(at(digest), answer)]);
    expect(told(asked)).toEqual(expected);
    expect(asked.forEver).toBe(typeof expected === 'object' ? true : undefined);
  });

  it('are gone after two 404s, and may come back', async () => {
    const gone = errors(404, 'MANIFEST_UNKNOWN');
    const table = [get(BY_DIGEST, gone), recheck(BY_DIGEST, gone), get(TAGS_ONE, { status: 200, body: { tags: [] } })];
    const asked = await ask({ ask: 'contents', image: name, digest: SOME_DIGEST }, table);
    expect([told(asked), asked.forEver]).toEqual(['absent digest', undefined]);
  });
});

describe('a configuration', () => {
  const question: Question = { ask: 'config', image: name, digest: digestOf(IMAGE) };
  const manifest = get(`${BASE}/manifests/${digestOf(IMAGE)}`, ok(IMAGE_TYPE, IMAGE));
  const blob = `${BASE}/blobs/${digestOf(CONFIG)}`;

  it.each<[string, FakeAnswer, Told]>([
    [
      'told',
      ok('application/octet-stream', CONFIG),
      { platform: 'linux/amd64', labels: { [VERSION_LABEL]: '1.2' }, created: '2024-01-02T03:04:05Z' },
    ],
    ['that does not hash', ok('application/octet-stream', `${CONFIG}\n`), 'garbled'],
    ['that is gone says nothing of the image', errors(404, 'BLOB_UNKNOWN'), 'garbled'],
    ['forbidden', { status: 403 }, 'refused'],
  ])('%s', async (_, answer, expected) => {
    expect(told(await ask(question, [manifest, get(blob, answer)]))).toEqual(expected);
  });

  it('of an index is nobody’s choice', async () => {
    const table = [get(`${BASE}/manifests/${digestOf(INDEX)}`, ok(INDEX_TYPE, INDEX))];
    expect(told(await ask({ ask: 'config', image: name, digest: digestOf(INDEX) }, table))).toBe('garbled');
  });

  it('costs no second download of a manifest that was just read', async () => {
    const http = fakeHttp([manifest, get(blob, ok('', CONFIG))]);
    const registry = makeOciRegistry(http);
    await registry.ask({ ask: 'contents', image: name, digest: digestOf(IMAGE) }, route(), { now: NOW });
    expect(told(await registry.ask(question, route(), { now: NOW }))).toHaveProperty('platform');
    http.verify();
  });
});

describe('tags', () => {
  const question: Question = { ask: 'tags', image: name };
  const list = (query: string) => `${BASE}/tags/list?${query}`;
  const page = (tags: readonly string[] | null, link?: string): FakeAnswer => ({
    status: 200,
    headers: link === undefined ? {} : { link },
    body: { name: 'team/app', tags },
  });

  it.each<[string, ExpectedRequest[], Told]>([
    ['on one page', [get(list('n=1000'), page(['1', '2']))], { tags: ['1', '2'], complete: true }],
    ['none', [get(list('n=1000'), page(null))], { tags: [], complete: true }],
    [
      'on pages, the newest on the last, one of them empty',
      [
        get(list('n=1000'), page(['1', '2'], '</v2/team/app/tags/list?n=2&last=2>; rel="next"')),
        get(list('n=2&last=2'), page([], '<https://registry.example/v2/team/app/tags/list?n=2&last=3>;rel=next')),
        get(list('n=2&last=3'), page(['2', '9'])),
      ],
      { tags: ['1', '2', '9'], complete: true },
    ],
    [
      'by a link that lost a part of its path, or names another host: its query alone is taken',
      [
        get(list('n=1000'), page(['1'], '</v2/app/tags/list?last=1&n=1000>; rel="next"')),
        get(list('last=1&n=1000'), page(['2'], '<http://inner.example:8080/v2/x?last=2&n=1000>; rel="next"')),
        get(list('last=2&n=1000'), page(['3'])),
      ],
      { tags: ['1', '2', '3'], complete: true },
    ],
    [
      'by links in a circle',
      [get(list('n=1000'), page(['1'], '<?n=1000>; rel="next"'))],
      { tags: ['1'], complete: false },
    ],
    [
      'by links that lead back only',
      [get(list('n=1000'), page(['1'], '<?n=5>; rel="prev"'))],
      { tags: ['1'], complete: true },
    ],
    ['of a portal', [get(list('n=1000'), HTML)], 'garbled'],
    ['refused', [get(list('n=1000'), { status: 403 })], 'refused'],
    [
      'of no repository',
      [get(list('n=1000'), errors(404, 'NAME_UNKNOWN')), recheck(list('n=1000'), errors(404, 'NAME_UNKNOWN'))],
      'absent repository',
    ],
    [
      'that nobody may see',
      [get(list('n=1000'), errors(404, 'DENIED')), recheck(list('n=1000'), errors(404, 'DENIED'))],
      'refused',
    ],
    [
      'of no repository, says a page elsewhere',
      [list('n=1000'), list('n=1000')].map((url, index) => {
        const answer = { ...errors(404, 'NAME_UNKNOWN'), url: 'https://a.example/' };
        return index === 0 ? get(url, answer) : recheck(url, answer);
      }),
      'garbled',
    ],
    [
      'of a registry that keeps no lists',
      [get(list('n=1000'), { status: 404 }), recheck(list('n=1000'), { status: 404 })],
      'garbled',
    ],
    [
      'half of them, and then nothing: the half does not pass for all',
      [get(list('n=1000'), page(['1'], '<?last=1>; rel="next"')), get(list('last=1'), { status: 500 })],
      'unreachable',
    ],
  ])('%s', async (_, table, expected) => {
    expect(told(await ask(question, table))).toEqual(expected);
  });

  it('without end are read so far and no farther', async () => {
    const pages = Array.from({ length: 30 }, (_, i) =>
      get(list(i === 0 ? 'n=1000' : `last=${i}`), page([`t${i}`], `<?last=${i + 1}>; rel="next"`)),
    );
    expect(told(await ask(question, pages))).toMatchObject({ complete: false, tags: expect.arrayContaining(['t29']) });
  });
});

it('a question about a package is answered, though not known', async () => {
  expect(told(await ask({ ask: 'package', registry: 'npm', name: 'x' }, []))).toBe('garbled');
});
