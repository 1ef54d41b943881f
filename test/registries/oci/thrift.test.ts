import { expect, it } from 'vitest';
import { parseDigest } from '../../../server/src/model/names.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { makeOciRegistry } from '../../../server/src/registries/oci/index.ts';
import { fakeHttp } from '../../support/fake-http.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
if (digest === undefined) throw new Error('no digest');
const image = { host: 'docker.io', repository: 'library/node' };
const BASE = 'https://registry-1.docker.io';
const REPOSITORY = `${BASE}/v2/library/node`;
const DOWN = { is: 'failure', why: 'unreachable', detail: 'x' } as const;

const QUESTIONS: Record<string, Question> = {
  'a tag': { ask: 'manifest', image, at: { tag: '22' } },
  'a digest': { ask: 'manifest', image, at: { digest } },
  'the tags': { ask: 'tags', image },
  contents: { ask: 'contents', image, digest },
  'a configuration': { ask: 'config', image, digest },
};

/** The first request that a question leads to, or `spared`. */
async function sent(question: Question, remaining: number, host = 'registry-1.docker.io'): Promise<string> {
  const http = fakeHttp([], [{ host, limit: 100, remaining }]);
  const requests: string[] = [];
  const listening = {
    ...http,
    send: async (request: Parameters<typeof http.send>[0]) => {
      requests.push(`${request.method} ${request.url.replace(REPOSITORY, '')}`);
      return DOWN;
    },
  };
  const route = { base: BASE, identity: '', login: async () => ({ is: 'anonymous' }) as const };
  const { answer, detail } = await makeOciRegistry(listening).ask(question, route, { now: 0 });
  if (answer.state !== 'unknown') throw new Error('nobody answers here');
  if (answer.why === 'throttled')
    expect(detail).toBe(`registry-1.docker.io allows ${remaining} more of 100 pulls, which are kept`);
  return answer.why === 'throttled' ? 'spared' : (requests[0] ?? 'nothing');
}

it.each<[string, number, string]>([
  ['a tag', 0, 'HEAD /manifests/22'],
  ['a digest', 0, `HEAD /manifests/${digest}`],
  ['the tags', 0, 'GET /tags/list?n=1000'],
  ['a configuration', 10, `GET /manifests/${digest}`],
  ['a configuration', 9, 'spared'],
  ['contents', 9, `GET /manifests/${digest}`],
  ['contents', 2, `GET /manifests/${digest}`],
  ['contents', 1, 'spared'],
])('%s, with %i of 100 left: %s', async (name, remaining, request) => {
  const question = QUESTIONS[name];
  if (question === undefined) throw new Error(name);
  expect(await sent(question, remaining)).toBe(request);
});

it('another host’s limit is not this one’s', async () => {
  expect(await sent({ ask: 'contents', image, digest }, 0, 'ghcr.io')).toBe(`GET /manifests/${digest}`);
});

it('a tag without the header that tells its digest is downloaded all the same, because it is needed', async () => {
  const headers = { 'content-type': 'application/vnd.oci.image.index.v1+json' };
  const table = [
    { request: `HEAD ${REPOSITORY}/manifests/22`, answer: { status: 200, headers } },
    {
      request: `GET ${REPOSITORY}/manifests/22`,
      answer: { status: 200, headers, body: { schemaVersion: 2, manifests: [] } },
    },
  ];
  const http = fakeHttp(table, [{ host: 'registry-1.docker.io', limit: 100, remaining: 0 }]);
  const route = { base: BASE, identity: '', login: async () => ({ is: 'anonymous' }) as const };
  const question: Question = { ask: 'manifest', image, at: { tag: '22' } };
  const { answer } = await makeOciRegistry(http).ask(question, route, { now: 0 });
  http.verify();
  expect(answer.state).toBe('known');
});
