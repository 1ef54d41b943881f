import { expect, test } from 'vitest';
import type { Question } from '../../../server/src/model/question.ts';
import { readRecord } from '../../../server/src/registries/go/checksum-database.ts';
import { makeGoRegistry } from '../../../server/src/registries/go/index.ts';
import type { Asked } from '../../../server/src/registries/registry.ts';
import type { Login, Route } from '../../../server/src/registries/route.ts';
import { noteSigner } from '../../support/checksum-database.ts';
import { type ExpectedRequest, type FakeAnswer, fakeHttp } from '../../support/fake-http.ts';

const NAME = 'x.example/Demo';
const [ZIP, MOD] = ['z', 'm'].map(letter => `h1:${letter.repeat(43)}=`);
const QUESTION: Question = {
  ...{ ask: 'release', registry: 'go', name: NAME, version: 'v1.0.0-RC1', source: 'checksum-database' },
};
const ITSELF = 'https://sum.example';
const PROXY = 'https://proxy.example/sumdb/sum.example';
const NOBODY: Login = { is: 'anonymous' };
const { key: KEY, signed } = noteSigner('sum.example');
const TREE = `go.sum database tree\n12\n${'A'.repeat(43)}=\n`;
const LINES = `7\n${NAME} v1.0.0-RC1 ${ZIP}\n${NAME} v1.0.0-RC1/go.mod ${MOD}\n\n`;
const RECORD = `${LINES}${signed(TREE)}`;
const DOWN: FakeAnswer = { is: 'failure', why: 'unreachable', detail: 'timed out' };

function reply(status: number, body = ''): FakeAnswer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function get(base: string, path: string, answer: FakeAnswer): ExpectedRequest {
  return { request: `GET ${base}${path}`, answer };
}

const supported = (answer: FakeAnswer) => get(PROXY, '/supported', answer);
const lookup = (answer: FakeAnswer, base = ITSELF) => get(base, '/lookup/x.example/!demo@v1.0.0-!r!c1', answer);
const twice = (request: ExpectedRequest) => [request, request];

function routeTo(base: string, more: Partial<Route> = {}): Route {
  return { base, identity: '', signedBy: KEY, login: async () => NOBODY, ...more };
}

const DIRECT = routeTo(ITSELF, { isItself: true });
const BEHIND = { ...DIRECT, mirrors: [routeTo(PROXY)] };

function said({ answer, detail }: Asked): string {
  if (answer.state === 'unknown') return `${answer.why}: ${detail}`;
  if (answer.state === 'absent') return `no ${answer.missing}`;
  const hashes = 'hashes' in answer.fact ? (answer.fact.hashes ?? []) : [];
  return hashes.map(({ text, file }) => `${text.slice(0, 5)}${file === undefined ? '' : ` of ${file}`}`).join();
}

const HASHES = 'h1:zz,h1:mm of go.mod';

test.each<[string, Route, readonly ExpectedRequest[], string]>([
  ['is asked itself', DIRECT, [lookup(reply(200, RECORD))], HASHES],
  ['is asked through a proxy', routeTo(PROXY), [supported(reply(200)), lookup(reply(200, RECORD), PROXY)], HASHES],
  [
    'is asked itself where no proxy stands in',
    BEHIND,
    [...twice(supported(reply(404))), lookup(reply(200, RECORD))],
    HASHES,
  ],
  [
    'is not asked itself where a proxy does',
    BEHIND,
    [supported(reply(200)), ...twice(lookup(reply(404), PROXY))],
    'no version',
  ],
  ['is not asked itself where a proxy refuses', BEHIND, [supported(reply(403))], 'refused: proxy.example answered 403'],
  ['is not asked itself where a proxy fails', BEHIND, [supported(DOWN)], 'unreachable: timed out'],
  [
    'is asked itself where a proxy fails and may',
    { ...DIRECT, mirrors: [routeTo(PROXY, { nextIfFailing: true })] },
    [supported(DOWN), lookup(reply(200, RECORD))],
    HASHES,
  ],
  [
    'is asked nowhere where no proxy stands in and nobody else may be asked',
    routeTo(PROXY),
    twice(supported(reply(410))),
    'elsewhere: no proxy has the checksum database',
  ],
  ['lacks what is private', DIRECT, twice(lookup(reply(404, 'not found'))), 'no version'],
  ['lacks what is gone', DIRECT, twice(lookup(reply(410, 'not found'))), 'no version'],
  ['refuses', DIRECT, [lookup(reply(403))], 'refused: sum.example answered 403'],
  ['fails', DIRECT, [lookup(reply(500))], 'unreachable: sum.example answered 500'],
  ['sends a page', DIRECT, [lookup(reply(200, '<html>'))], 'garbled: sum.example sent a page of HTML'],
  [
    'sends something else',
    DIRECT,
    [lookup(reply(200, 'hello'))],
    'garbled: what came is no record of x.example/Demo v1.0.0-RC1',
  ],
])('the database %s', async (_, route, table, told) => {
  const http = fakeHttp(table);
  const asked = await makeGoRegistry(http).ask(QUESTION, route, { now: 0 });
  http.verify();
  expect(said(asked)).toBe(told);
});

const UNSIGNED = 'garbled: the database’s key did not sign what came for x.example/Demo v1.0.0-RC1';
const OTHER = noteSigner('sum.example');

test.each<[string, string, string]>([
  ['by the key', RECORD, HASHES],
  ['by others as well', RECORD.replace('— ', `${OTHER.signed(TREE).split('\n\n')[1]}— `), HASHES],
  ['by another key of that name', `${LINES}${OTHER.signed(TREE)}`, UNSIGNED],
  ['as something else', RECORD.replace('12', '13'), UNSIGNED],
  ['as a tree without room for the record', `${LINES}${signed(TREE.replace('12', '7'))}`, UNSIGNED],
  ['as no tree', `${LINES}${signed('hello\n')}`, UNSIGNED],
  ['with a line that is no signature', `${RECORD}hello\n`, UNSIGNED],
  ['without an end', RECORD.slice(0, -1), UNSIGNED],
  ['by nobody', `${LINES}${TREE}\n`, UNSIGNED],
])('what is signed %s', async (_, text, told) => {
  const http = fakeHttp([lookup(reply(200, text))]);
  expect(said(await makeGoRegistry(http).ask(QUESTION, DIRECT, { now: 0 }))).toBe(told);
});

test('a proxy is asked once whether it stands in', async () => {
  const http = fakeHttp([supported(reply(200)), ...twice(lookup(reply(200, RECORD), PROXY))]);
  const registry = makeGoRegistry(http);
  const both = await Promise.all([0, 1].map(now => registry.ask(QUESTION, routeTo(PROXY), { now })));
  http.verify();
  expect(both.map(said)).toEqual([HASHES, HASHES]);
});

test('a proxy that failed is asked again after a minute', async () => {
  const http = fakeHttp([supported(DOWN), supported(reply(200)), lookup(reply(200, RECORD), PROXY)]);
  const registry = makeGoRegistry(http);
  const told = [];
  for (const now of [0, 59_000, 60_000]) told.push(said(await registry.ask(QUESTION, routeTo(PROXY), { now })));
  http.verify();
  expect(told).toEqual(['unreachable: timed out', 'unreachable: timed out', HASHES]);
});

test.each<[string, string, string | undefined]>([
  ['a record', RECORD, HASHES],
  ['a record of the go.mod alone', RECORD.replace(`${NAME} v1.0.0-RC1 ${ZIP}\n`, ''), 'h1:mm of go.mod'],
  ['a record of another module', RECORD.replaceAll(NAME, 'x.example/other'), undefined],
  ['a record of another version', RECORD.replaceAll('v1.0.0-RC1', 'v1.0.0'), undefined],
  ['lines behind the record', RECORD.replace('12\n', `12\n${NAME} v1.0.0-RC1 h1:other=\n`), HASHES],
  ['a record without a number', RECORD.slice(2), undefined],
  ['a record without an end', RECORD.slice(0, RECORD.indexOf('\n\n')), undefined],
  ['nothing', '', undefined],
])('%s is read', (_, text, told) => {
  const hashes = readRecord(text, NAME, 'v1.0.0-RC1');
  expect(hashes?.map(({ text: hash, file }) => `${hash.slice(0, 5)}${file ? ` of ${file}` : ''}`).join()).toBe(told);
});
