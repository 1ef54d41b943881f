import { describe, expect, test } from 'vitest';
import type { Question } from '../../../server/src/model/question.ts';
import { makeNpmRegistry } from '../../../server/src/registries/npm/index.ts';
import type { Asked, Asking, Registry } from '../../../server/src/registries/registry.ts';
import type { Login } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';
import { HOSTILE_WORDS, PLAIN } from '../../support/hostile-words.ts';

const BASE = 'https://registry.example/npm';
const SHORT = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
const LONG = 'application/json';
const NOW = 1_700_000_000_000;

const ROUTE = { base: BASE, identity: '', login: async () => ({ is: 'anonymous' }) as const };

interface Ask {
  readonly table: readonly ExpectedRequest[];
  readonly login?: Login;
  readonly earlier?: Asking['earlier'];
}

async function ask(question: Question, { table, login = { is: 'anonymous' }, earlier }: Ask): Promise<Asked> {
  const http = fakeHttp(table);
  const route = { base: BASE, identity: '', login: async () => login };
  const asked = await makeNpmRegistry(http).ask(question, route, { now: NOW, ...(earlier ? { earlier } : {}) });
  http.verify();
  return asked;
}

function short(answer: FakeAnswer, path = 'demo'): ExpectedRequest {
  return { request: `GET ${BASE}/${path}`, headers: { accept: SHORT, 'cache-control': undefined }, answer };
}

function shortPastCaches(answer: FakeAnswer): ExpectedRequest {
  return { request: `GET ${BASE}/demo`, headers: { accept: SHORT, 'cache-control': 'no-cache' }, answer };
}

function long(answer: FakeAnswer, path = 'demo'): ExpectedRequest {
  return { request: `GET ${BASE}/${path}`, headers: { accept: LONG, 'cache-control': 'no-cache' }, answer };
}

function one(answer: FakeAnswer): ExpectedRequest {
  return { request: `GET ${BASE}/demo/1.0.0`, headers: { accept: LONG, 'cache-control': undefined }, answer };
}

function ping(answer: FakeAnswer = { status: 200, body: {} }): ExpectedRequest {
  return { request: `GET ${BASE}/-/ping`, headers: { accept: LONG }, answer };
}

const PACKAGE = { ask: 'package', registry: 'npm', name: 'demo' } as const;
const HISTORY = { ask: 'history', registry: 'npm', name: 'demo' } as const;
const RELEASE = { ask: 'release', registry: 'npm', name: 'demo', version: '1.0.0' } as const;
const NOT_FOUND: FakeAnswer = { status: 404, body: { error: 'Not found' } };
const PORTAL: FakeAnswer = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>log in</html>' };
const LIVE = { is: 'live' };

function demo(more: object = {}): object {
  return { name: 'demo', 'dist-tags': { latest: '1.1.0' }, versions: { '1.0.0': {}, '1.1.0': {} }, ...more };
}

function known(fact: unknown): unknown {
  return { state: 'known', fact, asOf: NOW };
}

describe('package', () => {
  test('comes from the short document', async () => {
    const versions = { '1.0.0': { deprecated: 'use 1.1' }, '1.1.0': { dist: {} } };
    const body = demo({ versions, modified: '2022' });
    const headers = { etag: '"e1"', 'cache-control': 'public, max-age=300', age: '100' };
    expect(await ask(PACKAGE, { table: [short({ status: 200, headers, body })] })).toEqual({
      answer: known({
        standing: LIVE,
        tags: { latest: '1.1.0' },
        releases: [
          { version: '1.0.0', standing: { is: 'deprecated', message: 'use 1.1' } },
          { version: '1.1.0', standing: LIVE },
        ],
        modified: '2022',
      }),
      validator: '"e1"',
      freshFor: 200_000,
    });
  });

  test('keeps dates to itself that did not come past caches', async () => {
    const time = { created: '2020', modified: '2022', '1.0.0': '2020', '1.1.0': '2021' };
    const asked = await ask(PACKAGE, { table: [short({ status: 200, body: demo({ time }) })] });
    expect(asked.answer.state).toBe('known');
    expect(asked.also).toBeUndefined();
  });

  test('brings the dates along that did', async () => {
    const time = { created: '2020', modified: '2022', '0.9.0': '2019', '1.0.0': '2020', '1.1.0': '2021' };
    const asked = await ask(PACKAGE, { table: [short(NOT_FOUND), long({ status: 200, body: demo({ time }) })] });
    const published = { '0.9.0': '2019', '1.0.0': '2020', '1.1.0': '2021' };
    expect(asked.also).toEqual([{ question: HISTORY, answer: known({ published, modified: '2022' }) }]);
  });

  test.each([
    ['use 1.1', { is: 'deprecated', message: 'use 1.1' }],
    [' use 1.1\n', { is: 'deprecated', message: 'use 1.1' }],
    [true, { is: 'deprecated', message: '' }],
    ['false', { is: 'deprecated', message: 'false' }],
    ['', LIVE],
    [' ', LIVE],
    [false, LIVE],
    [null, LIVE],
    [{}, LIVE],
  ])('reads deprecated %j as %j', async (deprecated, standing) => {
    const body = demo({ versions: { '1.0.0': { deprecated } } });
    const asked = await ask(PACKAGE, { table: [short({ status: 200, body })] });
    expect(asked.answer).toEqual(
      known({
        ...{ standing: LIVE, tags: { latest: '1.1.0' } },
        releases: [{ version: '1.0.0', standing, ...(deprecated === '' ? { undeprecated: true as const } : {}) }],
      }),
    );
  });

  test.each([
    ['is held', { latest: '0.0.1-security' }, 'security-holding'],
    ['is held', { latest: '0.0.1-security.12' }, 'security-holding'],
    ['was given back', { latest: '1.0.0' }, 'live'],
    ['looks like it', { latest: '0.0.1-security-fix' }, 'live'],
  ])('%s with %j', async (_, tags, is) => {
    const body = demo({ 'dist-tags': tags, versions: { '0.0.1-security': {}, '1.0.0': {} } });
    const asked = await ask(PACKAGE, { table: [short({ status: 200, body })] });
    expect(asked.answer).toMatchObject({
      fact: { standing: { is }, releases: [{ standing: { is: 'security-holding' } }, { standing: LIVE }] },
    });
  });

  const REMOVED_TIME = { created: '2020', '1.0.0': '2020', unpublished: { time: '2021-05-06', versions: ['1.0.0'] } };
  const ODD_TIME = { unpublished: { time: '2020-01-02\n::error::x' } };
  test.each([
    ['with 404', { status: 404, body: { name: 'demo', time: REMOVED_TIME } }, { is: 'unpublished', on: '2021-05-06' }],
    ['with 200', { status: 200, body: { name: 'demo', time: REMOVED_TIME } }, { is: 'unpublished', on: '2021-05-06' }],
    ['without a date', { status: 200, body: { name: 'demo', time: { unpublished: {} } } }, { is: 'unpublished' }],
    ['with no real date', { status: 200, body: { name: 'demo', time: ODD_TIME } }, { is: 'unpublished' }],
    [
      'after a failed return',
      { status: 200, body: { name: 'demo', versions: {}, 'dist-tags': {}, time: { '1.0.0': '2020' } } },
      { is: 'unpublished' },
    ],
  ])('was unpublished, told %s', async (_, answer, standing) => {
    const asked = await ask(PACKAGE, { table: [short(answer), long(answer)] });
    expect(asked.answer).toEqual(known({ standing, tags: {}, releases: [] }));
  });

  test.each([null, 'x', 1, []])('is not told where a version is %j: it is named, and so not unpublished', async odd => {
    const time = { created: '2020', '1.0.0': '2020' };
    for (const versions of [{ '1.0.0': odd }, { '1.0.0': odd, '1.1.0': {} }]) {
      const asked = await ask(PACKAGE, { table: [short({ status: 200, body: demo({ versions, time }) })] });
      expect(asked.answer).toEqual({ state: 'unknown', why: 'garbled' });
    }
  });

  test('lives again after it was unpublished', async () => {
    const asked = await ask(PACKAGE, { table: [short({ status: 200, body: demo({ time: REMOVED_TIME }) })] });
    expect(asked.answer).toMatchObject({ state: 'known', fact: { standing: LIVE } });
  });

  test.each([
    ['says so too', NOT_FOUND],
    ['says so in a bare string', { status: 404, body: '"Not found"' }],
  ])('is absent when the long form, past caches, %s', async (_, second) => {
    const asked = await ask(PACKAGE, { table: [short(NOT_FOUND), long(second), ping()] });
    const answer = { state: 'absent', missing: 'package', asOf: NOW };
    expect(asked).toEqual({ answer, also: [{ question: HISTORY, answer }] });
  });

  test.each([
    [
      'the registry knows only the long form',
      { status: 200, headers: { etag: '"long"' }, body: demo() },
      { state: 'known' },
    ],
    ['the package was unpublished', { status: 404, body: { name: 'demo', time: REMOVED_TIME } }, { state: 'known' }],
    [
      'a portal answers',
      { status: 404, headers: { 'content-type': 'text/html' }, body: '' },
      { state: 'unknown', why: 'garbled' },
    ],
    [
      'a server without such a path answers',
      { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' },
      { state: 'unknown', why: 'garbled' },
    ],
    ['nothing but the status comes', { status: 404, body: '' }, { state: 'unknown', why: 'garbled' }],
    ['the registry fails', { status: 503 }, { state: 'unknown', why: 'unreachable' }],
    ['nobody may look', { status: 401 }, { state: 'unknown', why: 'refused' }],
  ])('is not absent when on a second look %s', async (_, second, answer) => {
    const asked = await ask(PACKAGE, { table: [short(NOT_FOUND), long(second)] });
    expect(asked.answer).toMatchObject(answer);
    // The long form's ETag would not confirm the short one.
    expect(asked.validator).toBeUndefined();
  });

  test('looks at the long form when the short one lists nothing', async () => {
    const empty = { status: 200, body: { name: 'demo', versions: {} } };
    const asked = await ask(PACKAGE, {
      table: [short(empty), long({ status: 200, body: { name: 'demo', time: REMOVED_TIME } })],
    });
    expect(asked.answer).toMatchObject({ fact: { standing: { is: 'unpublished' } } });
  });

  test.each([
    ['unreachable', { status: 500 }],
    ['unreachable', { status: 503, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['refused', { status: 401 }],
    ['refused', { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['throttled', { status: 429 }],
    ['garbled', { status: 204 }],
    ['garbled', { status: 418 }],
    ['garbled', { status: 304 }],
    ['garbled', PORTAL],
    ['garbled', { status: 200, body: ' \n<!DOCTYPE html>' }],
    ['garbled', { status: 404, body: '<html>' }],
    ['garbled', { status: 200, body: '' }],
    ['garbled', { status: 200, body: '{"name": "demo", "versions": {"1.0.0": {' }],
    ['garbled', { status: 200, body: '[]' }],
    ['garbled', { status: 200, body: { error: 'Not found' } }],
    ['garbled', { status: 200, body: { name: 'demo' } }],
    ['garbled', { status: 200, body: { name: 'demo', versions: [] } }],
    ['garbled', { status: 200, body: { name: 'other', versions: {} } }],
    ['garbled', { status: 200, body: { versions: { '1.0.0': {} } } }],
    ['unreachable', { is: 'failure', why: 'unreachable', detail: 'no route' } as const],
    ['garbled', { is: 'failure', why: 'garbled', detail: 'too large' } as const],
  ])('is unknown, %s, after %j', async (why, answer) => {
    const asked = await ask(PACKAGE, { table: [short(answer)] });
    expect(asked.answer).toEqual({ state: 'unknown', why });
    expect(asked.detail).toMatch(/\w/);
  });

  test('is confirmed by its ETag', async () => {
    const fact = { standing: { is: 'live' }, tags: {}, releases: [] } as const;
    const table = [
      {
        ...short({ status: 304, headers: { 'cache-control': 'max-age=60' } }),
        headers: { 'if-none-match': '"e1"', accept: SHORT },
      },
    ];
    expect(await ask(PACKAGE, { table, earlier: { fact, validator: '"e1"' } })).toEqual({
      answer: known(fact),
      validator: '"e1"',
      freshFor: 60_000,
    });
  });

  test('ignores strange tags, versions and dates', async () => {
    const body = `{"name":"demo","dist-tags":{"latest":"1.0.0","odd":7,"__proto__":"1.0.0","a b":"1.0.0","x\\",\\"y":"1.0.0"},
      "versions":{"1.0.0":{},"__proto__":{"deprecated":"x"}},"time":{"1.0.0":"2020","2.0.0":7,"__proto__":"2020"}}`;
    const { answer, also } = await ask(HISTORY, { table: [long({ status: 200, body })] });
    const tags = Object.fromEntries([
      ['latest', '1.0.0'],
      ['__proto__', '1.0.0'],
    ]);
    expect(also?.[0]?.answer).toMatchObject({
      fact: { tags, releases: [{ version: '1.0.0' }, { version: '__proto__' }] },
    });
    expect(answer).toEqual(known({ published: { '1.0.0': '2020' } }));
  });

  test('keeps no more than the beginning of what is far too long', async () => {
    const long = 'x'.repeat(10_000);
    const versions = { '1.0.0': { deprecated: long }, [`1.0.0-${long}`]: {} };
    const { answer } = await ask(PACKAGE, {
      table: [short({ status: 200, body: demo({ versions, 'dist-tags': { long } }) })],
    });
    const standing = { is: 'deprecated', message: `${'x'.repeat(299)}…` };
    expect(answer).toEqual(known({ standing: LIVE, tags: {}, releases: [{ version: '1.0.0', standing }] }));
  });

  test.each(Object.entries(HOSTILE_WORDS))('makes a deprecation plain that is %s', async (_, word) => {
    const body = demo({ versions: { '1.0.0': { deprecated: `x${word}` } } });
    const { answer } = await ask(PACKAGE, { table: [short({ status: 200, body })] });
    const { standing } = answer.state === 'known' && 'releases' in answer.fact ? (answer.fact.releases[0] ?? {}) : {};
    expect(standing?.is === 'deprecated' ? standing.message : '').toMatch(PLAIN);
    expect(standing?.is === 'deprecated' ? standing.message.length : 0).toBeLessThanOrEqual(300);
  });

  test('has no tag, version or date that would have to be altered to be shown', async () => {
    const bad = ['1.0.0\u202e', ' 1.0.0', '1.0.0\n::error::x', '1.0.0\u200b'];
    const all = (value: unknown) => Object.fromEntries(['1.0.0', ...bad].map(key => [key, value]));
    const tags = { ...all('1.0.0'), ...Object.fromEntries(bad.map((version, i) => [`bad${i}`, version])) };
    const time = { ...all('2020-01-02T03:04:05.678Z'), '1.1.0': '2020-01-02 ::error::x', modified: 'yesterday' };
    const body = demo({ 'dist-tags': tags, versions: all({}), time });
    const { answer, also } = await ask(HISTORY, { table: [long({ status: 200, body })] });
    expect(answer).toEqual(known({ published: { '1.0.0': '2020-01-02T03:04:05.678Z' } }));
    const releases = [{ version: '1.0.0', standing: LIVE }];
    expect(also?.[0]?.answer).toEqual(known({ standing: LIVE, tags: { '1.0.0': '1.0.0' }, releases }));
  });

  test('keeps one copy of a message that stands on many versions', async () => {
    const versions = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`1.0.${i}`, { deprecated: 'old' }]));
    const { answer } = await ask(PACKAGE, { table: [short({ status: 200, body: demo({ versions }) })] });
    const releases = answer.state === 'known' && 'releases' in answer.fact ? answer.fact.releases : [];
    expect(new Set(releases.map(release => release.standing)).size).toBe(1);
    expect(releases).toHaveLength(100);
  });

  test('is asked under the name as npm escapes it', async () => {
    const question = { ...PACKAGE, name: '@Scope/demo' };
    const body = { name: '@Scope/demo', versions: { '1.0.0': {} } };
    const asked = await ask(question, { table: [short({ status: 200, body }, '@Scope%2fdemo')] });
    expect(asked.answer.state).toBe('known');
  });

  test.each(['../demo', 'a/b', '@s/../x', 'demo?x', ''])('is not asked under %j', async name => {
    const asked = await ask({ ...PACKAGE, name }, { table: [] });
    expect(asked.answer).toEqual({ state: 'unknown', why: 'garbled' });
  });
});

describe('a 404', () => {
  const at = (body: unknown): FakeAnswer => ({ status: 404, body: JSON.stringify(body) });
  const TOKEN: Login = { is: 'bearer', token: 't' };

  test.each([
    [{ error: 'not_found', reason: 'document not found' }],
    [{ error: 'no such package available' }],
    [{ error: 'no such package available : demo' }],
    [{ error: 'package does not exist' }],
    [{ success: false, error: "Package 'demo' not found" }],
    [{ success: false, error: "Package 'permission' not found" }],
  ])('in a registry’s own words says it: %j', async body => {
    const asked = await ask(PACKAGE, { table: [short(at(body)), long(at(body))] });
    expect(asked.answer).toMatchObject({ state: 'absent', missing: 'package' });
  });

  test.each([
    [{ error: 'npm package "demo" does not exist under owner "acme"' }],
    [{ message: '404 Package Not Found' }],
    [{ message: '404 Packages Not Found' }],
  ])('of a registry that says it of what is private, too, is believed by a user: %j', async body => {
    expect((await ask(PACKAGE, { table: [short(at(body))] })).answer).toEqual({ state: 'unknown', why: 'refused' });
    const asked = await ask(PACKAGE, { login: TOKEN, table: [short(at(body)), long(at(body))] });
    expect(asked.answer.state).toBe('absent');
  });

  test.each([
    [{ message: 'no Route matched with those values' }],
    [{ message: 'Not Found' }],
    [{ timestamp: 'x', status: 404, error: 'Not Found', path: '/demo' }],
    [{ error: 'x', errors: [{ code: 'UNKNOWN' }] }],
    [{ errors: [{ code: 'NAME_UNKNOWN' }] }],
    [{ error: 'no' }],
    [{ error: { message: 'Not found' } }],
    [{ message: '404 Project Not Found' }],
    ['nope'],
    [null],
    [[]],
    [7],
  ])('in the words of something else says nothing: %j', async body => {
    const table = [short(at(body)), long(at(body))];
    expect((await ask(PACKAGE, { table })).answer).toEqual({ state: 'unknown', why: 'garbled' });
    const once = [short(at(body)), long(NOT_FOUND)];
    expect((await ask(PACKAGE, { table: once })).answer).toEqual({ state: 'unknown', why: 'garbled' });
  });

  test.each([
    [{ errors: [{ code: 'DENIED' }] }],
    [{ errors: [{ code: 'UNAUTHORIZED' }] }],
    [{ error: 'Permission permission_denied: read_package' }],
    [{ message: '404 Forbidden' }],
  ])('that tells of a refusal is one: %j', async body => {
    const asked = await ask(PACKAGE, { table: [short(at(body))] });
    expect(asked.answer).toEqual({ state: 'unknown', why: 'refused' });
  });

  test.each<[string, FakeAnswer]>([
    ['says 404 as well', NOT_FOUND],
    ['is a page', PORTAL],
    ['is no object', { status: 200, body: '[]' }],
    ['is elsewhere', { status: 200, body: {}, url: 'https://elsewhere.example/' }],
    ['is another page of the host', { status: 200, body: {}, url: 'https://registry.example/maintenance' }],
    ['says ok of anything', { status: 200, body: { status: 'ok' } }],
    ['fails', { status: 503 }],
    ['refuses', { status: 401 }],
  ])('in npm’s own words says nothing where the base %s', async (_, answer) => {
    const asked = await ask(PACKAGE, { table: [short(NOT_FOUND), long(NOT_FOUND), ping(answer)] });
    expect(asked.answer).toEqual({ state: 'unknown', why: 'garbled' });
  });

  test.each<[string, FakeAnswer]>([
    ['', NOT_FOUND],
    [' of what was unpublished', { status: 404, body: { name: 'demo', time: { unpublished: {} } } }],
    [' in a registry’s own words', { status: 404, body: { error: 'no such package available' } }],
  ])('at the end of a redirect says nothing%s', async (_, answer) => {
    for (const url of ['https://elsewhere.example/npm/demo', 'https://registry.example/maintenance']) {
      const there = { ...answer, url };
      expect((await ask(PACKAGE, { table: [short(there), long(there)] })).answer).toMatchObject({ why: 'garbled' });
      expect((await ask(PACKAGE, { table: [short(NOT_FOUND), long(there)] })).answer).toMatchObject({ why: 'garbled' });
    }
  });

  test('and 304 at the end of a redirect confirm nothing', async () => {
    const earlier = { fact: { standing: LIVE, tags: {}, releases: [] } as never, validator: '"e1"' };
    for (const url of ['https://elsewhere.example/npm/demo', 'https://registry.example/maintenance']) {
      const asked = await ask(PACKAGE, { table: [short({ status: 304, url })], earlier });
      expect(asked.answer).toEqual({ state: 'unknown', why: 'garbled' });
    }
  });

  test('at the end of a redirect that escapes the same path anew counts', async () => {
    const name = '@team/demo';
    const there = { status: 404, body: { error: 'no such package available' }, url: `${BASE}/%40team/demo` };
    const table = [short(there, '@team%2fdemo'), long(there, '@team%2fdemo')];
    expect((await ask({ ...PACKAGE, name }, { table })).answer.state).toBe('absent');
  });

  test('of a host that fails otherwise says nothing', async () => {
    const shaky: FakeAnswer = { status: 404, body: { error: 'no such package available' }, isFailing: true };
    const steady: FakeAnswer = { status: 404, body: { error: 'no such package available' } };
    const unreachable = { state: 'unknown', why: 'unreachable' };
    expect((await ask(PACKAGE, { table: [short(shaky)] })).answer).toEqual(unreachable);
    expect((await ask(PACKAGE, { table: [short(steady), long(shaky)] })).answer).toEqual(unreachable);
  });

  test('that disagrees with a document without releases says nothing', async () => {
    const table = [short({ status: 200, body: { name: 'demo', versions: {} } }), long(NOT_FOUND)];
    expect((await ask(PACKAGE, { table })).answer).toEqual({ state: 'unknown', why: 'garbled' });
  });

  test('asks the base once, whoever wants to know, and not where a document showed it', async () => {
    const names = ['a', 'b', 'c'] as const;
    const rows = names.flatMap(name => [short(NOT_FOUND, name), long(NOT_FOUND, name)]);
    const missing = async (registry: Registry, name: string) =>
      (await registry.ask({ ...PACKAGE, name }, ROUTE, { now: NOW })).answer.state;

    const unseen = fakeHttp([...rows, ping()]);
    const one = makeNpmRegistry(unseen);
    expect(await Promise.all(names.map(name => missing(one, name)))).toEqual(['absent', 'absent', 'absent']);
    unseen.verify();

    const seen = fakeHttp([short({ status: 200, body: demo() }), ...rows]);
    const other = makeNpmRegistry(seen);
    expect(await missing(other, 'demo')).toBe('known');
    expect(await Promise.all(names.map(name => missing(other, name)))).toEqual(['absent', 'absent', 'absent']);
    seen.verify();
  });

  test('leaves a base that did not show itself alone for a minute', async () => {
    const row = [short(NOT_FOUND), long(NOT_FOUND)];
    const http = fakeHttp([...row, ping(NOT_FOUND), ...row, ...row, ping()]);
    const registry = makeNpmRegistry(http);
    const at = async (now: number) => (await registry.ask(PACKAGE, ROUTE, { now })).answer.state;
    expect([await at(NOW), await at(NOW + 59_000), await at(NOW + 60_000)]).toEqual(['unknown', 'unknown', 'absent']);
    http.verify();
  });

  test('is not proven by a document from elsewhere', async () => {
    const http = fakeHttp([
      short({ status: 200, body: { name: 'a', versions: { '1.0.0': {} } }, url: 'https://elsewhere.example/a' }, 'a'),
      ...[short(NOT_FOUND), long(NOT_FOUND), ping(NOT_FOUND)],
    ]);
    const registry = makeNpmRegistry(http);
    expect((await registry.ask({ ...PACKAGE, name: 'a' }, ROUTE, { now: NOW })).answer.state).toBe('known');
    expect((await registry.ask(PACKAGE, ROUTE, { now: NOW })).answer).toMatchObject({ why: 'garbled' });
    http.verify();
  });
});

describe('history', () => {
  test('comes past caches from the long document, and the package with it', async () => {
    const time = { modified: '2022', '1.0.0': '2020', unpublished: { time: '2021' } };
    const table = [long({ status: 200, headers: { etag: '"e"' }, body: demo({ time }) })];
    expect(await ask(HISTORY, { table })).toMatchObject({
      answer: known({ published: { '1.0.0': '2020' }, modified: '2022' }),
      validator: '"e"',
      also: [{ question: PACKAGE, answer: { state: 'known', fact: { tags: { latest: '1.1.0' } } } }],
    });
  });

  test('has what the newest version says of itself where the document says nothing', async () => {
    const versions = { '1.0.0': { repository: 'acme/old' }, '1.1.0': { repository: 'acme/new', license: 'MIT' } };
    const table = [long({ status: 200, body: demo({ versions, license: 'ISC', time: {} }) })];
    expect(await ask(HISTORY, { table })).toMatchObject({
      answer: known({ published: {}, about: { repository: 'https://github.com/acme/new', licence: 'ISC' } }),
    });
  });

  test('is empty where the registry keeps no dates', async () => {
    const asked = await ask(HISTORY, { table: [long({ status: 200, body: demo() })] });
    expect(asked.answer).toEqual(known({ published: {} }));
  });

  test('tells how releases are vouched for', async () => {
    const attestations = { url: 'https://registry.example/x', provenance: { predicateType: 'https://slsa.dev' } };
    const versions = {
      '1.0.0': { dist: { attestations } },
      '1.1.0': { _npmUser: { name: 'a', trustedPublisher: { id: 'github' } }, dist: { attestations } },
      '1.2.0': { _npmUser: { name: 'a', approver: { name: 'b' } }, dist: {} },
      '1.3.0': { _npmUser: { trustedPublisher: { id: 'github' } }, dist: { attestations: { url: 'x' } } },
      '1.4.0': { _npmUser: 'a', dist: 'x' },
      '1.5.0': { dist: { attestations: { provenance: 'yes' } } },
    };
    const asked = await ask(HISTORY, { table: [long({ status: 200, body: demo({ versions, time: {} }) })] });
    const evidence = { '1.0.0': 'provenance', '1.1.0': 'trusted-publisher', '1.2.0': 'staged' } as const;
    expect(asked.answer).toEqual(known({ published: {}, evidence }));
  });

  test('is absent with the package', async () => {
    const asked = await ask(HISTORY, { table: [long(NOT_FOUND), long(NOT_FOUND), ping()] });
    const answer = { state: 'absent', missing: 'package', asOf: NOW };
    expect(asked).toEqual({ answer, also: [{ question: PACKAGE, answer }] });
  });

  test('is unknown when the registry fails', async () => {
    const asked = await ask(HISTORY, { table: [long({ status: 502 })] });
    expect(asked.answer).toEqual({ state: 'unknown', why: 'unreachable' });
  });
});

describe('release', () => {
  test("comes from the version's own document", async () => {
    const body = { name: 'demo', version: '1.0.0', deprecated: 'old' };
    const table = [one({ status: 200, headers: { etag: '"v"' }, body })];
    expect(await ask(RELEASE, { table })).toEqual({
      answer: known({ version: '1.0.0', standing: { is: 'deprecated', message: 'old' } }),
      validator: '"v"',
    });
  });

  test('says of its own document that nobody vouches for it', async () => {
    const body = { name: 'demo', version: '1.0.0', dist: {} };
    const asked = await ask(RELEASE, { table: [one({ status: 200, body })] });
    expect(asked.answer).toEqual(known({ version: '1.0.0', standing: LIVE, evidence: 'none' }));
  });

  test.each([
    ['404', NOT_FOUND],
    ['405', { status: 405 }],
    ['400', { status: 400 }],
    ['a page', PORTAL],
    ['the package', { status: 200, headers: { etag: '"v"' }, body: demo() }],
    ['another version', { status: 200, body: { name: 'demo', version: '1.0.1' } }],
  ])('comes from the package document after %s', async (_, first) => {
    const asked = await ask(RELEASE, {
      table: [one(first), shortPastCaches({ status: 200, headers: { etag: '"p"' }, body: demo() })],
    });
    expect(asked).toMatchObject({
      answer: known({ version: '1.0.0', standing: LIVE }),
      also: [{ question: PACKAGE, answer: { state: 'known' } }],
    });
    expect(asked.validator).toBeUndefined();
  });

  test('is absent where the package, past caches, does not list it', async () => {
    const body = demo({ versions: { '1.1.0': {} } });
    expect(await ask(RELEASE, { table: [one(NOT_FOUND), shortPastCaches({ status: 200, body })] })).toMatchObject({
      answer: { state: 'absent', missing: 'version', asOf: NOW },
      also: [{ question: PACKAGE, answer: { state: 'known' } }],
    });
  });

  test('is absent with the package', async () => {
    const asked = await ask(RELEASE, {
      table: [one(NOT_FOUND), shortPastCaches(NOT_FOUND), long(NOT_FOUND), ping()],
    });
    const answer = { state: 'absent', missing: 'package', asOf: NOW };
    expect(asked).toEqual({ answer, also: [{ question: PACKAGE, answer }] });
  });

  test.each([
    ['refused', [one({ status: 403 })]],
    ['unreachable', [one({ status: 500 })]],
    ['garbled', [one({ status: 200, body: '{"name": "demo", "ver' })]],
    ['garbled', [one(PORTAL), shortPastCaches(PORTAL)]],
    ['unreachable', [one(NOT_FOUND), shortPastCaches({ status: 502 })]],
    [
      'garbled',
      [one(NOT_FOUND), shortPastCaches({ status: 200, body: '{"name":"demo","versions":{"__proto__":{}}}' })],
    ],
    ['refused', [one(NOT_FOUND), shortPastCaches(NOT_FOUND), long({ status: 401 })]],
  ])('is unknown, %s', async (why, table) => {
    const asked = await ask(RELEASE, { table });
    expect(asked.answer).toEqual({ state: 'unknown', why });
  });
});

describe('who asks', () => {
  test.each<[Login, string | undefined]>([
    [{ is: 'anonymous' }, undefined],
    [{ is: 'bearer', token: 't0ken' }, 'Bearer t0ken'],
    [{ is: 'basic', user: 'ann', password: 'pä:ss' }, `Basic ${Buffer.from('ann:pä:ss').toString('base64')}`],
  ])('%j', async (login, authorization) => {
    const row = short({ status: 200, body: demo() });
    await ask(PACKAGE, { login, table: [{ ...row, headers: { ...row.headers, authorization } }] });
  });

  test('nobody, when the credential cannot be had', async () => {
    const asked = await ask(PACKAGE, { login: { is: 'broken', detail: 'the helper failed' }, table: [] });
    expect(asked).toEqual({ answer: { state: 'unknown', why: 'refused' }, detail: 'the helper failed' });
  });

  test('somebody whose credential was withheld cannot tell private from missing', async () => {
    const login: Login = { is: 'anonymous', withheld: true };
    const scoped = { ...PACKAGE, name: '@s/demo' };
    const path = '@s%2fdemo';
    const hidden = await ask(scoped, { login, table: [short(NOT_FOUND, path)] });
    expect(hidden.answer).toEqual({ state: 'unknown', why: 'refused' });
    const open = await ask(scoped, { table: [short(NOT_FOUND, path), long(NOT_FOUND, path), ping()] });
    expect(open.answer.state).toBe('absent');
    const unscoped = await ask(PACKAGE, { login, table: [short(NOT_FOUND), long(NOT_FOUND), ping()] });
    expect(unscoped.answer.state).toBe('absent');
  });
});
