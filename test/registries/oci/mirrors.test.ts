import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Digest, parseDigest } from '../../../server/src/model/names.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { makeOciRegistry } from '../../../server/src/registries/oci/index.ts';
import type { Route } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const INDEX = JSON.stringify({ schemaVersion: 2, manifests: [] });
const DIGEST = digestOf(INDEX);
const OTHER = digestOf('another');

const image = { host: 'a.example', repository: 'team/app' };
const tag: Question = { ask: 'manifest', image, at: { tag: '1' } };
const contents: Question = { ask: 'contents', image, digest: DIGEST };

const FOUND: FakeAnswer = {
  status: 200,
  headers: { 'content-type': INDEX_TYPE, 'docker-content-digest': DIGEST },
  body: INDEX,
};
const GONE: FakeAnswer = { status: 404, body: { errors: [{ code: 'NAME_UNKNOWN' }] } };
const NOBODY: FakeAnswer = { is: 'failure', why: 'unreachable', detail: 'no connection' };

function digestOf(text: string): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

function route(base: string, more: Partial<Route> = {}): Route {
  return { base, identity: '', login: async () => ({ is: 'anonymous' }), ...more };
}

const MIRRORED = route('https://a.example', {
  mirrors: [route('https://m.example', { repository: 'mirrors/team/app' }), route('https://n.example')],
});
const at = (base: string, method = 'HEAD', path = 'team/app'): string => `${method} ${base}/v2/${path}/manifests/1`;
const first = (answer: FakeAnswer): ExpectedRequest => ({
  request: at('https://m.example', 'HEAD', 'mirrors/team/app'),
  answer,
});
const second = (answer: FakeAnswer): ExpectedRequest => ({ request: at('https://n.example'), answer });
const own = (answer: FakeAnswer, method = 'HEAD'): ExpectedRequest => ({
  request: at('https://a.example', method),
  answer,
});

async function ask(question: Question, to: Route, table: readonly ExpectedRequest[]): Promise<string> {
  const http = fakeHttp(table);
  const { answer } = await makeOciRegistry(http).ask(question, to, { now: 0 });
  http.verify();
  switch (answer.state) {
    case 'known':
      return 'known';
    case 'absent':
      return `absent ${answer.missing}`;
    case 'unknown':
      return answer.why;
  }
}

describe('mirrors', () => {
  it.each<[string, ExpectedRequest[], string]>([
    ['the first that knows is believed', [first(FOUND)], 'known'],
    ['the next is asked where one has nothing, and nobody makes sure of that', [first(GONE), second(FOUND)], 'known'],
    ['or refuses', [first({ status: 401 }), second(FOUND)], 'known'],
    ['or is down', [first(NOBODY), second(NOBODY), own(FOUND)], 'known'],
    ['or throttles', [first({ is: 'failure', why: 'throttled', detail: 'x' }), second(FOUND)], 'known'],
    [
      'only the address itself can say that something is missing',
      [first(GONE), second(GONE), own(GONE), own(GONE, 'GET')],
      'absent repository',
    ],
    ['and where it cannot be asked, nobody knows', [first(GONE), second(GONE), own(NOBODY)], 'unreachable'],
  ])('%s', async (_, table, expected) => {
    expect(await ask(tag, MIRRORED, table)).toBe(expected);
  });

  it('of other bytes than the digest says are passed over', async () => {
    const lie = { ...FOUND, headers: { 'content-type': INDEX_TYPE }, body: `${INDEX} ` };
    const path = `team/app/manifests/${DIGEST}`;
    const table = [
      { request: `GET https://m.example/v2/mirrors/${path}`, answer: lie },
      { request: `GET https://n.example/v2/${path}`, answer: GONE },
      { request: `GET https://a.example/v2/${path}`, answer: FOUND },
    ];
    expect(await ask(contents, MIRRORED, table)).toBe('known');
  });

  it('that answer with another digest than the one that was asked are passed over', async () => {
    const question: Question = { ask: 'manifest', image, at: { digest: OTHER } };
    const to = route('https://a.example', { mirrors: [route('https://n.example')] });
    const path = `team/app/manifests/${OTHER}`;
    const table = [
      { request: `HEAD https://n.example/v2/${path}`, answer: FOUND },
      { request: `GET https://n.example/v2/${path}`, answer: FOUND },
      {
        request: `HEAD https://a.example/v2/${path}`,
        answer: { status: 200, headers: { 'content-type': INDEX_TYPE, 'docker-content-digest': OTHER } },
      },
    ];
    expect(await ask(question, to, table)).toBe('known');
  });
});

describe('an address that may be asked by plain http', () => {
  const insecure = route('https://a.example', { plainHttpToo: true });
  const plainly = (answer: FakeAnswer, method = 'HEAD'): ExpectedRequest => ({
    request: at('http://a.example', method),
    answer,
  });

  it.each<[string, ExpectedRequest[], string]>([
    ['is not, where it speaks https', [own(FOUND)], 'known'],
    ['is not, where it refuses by https', [own({ status: 403 })], 'refused'],
    ['is, where nothing speaks https', [own(NOBODY), plainly(FOUND)], 'known'],
    ['and where neither answers, nobody knows', [own(NOBODY), plainly(NOBODY)], 'unreachable'],
    ['and from then on by http at once', [own(NOBODY), plainly(GONE), plainly(GONE, 'GET')], 'absent repository'],
  ])('%s', async (_, table, expected) => {
    expect(await ask(tag, insecure, table)).toBe(expected);
  });

  it('is told by its root over http as well whether it is a registry', async () => {
    const plain: FakeAnswer = { status: 404, body: 'no such page' };
    const root = { request: 'GET http://a.example/v2/', answer: { status: 200, body: {} } };
    expect(await ask(tag, insecure, [own(NOBODY), plainly(plain), plainly(plain, 'GET'), root])).toBe('absent tag');
  });

  it('is not asked so without being allowed', async () => {
    expect(await ask(tag, route('https://a.example'), [own(NOBODY)])).toBe('unreachable');
  });

  it('gets its login and its tokens there', async () => {
    const realm = 'http://auth.a.example/token';
    const login = { is: 'basic', user: 'me', password: 'pw' } as const;
    const to = { ...insecure, identity: 'me', login: async () => login };
    const challenge = { 'www-authenticate': `Bearer realm="${realm}"` };
    const authorization = `Basic ${Buffer.from('me:pw').toString('base64')}`;
    const table: ExpectedRequest[] = [
      own(NOBODY),
      { ...plainly({ status: 401, headers: challenge }), headers: { authorization: undefined } },
      {
        request: `GET ${realm}?scope=repository%3Ateam%2Fapp%3Apull`,
        headers: { authorization },
        answer: { status: 200, body: { token: 't' } },
      },
      { ...plainly(FOUND), headers: { authorization: 'Bearer t' } },
    ];
    expect(await ask(tag, to, table)).toBe('known');
  });
});
