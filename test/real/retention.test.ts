import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLens } from '../../server/src/lens.ts';
import { type FakeWorld, fakeWorld } from '../cli/fake-world.ts';
import { DOCKER_REGISTRY, isMissing } from '../setup/programs.ts';
import { type DockerRegistry, pushImage, pushIndex, startDockerRegistry } from '../support/docker-registry.ts';

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const rule = (rulePriority: number, selection: object) => ({ rulePriority, selection, action: { type: 'expire' } });
const POLICY = {
  repositoryName: 'shop/web',
  lifecyclePolicyText: JSON.stringify({
    rules: [
      rule(1, { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 2 }),
      rule(2, { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 }),
    ],
  }),
};

describe.skipIf(isMissing(DOCKER_REGISTRY))('a policy is tried on what a real registry has', () => {
  let registry: DockerRegistry;
  let locked: DockerRegistry;
  let world: FakeWorld;
  let pinned: string;
  const versions = ['v1', 'v2', 'v3'];
  const digests: Record<string, string> = {};

  beforeAll(async () => {
    registry = await startDockerRegistry();
    locked = await startDockerRegistry({ htpasswd: true });
    const repository = 'shop/web';
    for (const [i, tag] of versions.entries()) {
      const created = `2026-0${i + 1}-01T00:00:00Z`;
      const images = [];
      for (const platform of ['linux/amd64', 'linux/arm64'])
        images.push(await pushImage(registry, { repository, platform, content: tag + platform, created }));
      digests[tag] = (await pushIndex(registry, { repository, tag, images })).digest;
    }
    pinned = (await pushImage(registry, { repository, tag: 'next', content: 'a', created: '2026-01-02T00:00:00Z' }))
      .digest;
    await pushImage(registry, { repository, tag: 'next', content: 'b', created: '2026-06-01T00:00:00Z' });
    const settings = (base: string) => JSON.stringify({ 'registryLens.registries': { oci: { [HOST]: base } } });
    world = fakeWorld({
      files: {
        '.git/HEAD': '',
        'infra/lifecycle-policy.json': JSON.stringify(POLICY),
        Dockerfile: `FROM ${HOST}/shop/web:next@${pinned}\n`,
        'open.json': settings(registry.base),
        'locked.json': settings(locked.base),
      },
      world: { createLens },
    });
  });
  afterAll(async () => {
    world?.remove();
    await registry?.stop();
    await locked?.stop();
  });

  const run = (...options: string[]) => world.run('retention', 'infra/lifecycle-policy.json', ...options);

  test('by the digests that it stores', async () => {
    const ran = await run('--settings', 'open.json', '--format', 'json', '--now', '2026-06-02');
    expect(ran).toMatchObject({ status: 0, err: '' });
    const [{ images }] = JSON.parse(ran.out).policies;
    const fateOf = (digest: string | undefined) => images.find((each: { digest: string }) => each.digest === digest);
    // Six children of indexes.
    expect(images).toHaveLength(3 + 6 + 2);
    expect(fateOf(digests.v1)).toMatchObject({ fate: 'deleted', by: '1', tagsRemoved: ['v1'] });
    expect(fateOf(digests.v2)).toMatchObject({ fate: 'kept', by: null });
    expect(fateOf(digests.v3)).toMatchObject({ fate: 'kept', by: null });
    expect(fateOf(pinned)).toMatchObject({ fate: 'deleted', by: '2' });
    const drawn = await run('--settings', 'open.json', '--now', '2026-06-02');
    expect(drawn.out).toMatch(new RegExp(`${pinned.slice(0, 19)} .*deleted +2 +Dockerfile:1`));
  });

  test('and where it wants a login, nothing was checked', async () => {
    const ran = await run('--settings', 'locked.json');
    expect(ran).toMatchObject({ status: 2, out: expect.stringContaining('refused access') });
  });
});
