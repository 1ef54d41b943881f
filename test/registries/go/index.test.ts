import { describe, expect, test } from 'vitest';
import type { Question } from '../../../server/src/model/question.ts';
import { makeGoRegistry } from '../../../server/src/registries/go/index.ts';
import { modulePlace, versionPlace } from '../../../server/src/registries/go/module-path.ts';
import type { Asked, Asking } from '../../../server/src/registries/registry.ts';
import type { Login, Route } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const BASE = 'https://proxy.example/go';
const OTHER = 'https://other.example';
const NOW = 1_700_000_000_000;
const NAME = 'x.example/Demo';
const PACKAGE: Question = { ask: 'package', registry: 'go', name: NAME };
const NOBODY: Login = { is: 'anonymous' };
const GONE: FakeAnswer = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found: x.example/Demo' };
const DOWN: FakeAnswer = { is: 'failure', why: 'unreachable', detail: 'timed out' };

interface Ask {
  readonly table: readonly ExpectedRequest[];
  readonly route?: Partial<Route>;
  readonly earlier?: Asking['earlier'];
  readonly question?: Question;
}

async function ask({ table, route = {}, earlier, question = PACKAGE }: Ask): Promise<Asked> {
  const http = fakeHttp(table);
  const asked = await makeGoRegistry(http).ask(question, routeTo(BASE, route), {
    now: NOW,
    ...(earlier ? { earlier } : {}),
  });
  http.verify();
  return asked;
}

/** In one word, with what the log gets, or what there is. */
async function told(ask_: Ask): Promise<string> {
  const { answer, detail } = await ask(ask_);
  if (answer.state === 'unknown') return `${answer.why}: ${detail}`;
  if (answer.state === 'absent') return `no ${answer.missing}${answer.goesOn ? ', go goes on' : ''}`;
  if (!('releases' in answer.fact)) return 'version' in answer.fact ? answer.fact.version : 'known';
  const { standing, newest, releases } = answer.fact;
  const said = releases.map(({ version, standing: its }) =>
    its.is === 'retracted' ? `${version} retracted (${its.reasons.join(' | ')})` : version,
  );
  return [
    ...said,
    ...(newest === undefined ? [] : [`latest ${newest}`]),
    ...(standing.is === 'live' ? [] : [standing.is]),
  ].join();
}

function routeTo(base: string, more: Partial<Route> = {}): Route {
  return { base, identity: '', login: async () => NOBODY, ...more };
}

/** A file of the module, and what came of it: a text is sent. */
function file(name: string, answer: FakeAnswer | string, base = BASE): ExpectedRequest {
  return {
    request: `GET ${base}/x.example/!demo/${name}`,
    headers: { 'cache-control': undefined, authorization: undefined },
    answer:
      typeof answer === 'string' ? { status: 200, headers: { 'content-type': 'text/plain' }, body: answer } : answer,
  };
}

/** The same, past all caches. */
function again(name: string, answer: FakeAnswer, base = BASE): ExpectedRequest {
  return { ...file(name, answer, base), headers: { 'cache-control': 'no-cache' } };
}

function twice(name: string, base = BASE): readonly ExpectedRequest[] {
  return [file(name, GONE, base), again(name, GONE, base)];
}

const PLAIN = `module ${NAME}\n`;
const REAL = `module ${NAME}\n\ngo 1.20\n`;
const list = (...versions: readonly string[]) => file('@v/list', `${versions.join('\n')}\n`);
const mod = (version: string, text: string) => file(`@v/${version}.mod`, text);

describe('a module', () => {
  test.each<[string, readonly ExpectedRequest[], string]>([
    ['with a list', [list('v1.0.0', 'v1.1.0'), mod('v1.1.0', REAL)], 'v1.0.0,v1.1.0'],
    [
      'that retracts itself',
      [
        list('v1.8.0', 'v1.9.0', 'v1.9.1'),
        mod('v1.9.1', `${REAL}retract [v1.9.0, v1.9.1] // accident\nretract v1.9.0\n`),
      ],
      'v1.8.0,v1.9.0 retracted (accident),v1.9.1 retracted (accident)',
    ],
    [
      'that retracts in several places, with reasons and without',
      [
        list('v1.0.0', 'v1.1.0'),
        mod('v1.1.0', `${REAL}retract v1.0.0 // a\nretract [v1.0.0, v1.0.9] // b\nretract v1.1.0`),
      ],
      'v1.0.0 retracted (a | b),v1.1.0 retracted ()',
    ],
    ['whose pre-release says something', [list('v1.0.0', 'v1.1.0-rc.1'), mod('v1.0.0', REAL)], 'v1.0.0,v1.1.0-rc.1'],
    [
      'of pre-releases alone',
      [list('v1.0.0-RC1'), mod('v1.0.0-!r!c1', `${REAL}retract v1.0.0-RC1`)],
      'v1.0.0-RC1 retracted ()',
    ],
    [
      'under another name',
      [list('v1.0.0'), mod('v1.0.0', 'module y.example/other\nretract v1.0.0')],
      'v1.0.0 retracted ()',
    ],
    ['that is deprecated', [list('v1.0.0'), mod('v1.0.0', `// Deprecated: use y\n${REAL}`)], 'v1.0.0,deprecated'],
    [
      'whose incompatible versions count',
      [list('v1.0.0', 'v2.0.0+incompatible'), mod('v1.0.0', PLAIN), mod('v2.0.0+incompatible', PLAIN)],
      'v1.0.0,v2.0.0+incompatible,latest v2.0.0+incompatible',
    ],
    [
      'whose incompatible versions are hidden',
      [list('v1.0.0', 'v2.0.0+incompatible'), mod('v1.0.0', `${REAL}retract [v1.0.0, v2.9.9] // all`)],
      'v1.0.0 retracted (all),v2.0.0+incompatible retracted (all)',
    ],
    [
      'whose incompatible versions are hidden by a pre-release',
      [list('v1.0.0', 'v1.1.0-x', 'v2.0.0+incompatible'), mod('v1.1.0-x', REAL), mod('v1.0.0', PLAIN)],
      'v1.0.0,v1.1.0-x,v2.0.0+incompatible',
    ],
    [
      'of commits alone',
      [
        file('@v/list', ''),
        file('@latest', '{"Version":"v0.0.0-20240102030405-abcdef123456","Time":"2024-01-02T03:04:05Z"}'),
        mod('v0.0.0-20240102030405-abcdef123456', `// Deprecated: gone\n${REAL}`),
      ],
      'latest v0.0.0-20240102030405-abcdef123456,deprecated',
    ],
    ['of which nothing is listed', [file('@v/list', ''), ...twice('@latest')], ''],
    ['that is not there', [...twice('@v/list'), ...twice('@latest')], 'no package'],
    [
      'without a list',
      [...twice('@v/list'), file('@latest', '{"Version":"v1.0.0"}'), mod('v1.0.0', REAL)],
      'latest v1.0.0',
    ],
    [
      'that is there at a second look',
      [file('@v/list', GONE), again('@v/list', { status: 200, body: 'v1.0.0' }), mod('v1.0.0', REAL)],
      'v1.0.0',
    ],
  ])('%s', async (_, table, said) => {
    expect(await told({ table })).toBe(said);
  });

  test.each<[string, readonly ExpectedRequest[], RegExp]>([
    [
      'whose go.mod is not there',
      [list('v1.0.0'), ...twice('@v/v1.0.0.mod')],
      /^garbled: lists v1\.0\.0 and has no go\.mod of it/,
    ],
    ['whose go.mod has a mistake', [list('v1.0.0'), mod('v1.0.0', 'module `x`')], /^garbled: the go\.mod of v1\.0\.0/],
    ['whose go.mod cannot be had', [list('v1.0.0'), file('@v/v1.0.0.mod', DOWN)], /^unreachable: timed out/],
    ['of which a page tells', [file('@v/list', '<html>log in</html>')], /^garbled: proxy\.example sent a page/],
    ['whose latest is none', [file('@v/list', ''), file('@latest', '{"Version":"main"}')], /^garbled/],
    ['that is refused', [file('@v/list', { status: 403 })], /^refused: proxy\.example answered 403/],
    ['of a proxy that is down', [file('@v/list', { status: 500 })], /^unreachable/],
    ['of a proxy that fails otherwise', [file('@v/list', { ...GONE, isFailing: true } as FakeAnswer)], /^unreachable/],
    ['of which another speaks', [file('@v/list', { ...GONE, url: `${OTHER}/gone` } as FakeAnswer)], /^garbled/],
  ])('%s is not told', async (_, table, said) => {
    expect(await told({ table })).toMatch(said);
  });

  test('is confirmed by its list', async () => {
    const fact = { standing: { is: 'live' }, tags: {}, releases: [] } as const;
    const table = [file('@v/list', { status: 304 })];
    expect(await told({ table, earlier: { fact, validator: '"1"' } })).toBe('');
    expect(await told({ table })).toMatch(/^garbled: answered 304/);
  });

  test('keeps what its list says of freshness', async () => {
    const headers = { etag: '"1"', 'cache-control': 'public, max-age=60' };
    const table = [file('@v/list', { status: 200, headers, body: 'v1.0.0' }), mod('v1.0.0', REAL)];
    expect(await ask({ table })).toMatchObject({ validator: '"1"', freshFor: 60_000 });
  });

  test('of more than any module has is not told', async () => {
    const many = Array.from({ length: 20_001 }, (_, n) => `v1.${n}.0`);
    expect(await told({ table: [list(...many)] })).toMatch(/^garbled: lists more versions/);
    const versions = Array.from({ length: 1_000 }, (_, n) => `v1.${n}.0`);
    const ranges = (count: number) => mod('v1.999.0', `${REAL}${'retract [v1.0.0, v1.998.0]\n'.repeat(count)}`);
    expect(await told({ table: [list(...versions), ranges(2)] })).toMatch(/^v1\.0\.0 retracted/);
    expect(await told({ table: [list(...versions), ranges(600)] })).toMatch(/^garbled/);
    expect(await told({ table: [list('v1.999.0'), ranges(2_001)] })).toMatch(/^garbled/);
  });

  test('keeps the ranges of what is retracted, for what no list has', async () => {
    const table = [list('v1.0.0'), mod('v1.0.0', `${REAL}retract v0.9.0 // why\nretract [v0.1.0, v0.2.0]`)];
    const { answer } = await ask({ table });
    expect(answer).toMatchObject({
      fact: {
        retracted: [
          { low: 'v0.9.0', high: 'v0.9.0', reason: 'why' },
          { low: 'v0.1.0', high: 'v0.2.0' },
        ],
      },
    });
  });
});

describe('one version', () => {
  const release = (version: string): Question => ({ ask: 'release', registry: 'go', name: NAME, version });
  const PSEUDO = 'v0.0.0-20240102030405-abcdef123456';

  test.each<[string, string, readonly ExpectedRequest[], string]>([
    ['is there', PSEUDO, [file(`@v/${PSEUDO}.info`, `{"Version":"${PSEUDO}"}`)], PSEUDO],
    ['is not there', 'v1.0.0', twice('@v/v1.0.0.info'), 'no version'],
    ['is a branch', 'main', [file('@v/main.info', `{"Version":"${PSEUDO}"}`)], PSEUDO],
    ['has capitals', 'v1.0.0-RC1', [file('@v/v1.0.0-!r!c1.info', '{"Version":"v1.0.0-RC1"}')], 'v1.0.0-RC1'],
  ])('%s', async (_, version, table, said) => {
    expect(await told({ question: release(version), table })).toBe(said);
  });

  test.each<[string, string, readonly ExpectedRequest[]]>([
    ['in whose place another is told of', 'v1.0.0', [file('@v/v1.0.0.info', '{"Version":"v1.0.1"}')]],
    ['of which something else is told', 'v1.0.0', [file('@v/v1.0.0.info', 'ok')]],
    ['that none can be', '../x', []],
  ])('%s is not told', async (_, version, table) => {
    expect(await told({ question: release(version), table })).toMatch(/^garbled/);
  });

  test('is known for ever, with its date', async () => {
    const info = '{"Version":"v1.0.0","Time":"2024-01-02T03:04:05Z","Origin":{"VCS":"git"}}';
    const asked = await ask({ question: release('v1.0.0'), table: [file('@v/v1.0.0.info', info)] });
    expect(asked).toMatchObject({ forEver: true, answer: { fact: { published: '2024-01-02T03:04:05Z' } } });
    const branch = await ask({ question: release('main'), table: [file('@v/main.info', info)] });
    expect(branch.forEver).toBeUndefined();
  });
});

describe('proxies', () => {
  const first = (more: Partial<Route> = {}) => ({ mirrors: [routeTo(OTHER, more)] });
  const found = (base: string) => [file('@v/list', 'v1.0.0', base), file('@v/v1.0.0.mod', REAL, base)];
  const nowhere = (base: string) => [...twice('@v/list', base), ...twice('@latest', base)];

  test('are asked in their order, and each file anew', async () => {
    const [its, text] = found(BASE);
    if (its === undefined || text === undefined) throw new Error('no files');
    const table = [...twice('@v/list', OTHER), its, ...twice('@v/v1.0.0.mod', OTHER), text];
    expect(await told({ table, route: first() })).toBe('v1.0.0');
    expect(await told({ table: found(OTHER), route: first() })).toBe('v1.0.0');
  });

  test('that do not have it all say that it is not there', async () => {
    const table = [...nowhere(OTHER), ...nowhere(BASE)];
    expect(await told({ table, route: first() })).toBe('no package');
  });

  test.each<FakeAnswer>([{ status: 403 }, { status: 500 }, DOWN])('that fail are not passed over', async answer => {
    expect(await told({ table: [file('@v/list', answer, OTHER)], route: first() })).toMatch(/^(?:refused|unreachable)/);
  });

  test.each<FakeAnswer>([{ status: 403 }, { status: 500 }, DOWN])('that may fail are passed over', async answer => {
    const [its, text] = found(BASE);
    if (its === undefined || text === undefined) throw new Error('no files');
    const table = [file('@v/list', answer, OTHER), its, file('@v/v1.0.0.mod', answer, OTHER), text];
    expect(await told({ table, route: first({ nextIfFailing: true }) })).toBe('v1.0.0');
  });

  test('of which one failed do not say that it is not there', async () => {
    const table = [file('@v/list', { status: 500 }, OTHER), ...twice('@v/list', BASE)];
    expect(await told({ table, route: first({ nextIfFailing: true }) })).toMatch(/^unreachable: other\.example/);
  });

  test('behind which go would ask the origin say so', async () => {
    expect(await told({ table: nowhere(BASE), route: { goesOn: true } })).toBe('no package, go goes on');
    expect(await told({ table: nowhere(BASE), route: { goesOn: 'elsewhere' } })).toMatch(/^elsewhere/);
  });

  test('are shown a login, and without the one that is configured they say nothing', async () => {
    const login = async (): Promise<Login> => ({ is: 'basic', user: 'u', password: 'p' });
    const headers = { authorization: `Basic ${Buffer.from('u:p').toString('base64')}` };
    const table = found(BASE).map(each => ({ ...each, headers }));
    expect(await told({ table, route: { login } })).toBe('v1.0.0');
    const withheld = async (): Promise<Login> => ({ is: 'anonymous', withheld: true });
    expect(await told({ table: [file('@v/list', GONE)], route: { login: withheld } })).toMatch(/^refused/);
    const broken = async (): Promise<Login> => ({ is: 'broken', detail: 'no helper' });
    expect(await told({ table: [], route: { login: broken } })).toBe('refused: no helper');
  });
});

describe('a 404', () => {
  const PROBE = `GET ${BASE}/golang.org/x/text/@v/list`;
  const ofAny: FakeAnswer = { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' };
  const page: FakeAnswer = { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' };
  const question: Question = { ask: 'release', registry: 'go', name: NAME, version: 'v1.0.0' };
  const both = (answer: FakeAnswer) => [file('@v/v1.0.0.info', answer), again('@v/v1.0.0.info', answer)];
  const probe = (answer: FakeAnswer): ExpectedRequest => ({ request: PROBE, answer });
  const probeTwice = [probe(page), probe(page)];

  test.each<[string, readonly ExpectedRequest[], RegExp]>([
    ['in the words of a proxy counts', both(GONE), /^no version/],
    [
      'of any server says nothing',
      [...both(ofAny), ...probeTwice],
      /^garbled: proxy\.example answered 404, which may be/,
    ],
    ['of any server that is a proxy counts', [...both(page), probe({ status: 200, body: 'v0.3.0\n' })], /^no version/],
    ['of one that says yes to all says nothing', [...both(page), probe({ status: 200, body: 'ok' })], /^garbled/],
    [
      'that hides what is private is a refusal',
      both({ status: 404, body: '{"message":"404 Project Not Found"}' }),
      /^refused/,
    ],
    ['that denies is a refusal', both({ status: 404, body: 'permission denied' }), /^refused/],
  ])('%s', async (_, table, said) => {
    expect(await told({ question, table })).toMatch(said);
  });

  test.each([
    ['fetch timed out', 'unreachable'],
    ['module x.example/demo: temporarily unavailable due to fetch error: exit status 128', 'unreachable'],
    ['Get "https://x.example/demo?go-get=1": context deadline exceeded', 'unreachable'],
    ['Get "https://x.example/demo?go-get=1": dial tcp 192.0.2.1:443: connect: connection refused', 'unreachable'],
    ['reading https://x.example/demo?go-get=1: 502 Bad Gateway', 'unreachable'],
    ['reading https://x.example/demo?go-get=1: 404 Not Found', 'no version'],
    ['x.example/timeout@v1.0.0: invalid version: unknown revision v1.0.0', 'no version'],
    ['Get "https://x.example/demo?go-get=1": dial tcp: lookup x.example: no such host', 'no version'],
  ])('of a proxy that says “%s” comes to: %s', async (body, said) => {
    const headers = { 'content-type': 'text/plain; charset=UTF-8' };
    const table = both({ status: 404, headers, body: `not found: ${body}` });
    expect((await told({ question, table })).split(':')[0]).toBe(said);
  });

  test('counts of who sent a file before, and is asked about once a minute of who did not', async () => {
    const seen = fakeHttp([list('v1.0.0'), mod('v1.0.0', REAL), ...both(page)]);
    const registry = makeGoRegistry(seen);
    await registry.ask(PACKAGE, routeTo(BASE), { now: NOW });
    expect((await registry.ask(question, routeTo(BASE), { now: NOW })).answer.state).toBe('absent');
    seen.verify();
    const unseen = fakeHttp([...both(page), ...probeTwice, ...both(page), ...both(page), ...probeTwice]);
    const other = makeGoRegistry(unseen);
    for (const now of [NOW, NOW + 59_000, NOW + 61_000]) {
      expect((await other.ask(question, routeTo(BASE), { now })).answer.state).toBe('unknown');
    }
    unseen.verify();
  });

  test('of a proxy that is none is passed over where the next one has it', async () => {
    const table = [
      ...both(page).map(each => ({ ...each, request: each.request.replace(BASE, OTHER) })),
      file('@v/v1.0.0.info', '{"Version":"v1.0.0"}'),
    ];
    expect(await told({ question, table, route: { mirrors: [routeTo(OTHER)] } })).toBe('v1.0.0');
  });
});

test('dates come with the module, of which there are none', () => {
  const page = makeGoRegistry(fakeHttp([])).page?.({ ask: 'history', registry: 'go', name: NAME });
  expect(page?.question).toEqual(PACKAGE);
  expect(page?.pick({ standing: { is: 'live' }, tags: {}, releases: [] })).toEqual({ published: {} });
});

test.each([
  ['github.com/BurntSushi/toml', '/github.com/!burnt!sushi/toml'],
  ['x.example/a/v2', '/x.example/a/v2'],
  ['gopkg.in/yaml.v3', '/gopkg.in/yaml.v3'],
  ['x.example', '/x.example'],
  ['x.example/~a/b-c_d.e', '/x.example/~a/b-c_d.e'],
  ['corp/internal', undefined],
  ['x.example/../y', undefined],
  ['x.example/.git', undefined],
  ['x.example//y', undefined],
  ['x.example/a b', undefined],
  ['x.example/a?b#c%2e', undefined],
  ['X.example/a', undefined],
  ['-x.example/a', undefined],
  ['./local', undefined],
  ['', undefined],
])('%s lies at %s', (path, place) => {
  expect(modulePlace(path)).toBe(place);
});

test.each([
  ['v1.0.0-RC1', 'v1.0.0-!r!c1'],
  ['v2.0.0+incompatible', 'v2.0.0+incompatible'],
  ['feature/x', undefined],
  ['..', undefined],
  ['', undefined],
])('the version %s lies at %s', (version, place) => {
  expect(versionPlace(version)).toBe(place);
});
