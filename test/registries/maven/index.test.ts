import { describe, expect, test } from 'vitest';
import type { PackageFact } from '../../../server/src/model/answer.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { makeMavenRegistry } from '../../../server/src/registries/maven/index.ts';
import type { Asked, Asking } from '../../../server/src/registries/registry.ts';
import type { Login, Route } from '../../../server/src/registries/route.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const BASE = 'https://repo.example/maven';
const CENTRAL = 'https://repo.maven.apache.org/maven2';
const NOW = 1_700_000_000_000;
const PACKAGE: Question = { ask: 'package', registry: 'maven', name: 'org.example:demo' };
const RELEASE: Question = { ask: 'release', registry: 'maven', name: 'org.example:demo', version: '1.0' };
const HISTORY: Question = { ask: 'history', registry: 'maven', name: 'org.example:demo' };
const LIST = `<?xml version="1.0"?><metadata><versioning><latest>1.1</latest><release>1.0</release>
<versions><version>1.0</version><version>1.1</version></versions></versioning></metadata>`;
const FACT: PackageFact = {
  standing: { is: 'live' },
  tags: { latest: '1.1', release: '1.0' },
  releases: [
    { version: '1.0', standing: { is: 'live' } },
    { version: '1.1', standing: { is: 'live' } },
  ],
};
const GONE: FakeAnswer = { status: 404, body: '<html>Not found</html>' };

interface Ask {
  readonly table: readonly ExpectedRequest[];
  readonly route?: Partial<Route>;
  readonly login?: Login;
  readonly earlier?: Asking['earlier'];
  readonly question?: Question;
}

async function ask({
  table,
  login = { is: 'anonymous' },
  earlier,
  question = RELEASE,
  route = {},
}: Ask): Promise<Asked> {
  const http = fakeHttp(table);
  const whole = { ...routeTo(BASE, login), ...route };
  const asked = await makeMavenRegistry(http).ask(question, whole, { now: NOW, ...(earlier ? { earlier } : {}) });
  http.verify();
  return asked;
}

function routeTo(base: string, login: Login = { is: 'anonymous' }): Route {
  return { base, identity: '', login: async () => login };
}

/** In one word, with what the log gets, or where it went. */
async function told(ask_: Ask): Promise<string> {
  const { answer, detail } = await ask(ask_);
  if (answer.state === 'unknown') return `${answer.why}: ${detail}`;
  if (answer.state === 'absent') return `no ${answer.missing}${answer.isOpen === true ? ', and all see that' : ''}`;
  if (!('standing' in answer.fact)) return 'known';
  const { standing } = answer.fact;
  if (standing.is !== 'relocated') return standing.is;
  return `to ${standing.to.name} ${standing.to.version}${standing.to.message === undefined ? '' : `: ${standing.to.message}`}`;
}

function at(path: string, answer: FakeAnswer, { base = BASE, method = 'GET', headers = {} } = {}): ExpectedRequest {
  return { request: `${method} ${base}${path}`, headers, answer };
}

function pom(answer: FakeAnswer, coordinates = 'org.example:demo:1.0', base = BASE): ExpectedRequest {
  return at(pathOf(coordinates, 'pom'), answer, { base });
}

function pathOf(coordinates: string, extension: string): string {
  const [group = '', artifact = '', version = ''] = coordinates.split(':');
  return `/${group.replaceAll('.', '/')}/${artifact}/${version}/${artifact}-${version}.${extension}`;
}

function list(answer: FakeAnswer, base = BASE): ExpectedRequest {
  return at('/org/example/demo/maven-metadata.xml', answer, { base });
}

/** A repository that has no POM of a version, and no archive. */
function noPom(coordinates = 'org.example:demo:1.0', base = BASE): readonly ExpectedRequest[] {
  return [
    at(pathOf(coordinates, 'pom'), GONE, { base, headers: NO_CACHE_ASKED }),
    at(pathOf(coordinates, 'pom'), GONE, { base, headers: PAST_CACHES }),
    at(pathOf(coordinates, 'jar'), GONE, { base, method: 'HEAD' }),
  ];
}

/** The same of the list of versions. */
function noList(base = BASE): readonly ExpectedRequest[] {
  const path = '/org/example/demo/maven-metadata.xml';
  return [at(path, GONE, { base, headers: NO_CACHE_ASKED }), at(path, GONE, { base, headers: PAST_CACHES })];
}

const NO_CACHE_ASKED = { 'cache-control': undefined } as unknown as Record<string, string>;
const PAST_CACHES = { 'cache-control': 'no-cache' };

const project = (inner: string): FakeAnswer => ({ status: 200, body: `<project>${inner}</project>` });
const moved = (inner: string): FakeAnswer =>
  project(`<distributionManagement><relocation>${inner}</relocation></distributionManagement>`);
const root = at('/', { status: 200, body: '<html>Index</html>' });

describe('the list of versions', () => {
  test('comes in one request', async () => {
    const headers = { etag: '"e1"', 'cache-control': 'public, max-age=600', age: '100' };
    const asked = await ask({ question: PACKAGE, table: [list({ status: 200, headers, body: LIST })] });
    expect(asked).toEqual({
      answer: { state: 'known', fact: FACT, asOf: NOW },
      validator: '"e1"',
      freshFor: 500_000,
    });
  });

  test('is confirmed by what it was known by', async () => {
    const row = list({ status: 304, headers: { etag: '"e1"' } });
    const table = [{ ...row, headers: { 'if-none-match': '"e1"' } }];
    const asked = await ask({ question: PACKAGE, table, earlier: { fact: FACT, validator: '"e1"' } });
    expect(asked).toEqual({ answer: { state: 'known', fact: FACT, asOf: NOW }, validator: '"e1"' });
  });

  test('may be missing where the artifact is not, but for where everybody publishes', async () => {
    expect(await told({ question: PACKAGE, table: noList() })).toMatch(/^elsewhere/);
    const table = noList(CENTRAL);
    expect(await told({ question: PACKAGE, table, route: routeTo(CENTRAL) })).toBe('no package, and all see that');
  });

  test.each<[string, FakeAnswer, RegExp]>([
    ['401', { status: 401 }, /^refused: repo\.example answered 401/],
    ['403', { status: 403 }, /^refused/],
    ['429', { status: 429 }, /^throttled/],
    ['500', { status: 500 }, /^unreachable/],
    ['400', { status: 400 }, /^garbled/],
    ['304 to no condition', { status: 304 }, /^garbled/],
    ['a 404 while it fails', { status: 404, isFailing: true }, /^unreachable/],
    ['a 404 of whom it led to', { status: 404, url: 'https://other.example/x' }, /^garbled/],
    ['a 404 that speaks of rights', { status: 404, body: 'Access denied' }, /^refused/],
    ['a page', { status: 200, body: '<html><body>Log in</body></html>' }, /^garbled: what came is not/],
    ['no connection', { is: 'failure', why: 'unreachable', detail: 'down' }, /^unreachable: down/],
  ])('is not told by %s, nor is a release', async (_, answer, says) => {
    expect(await told({ question: PACKAGE, table: [list(answer)] })).toMatch(says);
    if (_ === '304 to no condition') return;
    expect(await told({ table: [pom(answer)] })).toMatch(says);
    expect(await told({ table: [...noPom().slice(0, 1), pom(answer)] })).toMatch(says);
    expect(await told({ table: [...noPom(), list(answer)] })).toMatch(says);
  });
});

describe('a release', () => {
  test('is there by its POM, listed or not', async () => {
    const asked = await ask({ table: [pom(project(''))] });
    expect(asked.answer).toEqual({ state: 'known', fact: { version: '1.0', standing: { is: 'live' } }, asOf: NOW });
  });

  test('of Central has its date, and stays', async () => {
    const headers = { 'last-modified': 'Wed, 01 Jan 2025 10:00:00 GMT' };
    const body = '<project xmlns="http://maven.apache.org/POM/4.0.0"/>';
    const table = [pom({ status: 200, headers, body }, undefined, CENTRAL)];
    const { answer, freshFor } = await ask({ table, route: routeTo(CENTRAL) });
    expect(answer).toMatchObject({ fact: { version: '1.0', published: '2025-01-01T10:00:00.000Z' } });
    expect(freshFor).toBe(604_800_000);
  });

  test('is there by its archive alone, as Maven takes it', async () => {
    const archive = at(pathOf('org.example:demo:1.0', 'jar'), { status: 200 }, { method: 'HEAD' });
    expect(await told({ table: [...noPom().slice(0, 2), archive] })).toBe('live');
  });

  test('is missing where the POM is, though it is listed, and the list comes along', async () => {
    const { answer, also } = await ask({ table: [...noPom(), list({ status: 200, body: LIST })] });
    expect(answer).toEqual({ state: 'absent', missing: 'version', asOf: NOW });
    expect(also).toEqual([{ question: PACKAGE, answer: { state: 'known', fact: FACT, asOf: NOW } }]);
  });

  test('of an artifact that is missing too is told by a repository that shows itself', async () => {
    expect(await told({ table: [...noPom(), ...noList(), root] })).toBe('no package');
    const nothing = at('/', GONE);
    expect(await told({ table: [...noPom(), ...noList(), nothing] })).toMatch(/^garbled: answered a 404 that may be/);
    const table = [...noPom(undefined, CENTRAL), ...noList(CENTRAL)];
    expect(await told({ table, route: routeTo(CENTRAL) })).toBe('no package, and all see that');
  });

  test('is not missing where a repository was left out, or a credential withheld', async () => {
    const table = [...noPom(), list({ status: 200, body: LIST })];
    expect(await told({ table, route: { goesOn: 'elsewhere' } })).toMatch(/^elsewhere/);
    const withheld: Login = { is: 'anonymous', withheld: true };
    expect(await told({ table: noPom().slice(0, 1), login: withheld })).toMatch(/^refused/);
  });

  test.each([
    ['a name', { ...RELEASE, name: 'a/../b:c' }],
    ['a name of one part', { ...RELEASE, name: 'demo' }],
    ['a group with an empty part', { ...RELEASE, name: 'org..example:demo' }],
    ['a version', { ...RELEASE, version: '../1.0' }],
    ['a range', { ...RELEASE, version: '[1.0,2.0)' }],
    ['nothing', { ...RELEASE, version: '' }],
  ])('is not asked for by %s that no repository can have', async (_, question) => {
    expect(await told({ question: question as Question, table: [] })).toMatch(/^garbled/);
  });

  test('is a snapshot by its own list, and is never said to be missing', async () => {
    const question = { ...RELEASE, version: '1.0-SNAPSHOT' };
    const of = (answer: FakeAnswer) => at('/org/example/demo/1.0-SNAPSHOT/maven-metadata.xml', answer);
    expect(await told({ question, table: [of({ status: 200, body: '<metadata/>' })] })).toBe('live');
    expect(await told({ question, table: [of(GONE), of(GONE)] })).toMatch(/^elsewhere/);
    expect(await told({ question, table: [], route: routeTo(CENTRAL) })).toMatch(/^elsewhere/);
  });
});

describe('a relocation', () => {
  test.each<[string, string, string]>([
    ['all of it', '<groupId>g</groupId><artifactId>b</artifactId><version>2</version><message>m</message>', 'g:b:2'],
    ['the group alone', '<groupId>g</groupId>', 'g:demo:1.0'],
    ['the artifact alone', '<artifactId>b</artifactId>', 'org.example:b:1.0'],
    ['the version alone', '<version>1.0.1</version>', 'org.example:demo:1.0.1'],
    ['a property', '<groupId>${project.groupId}.new</groupId>', 'org.example.new:demo:1.0'],
  ])('changes %s', async (_, inner, to) => {
    const message = inner.includes('message') ? ': m' : '';
    const [group, artifact, version] = to.split(':');
    expect(await told({ table: [pom(moved(inner)), pom(project(''), to)] })).toBe(
      `to ${group}:${artifact} ${version}${message}`,
    );
  });

  test.each([
    ['empty', ''],
    ['only a message', '<message>moved</message>'],
    ['where it is', '<artifactId>demo</artifactId>'],
  ])('is none where it is %s', async (_, inner) => {
    expect(await told({ table: [pom(moved(inner))] })).toBe('live');
  });

  test('is followed to its end, with the words of its first step', async () => {
    const table = [
      pom(moved('<artifactId>b</artifactId><message>first</message>')),
      pom(moved('<artifactId>c</artifactId><message>second</message>'), 'org.example:b:1.0'),
      pom(project(''), 'org.example:c:1.0'),
    ];
    expect(await told({ table })).toBe('to org.example:c 1.0: first');
  });

  test('is followed as far as it can be', async () => {
    const to = pom(moved('<artifactId>b</artifactId>'));
    expect(await told({ table: [to, pom({ status: 503 }, 'org.example:b:1.0')] })).toBe('to org.example:b 1.0');
  });

  test('in a circle ends where it came by before', async () => {
    const first = pom(moved('<artifactId>b</artifactId>'));
    const back = (to: string) => moved(`<artifactId>${to}</artifactId>`);
    expect(await told({ table: [first, pom(back('demo'), 'org.example:b:1.0')] })).toBe('live');
    const table = [first, pom(back('c'), 'org.example:b:1.0'), pom(back('b'), 'org.example:c:1.0')];
    expect(await told({ table })).toBe('to org.example:b 1.0');
  });

  test('that leads on by a property of the parent says nothing', async () => {
    const table = [
      pom(moved('<artifactId>b</artifactId>')),
      pom(moved('<version>${next}</version>'), 'org.example:b:1.0'),
    ];
    expect(await told({ table })).toMatch(/^garbled: its POM/);
  });

  test('ends, however long it is', async () => {
    const table = Array.from({ length: 11 }, (_, i) =>
      pom(moved(`<version>1.${i + 1}</version>`), `org.example:demo:1.${i}`),
    );
    expect(await told({ table })).toMatch(/^garbled/);
  });
});

describe('several repositories', () => {
  const OWN = 'https://own.example/m2';
  const route = { ...routeTo(CENTRAL), mirrors: [routeTo(OWN)] };

  test('are asked in their order, and the first that has it counts', async () => {
    expect(await told({ route, table: [pom(project(''), undefined, OWN)] })).toBe('live');
    const table = [...noPom(undefined, OWN), ...noList(OWN), at('/', GONE, { base: OWN })];
    expect(await told({ route, table: [...table, pom(project(''), undefined, CENTRAL)] })).toBe('live');
  });

  test.each<[string, FakeAnswer]>([
    ['fails', { status: 503 }],
    ['refuses', { status: 403 }],
    ['is throttled', { status: 429 }],
    ['sends a page', { status: 200, body: '<html></html>' }],
  ])('are not asked behind one that %s', async (_, answer) => {
    expect(await told({ route, table: [pom(answer, undefined, OWN)] })).toMatch(/^(?:unreach|refus|throttl|garbl)/);
    expect(await told({ question: PACKAGE, route, table: [list(answer, OWN)] })).toMatch(/^(?:unr|ref|thr|garb)/);
  });

  test('that are everybody’s do not hear of a version of what another one has', async () => {
    const table = [...noPom(undefined, OWN), list({ status: 200, body: LIST }, OWN)];
    expect(await told({ route, table })).toMatch(/^elsewhere/);
  });

  test('that are everybody’s do not hear where something went', async () => {
    const table = [
      pom(moved('<groupId>com.acme.secret</groupId>'), undefined, OWN),
      ...noPom('com.acme.secret:demo:1.0', OWN),
      ...['/com/acme/secret/demo/maven-metadata.xml'].flatMap(path => [
        at(path, GONE, { base: OWN }),
        at(path, GONE, { base: OWN }),
      ]),
    ];
    expect(await told({ route, table })).toBe('to com.acme.secret:demo 1.0');
  });

  const listOf = (updated: string, latest: string, ...versions: readonly string[]): FakeAnswer => ({
    status: 200,
    body: `<metadata><versioning><latest>${latest}</latest><versions>${versions
      .map(version => `<version>${version}</version>`)
      .join('')}</versions><lastUpdated>${updated}</lastUpdated></versioning></metadata>`,
  });
  const known = async (its: Ask) => {
    const { answer } = await ask({ question: PACKAGE, ...its });
    return answer.state === 'known' && 'releases' in answer.fact
      ? { ...answer.fact, releases: answer.fact.releases.map(({ version }) => version) }
      : answer;
  };

  test('have their lists joined, and the later list says what is newest', async () => {
    const google = 'https://maven.google.com';
    const both = { ...routeTo(OWN), mirrors: [routeTo(CENTRAL), routeTo(google)] };
    const table = [
      list(listOf('20200101000000', '9.0', '1.0', '9.0'), CENTRAL),
      list(listOf('20210101000000', '2.0', '1.0', '2.0'), google),
      list(listOf('20190101000000', '1.5', '1.5'), OWN),
    ];
    const fact = { standing: { is: 'live' }, tags: { latest: '2.0' }, releases: ['1.0', '9.0', '2.0', '1.5'] };
    expect(await known({ route: both, table })).toEqual(fact);
    const failing = [...table.slice(0, 2), list({ status: 503 }, OWN)];
    expect(await known({ route: both, table: failing })).toMatchObject({ partial: true });
  });

  test('that are everybody’s do not hear of what another one lists, whose list is a part then', async () => {
    const table = [list(listOf('', '1.5', '1.5'), OWN)];
    expect(await known({ route, table })).toMatchObject({ releases: ['1.5'], partial: true });
    const skipped = { goesOn: 'elsewhere' as const };
    expect(await known({ route: skipped, table: [list(listOf('', '1', '1'))] })).toMatchObject({ partial: true });
  });

  test('say together that they do not have it', async () => {
    const table = [
      ...[...noPom(undefined, OWN), ...noList(OWN), at('/', { status: 200 }, { base: OWN })],
      ...[...noPom(undefined, CENTRAL), ...noList(CENTRAL)],
    ];
    expect(await told({ route, table })).toBe('no package');
  });
});

describe('a login', () => {
  const login: Login = { is: 'basic', user: 'u', password: 'p' };
  const shown = { headers: { authorization: 'Basic dTpw' } };
  const hidden = { headers: { authorization: undefined } as unknown as Record<string, string> };
  const path = pathOf('org.example:demo:1.0', 'pom');

  test('is shown to who asks for it', async () => {
    const wanted = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
    expect(await told({ login, table: [at(path, wanted, hidden), at(path, project(''), shown)] })).toBe('live');
    expect(await told({ login, table: [at(path, project(''), hidden)] })).toBe('live');
  });

  test.each<[string, FakeAnswer]>([
    ['wants another kind', { status: 401, headers: { 'www-authenticate': 'Bearer realm="x"' } }],
    ['was led to', { status: 401, url: 'https://other.example/x' }],
    ['forbids it', { status: 403 }],
  ])('is not shown to who %s', async (_, answer) => {
    expect(await told({ login, table: [at(path, answer, hidden)] })).toMatch(/^refused/);
  });
});

describe('what is said of an artifact', () => {
  test('is what its newest POM says', async () => {
    const body = `<project><name>Demo</name><url>https://demo.example</url><scm><url>scm:git:https://git.example/demo</url></scm>
      <licenses><license><name>MIT</name></license></licenses></project>`;
    const table = [
      list({ status: 200, body: LIST }, CENTRAL),
      pom({ status: 200, body, headers: { 'last-modified': 'Wed, 01 Jan 2025 10:00:00 GMT' } }, undefined, CENTRAL),
    ];
    const { answer } = await ask({ question: HISTORY, route: routeTo(CENTRAL), table });
    expect(answer).toMatchObject({
      fact: {
        published: { '1.0': '2025-01-01T10:00:00.000Z' },
        about: {
          description: 'Demo',
          licence: 'MIT',
          homepage: 'https://demo.example',
          repository: 'https://git.example/demo',
        },
      },
    });
  });

  test('is nothing where the newest is not there', async () => {
    expect(await told({ question: HISTORY, table: [list({ status: 200, body: LIST }), ...noPom()] })).toBe('known');
  });
});

describe('what a POM says to those that build on it', () => {
  const terms: Question = { ask: 'terms', registry: 'maven', name: 'org.example:demo', version: '1.0' };
  const body = `<parent><groupId>g</groupId><artifactId>p</artifactId><version>1</version></parent>
    <properties><v>2</v></properties><repositories><repository><id>r</id></repository></repositories>
    <dependencyManagement><dependencies>
      <dependency><groupId>g</groupId><artifactId>a</artifactId><version>\${v}</version></dependency>
      <dependency><groupId>g</groupId><artifactId>b</artifactId><version>1</version><type>pom</type><scope>import</scope></dependency>
    </dependencies></dependencyManagement>
    <build><plugins><plugin><artifactId>x</artifactId><version>1</version></plugin>
      <plugin><artifactId>y</artifactId><version>1</version><inherited>false</inherited></plugin></plugins></build>
    <profiles><profile><properties><w>1</w></properties></profile></profiles>`;

  test('is as it is written, with what conditions decide named alone', async () => {
    const { answer, forEver } = await ask({ question: terms, table: [pom(project(body))] });
    expect(answer).toMatchObject({
      fact: {
        own: { groupId: 'g', artifactId: 'demo', version: '1', 'parent.version': '1' },
        properties: { v: '2' },
        versions: { 'g:a jar ': '${v}', 'inherited plugin org.apache.maven.plugins:x': '1' },
        hides: ['inherited plugin org.apache.maven.plugins:y'],
        unsure: ['w'],
        parent: { name: 'g:p', version: '1' },
        imports: [{ name: 'g:b', version: '1' }],
        namesPlaces: true,
      },
    });
    // Who runs a repository may change what is in it.
    expect(forEver).toBe(false);
  });

  test('stays as it is in Central', async () => {
    const table = [pom(project(body), undefined, CENTRAL)];
    expect((await ask({ question: terms, table, route: routeTo(CENTRAL) })).forEver).toBe(true);
  });

  test('is asked of no snapshot, and of no archive without a POM', async () => {
    expect(await told({ question: { ...terms, version: '1-SNAPSHOT' }, table: [] })).toMatch(/^elsewhere/);
    const table = [
      ...noPom().slice(0, 2),
      at(pathOf('org.example:demo:1.0', 'jar'), { status: 200 }, { method: 'HEAD' }),
    ];
    expect(await told({ question: terms, table })).toMatch(/^garbled/);
  });
});

test('where a name is to be had is not asked twice', () => {
  const { page } = makeMavenRegistry(fakeHttp([]));
  for (const question of [PACKAGE, RELEASE, HISTORY]) {
    expect(page?.(question)).toBeUndefined();
    expect(page?.({ ...question, source: 'maven repository=x|https://x.example' } as Question)?.question).toEqual(
      question,
    );
  }
});
