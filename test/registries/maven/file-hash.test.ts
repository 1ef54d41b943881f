import { expect, test } from 'vitest';
import type { Question } from '../../../server/src/model/question.ts';
import { readHashWanted } from '../../../server/src/registries/maven/file-hash.ts';
import { makeMavenRegistry } from '../../../server/src/registries/maven/index.ts';
import type { Route } from '../../../server/src/registries/route.ts';
import { type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const BASE = 'https://repo.example/maven';
const ROUTE: Route = { base: BASE, identity: '', login: async () => ({ is: 'anonymous' }) };
const A = 'a'.repeat(64);

function question(file: string): Question {
  const source = `gradle repository=own|${BASE} others=1 hash=${file}`;
  return { ask: 'release', registry: 'maven', name: 'org.example:demo', version: '1.0+b', source };
}

async function told(answer: FakeAnswer, route: Route = ROUTE, file = 'demo-1.0%2Bb.jar.sha256'): Promise<string> {
  const request = `GET ${BASE}/org/example/demo/1.0%2Bb/${file}`;
  const http = fakeHttp(route.mirrors === undefined ? [{ request, answer }] : []);
  const asked = await makeMavenRegistry(http).ask(question(file), route, { now: 0 });
  http.verify();
  if (asked.answer.state === 'unknown') return `${asked.answer.why}: ${asked.detail}`;
  if (asked.answer.state === 'absent') return 'none';
  const { fact } = asked.answer;
  const [hash] = 'hashes' in fact ? (fact.hashes ?? []) : [];
  return `${hash?.algorithm} ${hash?.text.slice(0, 3)} of ${hash?.file}`;
}

test.each<[string, FakeAnswer, string]>([
  ['the digits alone', { status: 200, body: A }, 'sha256 aaa of demo-1.0+b.jar'],
  ['the digits with a newline', { status: 200, body: `${A.toUpperCase()}\r\n` }, 'sha256 aaa of demo-1.0+b.jar'],
  ['the digits with the file', { status: 200, body: `${A}  demo-1.0+b.jar\n` }, 'sha256 aaa of demo-1.0+b.jar'],
  ['another hash', { status: 200, body: 'a'.repeat(40) }, 'garbled: what came is no sha256 of `demo-1.0+b.jar`'],
  ['a page', { status: 200, body: '<html>' }, 'garbled: what came is no sha256 of `demo-1.0+b.jar`'],
  ['nothing', { status: 404 }, 'none'],
  ['a refusal', { status: 403 }, 'refused: repo.example answered 403'],
])('beside a file lies %s', async (_, answer, expected) => {
  expect(await told(answer)).toBe(expected);
});

test('of several repositories none is asked', async () => {
  expect(await told({ status: 200, body: A }, { ...ROUTE, mirrors: [ROUTE] })).toBe(
    'garbled: which of several repositories has the file is not found out',
  );
});

test.each([
  [undefined, undefined],
  ['gradle repository=own|https://a.example', undefined],
  ['gradle hash=..%2Fa.jar.sha256', undefined],
  ['gradle hash=a%ZZ.jar.sha256', undefined],
  ['gradle hash=a.jar.sha3', undefined],
  ['gradle hash=a.jar.md5', { file: 'a.jar', algorithm: 'md5' }],
])('%s asks for the hash of %o', (source, wanted) => {
  expect(readHashWanted(source)).toEqual(wanted);
});
