import { describe, expect, test } from 'vitest';
import type { PackageFact } from '../../../server/src/model/answer.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { cratePath } from '../../../server/src/registries/cargo/crate-path.ts';
import { makeCargoRegistry } from '../../../server/src/registries/cargo/index.ts';
import type { Asked, Asking } from '../../../server/src/registries/registry.ts';
import type { Login } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const BASE = 'https://index.example/crates';
const NOW = 1_700_000_000_000;
const PACKAGE: Question = { ask: 'package', registry: 'cargo', name: 'demo' };
const NOBODY: Login = { is: 'anonymous' };
const FILE = `${JSON.stringify({ name: 'demo', vers: '1.0.0', deps: [], cksum: '', features: {} })}\n`;
const FACT: PackageFact = {
  standing: { is: 'live' },
  tags: {},
  releases: [{ version: '1.0.0', standing: { is: 'live' } }],
};

interface Ask {
  readonly table: readonly ExpectedRequest[];
  readonly login?: Login;
  readonly earlier?: Asking['earlier'];
  readonly question?: Question;
}

async function ask({ table, login = NOBODY, earlier, question = PACKAGE }: Ask): Promise<Asked> {
  const http = fakeHttp(table);
  const route = { base: BASE, identity: '', login: async () => login };
  const asked = await makeCargoRegistry(http).ask(question, route, { now: NOW, ...(earlier ? { earlier } : {}) });
  http.verify();
  return asked;
}

/** In one word, with what the log gets. */
async function told(ask_: Ask): Promise<string> {
  const { answer, detail } = await ask(ask_);
  return answer.state === 'unknown' ? `${answer.why}: ${detail}` : answer.state;
}

function file(answer: FakeAnswer, authorization?: string): ExpectedRequest {
  const headers = { accept: 'text/plain', 'cargo-protocol': 'version=1', 'cache-control': undefined, authorization };
  return { request: `GET ${BASE}/de/mo/demo`, headers, answer };
}

function again(answer: FakeAnswer, authorization?: string): ExpectedRequest {
  const headers = { 'cache-control': 'no-cache', 'if-none-match': undefined, authorization };
  return { request: `GET ${BASE}/de/mo/demo`, headers, answer };
}

function config(answer: FakeAnswer = { status: 200, body: { dl: 'https://dl.example' } }, authorization?: string) {
  return { request: `GET ${BASE}/config.json`, headers: { authorization }, answer };
}

const GONE: FakeAnswer = { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>Not found</html>' };
const WANTS_TOKEN: FakeAnswer = { status: 200, body: { dl: 'https://dl.example', 'auth-required': true } };

test.each([
  ['a', '/1/a'],
  ['ab', '/2/ab'],
  ['abc', '/3/a/abc'],
  ['demo', '/de/mo/demo'],
  ['Serde_JSON', '/se/rd/serde_json'],
  ['dash-ed', '/da/sh/dash-ed'],
  ['', undefined],
  ['../x', undefined],
  ['a b', undefined],
  ['ä', undefined],
  ['a'.repeat(129), undefined],
])('%s lies at %s', (name, path) => {
  expect(cratePath(name)).toBe(path);
});

describe('a crate', () => {
  test('comes from its file, in one request', async () => {
    const headers = { etag: '"e1"', 'cache-control': 'public, max-age=600', age: '100' };
    const asked = await ask({ table: [file({ status: 200, headers, body: FILE })] });
    expect(asked).toEqual({
      answer: { state: 'known', fact: FACT, asOf: NOW },
      validator: '"e1"',
      freshFor: 500_000,
    });
  });

  test('is confirmed by what it was known by', async () => {
    const row = file({ status: 304, headers: { etag: '"e1"' } });
    const table = [{ ...row, headers: { ...row.headers, 'if-none-match': '"e1"' } }];
    const asked = await ask({ table, earlier: { fact: FACT, validator: '"e1"' } });
    expect(asked).toEqual({ answer: { state: 'known', fact: FACT, asOf: NOW }, validator: '"e1"' });
  });

  test.each([404, 410, 451])('is absent where an index says %i twice, whatever its page looks like', async status => {
    const gone = { ...GONE, status } as FakeAnswer;
    const { answer } = await ask({ table: [file(gone), again(gone), config()] });
    expect(answer).toEqual({ state: 'absent', missing: 'package', asOf: NOW, isOpen: true });
  });

  test('is absent where the index spells it otherwise, as cargo says', async () => {
    const body = FILE.replace('demo', 'Demo');
    const { answer } = await ask({ table: [file({ status: 200, body }), again({ status: 200, body }), config()] });
    expect(answer).toMatchObject({ state: 'absent', spelled: 'Demo' });
  });

  test('is known where only a cache had lost it', async () => {
    expect(await told({ table: [file(GONE), again({ status: 200, body: FILE })] })).toBe('known');
  });

  test.each<[string, FakeAnswer, RegExp]>([
    ['has none', GONE, /^garbled: .*answered 404.*config\.json/],
    ['has one that is no index’s', { status: 200, body: { hello: 1 } }, /^garbled: .*not that of an index/],
    ['has a page in its place', { status: 200, body: '<html></html>' }, /^garbled/],
    ['lets nobody see it', { status: 401 }, /^refused/],
    ['fails', { status: 503 }, /^unreachable/],
  ])('is not said to be absent by a base whose config.json %s', async (_, answer, says) => {
    expect(await told({ table: [file(GONE), again(GONE), config(answer)] })).toMatch(says);
  });

  test.each<[string, FakeAnswer, RegExp]>([
    ['401', { status: 401 }, /^refused: index\.example answered 401/],
    ['403', { status: 403 }, /^refused/],
    ['429', { status: 429 }, /^throttled/],
    ['500', { status: 500 }, /^unreachable/],
    ['400', { status: 400 }, /^garbled/],
    ['304 to no condition', { status: 304 }, /^garbled/],
    ['a 404 while it fails', { status: 404, isFailing: true }, /^unreachable/],
    ['a 404 of whom it led to', { status: 404, url: 'https://other.example/x' }, /^garbled/],
    ['a page', { status: 200, body: '<html></html>' }, /^garbled: what came is not the file of `demo`/],
    ['no connection', { is: 'failure', why: 'unreachable', detail: 'down' }, /^unreachable: down/],
  ])('is not told by %s', async (_, answer, says) => {
    expect(await told({ table: [file(answer)] })).toMatch(says);
    expect(await told({ table: [file(GONE), again(answer)] })).toMatch(says);
  });

  test('is absent from an index that has no token shown, whatever is withheld from it', async () => {
    const login: Login = { is: 'anonymous', withheld: true };
    expect(await told({ login, table: [file(GONE), again(GONE), config()] })).toBe('absent');
    expect(await told({ login, table: [file(GONE), again(GONE), config(WANTS_TOKEN)] })).toMatch(/^refused/);
  });

  test('is not said to be absent to nobody by an index that wants a token', async () => {
    expect(await told({ table: [file(GONE), again(GONE), config(WANTS_TOKEN)] })).toMatch(/^refused/);
  });

  test('is not asked for by a name that no index can have', async () => {
    expect(await told({ question: { ...PACKAGE, name: 'a/../b' }, table: [] })).toMatch(/^garbled: `a\/\.\.\/b`/);
  });
});

describe('a token', () => {
  const login: Login = { is: 'bearer', token: 'tok-1' };

  test('goes as it is to an index that wants one', async () => {
    const table = [config({ status: 401 }), config(WANTS_TOKEN, 'tok-1'), file({ status: 200, body: FILE }, 'tok-1')];
    expect(await told({ login, table })).toBe('known');
  });

  test('does not go to one that wants none', async () => {
    expect(await told({ login, table: [config(), file({ status: 200, body: FILE })] })).toBe('known');
  });

  test('that is refused says nothing of the crate', async () => {
    expect(await told({ login, table: [config({ status: 401 }), config({ status: 401 }, 'tok-1')] })).toMatch(
      /^refused/,
    );
  });

  test('lets an index say that there is no such crate', async () => {
    const table = [config(WANTS_TOKEN), file(GONE, 'tok-1'), again(GONE, 'tok-1')];
    expect(await told({ login, table })).toBe('absent');
  });

  test('that cannot be had asks nobody', async () => {
    expect(await told({ login: { is: 'broken', detail: 'the helper failed' }, table: [] })).toBe(
      'refused: the helper failed',
    );
  });
});

describe('config.json', () => {
  test('is asked for once, also by many at a time, and again after a minute', async () => {
    const http = fakeHttp([config(), ...Array.from({ length: 4 }, () => [file(GONE), again(GONE)]).flat(), config()]);
    const registry = makeCargoRegistry(http);
    const route = { base: BASE, identity: '', login: async () => NOBODY };
    const at = (now: number) => registry.ask(PACKAGE, route, { now });
    await Promise.all([at(NOW), at(NOW)]);
    await at(NOW + 59_000);
    expect((await at(NOW + 61_000)).answer.state).toBe('absent');
    http.verify();
  });
});

describe('one document', () => {
  const { page } = makeCargoRegistry(fakeHttp([]));
  const pick = (question: Question, fact: PackageFact) => page?.(question)?.pick(fact);
  const release = (version: string): Question => ({ ask: 'release', registry: 'cargo', name: 'demo', version });
  const fact: PackageFact = {
    ...FACT,
    releases: [
      { version: '1.0.0', standing: { is: 'live' }, published: '2025-01-02T03:04:05Z' },
      { version: '1.1.0+b.7', standing: { is: 'yanked' } },
    ],
  };

  test('answers all questions, wherever the name is to be had', () => {
    for (const question of [release('1.0.0'), { ...release('1.0.0'), source: 'registry=own' }]) {
      expect(page?.(question)?.question).toEqual(PACKAGE);
    }
    expect(page?.({ ask: 'history', registry: 'cargo', name: 'demo', source: 'x' })?.question).toEqual(PACKAGE);
    expect(page?.({ ask: 'package', registry: 'cargo', name: 'demo', source: 'x' })?.question).toEqual(PACKAGE);
    expect(page?.(PACKAGE)).toBeUndefined();
    expect(pick({ ...PACKAGE, source: 'x' }, fact)).toBe(fact);
  });

  test.each([
    ['1.0.0', '1.0.0'],
    ['1.1.0+b.7', '1.1.0+b.7'],
    ['1.1.0', '1.1.0+b.7'],
    ['1.0.0+any', '1.0.0'],
    ['2.0.0', undefined],
  ])('of a release %s, by %s', (asked, found) => {
    expect(pick(release(asked), fact)).toEqual(fact.releases.find(({ version }) => version === found));
  });

  test('of dates, as far as there are any', () => {
    const question: Question = { ask: 'history', registry: 'cargo', name: 'demo' };
    expect(pick(question, fact)).toEqual({ published: { '1.0.0': '2025-01-02T03:04:05Z' } });
    expect(pick(question, FACT)).toEqual({ published: {} });
  });
});

describe('what is looked for again', () => {
  const afresh = (version: string): Question => ({ ...PACKAGE, ask: 'release', version, afresh: true }) as Question;
  const page = { question: PACKAGE, answer: { state: 'known', fact: FACT, asOf: NOW }, isNewest: true };

  test.each<[string, object]>([
    ['1.0.0', { state: 'known', fact: FACT.releases[0], asOf: NOW }],
    ['1.0.0+build', { state: 'known', fact: FACT.releases[0], asOf: NOW }],
    ['1.1.0', { state: 'absent', missing: 'version', asOf: NOW }],
    ['^1.1', { state: 'absent', missing: 'version', asOf: NOW }],
  ])('comes past caches, by one request, and the file comes along: %s', async (version, answer) => {
    const table = [again({ status: 200, headers: { etag: '"e"', 'cache-control': 'max-age=600' }, body: FILE })];
    const earlier = { fact: FACT, validator: '"e0"' };
    expect(await ask({ table, question: afresh(version), earlier })).toEqual({
      answer,
      freshFor: 600_000,
      also: [page],
    });
  });

  test('is no crate where there is none twice, and untold where that is not told', async () => {
    const gone = await ask({ table: [again(GONE), again(GONE), config()], question: afresh('1.0.0') });
    expect(gone.answer).toMatchObject({ state: 'absent', missing: 'package' });
    expect(gone.also).toEqual([{ question: PACKAGE, answer: gone.answer, isNewest: true }]);
    expect(await told({ table: [again({ status: 503 })], question: afresh('1.0.0') })).toMatch(/^unreachable: /);
  });

  test('is asked once for all versions of a crate, at the same time or within seconds, and not from another place', async () => {
    const other = 'https://other.example';
    const body = FILE;
    const http = fakeHttp([
      again({ status: 200, body }),
      { ...again({ status: 200, body }), request: `GET ${other}/de/mo/demo` },
      again({ status: 200, body }),
    ]);
    const registry = makeCargoRegistry(http);
    const at = (version: string, now: number, base = BASE) =>
      registry.ask(afresh(version), { base, identity: '', login: async () => NOBODY }, { now });
    const both = await Promise.all([at('1.1.0', NOW), at('1.0.0', NOW)]);
    expect(both.map(({ answer }) => answer.state)).toEqual(['absent', 'known']);
    await at('1.2.0', NOW + 9000);
    await at('1.2.0', NOW, other);
    await at('1.2.0', NOW + 10_000);
    http.verify();
  });

  test('has a page of its own, whoever installs it', () => {
    const { page } = makeCargoRegistry(fakeHttp([]));
    const question = { ...afresh('1.0.0'), source: 'registry=mine' } as Question;
    expect(page?.(question)).toMatchObject({ question: afresh('1.0.0'), missing: 'version' });
    expect(page?.(afresh('1.0.0'))).toBeUndefined();
  });
});
