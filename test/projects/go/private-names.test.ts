import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLens } from '../../../server/src/lens.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { readSettings } from '../../../server/src/read-settings.ts';
import { type LocalServer, startLocalServer } from '../../support/local-server.ts';

/**
 * What leaves the process, from the user's configuration to the wire: a proxy that plays everybody's and has every
 * module, and one of a company's own, which has one.
 */
let place: string;
let everybodys: LocalServer;
let own: LocalServer;
beforeEach(async () => {
  place = realpathSync(mkdtempSync(path.join(tmpdir(), 'private-modules-')));
  everybodys = await startProxy(() => true);
  own = await startProxy(name => name === SECRET);
});
afterEach(async () => {
  await Promise.all([everybodys.stop(), own.stop()]);
  rmSync(place, { recursive: true });
});

const SECRET = 'corp.example/secret';
const OPEN = 'open.example/open';

function startProxy(has: (name: string) => boolean): Promise<LocalServer> {
  return startLocalServer(({ url = '' }, response) => {
    const [, name = '', file = ''] = /^\/(.*)\/@(.*)$/.exec(url) ?? [];
    const text = file.endsWith('.mod')
      ? `module ${name}\n`
      : file.endsWith('.info')
        ? '{"Version":"v1.0.0"}'
        : 'v1.0.0\n';
    response.writeHead(has(name) ? 200 : 404, { 'content-type': 'text/plain' });
    response.end(has(name) ? text : 'not found');
  });
}

interface World {
  readonly env?: Readonly<Record<string, string>>;
  /** What `go env -w` wrote. */
  readonly written?: string;
  /** `registryLens.registries.go` */
  readonly go?: string;
  readonly repo?: Readonly<Record<string, string>>;
}

const QUESTIONS = (name: string): readonly Question[] => [
  { ask: 'package', registry: 'go', name },
  { ask: 'release', registry: 'go', name, version: 'v1.0.0' },
  { ask: 'history', registry: 'go', name },
];
const CHECKSUMS = (name: string): readonly Question[] => [
  { ask: 'release', registry: 'go', name, version: 'v1.0.0', source: 'checksum-database' },
];

/** What is known of a private module, and of one that is everybody's. */
async function ask({ env = {}, written = '', go, repo = {} }: World, asked = QUESTIONS): Promise<string> {
  const files = { 'go.env': written, ...Object.fromEntries(Object.entries(repo).map(([f, t]) => [`repo/${f}`, t])) };
  mkdirSync(path.join(place, 'repo'), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  const { settings } = readSettings({ registries: go === undefined ? {} : { go } }, []);
  const usual = { NO_PROXY: '127.0.0.1', REGISTRY_LENS_CACHE: path.join(place, 'cache') };
  const environment = { ...usual, GOENV: path.join(place, 'go.env'), ...env };
  const lens = createLens({ environment, home: path.join(place, 'home'), settings, log: () => undefined });
  const folder = await lens.openFolder({ root: path.join(place, 'repo'), settings, trusted: true });
  const questions = [SECRET, OPEN].flatMap(asked);
  await folder.settle(questions);
  await lens.close();
  const told = questions.map(question => {
    const answer = folder.peek(question);
    return answer.state === 'unknown' ? answer.why : answer.state;
  });
  return [told.slice(0, 3), told.slice(3)].map(each => [...new Set(each)].join('/')).join(', ');
}

/** The modules of which a proxy heard. */
function heardBy({ requests }: LocalServer): readonly string[] {
  return [...new Set(requests.map(request => /^GET \/(.*)\/@/.exec(request)?.[1] ?? request))];
}

test.each<[string, () => World]>([
  ['GOPRIVATE', () => ({ env: { GOPRIVATE: 'corp.example' }, go: everybodys.base })],
  ['GOPRIVATE, whatever the proxy', () => ({ env: { GOPRIVATE: '*.example/secret', GOPROXY: everybodys.base } })],
  ['GONOPROXY', () => ({ env: { GONOPROXY: 'corp.example/*', GOPROXY: everybodys.base } })],
  ['go env -w', () => ({ written: 'GOPRIVATE=corp.example\n', go: everybodys.base })],
  [
    'go env -w, and a folder that says otherwise',
    () => ({
      written: 'GOPRIVATE=corp.example\n',
      go: everybodys.base,
      repo: { '.env': 'GOPRIVATE=\nGONOPROXY=none\n', 'go.env': 'GONOPROXY=none\n', '.netrc': '' },
    }),
  ],
])('everybody’s proxy hears no name that is private by %s', async (_, world) => {
  expect(await ask(world())).toBe('blocked, known');
  expect(heardBy(everybodys)).toEqual([OPEN]);
});

test.each<[string, (database: string) => Readonly<Record<string, string>>]>([
  ['GOPRIVATE', database => ({ GOPRIVATE: 'corp.example', GOSUMDB: database })],
  ['GONOSUMDB', database => ({ GONOSUMDB: '*.example/secret', GOSUMDB: database })],
  ['GONOPROXY', database => ({ GONOPROXY: 'corp.example', GONOSUMDB: 'none', GOSUMDB: database })],
])('the checksum database hears no name that is private by %s', async (_, env) => {
  const database = await startLocalServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  });
  await ask({ env: { GOPROXY: everybodys.base, ...env(`sum.golang.org ${database.base}`) } }, CHECKSUMS);
  await database.stop();
  expect([...new Set(database.requests)]).toEqual([`GET /lookup/${OPEN}@v1.0.0`]);
});

test('everybody’s proxy hears no name that a proxy before it has', async () => {
  const GOPROXY = `${own.base},${everybodys.base}`;
  expect(await ask({ env: { GOPROXY } })).toBe('known, known');
  expect(heardBy(everybodys)).toEqual([OPEN]);
  expect(heardBy(own)).toEqual([SECRET, OPEN]);
});

test('everybody’s proxy hears no name where a proxy before it fails', async () => {
  await own.stop();
  const GOPROXY = `${own.base},${everybodys.base}`;
  expect(await ask({ env: { GOPROXY } })).toBe('unreachable, unreachable');
  expect(heardBy(everybodys)).toEqual([]);
});

test.each<[string, string, () => World]>([
  ['is off', 'blocked', () => ({ env: { GOPROXY: 'off' } })],
  ['is the origin', 'blocked', () => ({ written: 'GOPROXY=direct' })],
  ['is a folder', 'blocked', () => ({ env: { GOPROXY: `file:///mirror,${everybodys.base}` } })],
  ['cannot be understood', 'unreachable', () => ({ env: { GOPROXY: `${everybodys.base},none` } })],
  [
    'is the folder’s own word',
    'unreachable',
    () => ({
      env: { GOENV: path.join(place, 'repo/my.env') },
      repo: { 'my.env': `GOPROXY=${everybodys.base}` },
      go: everybodys.base,
    }),
  ],
])('nobody hears anything where the proxy %s', async (_, why, world) => {
  expect(await ask(world())).toBe(`${why}, ${why}`);
  expect(everybodys.requests).toEqual([]);
});

test('a login goes nowhere without https', async () => {
  const netrc = path.join(place, 'netrc');
  writeFileSync(netrc, `machine 127.0.0.1 login u password p\nmachine ${new URL(own.base).host} login u password p\n`);
  expect(await ask({ env: { GOPROXY: own.base, NETRC: netrc } })).toBe('known, refused');
  expect(own.headers.flatMap(({ authorization }) => authorization ?? [])).toEqual([]);
});
