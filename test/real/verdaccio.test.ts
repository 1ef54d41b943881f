import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Http } from '../../server/src/http/http.ts';
import { createHttp } from '../../server/src/http/index.ts';
import type { Question } from '../../server/src/model/question.ts';
import { loadRouter } from '../../server/src/projects/index.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { makeNpmRegistry } from '../../server/src/registries/npm/index.ts';
import type { Asked, Asking, Registry } from '../../server/src/registries/registry.ts';
import type { Router } from '../../server/src/registries/route.ts';
import { ownershipIn } from '../support/ownership.ts';
import { startVerdaccio, VERDACCIO_PASSWORD, VERDACCIO_USER, type Verdaccio } from '../support/verdaccio.ts';

let verdaccio: Verdaccio;
let http: Http;
let registry: Registry;
let asUser: Router;
let asNobody: Router;

beforeAll(async () => {
  verdaccio = await startVerdaccio();
  http = createHttp({
    limits: { connect: 5_000, headers: 10_000, body: 10_000, perHost: 10 },
    environment: {},
    log: () => {},
  });
  registry = makeNpmRegistry(http);
  asUser = await router({ NPM_CONFIG_USERCONFIG: verdaccio.userconfig });
  asNobody = await router({ NPM_CONFIG_REGISTRY: verdaccio.base });
});

afterAll(async () => {
  await http?.close();
  await verdaccio?.stop();
});

function router(environment: Readonly<Record<string, string>>): Promise<Router> {
  const { settings } = readSettings({}, []);
  const home = '/nonexistent';
  const world = { home, ownership: ownershipIn([], home), environment, settings, fingerprint: JSON.stringify };
  return loadRouter({ ...world, log: () => {} });
}

async function ask(question: Question, who: Router = asUser, earlier?: Asking['earlier']): Promise<Asked> {
  const routing = who(question);
  if (!routing.open) throw new Error(`not asked: ${routing.why}`);
  expect(routing.route.base).toBe(verdaccio.base);
  return registry.ask(question, routing.route, { now: 1, ...(earlier ? { earlier } : {}) });
}

const packageOf = (name: string) => ({ ask: 'package', registry: 'npm', name }) as const;
const historyOf = (name: string) => ({ ask: 'history', registry: 'npm', name }) as const;
const releaseOf = (name: string, version: string) => ({ ask: 'release', registry: 'npm', name, version }) as const;
const LIVE = { is: 'live' };
const HASHES = [
  { algorithm: 'sha512', text: expect.stringMatching(/^sha512-[\w+/]{86}==$/) },
  { algorithm: 'sha1', text: expect.stringMatching(/^sha1-[\w+/]{27}=$/) },
];

test('what is published is live, in the short, the small and the long document', async () => {
  await verdaccio.publish({ name: 'published', version: '1.0.0' });
  await verdaccio.publish({ name: 'published', version: '2.0.0-rc.1' }, '--tag', 'next');
  expect((await ask(packageOf('published'))).answer).toEqual({
    state: 'known',
    asOf: 1,
    fact: {
      standing: LIVE,
      tags: { latest: '1.0.0', next: '2.0.0-rc.1' },
      modified: expect.stringMatching(/^\d{4}-/),
      releases: [
        { version: '1.0.0', standing: LIVE, hashes: HASHES },
        { version: '2.0.0-rc.1', standing: LIVE, hashes: HASHES },
      ],
    },
  });
  expect((await ask(releaseOf('published', '2.0.0-rc.1'))).answer).toMatchObject({
    state: 'known',
    fact: { version: '2.0.0-rc.1', standing: LIVE },
  });
  expect((await ask(historyOf('published'))).answer).toMatchObject({
    state: 'known',
    fact: { published: { '1.0.0': expect.stringMatching(/^\d{4}-/), '2.0.0-rc.1': expect.stringMatching(/^\d{4}-/) } },
  });
});

test('an answer is confirmed by its ETag', async () => {
  await verdaccio.publish({ name: 'steady', version: '1.0.0' });
  const first = await ask(packageOf('steady'));
  if (first.answer.state !== 'known' || first.validator === undefined) throw new Error('no ETag');
  const { bytes } = http.stats;
  const again = await ask(packageOf('steady'), asUser, { fact: first.answer.fact, validator: first.validator });
  expect(again.answer).toEqual(first.answer);
  expect(http.stats.bytes).toBe(bytes);
});

test('npm deprecate and npm undeprecate', async () => {
  await verdaccio.publish({ name: 'aging', version: '1.0.0' });
  await verdaccio.publish({ name: 'aging', version: '2.0.0' });
  await verdaccio.npm('deprecate', 'aging@1', 'use 2');
  const old = { version: '1.0.0', standing: { is: 'deprecated', message: 'use 2' } };
  expect((await ask(releaseOf('aging', '1.0.0'))).answer).toMatchObject({ fact: old });
  expect((await ask(packageOf('aging'))).answer).toMatchObject({
    fact: { standing: LIVE, releases: [old, { version: '2.0.0', standing: LIVE }] },
  });
  await verdaccio.npm('deprecate', 'aging@1', '');
  expect((await ask(releaseOf('aging', '1.0.0'))).answer).toMatchObject({ fact: { standing: LIVE } });
});

test('npm unpublish of a version', async () => {
  await verdaccio.publish({ name: 'shrinking', version: '1.0.0' });
  await verdaccio.publish({ name: 'shrinking', version: '1.1.0' });
  await verdaccio.npm('unpublish', 'shrinking@1.0.0');
  const { answer, also } = await ask(releaseOf('shrinking', '1.0.0'));
  expect(answer).toEqual({ state: 'absent', missing: 'version', asOf: 1 });
  expect(also).toContainEqual({
    question: packageOf('shrinking'),
    answer: expect.objectContaining({ state: 'known' }),
    isNewest: true,
  });
  expect((await ask(historyOf('shrinking'))).answer.state).toBe('known');
});

test('npm unpublish of a whole package, which verdaccio forgets', async () => {
  await verdaccio.publish({ name: 'leaving', version: '1.0.0' });
  await verdaccio.npm('unpublish', 'leaving', '--force');
  for (const question of [packageOf('leaving'), historyOf('leaving'), releaseOf('leaving', '1.0.0')]) {
    expect((await ask(question)).answer).toEqual({ state: 'absent', missing: 'package', asOf: 1 });
  }
});

test('a version and a package that never were', async () => {
  await verdaccio.publish({ name: 'present', version: '1.0.0' });
  expect((await ask(releaseOf('present', '9.9.9'))).answer).toMatchObject({ state: 'absent', missing: 'version' });
  expect((await ask(packageOf('never-there'))).answer).toMatchObject({ state: 'absent', missing: 'package' });
  expect((await ask(packageOf('@scope/never-there'))).answer).toMatchObject({ state: 'absent', missing: 'package' });
});

test('scoped packages', async () => {
  await verdaccio.publish({ name: '@scope/published', version: '1.0.0' }, '--access', 'public');
  expect((await ask(packageOf('@scope/published'))).answer).toMatchObject({ fact: { tags: { latest: '1.0.0' } } });
  expect((await ask(releaseOf('@scope/published', '1.0.0'))).answer).toMatchObject({ fact: { standing: LIVE } });
});

test('what only users may see is shown to the user, and could not be checked for anybody else', async () => {
  await verdaccio.publish({ name: '@private/hidden', version: '1.0.0' });
  for (const question of [
    packageOf('@private/hidden'),
    historyOf('@private/hidden'),
    releaseOf('@private/hidden', '1.0.0'),
  ]) {
    expect((await ask(question)).answer.state).toBe('known');
    expect((await ask(question, asNobody)).answer).toEqual({ state: 'unknown', why: 'refused' });
  }
});

test('a user and a password do as well as a token', async () => {
  const { host } = new URL(verdaccio.base);
  const who = await router({
    npm_config_registry: verdaccio.base,
    [`npm_config_//${host}/:_auth`]: Buffer.from(`${VERDACCIO_USER}:${VERDACCIO_PASSWORD}`).toString('base64'),
  });
  await verdaccio.publish({ name: '@private/by-password', version: '1.0.0' });
  expect((await ask(packageOf('@private/by-password'), who)).answer.state).toBe('known');
});
