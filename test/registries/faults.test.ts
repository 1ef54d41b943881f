import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../server/src/http/index.ts';
import { parseDigest, type RegistryId } from '../../server/src/model/names.ts';
import type { Question } from '../../server/src/model/question.ts';
import { createRegistries } from '../../server/src/registries/index.ts';
import type { FaultKind } from '../support/sample-registries/faults.ts';
import { sampleDigest } from '../support/sample-registries/images.ts';
import { type SampleRegistries, startSampleRegistries } from '../support/sample-registries/server.ts';

/**
 * Each thing that goes wrong, over a real connection, with each question of each ecosystem: never a wrong answer, never
 * a hang, and what could not be told says why. The compiler asks for every ecosystem.
 */
let registries: SampleRegistries;
beforeAll(async () => {
  registries = await startSampleRegistries();
});
beforeEach(() => {
  registries.faults = [];
});
afterAll(() => registries.stop());

interface Row {
  /** Where the samples are, by the settings that name them. */
  readonly base: (settings: SampleRegistries['settings']['registryLens.registries']) => string | undefined;
  /** What the samples know. */
  readonly questions: readonly Question[];
}

const image = { host: 'docker.io', repository: 'library/node' };
const child = parseDigest(sampleDigest('docker.io/library/node', '22', 'linux/amd64'));
const index = parseDigest(sampleDigest('docker.io/library/node', '22'));
if (child === undefined || index === undefined) throw new Error('The samples have no digests.');

const ROWS: Readonly<Record<RegistryId, Row>> = {
  cargo: {
    base: settings => settings.cargo,
    questions: [{ ask: 'package', registry: 'cargo', name: 'serde-lite' }],
  },
  go: {
    base: settings => settings.go,
    questions: [
      { ask: 'package', registry: 'go', name: 'sample.example/Hasty' },
      { ask: 'release', registry: 'go', name: 'sample.example/sound', version: 'v1.1.0' },
    ],
  },
  maven: {
    base: settings => settings.maven,
    questions: [
      { ask: 'package', registry: 'maven', name: 'com.sample:sound-http' },
      { ask: 'release', registry: 'maven', name: 'com.sample:sound-http', version: '1.2.0' },
      { ask: 'history', registry: 'maven', name: 'com.sample:sound-http' },
      { ask: 'terms', registry: 'maven', name: 'com.sample:sound-http', version: '1.2.0' },
    ],
  },
  npm: {
    base: settings => settings.npm,
    questions: [
      { ask: 'package', registry: 'npm', name: 'pad-left-ish' },
      { ask: 'release', registry: 'npm', name: 'pad-left-ish', version: '1.2.0' },
      { ask: 'history', registry: 'npm', name: 'pad-left-ish' },
      { ask: 'provenance', registry: 'npm', name: 'pad-left-ish', version: '1.2.0' },
    ],
  },
  pypi: {
    base: settings => settings.pypi,
    questions: [
      { ask: 'package', registry: 'pypi', name: 'sound-requests' },
      { ask: 'provenance', registry: 'pypi', name: 'sound-requests', version: '1.0.0' },
    ],
  },
  oci: {
    base: settings => settings.oci['docker.io'],
    questions: [
      { ask: 'manifest', image, at: { tag: '22' } },
      { ask: 'contents', image, digest: index },
      { ask: 'config', image, digest: child },
      { ask: 'referrers', image, digest: index },
      { ask: 'tags', image },
    ],
  },
};

/** What came of a question, in one word. */
async function ask(id: RegistryId, question: Question, patience = 5000): Promise<string> {
  const limits = { connect: patience, headers: patience, body: patience, perHost: 4 };
  const http = createHttp({ limits, log: () => undefined, environment: {} });
  const base = ROWS[id].base(registries.settings['registryLens.registries']) ?? '';
  const route = { base, identity: '', login: async () => ({ is: 'anonymous' }) as const };
  try {
    const { answer } = await createRegistries(http)[id].ask(question, route, { now: Date.now() });
    return answer.state === 'unknown' ? answer.why : answer.state;
  } finally {
    await http.close();
  }
}

const CASES = (Object.entries(ROWS) as [RegistryId, Row][]).flatMap(([id, { questions }]) =>
  questions.map(question => ({ id, question, asks: question.ask })),
);

describe.each(CASES)('$id, $asks', ({ id, question }) => {
  it('is known where nothing goes wrong', async () => {
    expect(await ask(id, question)).toBe('known');
  });

  const status = (code: number): FaultKind => ({ is: 'status', status: code });
  it.each<[string, FaultKind, string]>([
    ['401', status(401), 'refused'],
    ['403', status(403), 'refused'],
    ['429', status(429), 'throttled'],
    ['500', status(500), 'unreachable'],
    ['503', status(503), 'unreachable'],
    ['a closed connection', { is: 'refuse' }, 'unreachable'],
    ['a page of HTML', { is: 'html' }, 'garbled'],
  ])('%s is told', async (_, what, why) => {
    registries.faults = [{ path: /./, what }];
    expect(await ask(id, question)).toBe(why);
  });

  it('silence is told', async () => {
    registries.faults = [{ path: /./, what: { is: 'hang' } }];
    expect(await ask(id, question, 60)).toBe('unreachable');
  });
});

const DOWNLOADS = CASES.filter(({ asks }) => asks !== 'manifest' && asks !== 'referrers');

it.each(DOWNLOADS)('$id, $asks: half a body, and 200 MB of it, are garbled', async ({ id, question }) => {
  for (const what of [{ is: 'truncate' }, { is: 'huge', bytes: 200_000_000 }] as const) {
    registries.faults = [{ path: /./, method: 'GET', what }];
    expect(await ask(id, question)).toBe('garbled');
  }
});
