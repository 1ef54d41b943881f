import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readChecksumDatabase } from '../../../server/src/projects/go/checksum-database.ts';
import { goWorld } from './go-world.ts';

const world = goWorld();
const USUAL = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';

/** A key as another database of this name would have it. */
function keyOf(name: string): string {
  const raw = Buffer.from(USUAL.split('+').slice(2).join('+'), 'base64');
  const hash = createHash('sha256').update(`${name}\n`).update(raw).digest('hex').slice(0, 8);
  return `${name}+${hash}+${raw.toString('base64')}`;
}

/** Where the checksum database is asked about a module, as `GoWorld.route` tells it. */
function route(env: Record<string, string>, go?: string, name?: string): Promise<string> {
  return world.route({ env, ...(go === undefined ? {} : { go }) }, name, 'checksum-database');
}

test.each<[string, string]>([
  ['', 'nothing'],
  ['off', 'off'],
  ['sum.golang.org', 'sum.golang.org'],
  [` ${USUAL} `, 'sum.golang.org'],
  ['sum.golang.google.cn', 'sum.golang.org at https://sum.golang.google.cn'],
  [keyOf('sum.example'), 'sum.example'],
  [`${keyOf('sum.example/db')} https://a.example/b/`, 'sum.example/db at https://a.example/b'],
  ['sum.golang.org http://127.0.0.1:8080', 'sum.golang.org at http://127.0.0.1:8080'],
  ['sum.example', 'nothing'],
  ['sum.example+xyz', 'nothing'],
  [USUAL.replace('sum.golang.org', 'sum.example'), 'nothing'],
  [USUAL.replace(/.$/, '9'), 'nothing'],
  [keyOf('sum.example/'), 'nothing'],
  [keyOf('u@sum.example'), 'nothing'],
  ['sum.golang.org ftp://a.example', 'nothing'],
  ['sum.golang.org https://u:p@a.example', 'nothing'],
  ['sum.golang.org https://a.example more', 'nothing'],
])('GOSUMDB=%s', (text, told) => {
  const database = readChecksumDatabase(text);
  const at = database.is === 'database' && database.at !== undefined ? ` at ${database.at}` : '';
  const said = database.is === 'database' ? `${database.name}${at}` : database.is;
  expect(said.replace('invalid', 'nothing')).toBe(told);
});

const THROUGH = '/sumdb/sum.golang.org';

test.each<[string, Record<string, string>, string]>([
  ['through everybody’s proxy first', {}, `https://proxy.golang.org${THROUGH},https://sum.golang.org`],
  ['itself where no proxy is', { GOPROXY: 'direct' }, 'https://sum.golang.org'],
  [
    'behind all proxies',
    { GOPROXY: 'https://p.example|https://q.example/go,direct' },
    `https://p.example${THROUGH}|https://q.example/go${THROUGH},https://sum.golang.org`,
  ],
  [
    'itself though nothing comes from elsewhere',
    { GOPROXY: 'https://p.example,off' },
    `https://p.example${THROUGH},https://sum.golang.org`,
  ],
  [
    'not itself where files come before it',
    { GOPROXY: 'https://p.example,file:///mirror' },
    `https://p.example${THROUGH}`,
  ],
  ['nowhere where nothing comes from anywhere', { GOPROXY: 'off' }, 'closed: unnamed'],
  ['nowhere where the proxies are unclear', { GOPROXY: 'none' }, 'closed: unreachable'],
  [
    'by another name',
    { GOSUMDB: keyOf('sum.example'), GOPROXY: 'https://p.example' },
    'https://p.example/sumdb/sum.example,https://sum.example',
  ],
  ['at its address alone', { GOSUMDB: 'sum.golang.org https://s.example/db' }, 'https://s.example/db'],
  ['nowhere where it is off', { GOSUMDB: 'off' }, 'closed: unnamed'],
  ['nowhere where it is unclear', { GOSUMDB: 'sum.example' }, 'closed: unreachable'],
  ['not about what is private', { GOPRIVATE: 'x.example' }, 'closed: unnamed'],
  ['not about what it must not hear of', { GONOSUMDB: '*.example/demo' }, 'closed: unnamed'],
  ['not about what no proxy may hear of', { GONOPROXY: 'x.example', GONOSUMDB: 'none' }, 'closed: unnamed'],
  ['about what is private to others', { GOPRIVATE: 'y.example', GOPROXY: 'direct' }, 'https://sum.golang.org'],
  [
    'about what is private, where that is said of proxies alone',
    { GOPRIVATE: 'x.example', GONOPROXY: 'none', GONOSUMDB: 'none', GOPROXY: 'direct' },
    'https://sum.golang.org',
  ],
  ['nowhere where go believes all', { GOFLAGS: '-v -insecure' }, 'closed: unnamed'],
  ['nowhere where an early go believes all', { GONOSUMCHECK: '1' }, 'closed: unnamed'],
  [
    'where modules come from a folder of the project',
    { GOFLAGS: '-mod=vendor', GOPROXY: 'direct' },
    'https://sum.golang.org',
  ],
])('is asked %s', async (_, env, told) => {
  expect(await route(env)).toBe(told);
});

test('the setting stands in for all proxies, and nobody else is asked', async () => {
  expect(await route({}, 'https://s.example')).toBe(`https://s.example${THROUGH}`);
  expect(await route({ GOPRIVATE: 'x.example' }, 'https://s.example')).toBe('closed: unnamed');
});

test('says why nobody is asked', async () => {
  await route({ GOSUMDB: 'sum.example' });
  expect(world.log).toEqual(['`GOSUMDB` names no checksum database. Hashes in go.sum are not checked.']);
});
