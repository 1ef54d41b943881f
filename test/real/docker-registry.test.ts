import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttp } from '../../server/src/http/index.ts';
import { VERSION_LABEL } from '../../server/src/model/image-labels.ts';
import { parseDigest } from '../../server/src/model/names.ts';
import type { Question, TagOrDigest } from '../../server/src/model/question.ts';
import { loadOciRoutes } from '../../server/src/projects/oci/routes.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { makeOciRegistry } from '../../server/src/registries/oci/index.ts';
import type { Asked } from '../../server/src/registries/registry.ts';
import { DOCKER_REGISTRY, findProgram, installCommand, isMissing, OPENSSL, SKOPEO } from '../setup/programs.ts';
import {
  type DockerRegistry,
  deleteManifest,
  pushImage,
  pushIndex,
  startDockerRegistry,
  TEST_PASSWORD,
  TEST_USER,
} from '../support/docker-registry.ts';
import { ownershipIn } from '../support/ownership.ts';
import { startTokenService, type TokenService } from '../support/token-service.ts';

const run = promisify(execFile);
const ends: (() => Promise<unknown>)[] = [];
let open: DockerRegistry;
let locked: DockerRegistry;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'real-registry-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  open = await startDockerRegistry();
  ends.push(() => open.stop());
  locked = await startDockerRegistry({ htpasswd: true });
  ends.push(() => locked.stop());
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface User {
  /** Docker's configuration. */
  readonly config?: object;
  readonly path?: string;
  /** `registries.conf` of podman and its kin. */
  readonly registries?: string;
}

type RepositoryQuestion =
  | { readonly ask: 'manifest'; readonly at: TagOrDigest }
  | { readonly ask: 'contents' | 'config' | 'referrers'; readonly digest: string }
  | { readonly ask: 'tags' };

/** Asks as the server does: routes by the user's files, one process's connections, one registry. */
async function ask(
  registry: Pick<DockerRegistry, 'host'>,
  repository: string,
  asked: RepositoryQuestion,
  user: User = {},
): Promise<Asked> {
  const home = await mkdtemp(path.join(folder, 'home-'));
  await mkdir(path.join(home, '.docker'));
  await writeFile(path.join(home, '.docker', 'config.json'), JSON.stringify(user.config ?? {}));
  await mkdir(path.join(home, '.config', 'containers'), { recursive: true });
  await writeFile(path.join(home, '.config', 'containers', 'registries.conf'), user.registries ?? '');
  const { settings } = readSettings({}, []);
  const environment = { PATH: user.path ?? '/bin:/usr/bin', HOME: home };
  const http = createHttp({
    limits: { connect: 5000, headers: 10_000, body: 10_000, perHost: 10 },
    log: () => undefined,
    environment,
  });
  try {
    const image = { host: registry.host, repository };
    const question: Question =
      'digest' in asked ? { ...asked, image, digest: digest(asked.digest) } : { ...asked, image };
    const world = { home, ownership: ownershipIn([], home), environment, settings, fingerprint: JSON.stringify };
    const routing = (await loadOciRoutes({ ...world, log: () => undefined }))(question);
    if (!routing.open) throw new Error(`not open: ${routing.why}`);
    return await makeOciRegistry(http).ask(question, routing.route, { now: Date.now() });
  } finally {
    await http.close();
  }
}

/** The fact, or what stands in its place. */
async function told(...question: Parameters<typeof ask>): Promise<unknown> {
  const { answer } = await ask(...question);
  switch (answer.state) {
    case 'known':
      return answer.fact;
    case 'absent':
      return `absent ${answer.missing}`;
    case 'unknown':
      return answer.why;
  }
}

function digest(text: string) {
  const parsed = parseDigest(text);
  if (parsed === undefined) throw new Error(`${text} is no digest`);
  return parsed;
}

const tag = (name: string): RepositoryQuestion => ({ ask: 'manifest', at: { tag: name } });
const pin = (text: string): RepositoryQuestion => ({ ask: 'manifest', at: { digest: digest(text) } });

/** What skopeo, which shares no code with us, says. */
async function skopeoDigest(registry: DockerRegistry, image: string): Promise<string> {
  const program = findProgram(SKOPEO);
  if (program === undefined) throw new Error(`skopeo is missing: ${installCommand(SKOPEO)}`);
  const args = ['inspect', '--tls-verify=false', '--format', '{{.Digest}}', `docker://${registry.host}/${image}`];
  const { stdout } = await run(program, args, { timeout: 30_000 });
  return stdout.trim();
}

describe.skipIf(isMissing(DOCKER_REGISTRY, SKOPEO))('digests', () => {
  it.each(['oci', 'docker'] as const)(
    'of one platform’s image in %s types agree with the registry and with skopeo',
    async types => {
      const repository = `single/${types}`;
      const pushed = await pushImage(open, { repository, tag: '1', types });
      expect(await told(open, repository, tag('1'))).toEqual({ digest: pushed.registryDigest, shape: 'image' });
      expect(await skopeoDigest(open, `${repository}:1`)).toBe(pushed.registryDigest);
    },
  );

  it('of an index agree, and its platforms are those pushed, the attestation aside', async () => {
    const repository = 'multi/app';
    const amd = await pushImage(open, { repository, platform: 'linux/amd64' });
    const arm = await pushImage(open, { repository, platform: 'linux/arm64/v8' });
    const index = await pushIndex(open, { repository, tag: '1', images: [amd, arm], attested: true });
    expect(await told(open, repository, tag('1'))).toEqual({ digest: index.registryDigest, shape: 'index' });
    expect(await skopeoDigest(open, `${repository}:1`)).toBe(index.registryDigest);
    expect(await told(open, repository, { ask: 'contents', digest: index.digest })).toEqual({
      shape: 'index',
      platforms: [
        { digest: amd.digest, platform: 'linux/amd64' },
        { digest: arm.digest, platform: 'linux/arm64/v8' },
      ],
      attestations: [{ digest: expect.stringMatching(/^sha256:/), of: amd.digest }],
    });
    expect(await told(open, repository, pin(arm.digest))).toEqual({ digest: arm.digest, shape: 'image' });
  });

  it('are proved by bytes, which also tell the configuration', async () => {
    const repository = 'inside/app';
    const image = await pushImage(open, {
      repository,
      tag: '1',
      created: '2024-05-06T07:08:09Z',
      labels: { [VERSION_LABEL]: '1.2' },
    });
    const { answer, forEver } = await ask(open, repository, { ask: 'contents', digest: image.digest });
    expect([answer.state, forEver]).toEqual(['known', true]);
    expect(await told(open, repository, { ask: 'config', digest: image.digest })).toEqual({
      platform: 'linux/amd64',
      created: '2024-05-06T07:08:09Z',
      labels: { [VERSION_LABEL]: '1.2' },
    });
  });
});

describe.skipIf(isMissing(DOCKER_REGISTRY))('what changes', () => {
  it('a tag moves, and its old digest stays until it is deleted', async () => {
    const repository = 'moving/app';
    const old = await pushImage(open, { repository, tag: '1', content: 'old' });
    const other = await pushImage(open, { repository, tag: '1', content: 'new' });
    expect(await told(open, repository, tag('1'))).toMatchObject({ digest: other.digest });
    expect(await told(open, repository, pin(old.digest))).toMatchObject({ digest: old.digest });
    await deleteManifest(open, repository, old.digest);
    expect(await told(open, repository, pin(old.digest))).toBe('absent digest');
    expect(await told(open, repository, { ask: 'contents', digest: old.digest })).toBe('absent digest');
    expect(await told(open, repository, tag('1'))).toMatchObject({ digest: other.digest });
  });

  it('tags and repositories that never were', async () => {
    await pushImage(open, { repository: 'there/app', tag: '1' });
    expect(await told(open, 'there/app', tag('2'))).toBe('absent tag');
    expect(await told(open, 'nowhere/app', tag('1'))).toBe('absent repository');
    expect(await told(open, 'nowhere/app', { ask: 'tags' })).toBe('absent repository');
  });

  it('all tags are listed', async () => {
    const repository = 'many/app';
    for (const name of ['1', '2', 'latest']) await pushImage(open, { repository, tag: name });
    const fact = await told(open, repository, { ask: 'tags' });
    expect(fact).toEqual({ tags: expect.arrayContaining(['1', '2', 'latest']), complete: true });
  });

  it('a registry that was stopped is unreachable, not empty', async () => {
    const registry = await startDockerRegistry();
    await registry.stop();
    expect(await told(registry, 'there/app', tag('1'))).toBe('unreachable');
  });
});

/** A user whose docker has a helper, a script, that knows the password of one registry. */
async function userWithHelper(host: string): Promise<User> {
  const bin = await mkdtemp(path.join(folder, 'bin-'));
  const helper = path.join(bin, 'docker-credential-real');
  const answer = JSON.stringify({ ServerURL: host, Username: TEST_USER, Secret: TEST_PASSWORD });
  await writeFile(helper, `#!/bin/sh\nread server\n[ "$server" = "${host}" ] && echo '${answer}'\n`);
  await chmod(helper, 0o755);
  return { config: { credHelpers: { [host]: 'real' } }, path: `${bin}:/bin:/usr/bin` };
}

describe.skipIf(isMissing(DOCKER_REGISTRY))('a locked registry', () => {
  const login = (password: string) => ({
    config: { auths: { [locked.host]: { auth: Buffer.from(`${TEST_USER}:${password}`).toString('base64') } } },
  });

  it('opens by Docker’s configuration', async () => {
    const image = await pushImage(locked, { repository: 'private/app', tag: '1' });
    expect(await told(locked, 'private/app', tag('1'), login(TEST_PASSWORD))).toEqual({
      digest: image.digest,
      shape: 'image',
    });
    expect(await told(locked, 'private/app', tag('2'), login(TEST_PASSWORD))).toBe('absent tag');
  });

  it('opens by a credential helper on the PATH', async () => {
    const image = await pushImage(locked, { repository: 'helped/app', tag: '1' });
    const user = await userWithHelper(locked.host);
    expect(await told(locked, 'helped/app', tag('1'), user)).toEqual({ digest: image.digest, shape: 'image' });
  });

  it.each<[string, () => User]>([
    ['nobody', () => ({})],
    ['a wrong password', () => login('guess')],
    ['a helper that is not there', () => ({ config: { credsStore: 'nowhere' } })],
  ])('refuses %s, which says nothing of the image', async (_, user) => {
    await pushImage(locked, { repository: 'private/app', tag: '1' });
    expect(await told(locked, 'private/app', tag('1'), user())).toBe('refused');
    expect(await told(locked, 'private/app', tag('never'), user())).toBe('refused');
    expect(await told(locked, 'private/app', { ask: 'tags' }, user())).toBe('refused');
  });
});

describe.skipIf(isMissing(DOCKER_REGISTRY, OPENSSL))('a registry that wants tokens', () => {
  const REFRESH_TOKEN = 'refresh of lens';
  let service: TokenService;
  let registry: DockerRegistry;
  let digests: Record<string, string>;

  beforeAll(async () => {
    service = await startTokenService({ user: TEST_USER, password: TEST_PASSWORD, refreshToken: REFRESH_TOKEN });
    ends.push(() => service.stop());
    registry = await startDockerRegistry({ token: service.trusted });
    ends.push(() => registry.stop());
    const authorization = `Bearer ${service.pushToken('private/app', 'public/app')}`;
    digests = {};
    for (const repository of ['private/app', 'public/app']) {
      const { digest } = await pushImage({ ...registry, authorization }, { repository, tag: '1' });
      digests[repository] = digest;
    }
  });

  const login = (password: string): User => ({
    config: { auths: { [registry.host]: { auth: Buffer.from(`${TEST_USER}:${password}`).toString('base64') } } },
  });

  it.each<[string, () => User | Promise<User>]>([
    ['Docker’s configuration', () => login(TEST_PASSWORD)],
    ['a credential helper on the PATH', () => userWithHelper(registry.host)],
    ['a refresh token', () => ({ config: { auths: { [registry.host]: { identitytoken: REFRESH_TOKEN } } } })],
  ])('opens by %s', async (_, makeUser) => {
    const user = await makeUser();
    const before = service.requests.length;
    expect(await told(registry, 'private/app', tag('1'), user)).toEqual({
      digest: digests['private/app'],
      shape: 'image',
    });
    expect(service.requests.length).toBe(before + 1);
    expect(await told(registry, 'private/app', pin(digests['private/app'] ?? ''), user)).toHaveProperty('digest');
    expect(await told(registry, 'private/app', { ask: 'tags' }, user)).toEqual({ tags: ['1'], complete: true });
    expect(await told(registry, 'private/app', tag('2'), user)).toBe('absent tag');
    expect(await told(registry, 'private/never', tag('1'), user)).toBe('absent repository');
  });

  it('shows anybody what is public', async () => {
    expect(await told(registry, 'public/app', tag('1'))).toEqual({ digest: digests['public/app'], shape: 'image' });
    expect(await told(registry, 'public/app', tag('2'))).toBe('absent tag');
  });

  it.each<[string, () => User]>([
    ['nobody', () => ({})],
    ['a wrong password', () => login('guess')],
    ['a wrong refresh token', () => ({ config: { auths: { [registry.host]: { identitytoken: 'guess' } } } })],
  ])('refuses %s, which says nothing of the image', async (_, user) => {
    for (const asked of [tag('1'), tag('never'), { ask: 'tags' } as const]) {
      expect(await told(registry, 'private/app', asked, user())).toBe('refused');
    }
  });
});

describe.skipIf(isMissing(DOCKER_REGISTRY))('what is attached', () => {
  it('is told as far as a registry without the referrers API can: by the tags of cosign', async () => {
    const repository = 'signed/app';
    const { digest: text } = await pushImage(open, { repository, tag: '1' });
    const referrers: RepositoryQuestion = { ask: 'referrers', digest: text };
    expect(await told(open, repository, referrers)).toEqual({ attached: [], complete: true });
    const beside = text.replace(':', '-');
    await pushImage(open, { repository, tag: `${beside}.sig`, content: 'a signature' });
    expect(await told(open, repository, referrers)).toEqual({
      attached: [{ kind: 'signature', type: '.sig' }],
      complete: true,
    });
  });
});

describe.skipIf(isMissing(DOCKER_REGISTRY, SKOPEO))(
  'names that registries.conf moves are found where skopeo finds them',
  () => {
    /** By what skopeo says of the same name with the same file. */
    async function bySkopeo(image: string, registries: string): Promise<string> {
      const file = path.join(await mkdtemp(path.join(folder, 'conf-')), 'registries.conf');
      await writeFile(file, registries);
      const program = findProgram(SKOPEO) ?? '';
      const args = ['--registries-conf', file, 'inspect', '--no-tags', '--format', '{{.Digest}}', `docker://${image}`];
      const { stdout } = await run(program, args, { timeout: 30_000 });
      return stdout.trim();
    }

    it.each<[string, string, string]>([
      ['to another path', 'moved/team', `prefix = "moved.example/team"\nlocation = "OPEN/moved/team"\ninsecure = true`],
      [
        'to a mirror that has it',
        'mirror/team',
        `prefix = "moved.example/team"\nlocation = "OPEN/nothing/here"\ninsecure = true\n[[registry.mirror]]\nlocation = "OPEN/mirror/team"\ninsecure = true`,
      ],
      [
        'past a mirror that lacks it',
        'behind/team',
        `prefix = "*.example"\nlocation = "OPEN/behind"\ninsecure = true\n[[registry.mirror]]\nlocation = "OPEN/nothing"\ninsecure = true`,
      ],
    ])('%s', async (_, folderThere, table) => {
      const registries = `[[registry]]\n${table.replaceAll('OPEN', open.host)}\n`;
      const { digest: pushed } = await pushImage(open, {
        repository: `${folderThere}/app`,
        tag: '1',
        content: folderThere,
      });
      expect(await bySkopeo('moved.example/team/app:1', registries)).toBe(pushed);
      const moved = { host: 'moved.example' };
      expect(await told(moved, 'team/app', tag('1'), { registries })).toEqual({ digest: pushed, shape: 'image' });
      expect(await told(moved, 'team/app', pin(pushed), { registries })).toEqual({ digest: pushed, shape: 'image' });
      expect(await told(moved, 'team/app', tag('never'), { registries })).toMatch(/^absent (?:tag|repository)$/);
    });
  },
);
