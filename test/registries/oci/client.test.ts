import { describe, expect, it } from 'vitest';
import type { Question } from '../../../server/src/model/question.ts';
import { makeOciRegistry } from '../../../server/src/registries/oci/index.ts';
import type { Login } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const NOW = 1_700_000_000_000;
const DIGEST = `sha256:${'a'.repeat(64)}`;
const REGISTRY = 'https://registry.example';
const REALM = 'https://auth.registry.example/token';
const SCOPE = 'repository%3Ateam%2Fapp%3Apull';
const TOKEN_URL = `${REALM}?service=registry.example&scope=${SCOPE}`;

const BASIC: Login = { is: 'basic', user: 'me', password: 'pass:word' };
const BASIC_VALUE = `Basic ${Buffer.from('me:pass:word').toString('base64')}`;
const OK: FakeAnswer = {
  status: 200,
  headers: { 'content-type': 'application/vnd.oci.image.index.v1+json', 'docker-content-digest': DIGEST },
};
const FOUND: FakeAnswer = {
  status: 200,
  headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' },
  body: { schemaVersion: 2, manifests: [] },
};
const UNKNOWN: FakeAnswer = { status: 404, body: { errors: [{ code: 'NAME_UNKNOWN' }] } };

function manifest(
  authorization: string | undefined,
  answer: FakeAnswer,
  tag = '1',
  repository = 'team/app',
): ExpectedRequest {
  return { request: `HEAD ${REGISTRY}/v2/${repository}/manifests/${tag}`, headers: { authorization }, answer };
}
function again(authorization: string | undefined, answer: FakeAnswer): ExpectedRequest {
  return {
    request: `GET ${REGISTRY}/v2/team/app/manifests/1`,
    headers: { authorization, 'cache-control': 'no-cache' },
    answer,
  };
}
function token(authorization: string | undefined, answer: FakeAnswer, url = TOKEN_URL): ExpectedRequest {
  return { request: `GET ${url}`, headers: { authorization }, answer };
}
function challenge(text: string): FakeAnswer {
  return { status: 401, headers: { 'www-authenticate': text } };
}
function bearer(realm = REALM, more = ''): FakeAnswer {
  return challenge(`Bearer realm="${realm}",service="registry.example",scope="repository:user/image:pull"${more}`);
}
const ASKS_BASIC = challenge('Basic realm="x"');
const granted = (value: string, more: object = {}): FakeAnswer => ({ status: 200, body: { token: value, ...more } });

/** Asks for tags one after the other with one client and says what came of each. */
async function ask(
  table: readonly ExpectedRequest[],
  login: Login = { is: 'anonymous' },
  questions: readonly { tag?: string; repository?: string; at?: number }[] = [{}],
): Promise<readonly string[]> {
  const http = fakeHttp(table);
  const registry = makeOciRegistry(http);
  const results: string[] = [];
  for (const { tag = '1', repository = 'team/app', at = NOW } of questions) {
    const question: Question = { ask: 'manifest', image: { host: 'registry.example', repository }, at: { tag } };
    const route = { base: REGISTRY, identity: login.is === 'anonymous' ? '' : 'me', login: async () => login };
    const { answer } = await registry.ask(question, route, { now: at });
    results.push(answer.state === 'unknown' ? answer.why : answer.state);
  }
  http.verify();
  return results;
}

describe('a token', () => {
  it.each<[string, ExpectedRequest[], string, Login?]>([
    ['nobody asked for one', [manifest(undefined, OK)], 'known'],
    [
      'for nobody in particular',
      [manifest(undefined, bearer()), token(undefined, granted('t')), manifest('Bearer t', OK)],
      'known',
    ],
    [
      'for a user, whose password goes to the token service alone',
      [manifest(undefined, bearer()), token(BASIC_VALUE, granted('t')), manifest('Bearer t', OK)],
      'known',
      BASIC,
    ],
    [
      'by its other name',
      [
        manifest(undefined, bearer()),
        token(undefined, { status: 200, body: { access_token: 't' } }),
        manifest('Bearer t', OK),
      ],
      'known',
    ],
    [
      'chosen among several challenges',
      [
        manifest(undefined, challenge(`Basic realm="x", Bearer realm="${REALM}",service="registry.example"`)),
        token(undefined, granted('t')),
        manifest('Bearer t', OK),
      ],
      'known',
    ],
    [
      'at a realm with a query of its own',
      [
        manifest(undefined, bearer(`${REALM}?account=x`)),
        token(undefined, granted('t'), `${REALM}?account=x&service=registry.example&scope=${SCOPE}`),
        manifest('Bearer t', OK),
      ],
      'known',
    ],
    // Docker Hub says so of private and of missing repositories alike.
    [
      'that does not help is not asked for twice',
      [manifest(undefined, bearer()), token(undefined, granted('t')), manifest('Bearer t', bearer())],
      'refused',
    ],
    [
      'that is refused',
      [manifest(undefined, bearer()), token(undefined, { status: 403, body: { errors: [] } })],
      'refused',
    ],
    ['of a service that is down', [manifest(undefined, bearer()), token(undefined, { status: 503 })], 'unreachable'],
    [
      'of a service that is nowhere',
      [manifest(undefined, bearer()), token(undefined, { is: 'failure', why: 'unreachable', detail: '' })],
      'unreachable',
    ],
    [
      'of a service that throttles',
      [manifest(undefined, bearer()), token(undefined, { is: 'failure', why: 'throttled', detail: '' })],
      'throttled',
    ],
    ['that is a page', [manifest(undefined, bearer()), token(undefined, { status: 200, body: '<html>' })], 'garbled'],
    ['that is empty', [manifest(undefined, bearer()), token(undefined, granted(''))], 'garbled'],
    [
      'that would break out of its header',
      [manifest(undefined, bearer()), token(undefined, granted('t\r\nx: y'))],
      'garbled',
    ],
    [
      'over plain http, though the registry is not',
      [manifest(undefined, bearer('http://auth.example/token'))],
      'garbled',
    ],
    ['from a realm that is no address', [manifest(undefined, bearer('token'))], 'garbled'],
    ['from a realm with a password in it', [manifest(undefined, bearer('https://a:b@auth.example/'))], 'garbled'],
    ['from a realm that is a file', [manifest(undefined, bearer('file:///etc/passwd'))], 'garbled'],
  ])('%s', async (_, table, expected, login) => {
    expect(await ask(table, login)).toEqual([expected]);
  });

  it('serves until shortly before it ends, and the way to it is remembered', async () => {
    const table = [
      manifest(undefined, bearer()),
      token(undefined, granted('t1', { expires_in: 300 })),
      manifest('Bearer t1', OK),
      manifest('Bearer t1', OK, '2'),
      token(undefined, granted('t2', { expires_in: 300 })),
      manifest('Bearer t2', OK, '3'),
    ];
    const questions = [{}, { tag: '2', at: NOW + 280_000 }, { tag: '3', at: NOW + 295_000 }];
    expect(await ask(table, undefined, questions)).toEqual(['known', 'known', 'known']);
  });

  it('serves for a minute where nobody says how long', async () => {
    const table = [
      manifest(undefined, bearer()),
      token(undefined, granted('t1')),
      manifest('Bearer t1', OK),
      manifest('Bearer t1', OK, '2'),
      token(undefined, granted('t2')),
      manifest('Bearer t2', OK, '3'),
    ];
    expect(
      await ask(table, undefined, [{}, { tag: '2', at: NOW + 45_000 }, { tag: '3', at: NOW + 55_000 }]),
    ).toHaveLength(3);
  });

  it('is another one for another repository', async () => {
    const table = [
      manifest(undefined, bearer()),
      token(undefined, granted('t1')),
      manifest('Bearer t1', OK),
      token(undefined, granted('t2'), `${REALM}?service=registry.example&scope=repository%3Ateam%2Fother%3Apull`),
      manifest('Bearer t2', OK, '1', 'team/other'),
    ];
    expect(await ask(table, undefined, [{}, { repository: 'team/other' }])).toEqual(['known', 'known']);
  });

  it('that was taken back early is replaced once', async () => {
    const table = [
      manifest(undefined, bearer()),
      token(undefined, granted('t1')),
      manifest('Bearer t1', OK),
      manifest(
        'Bearer t1',
        challenge(`Bearer realm="${REALM}",service="registry.example",scope="repository:team/app:pull"`),
        '2',
      ),
      token(undefined, granted('t2')),
      manifest('Bearer t2', OK, '2'),
    ];
    expect(await ask(table, undefined, [{}, { tag: '2' }])).toEqual(['known', 'known']);
  });

  it('is asked for once by all who need it at the same time', async () => {
    const table = [
      ...['1', '2', '3'].map(tag => manifest(undefined, bearer(), tag)),
      token(undefined, granted('t')),
      ...['1', '2', '3'].map(tag => manifest('Bearer t', OK, tag)),
    ];
    const http = fakeHttp(table);
    const registry = makeOciRegistry(http);
    const route = { base: REGISTRY, identity: '', login: async (): Promise<Login> => ({ is: 'anonymous' }) };
    const image = { host: 'registry.example', repository: 'team/app' };
    const all = ['1', '2', '3'].map(tag => registry.ask({ ask: 'manifest', image, at: { tag } }, route, { now: NOW }));
    expect((await Promise.all(all)).map(({ answer }) => answer.state)).toEqual(['known', 'known', 'known']);
    http.verify();
  });
});

describe('a registry that steers the login to more than the pull', () => {
  const steering = (scope: string) => challenge(`Bearer realm="${REALM}",service="registry.example",scope="${scope}"`);

  it.each([
    'repository:victim/secret:pull,push,delete',
    'repository:victim/secret:pull',
    'repository:team/app:pull,push',
    'repository:team/app:*',
    'repository:team/app:pull repository:victim/secret:push',
    'registry:catalog:*',
    'admin',
  ])('by `%s`, though a token of this moment was refused, gets nothing', async scope => {
    const table = [
      manifest(undefined, steering(scope)),
      token(BASIC_VALUE, granted('t')),
      manifest('Bearer t', steering(scope)),
    ];
    expect(await ask(table, BASIC)).toEqual(['refused']);
  });

  it('gets the word that gives no right, and nothing beside it', async () => {
    const scope = 'repository:victim/secret:push aws';
    const table = [
      manifest(undefined, steering(scope)),
      token(BASIC_VALUE, granted('t')),
      manifest('Bearer t', steering(scope)),
      token(BASIC_VALUE, granted('u'), `${REALM}?service=registry.example&scope=aws&scope=${SCOPE}`),
      manifest('Bearer u', OK),
    ];
    expect(await ask(table, BASIC)).toEqual(['known']);
  });

  it.each(['scope=repository%3Avictim%2Fsecret%3Apush', 'Scope=x', 'scope%5B%5D=x', 's%63ope=x&scope=y'])(
    'by `%s` in the address of its token service gets nothing of that',
    async query => {
      const realm = `${REALM}?account=x&${query}`;
      const url = `${REALM}?account=x&service=registry.example&scope=${SCOPE}`;
      const table = [
        manifest(undefined, bearer(realm)),
        token(BASIC_VALUE, granted('t'), url),
        manifest('Bearer t', OK),
      ];
      expect(await ask(table, BASIC)).toEqual(['known']);
      const posted: ExpectedRequest = {
        request: `POST ${REALM}?account=x`,
        answer: { status: 200, body: { access_token: 't' } },
      };
      const identity: Login = { is: 'identity', token: 'refresh' };
      expect(await ask([manifest(undefined, bearer(realm)), posted, manifest('Bearer t', OK)], identity)).toEqual([
        'known',
      ]);
    },
  );
});

describe('a refresh token', () => {
  const IDENTITY: Login = { is: 'identity', token: 'refresh' };
  const post = (answer: FakeAnswer): ExpectedRequest => ({
    request: `POST ${REALM}`,
    headers: { authorization: undefined },
    answer,
  });

  it('is exchanged by a form', async () => {
    const table = [
      manifest(undefined, bearer()),
      post({ status: 200, body: { access_token: 't' } }),
      manifest('Bearer t', OK),
    ];
    expect(await ask(table, IDENTITY)).toEqual(['known']);
  });

  it('is sent the old way where the service knows no forms', async () => {
    const old = `Basic ${Buffer.from('<token>:refresh').toString('base64')}`;
    const table = [
      manifest(undefined, bearer()),
      post({ status: 404 }),
      token(old, granted('t')),
      manifest('Bearer t', OK),
    ];
    expect(await ask(table, IDENTITY)).toEqual(['known']);
  });

  it('is never sent to the registry itself', async () => {
    expect(await ask([manifest(undefined, ASKS_BASIC)], IDENTITY)).toEqual(['refused']);
  });
});

describe('a token service of another domain', () => {
  const realm = 'https://auth.other.example/token';
  const IDENTITY: Login = { is: 'identity', token: 'refresh' };

  it('is asked by nobody as every client does', async () => {
    const url = `${realm}?service=registry.example&scope=${SCOPE}`;
    const table = [manifest(undefined, bearer(realm)), token(undefined, granted('t'), url), manifest('Bearer t', OK)];
    expect(await ask(table)).toEqual(['known']);
  });

  it.each<[string, Login]>([
    ['a password', BASIC],
    ['a refresh token', IDENTITY],
  ])('gets no request at all where there is %s: what is private would look missing', async (_, login) => {
    const http = fakeHttp([manifest(undefined, bearer(realm))]);
    const route = { base: REGISTRY, identity: 'me', login: async () => login };
    const image = { host: 'registry.example', repository: 'team/app' };
    const asked = await makeOciRegistry(http).ask({ ask: 'manifest', image, at: { tag: '1' } }, route, { now: NOW });
    http.verify();
    expect(asked).toEqual({
      answer: { state: 'unknown', why: 'refused' },
      detail:
        'the login of `registry.example` is not sent to its token service `auth.other.example` of another domain; ' +
        'if the two belong together, allow it by ' +
        '`"registryLens.tokenServices": {"registry.example": ["auth.other.example"]}`',
    });
  });

  it('gets the login where the user names it for the registry', async () => {
    const http = fakeHttp([
      manifest(undefined, bearer(realm)),
      token(BASIC_VALUE, granted('t'), `${realm}?service=registry.example&scope=${SCOPE}`),
      manifest('Bearer t', OK),
    ]);
    const route = {
      ...{ base: REGISTRY, identity: 'me', login: async () => BASIC },
      tokenServices: ['auth.other.example'],
    };
    const image = { host: 'registry.example', repository: 'team/app' };
    const { answer } = await makeOciRegistry(http).ask({ ask: 'manifest', image, at: { tag: '1' } }, route, {
      now: NOW,
    });
    http.verify();
    expect(answer.state).toBe('known');
  });
});

describe('other logins', () => {
  it.each<[string, ExpectedRequest[], string, Login]>([
    [
      'a name and password, once the registry wants them',
      [manifest(undefined, ASKS_BASIC), manifest(BASIC_VALUE, OK)],
      'known',
      BASIC,
    ],
    ['a wrong password, once', [manifest(undefined, ASKS_BASIC), manifest(BASIC_VALUE, ASKS_BASIC)], 'refused', BASIC],
    ['nobody, where a name is wanted', [manifest(undefined, ASKS_BASIC)], 'refused', { is: 'anonymous' }],
    ['a token of the registry’s own, sent at once', [manifest('Bearer r', OK)], 'known', { is: 'bearer', token: 'r' }],
    ['such a token that is refused', [manifest('Bearer r', bearer())], 'refused', { is: 'bearer', token: 'r' }],
    ['a helper that fails: nothing is asked as nobody', [], 'refused', { is: 'broken', detail: 'x' }],
    ['a challenge that nobody understands', [manifest(undefined, challenge('Negotiate'))], 'refused', BASIC],
  ])('%s', async (_, table, expected, login) => {
    expect(await ask(table, login)).toEqual([expected]);
  });

  it('what a registry wants is remembered', async () => {
    const table = [manifest(undefined, ASKS_BASIC), manifest(BASIC_VALUE, OK), manifest(BASIC_VALUE, OK, '2')];
    expect(await ask(table, BASIC, [{}, { tag: '2' }])).toEqual(['known', 'known']);
  });
});

describe('what nobody may see is not missing', () => {
  const root = (answer: FakeAnswer): ExpectedRequest => ({
    request: `GET ${REGISTRY}/v2/`,
    headers: { authorization: undefined },
    answer,
  });

  it('a registry that shows strangers a 404 is asked by the user before it is believed', async () => {
    expect(await ask([manifest(undefined, UNKNOWN), root(ASKS_BASIC), again(BASIC_VALUE, FOUND)], BASIC)).toEqual([
      'known',
    ]);
  });

  it('and is believed where it wants to know nobody', async () => {
    expect(
      await ask([manifest(undefined, UNKNOWN), root({ status: 200, body: {} }), again(undefined, UNKNOWN)], BASIC),
    ).toEqual(['absent']);
  });
});

it('a challenge of a host that a redirect led to gets nothing', async () => {
  const http = fakeHttp([]);
  const asked: (string | undefined)[] = [];
  const elsewhere = {
    ...http,
    send: async (request: Parameters<typeof http.send>[0]) => {
      asked.push(request.authorization);
      const url = 'https://elsewhere.example/';
      return {
        is: 'response',
        status: 401,
        headers: { 'www-authenticate': 'Basic realm="x"' },
        bytes: new Uint8Array(),
        url,
      } as const;
    },
  };
  const route = { base: REGISTRY, identity: 'me', login: async () => BASIC };
  const question: Question = {
    ask: 'manifest',
    image: { host: 'registry.example', repository: 'a' },
    at: { tag: '1' },
  };
  const { answer } = await makeOciRegistry(elsewhere).ask(question, route, { now: NOW });
  expect([answer, asked]).toEqual([{ state: 'unknown', why: 'refused' }, [undefined]]);
});
