import { describe, expect, test } from 'vitest';
import type { PackageFact } from '../../../server/src/model/answer.ts';
import { makePypiRegistry } from '../../../server/src/registries/pypi/index.ts';
import type { Asked, Asking } from '../../../server/src/registries/registry.ts';
import type { Login, Route } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const BASE = 'https://registry.example/simple';
const OTHER = 'https://other.example/simple';
const JSON_TYPE = { 'content-type': 'application/vnd.pypi.simple.v1+json' };
const NOW = 1_700_000_000_000;
const QUESTION = { ask: 'package', registry: 'pypi', name: 'demo' } as const;
const LIVE = { is: 'live' };

function routeTo(base: string, login: Login = { is: 'anonymous' }): Route {
  return { base, identity: '', login: async () => login };
}

async function ask(
  table: readonly ExpectedRequest[],
  { route = routeTo(BASE), earlier }: { route?: Route; earlier?: Asking['earlier'] } = {},
): Promise<Asked> {
  const http = fakeHttp(table);
  const asked = await makePypiRegistry(http).ask(QUESTION, route, { now: NOW, ...(earlier ? { earlier } : {}) });
  http.verify();
  return asked;
}

const page = (answer: FakeAnswer, base = BASE): ExpectedRequest => ({
  request: `GET ${base}/demo/`,
  headers: { 'cache-control': undefined },
  answer,
});
const again = (answer: FakeAnswer, base = BASE): ExpectedRequest => ({
  request: `GET ${base}/demo/`,
  headers: { 'cache-control': 'no-cache' },
  answer,
});
const head = (type: string, status = 200, base = BASE): ExpectedRequest => ({
  request: `HEAD ${base}/`,
  answer: { status, headers: { 'content-type': type } },
});
const root = (answer: FakeAnswer, base = BASE): ExpectedRequest => ({ request: `GET ${base}/`, answer });

const file = (version: string, more: object = {}) => ({
  ...{ filename: `demo-${version}-py3-none-any.whl`, url: `/files/demo-${version}-py3-none-any.whl`, hashes: {} },
  ...more,
});
const json = (files: readonly object[], more: object = {}): FakeAnswer => ({
  status: 200,
  headers: JSON_TYPE,
  body: { meta: { 'api-version': '1.4' }, name: 'demo', files, ...more },
});
const html = (body: string): FakeAnswer => ({ status: 200, headers: { 'content-type': 'text/html' }, body });
const NOT_FOUND: FakeAnswer = { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 Not Found' };

async function factOf(answer: FakeAnswer): Promise<PackageFact | string> {
  const asked = await ask([page(answer)]);
  return asked.answer.state === 'known' ? (asked.answer.fact as PackageFact) : `${asked.answer.state}`;
}

async function releasesOf(answer: FakeAnswer): Promise<unknown> {
  const fact = await factOf(answer);
  return typeof fact === 'string' ? fact : fact.releases;
}

const HASHES = [
  { algorithm: 'sha256', text: `sha256:${'ab'.repeat(32)}`, file: 'demo-1.0-py3-none-any.whl' },
  { algorithm: 'md5', text: `md5:${'c'.repeat(32)}`, file: 'demo-1.0-py3-none-any.whl' },
];

describe('a file in JSON', () => {
  test.each<[string, object, object]>([
    ['nothing more', {}, { standing: LIVE }],
    ['yanked: false', { yanked: false }, { standing: LIVE }],
    ['yanked: null', { yanked: null }, { standing: LIVE }],
    ['yanked: true', { yanked: true }, { standing: { is: 'yanked' } }],
    ['a reason', { yanked: 'broken' }, { standing: { is: 'yanked', reason: 'broken' } }],
    [
      'an empty reason, which pip takes for none and uv for one',
      { yanked: '' },
      { standing: { is: 'yanked', disputed: true } },
    ],
    ['what it needs', { 'requires-python': '>=3.9' }, { standing: LIVE, needs: '>=3.9' }],
    [
      'a date',
      { 'upload-time': '2025-01-02T03:04:05.678901Z' },
      { standing: LIVE, published: '2025-01-02T03:04:05.678901Z' },
    ],
    ['no date', { 'upload-time': 'yesterday' }, { standing: LIVE }],
    ['attestations', { provenance: 'https://i.example/p' }, { standing: LIVE, evidence: 'provenance' }],
    ['no attestations', { provenance: null }, { standing: LIVE, evidence: 'none' }],
    ['hashes', { hashes: { sha256: 'AB'.repeat(32), md5: 'c'.repeat(32) } }, { standing: LIVE, hashes: HASHES }],
    ['what is no hash', { hashes: { sha256: 'xy', blake2b: 'ab', __proto__: 'ab' } }, { standing: LIVE }],
    ['no hashes', { hashes: [] }, { standing: LIVE }],
  ])('with %s', async (_, more, release) => {
    expect(await releasesOf(json([file('1.0', more)]))).toEqual([{ version: '1.0', ...release }]);
  });
});

describe('a link in HTML', () => {
  const link = (attributes: string, text = 'demo-1.0-py3-none-any.whl') =>
    html(
      `<!DOCTYPE html><html><body><a href="../../demo-1.0-py3-none-any.whl#sha256=00"${attributes}>${text}</a></body></html>`,
    );
  test.each<[string, FakeAnswer, object]>([
    ['with nothing more', link(''), { standing: LIVE }],
    ['yanked without a reason', link(' data-yanked=""'), { standing: { is: 'yanked' } }],
    [
      'yanked with one',
      link(' DATA-YANKED="it&#39;s &lt;bad&gt;"'),
      { standing: { is: 'yanked', reason: "it's <bad>" } },
    ],
    ['yanked in single quotes', link(" data-yanked='bad'"), { standing: { is: 'yanked', reason: 'bad' } }],
    ['without a value, which pip takes for none', link(' data-yanked'), { standing: { is: 'yanked', disputed: true } }],
    ['with what it needs', link(' data-requires-python="&gt;=3.9"'), { standing: LIVE, needs: '>=3.9' }],
    [
      'with a hash',
      html(`<a href="demo-1.0-py3-none-any.whl#sha256=${'ab'.repeat(32)}">demo</a>`),
      { standing: LIVE, hashes: HASHES.slice(0, 1) },
    ],
    [
      'with more words behind it',
      html(`<a href="demo-1.0-py3-none-any.whl#egg=x&amp;sha256=${'ab'.repeat(32)}">demo</a>`),
      { standing: LIVE, hashes: HASHES.slice(0, 1) },
    ],
    ['with another text', link('', 'download'), { standing: LIVE }],
    ['that never ends', html('<A HREF="demo-1.0-py3-none-any.whl">demo'), { standing: LIVE }],
  ])('%s', async (_, answer, release) => {
    expect(await releasesOf(answer)).toEqual([{ version: '1.0', ...release }]);
  });
});

describe('names of files', () => {
  test.each<[string, string, unknown]>([
    ['demo', 'demo-1.0.tar.gz', '1.0'],
    ['demo', 'Demo-1.0RC1.zip', '1.0rc1'],
    ['demo', 'demo-1.0-1-py3-none-any.whl', '1.0'],
    ['demo', 'demo-1.0+cpu-cp311-cp311-linux_x86_64.whl', '1.0+cpu'],
    ['demo', 'demo-4.21.0_rc_1-py2.py3-none-any.whl', '4.21.0rc1'],
    ['demo', 'demo-1!2.0-py3-none-any.whl', '1!2.0'],
    ['de-mo', 'de_mo-1.0.tar.gz', '1.0'],
    ['de-mo', 'de.mo-1.0.tar.bz2', '1.0'],
    ['de-mo-2', 'de-mo-2-1.0.tar.gz', '1.0'],
    ['demo', 'demo-1.0-py2.7.tar.gz', '1.0'],
  ])('of %s: %s', async (name, filename, version) => {
    const http = fakeHttp([
      {
        request: `GET ${BASE}/${name}/`,
        answer: {
          status: 200,
          headers: JSON_TYPE,
          body: { meta: { 'api-version': '1.0' }, name, files: [{ filename }] },
        },
      },
    ]);
    const { answer } = await makePypiRegistry(http).ask({ ...QUESTION, name }, routeTo(BASE), { now: NOW });
    expect(answer.state === 'known' ? (answer.fact as PackageFact).releases : answer).toEqual([
      { version, standing: LIVE },
    ]);
  });

  test.each(['demo-latest.zip.txt', 'demo2-1.0.tar.gz', 'other-1.0-py3-none-any.whl', 'demo.tar.gz', 'demo-x.zip'])(
    '%s is passed over',
    async filename => {
      expect(await releasesOf(json([file('1.0'), { filename }]))).toEqual([{ version: '1.0', standing: LIVE }]);
    },
  );
});

describe('a release', () => {
  test('of several files is yanked where all are, by all their reasons', async () => {
    const files = [file('1.0', { yanked: 'bad' }), { filename: 'demo-1.0.0.tar.gz', yanked: 'worse' }];
    expect(await releasesOf(json(files))).toEqual([
      { version: '1.0', standing: { is: 'yanked', reason: 'bad; worse' } },
    ]);
  });

  test('is partly yanked where some are, and needs what the others need', async () => {
    const files = [
      file('1.0', { yanked: 'bad', 'requires-python': '>=4' }),
      { filename: 'demo-1.0.tar.gz', 'requires-python': '>=3.8' },
      { filename: 'demo-1.0.zip', 'requires-python': '<3' },
    ];
    expect(await releasesOf(json(files))).toEqual([
      { version: '1.0', standing: LIVE, needs: '>=3.8 || <3', partlyYanked: { yanked: 1, files: 3 } },
    ]);
  });

  test('has the hashes of all files, or none', async () => {
    const hashes = (digit: string) => ({ hashes: { sha256: digit.repeat(64) } });
    const whole = [file('1.0', hashes('a')), { filename: 'demo-1.0.tar.gz', ...hashes('b') }];
    expect(await releasesOf(json(whole))).toMatchObject([
      {
        hashes: [
          { text: `sha256:${'a'.repeat(64)}`, file: 'demo-1.0-py3-none-any.whl' },
          { text: `sha256:${'b'.repeat(64)}`, file: 'demo-1.0.tar.gz' },
        ],
      },
    ]);
    const [release] = (await releasesOf(json([...whole, { filename: 'demo-1.0.zip' }]))) as object[];
    expect(release).not.toHaveProperty('hashes');
  });

  test('was published with its first file', async () => {
    const files = [
      file('1.0', { 'upload-time': '2025-02-01T00:00:00Z' }),
      { filename: 'demo-1.0.tar.gz', 'upload-time': '2025-01-01T00:00:00Z' },
    ];
    expect(await releasesOf(json(files))).toMatchObject([{ published: '2025-01-01T00:00:00Z' }]);
  });

  test('without a file, or with an egg alone, cannot be chosen', async () => {
    const files = [file('1.0'), { filename: 'demo-0.9-py2.7.egg' }];
    expect(await releasesOf(json(files, { versions: ['1.0', '9.0'] }))).toMatchObject([
      { version: '1.0', standing: LIVE },
      { version: '0.9', standing: { is: 'unavailable' } },
      { version: '9.0', standing: { is: 'unavailable' } },
    ]);
  });
});

describe('a project', () => {
  const one = [file('1.0')];
  test.each<[string, FakeAnswer, object]>([
    ['nothing', json(one), LIVE],
    ['active', json(one, { 'project-status': { status: 'active' } }), LIVE],
    [
      'archived',
      json(one, { 'project-status': { status: 'archived', reason: 'moved' } }),
      { is: 'archived', reason: 'moved' },
    ],
    ['quarantined', json([], { 'project-status': { status: 'quarantined' } }), { is: 'quarantined' }],
    [
      'in meta',
      json(one, { meta: { 'api-version': '1.4', 'project-status': 'deprecated', 'project-status-reason': 'old' } }),
      { is: 'deprecated', message: 'old' },
    ],
    ['unknown', json(one, { 'project-status': { status: 'sleeping' } }), LIVE],
    ['minor 99', json(one, { meta: { 'api-version': '1.99' } }), LIVE],
    [
      'in HTML',
      html(
        '<meta name="pypi:project-status" content="archived"><meta name="pypi:project-status-reason" content="moved"><a href="demo-1.0.tar.gz">x</a>',
      ),
      { is: 'archived', reason: 'moved' },
    ],
  ])('with the status %s', async (_, answer, standing) => {
    expect(await factOf(answer)).toMatchObject({ standing });
  });
});

describe('what is no page of the project', () => {
  test.each<[string, FakeAnswer]>([
    ['another major version', json([file('1.0')], { meta: { 'api-version': '2.0' } })],
    ['another project', json([file('1.0')], { name: 'other' })],
    ['a login page', html('<!DOCTYPE html><html><body><form>Sign in</form><a href="/help">Help</a></body></html>')],
    ['an empty list without a status', json([])],
    ['an empty list in HTML', html('<meta name="pypi:repository-version" content="1.0">')],
    [
      'another major version in HTML',
      html('<meta name="pypi:repository-version" content="2.0"><a href="demo-1.0.zip">x</a>'),
    ],
    ['no list of files', json([], { files: {} })],
    ['text', { status: 200, headers: { 'content-type': 'text/plain' }, body: 'demo-1.0.tar.gz' }],
    ['broken JSON', { status: 200, headers: JSON_TYPE, body: '{"meta":' }],
  ])('%s: could not be told', async (_, answer) => {
    expect((await ask([page(answer)])).answer).toEqual({ state: 'unknown', why: 'garbled' });
  });
});

describe('404', () => {
  const ABSENT = { state: 'absent', missing: 'package', asOf: NOW };
  const UNTOLD = { state: 'unknown', why: 'garbled' };

  test.each<[string, readonly ExpectedRequest[], object]>([
    [
      'twice, from an index by its type',
      [page(NOT_FOUND), again(NOT_FOUND), head('application/vnd.pypi.simple.v1+json')],
      ABSENT,
    ],
    [
      'twice, from an index by its links',
      [
        page(NOT_FOUND),
        again(NOT_FOUND),
        head('text/html'),
        root(html('<a href="/simple/frob/">frob</a> <a href="a-b/">A.B</a>')),
      ],
      ABSENT,
    ],
    [
      'twice, from any web server',
      [page(NOT_FOUND), again(NOT_FOUND), head('text/html'), root(html('<a href="/login">Sign in</a>'))],
      UNTOLD,
    ],
    [
      'twice, from a server without a root',
      [page(NOT_FOUND), again(NOT_FOUND), head('text/plain', 404), root(NOT_FOUND)],
      UNTOLD,
    ],
    ['at the end of a redirect', [page({ ...NOT_FOUND, url: 'https://elsewhere.example/demo/' })], UNTOLD],
    [
      'in words that hide',
      [page({ status: 404, body: { message: '404 Project Not Found' } })],
      { state: 'unknown', why: 'refused' },
    ],
    [
      'of one that fails otherwise',
      [page({ ...NOT_FOUND, isFailing: true })],
      { state: 'unknown', why: 'unreachable' },
    ],
  ])('%s', async (_, table, answer) => {
    expect((await ask(table)).answer).toEqual(answer);
  });

  test('past caches there is a page', async () => {
    expect((await ask([page(NOT_FOUND), again(json([file('1.0')]))])).answer.state).toBe('known');
  });

  test('to nobody, where a login is kept back', async () => {
    const route = routeTo(BASE, { is: 'anonymous', withheld: true });
    expect((await ask([page(NOT_FOUND)], { route })).answer).toEqual({ state: 'unknown', why: 'refused' });
  });
});

describe('several indexes', () => {
  const beside: Route = { ...routeTo(BASE), beside: [routeTo(OTHER)] };
  const first: Route = { ...routeTo(BASE), mirrors: [routeTo(OTHER)] };
  const isSimple = 'application/vnd.pypi.simple.v1+json';

  test('that are one have the files of all', async () => {
    const table = [
      page(json([file('1.0', { yanked: true })])),
      page(json([{ filename: 'demo-1.0.tar.gz' }, file('1.1')]), OTHER),
    ];
    const { answer } = await ask(table, { route: beside });
    expect(answer).toMatchObject({
      fact: {
        releases: [
          { version: '1.0', standing: LIVE, partlyYanked: { yanked: 1, files: 2 } },
          { version: '1.1', standing: LIVE },
        ],
      },
    });
  });

  test('that are one: what one lacks, another has', async () => {
    const table = [page(NOT_FOUND), again(NOT_FOUND), head(isSimple), page(json([file('1.0')]), OTHER)];
    expect((await ask(table, { route: beside })).answer.state).toBe('known');
  });

  test('that are one: what one does not tell, none tells', async () => {
    const table = [page(json([file('1.0')])), page({ status: 401 }, OTHER)];
    expect((await ask(table, { route: beside })).answer).toEqual({ state: 'unknown', why: 'refused' });
  });

  test('that are one: what may be hidden from pip too counts as nothing where another has it', async () => {
    const empty = [page(json([])), page(json([file('1.0')]), OTHER)];
    expect((await ask(empty, { route: beside })).answer.state).toBe('known');
    const unproven = [
      ...[page(NOT_FOUND), again(NOT_FOUND), head('text/plain', 404), root(NOT_FOUND)],
      page(json([file('1.0')]), OTHER),
    ];
    expect((await ask(unproven, { route: beside })).answer.state).toBe('known');
    const nowhere = [...[page(json([])), page(NOT_FOUND, OTHER), again(NOT_FOUND, OTHER), head(isSimple, 200, OTHER)]];
    expect((await ask(nowhere, { route: beside })).answer).toEqual({ state: 'unknown', why: 'garbled' });
  });

  test('in order: the first that has the name is the only one', async () => {
    expect((await ask([page(json([file('1.0')]), OTHER)], { route: first })).answer.state).toBe('known');
    const table = [
      page(NOT_FOUND, OTHER),
      again(NOT_FOUND, OTHER),
      head(isSimple, 200, OTHER),
      page(json([file('1.0')])),
    ];
    expect((await ask(table, { route: first })).answer.state).toBe('known');
    expect((await ask([page({ status: 403 }, OTHER)], { route: first })).answer).toEqual({
      state: 'unknown',
      why: 'refused',
    });
  });
});

test('an ETag confirms what is known, and its age is kept', async () => {
  const fact: PackageFact = { standing: { is: 'live' }, tags: {}, releases: [] };
  const earlier = { fact, validator: '"1"' };
  const table = [
    { ...page({ status: 304, headers: { 'cache-control': 'max-age=600' } }), headers: { 'if-none-match': '"1"' } },
  ];
  expect(await ask(table, { earlier })).toEqual({
    ...{ validator: '"1"', freshFor: 600_000 },
    answer: { state: 'known', fact, asOf: NOW },
  });
});

test('a page answers for releases and dates, wherever files say that it is', async () => {
  const registry = makePypiRegistry(fakeHttp([]));
  const fact: PackageFact = {
    ...{ standing: { is: 'live' }, tags: {} },
    releases: [{ version: '1.0', standing: { is: 'live' }, published: '2025-01-01' }],
  };
  const at = { registry: 'pypi', name: 'demo', source: 'uv index=x' } as const;
  expect(registry.page?.(QUESTION)).toBeUndefined();
  expect(registry.page?.({ ask: 'package', ...at })?.question).toEqual(QUESTION);
  const release = registry.page?.({ ask: 'release', ...at, version: '1.0.0' });
  expect([release?.question, release?.pick(fact)]).toEqual([QUESTION, fact.releases[0]]);
  expect(registry.page?.({ ask: 'history', ...at })?.pick(fact)).toEqual({ published: { '1.0': '2025-01-01' } });
});

describe('what is looked for again', () => {
  const afresh = async (version: string, table: readonly ExpectedRequest[], route = routeTo(BASE)) => {
    const http = fakeHttp(table);
    const question = { ...QUESTION, ask: 'release', version, afresh: true } as const;
    const asked = await makePypiRegistry(http).ask(question, route, { now: NOW });
    http.verify();
    return asked;
  };

  test.each<[string, object]>([
    ['1.0.0', { state: 'known', fact: { version: '1.0' } }],
    ['1.1', { state: 'absent', missing: 'version' }],
    ['~=1.1', { state: 'absent', missing: 'version' }],
  ])('comes past caches, by one request, and the page comes along: %s', async (version, answer) => {
    const asked = await afresh(version, [again(json([file('1.0')]))]);
    expect(asked).toMatchObject({
      answer,
      also: [
        { question: QUESTION, answer: { state: 'known', fact: { releases: [{ version: '1.0' }] } }, isNewest: true },
      ],
    });
    expect(asked.validator).toBeUndefined();
  });

  test('is asked of each index of the route', async () => {
    const route = { ...routeTo(BASE), beside: [routeTo(OTHER)] };
    const asked = await afresh('1.1', [again(json([file('1.0')])), again(json([file('1.1')]), OTHER)], route);
    expect(asked.answer).toMatchObject({ state: 'known', fact: { version: '1.1' } });
  });

  test('is untold where it cannot be asked', async () => {
    const asked = await afresh('1.1', [again({ status: 503 })]);
    expect(asked).toMatchObject({ answer: { state: 'unknown', why: 'unreachable' } });
    expect(asked.also).toBeUndefined();
  });
});
