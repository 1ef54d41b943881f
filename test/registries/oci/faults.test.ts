import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../server/src/http/index.ts';
import type { Answer, AnyFact } from '../../../server/src/model/answer.ts';
import { parseDigest } from '../../../server/src/model/names.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { makeOciRegistry } from '../../../server/src/registries/oci/index.ts';
import type { Fault, FaultKind } from '../../support/sample-registries/faults.ts';
import { sampleDigest } from '../../support/sample-registries/images.ts';
import { type SampleRegistries, startSampleRegistries } from '../../support/sample-registries/server.ts';

/**
 * Each thing that goes wrong, over a real connection, against each question: never a wrong answer, never a hang, and
 * what could not be told says why.
 */
let registries: SampleRegistries;
beforeAll(async () => {
  registries = await startSampleRegistries();
});
beforeEach(() => {
  registries.faults = [];
});
afterAll(() => registries.stop());

const image = { host: 'docker.io', repository: 'library/node' };
const index = digestOf(sampleDigest('docker.io/library/node', '22'));
const child = digestOf(sampleDigest('docker.io/library/node', '22', 'linux/amd64'));

const QUESTIONS: Readonly<Record<string, Question>> = {
  'the digest of a tag': { ask: 'manifest', image, at: { tag: '22' } },
  'a digest': { ask: 'manifest', image, at: { digest: index } },
  contents: { ask: 'contents', image, digest: index },
  'a configuration': { ask: 'config', image, digest: child },
  'what is attached': { ask: 'referrers', image, digest: index },
  'the tags': { ask: 'tags', image },
};

function digestOf(text: string) {
  const digest = parseDigest(text);
  if (digest === undefined) throw new Error(`${text} is no digest`);
  return digest;
}

/** What came of a question with a client of its own. */
async function answerTo(question: Question, patience = 5000): Promise<Answer<AnyFact>> {
  const limits = { connect: patience, headers: patience, body: patience, perHost: 4 };
  const http = createHttp({ limits, log: () => undefined, environment: {} });
  const base = registries.settings['registryLens.registries'].oci['docker.io'] ?? '';
  const route = { base, identity: '', login: async () => ({ is: 'anonymous' }) as const };
  try {
    return (await makeOciRegistry(http).ask(question, route, { now: Date.now() })).answer;
  } finally {
    await http.close();
  }
}

/** The same in one word. */
async function ask(question: Question, patience?: number): Promise<string> {
  const answer = await answerTo(question, patience);
  return answer.state === 'unknown' ? answer.why : answer.state;
}

async function factOf(question: Question): Promise<unknown> {
  const answer = await answerTo(question);
  return answer.state === 'known' ? answer.fact : answer;
}

describe('bodies', () => {
  const get = (what: FaultKind): Fault => ({ path: /manifests|blobs|tags/, method: 'GET', what });
  const downloads = Object.entries(QUESTIONS).filter(([, { ask }]) => ask !== 'manifest' && ask !== 'referrers');

  it.each(downloads)('%s: half a body, and 200 MB of it, are garbled', async (_, question) => {
    for (const what of [{ is: 'truncate' }, { is: 'huge', bytes: 200_000_000 }] as const) {
      registries.faults = [get(what)];
      expect(await ask(question)).toBe('garbled');
    }
  });

  it('what is attached is told as far as it came', async () => {
    const question = QUESTIONS['what is attached'];
    if (question === undefined) throw new Error('no question');
    for (const what of [{ is: 'truncate' }, { is: 'huge', bytes: 200_000_000 }] as const) {
      registries.faults = [{ path: /referrers/, what }];
      expect(await factOf(question)).toEqual({ attached: [], complete: false });
      registries.faults = [{ path: /\.att$/, what }];
      expect(await factOf(question)).toMatchObject({ attached: [{ kind: 'signature' }], complete: false });
    }
  });

  it('bytes with another hash are garbled, though they read the same', async () => {
    registries.faults = [get({ is: 'wrong-hash' })];
    expect(await ask({ ask: 'contents', image, digest: index })).toBe('garbled');
    registries.faults = [{ path: /blobs/, what: { is: 'wrong-hash' } }];
    expect(await ask({ ask: 'config', image, digest: child })).toBe('garbled');
  });

  it('a tag whose header is missing is downloaded, and its faults count', async () => {
    const hidden: Fault = { path: /manifests/, method: 'HEAD', what: { is: 'no-digest-header' } };
    registries.faults = [hidden];
    expect(await ask({ ask: 'manifest', image, at: { tag: '22' } })).toBe('known');
    for (const what of [{ is: 'truncate' }, { is: 'wrong-hash' }, { is: 'huge', bytes: 200_000_000 }] as const) {
      registries.faults = [hidden, get(what)];
      expect(await ask({ ask: 'manifest', image, at: { tag: '22' } })).toBe('garbled');
    }
  });
});
