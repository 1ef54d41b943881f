import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttp } from '../../../server/src/http/index.ts';
import type { HostLimit } from '../../../server/src/http/limits.ts';
import { parseDigest } from '../../../server/src/model/names.ts';
import type { Question } from '../../../server/src/model/question.ts';
import { makeOciRegistry } from '../../../server/src/registries/oci/index.ts';
import type { Login } from '../../../server/src/registries/route.ts';
import { sampleDigest } from '../../support/sample-registries/images.ts';
import { SAMPLE_PASSWORD, SAMPLE_REFRESH_TOKEN, SAMPLE_USER } from '../../support/sample-registries/manners.ts';
import { REGISTRY_MANNERS } from '../../support/sample-registries/registries.ts';
import type { ImageSeed, Seed } from '../../support/sample-registries/seed.ts';
import { type SampleRegistries, startSampleRegistries } from '../../support/sample-registries/server.ts';

/** What is the same everywhere: three tags, the oldest first, and a signature on the newest build. */
const APP: ImageSeed = {
  builds: {
    old: { platforms: ['linux/amd64', 'linux/arm64'], created: '2026-01-01T00:00:00Z' },
    new: {
      platforms: ['linux/amd64', 'linux/arm64'],
      created: '2026-02-01T00:00:00Z',
      attached: ['application/vnd.cncf.notary.signature'],
    },
  },
  tags: { '9': 'old', '10': 'new', '11': 'new' },
};
const SEED: Seed = {
  packages: {},
  images: Object.fromEntries(
    Object.keys(REGISTRY_MANNERS).flatMap(host => [
      [`${host}/team/app`, APP],
      [`${host}/private/app`, APP],
    ]),
  ),
};

const NOBODY: Login = { is: 'anonymous' };
const USER: Login = { is: 'basic', user: SAMPLE_USER, password: SAMPLE_PASSWORD };
const STRANGER: Login = { is: 'basic', user: 'somebody', password: 'guess' };
const REFRESH: Login = { is: 'identity', token: SAMPLE_REFRESH_TOKEN };

let registries: SampleRegistries;
beforeAll(async () => {
  registries = await startSampleRegistries({ seed: SEED, manners: REGISTRY_MANNERS });
});
afterAll(() => registries.stop());

interface Came {
  /** A word for what came of each question. */
  readonly told: readonly unknown[];
  readonly limits: readonly HostLimit[];
}

type Put = 'tag' | 'no such tag' | 'digest' | 'contents' | 'tags' | 'referrers' | 'config';

/** Asks one registry with a process of its own. */
async function ask(host: string, repository: string, puts: readonly Put[], login: Login): Promise<Came> {
  const limits = { connect: 2000, headers: 2000, body: 2000, perHost: 4 };
  const http = createHttp({ limits, log: () => undefined, environment: {} });
  const registry = makeOciRegistry(http);
  const base = `${registries.origin}/oci/${host}`;
  const route = { base, identity: login.is === 'anonymous' ? '' : 'somebody', login: async () => login };
  registries.requests.length = 0;
  try {
    const told: unknown[] = [];
    for (const put of puts) {
      const { answer } = await registry.ask(questionOf(host, repository, put), route, { now: Date.now() });
      if (answer.state === 'known') told.push(put === 'tags' || put === 'referrers' ? answer.fact : 'known');
      else told.push(answer.state === 'absent' ? `absent ${answer.missing}` : answer.why);
    }
    return { told, limits: http.limits() };
  } finally {
    await http.close();
  }
}

function questionOf(host: string, repository: string, put: Put): Question {
  const image = { host, repository };
  const name = `${host}/${repository === 'missing/app' ? 'team/app' : repository}`;
  const digest = parseDigest(sampleDigest(name, '10', undefined, SEED));
  const child = parseDigest(sampleDigest(name, '10', 'linux/arm64', SEED));
  if (digest === undefined || child === undefined) throw new Error('no digest');
  switch (put) {
    case 'tag':
      return { ask: 'manifest', image, at: { tag: '10' } };
    case 'no such tag':
      return { ask: 'manifest', image, at: { tag: '8' } };
    case 'digest':
      return { ask: 'manifest', image, at: { digest } };
    case 'contents':
    case 'referrers':
      return { ask: put, image, digest };
    case 'config':
      return { ask: put, image, digest: child };
    case 'tags':
      return { ask: put, image };
  }
}

const hosts = Object.keys(REGISTRY_MANNERS);
const lockedHosts = new Set(['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'walled.example']);
const openHosts = hosts.filter(host => !lockedHosts.has(host));
/** Where nothing is private, in this test. */
const frankHosts = new Set(['mcr.microsoft.com', 'registry.k8s.io', 'localhost:5000']);

describe('what anybody may see', () => {
  it.each(openHosts)('%s', async host => {
    const { told } = await ask(host, 'team/app', ['tag', 'digest', 'contents', 'config', 'no such tag'], NOBODY);
    expect(told).toEqual(['known', 'known', 'known', 'known', 'absent tag']);
  });

  it.each([...lockedHosts])('%s lets nobody see anything, and that says nothing of it', async host => {
    const all: readonly Put[] = ['tag', 'digest', 'contents', 'no such tag', 'tags', 'referrers'];
    expect((await ask(host, 'team/app', all, NOBODY)).told).toEqual(all.map(() => 'refused'));
    expect((await ask(host, 'missing/app', all, NOBODY)).told).toEqual(all.map(() => 'refused'));
    expect((await ask(host, 'team/app', ['tag', 'no such tag'], USER)).told).toEqual(['known', 'absent tag']);
  });
});

describe('a repository that is not there', () => {
  it.each<[string, string, string]>([
    ['docker.io', 'refused', 'refused'],
    ['ghcr.io', 'refused', 'absent repository'],
    ['quay.io', 'refused', 'refused'],
    ['mcr.microsoft.com', 'absent repository', 'absent repository'],
    ['europe-docker.pkg.dev', 'refused', 'absent repository'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'refused', 'absent repository'],
    ['public.ecr.aws', 'absent repository', 'absent repository'],
    ['team.azurecr.io', 'refused', 'absent repository'],
    ['registry.gitlab.com', 'refused', 'absent repository'],
    ['harbor.example', 'absent repository', 'absent repository'],
    ['artifactory.example', 'absent repository', 'absent repository'],
    ['nexus.example', 'absent repository', 'absent repository'],
    ['registry.k8s.io', 'absent repository', 'absent repository'],
    ['localhost:5000', 'absent repository', 'absent repository'],
    ['walled.example', 'refused', 'absent repository'],
  ])('at %s: %s to nobody, %s to a user', async (host, toNobody, toUser) => {
    expect((await ask(host, 'missing/app', ['tag', 'digest'], NOBODY)).told).toEqual([toNobody, toNobody]);
    expect((await ask(host, 'missing/app', ['tag', 'digest'], USER)).told).toEqual([toUser, toUser]);
  });

  it('every registry of the table is in this one', () => {
    expect(hosts).toHaveLength(15);
  });
});

describe('what is private', () => {
  it.each(hosts.filter(host => !frankHosts.has(host)))(
    'at %s is seen by its user, and missing to nobody',
    async host => {
      const puts: readonly Put[] = ['tag', 'digest', 'contents'];
      expect((await ask(host, 'private/app', puts, NOBODY)).told).toEqual(puts.map(() => 'refused'));
      expect((await ask(host, 'private/app', puts, STRANGER)).told).toEqual(puts.map(() => 'refused'));
      expect((await ask(host, 'private/app', puts, USER)).told).toEqual(puts.map(() => 'known'));
    },
  );

  it('at team.azurecr.io is seen by a refresh token, which goes to the token service alone', async () => {
    expect((await ask('team.azurecr.io', 'private/app', ['tag', 'contents'], REFRESH)).told).toEqual([
      'known',
      'known',
    ]);
    const posts = registries.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ path }) => path)).toEqual(['/oci/team.azurecr.io/oauth2/token']);
  });
});

describe('what is sent', () => {
  const withTokens = hosts.filter(host => REGISTRY_MANNERS[host]?.auth?.is === 'token');
  it.each(withTokens)('%s sees the password at its token service only', async host => {
    await ask(host, 'private/app', ['tag', 'contents', 'tags', 'referrers'], USER);
    const withPassword = registries.requests.filter(({ headers }) => `${headers.authorization}`.startsWith('Basic '));
    const { auth } = REGISTRY_MANNERS[host] ?? {};
    const service = auth?.is === 'token' ? `/oci/${host}${auth.path}` : 'nowhere';
    expect(new Set(withPassword.map(({ path }) => path.replace(/\?.*$/, '')))).toEqual(new Set([service]));
    // One token serves all, but where the registry wants more of it than a client can know.
    const scopes = withPassword.map(({ path }) => new URL(path, registries.origin).searchParams.getAll('scope'));
    const own = 'repository:private/app:pull';
    expect(scopes).toEqual(host === 'public.ecr.aws' ? [[own], ['aws', own]] : [[own]]);
  });

  it.each(openHosts.filter(host => REGISTRY_MANNERS[host]?.hidesDigest !== true))(
    '%s is asked for tags and digests by HEAD, and for nothing that counts as a pull',
    async host => {
      await ask(host, 'team/app', ['tag', 'digest'], NOBODY);
      const manifests = registries.requests.filter(({ path }) => path.includes('/manifests/'));
      expect(new Set(manifests.map(({ method }) => method))).toEqual(new Set(['HEAD']));
    },
  );

  it('artifactory.example hides the digest of a tag, so its bytes are hashed', async () => {
    await ask('artifactory.example', 'team/app', ['tag'], NOBODY);
    expect(registries.requests.filter(({ path }) => path.includes('/manifests/')).at(-1)?.method).toBe('GET');
  });

  it('registry.k8s.io sends on to another origin, which sees no login', async () => {
    expect((await ask('registry.k8s.io', 'team/app', ['tag', 'contents', 'tags'], USER)).told).toMatchObject([
      'known',
      'known',
      {},
    ]);
    const there = registries.requests.filter(({ headers }) => `${headers.host}`.startsWith('localhost'));
    expect(there.length).toBeGreaterThan(0);
    expect(there.map(({ headers }) => headers.authorization)).toEqual(there.map(() => undefined));
  });
});

describe('all tags are listed', () => {
  it.each(hosts)('%s', async host => {
    const { told } = await ask(host, 'team/app', ['tags'], USER);
    const isOldestFirst = REGISTRY_MANNERS[host]?.tags?.order === 'oldest-first';
    expect(told).toEqual([{ tags: isOldestFirst ? ['9', '10', '11'] : ['10', '11', '9'], complete: true }]);
    expect(registries.requests.filter(({ headers }) => `${headers.host}`.startsWith('10.'))).toEqual([]);
  });
});

describe('what is attached', () => {
  const signed = { attached: [{ kind: 'signature', type: 'application/vnd.cncf.notary.signature' }], complete: true };
  const nothing = { attached: [], complete: true };
  const cannotTell = { attached: [], complete: false };
  const byWay = { api: signed, 'not-found': nothing, elsewhere: cannotTell, page: cannotTell };

  it.each(hosts)('%s', async host => {
    const { referrers = 'api', redirects } = REGISTRY_MANNERS[host] ?? {};
    const { told } = await ask(host, 'team/app', ['referrers'], USER);
    expect(told).toEqual([redirects === undefined ? byWay[referrers] : cannotTell]);
    expect(registries.requests.filter(({ path }) => path === '/people')).toEqual([]);
  });
});

it('docker.io tells how many pulls are left, and others nothing', async () => {
  const { limits } = await ask('docker.io', 'team/app', ['tag'], NOBODY);
  expect(limits).toEqual([{ host: new URL(registries.origin).host, limit: 100, remaining: 76 }]);
  expect((await ask('ghcr.io', 'team/app', ['tag'], NOBODY)).limits).toEqual([]);
});
