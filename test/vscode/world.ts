/** What the tests in VS Code meet: real registries with something in them, and folders that name it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DockerRegistry, pushImage, pushIndex, startDockerRegistry } from '../support/docker-registry.ts';
import {
  startMavenRepository,
  startModuleProxy,
  startSimpleIndex,
  startSparseIndex,
} from '../support/static-indexes.ts';
import { startVerdaccio, type Verdaccio } from '../support/verdaccio.ts';

/**
 * What a client for manifests accepts: without it, a registry may show one platform's manifest in place of the index.
 */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

export interface World {
  readonly images: DockerRegistry;
  readonly packages: Verdaccio;
  /** What the user sets so that the well-known registries are these. Keys as in settings.json. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The digest that `python:3.12-slim` had before it moved. */
  readonly formerDigest: string;
  close(): Promise<void>;
}

/** Starts a docker-registry and a verdaccio, and fills them. */
export async function startWorld(): Promise<World> {
  const images = await startDockerRegistry();
  const packages = await startVerdaccio();
  const crates = await startSparseIndex({
    'tiny-pad': [{ vers: '1.0.0', yanked: true }, { vers: '1.1.0' }],
    serde_pad: [{ vers: '1.0.0' }, { vers: '1.1.0' }, { vers: '1.2.0' }],
  });
  const projects = await startSimpleIndex({
    'tiny-pad': [{ version: '1.0', yanked: 'pads on the wrong side' }, { version: '1.1' }],
    'serde-pad': [{ version: '1.0' }, { version: '1.1' }, { version: '1.2' }],
  });
  const modules = await startModuleProxy({
    'pads.example/Tiny': {
      versions: { 'v1.0.0': '', 'v1.1.0': '', 'v1.2.0': 'retract v1.2.0 // pads on the wrong side\n' },
    },
    'pads.example/serde': { versions: { 'v1.0.0': '', 'v1.1.0': '', 'v1.2.0': '' } },
  });
  const artifacts = await startMavenRepository({
    'org.pads.old:tiny': [
      { version: '1.0.0' },
      {
        version: '1.2.0',
        moved: '<groupId>org.pads</groupId><artifactId>tiny-pad</artifactId><version>2.0.0</version>',
      },
    ],
    'org.pads:tiny-pad': [{ version: '2.0.0' }],
    'org.pads:serde': [{ version: '1.0.0' }, { version: '1.1.0' }, { version: '1.2.0' }],
  });
  const formerDigest = await pushImages(images);
  await publishPackages(packages);
  return {
    images,
    packages,
    settings: {
      'registryLens.registries': {
        ...{ npm: packages.base, cargo: crates.base, pypi: `${projects.base}/simple`, go: modules.base },
        maven: artifacts.base,
        oci: { 'docker.io': images.base },
      },
      // All that is there was published a moment ago.
      'registryLens.proposals.minimumDays': 0,
    },
    formerDigest,
    async close() {
      await images.stop();
      await packages.stop();
      await crates.stop();
      await projects.stop();
      await modules.stop();
      await artifacts.stop();
    },
  };
}

/** The user's settings that send Docker Hub's names and npm's to these addresses. */
export function settingsFor(images: string, packages: string): Record<string, unknown> {
  return { 'registryLens.registries': { npm: packages, oci: { 'docker.io': images } } };
}

/** The digest that the registry itself names in its answer's header. */
export async function headerDigest(registry: DockerRegistry, repository: string, tag: string): Promise<string> {
  const answer = await fetch(`${registry.base}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { accept: MANIFEST_TYPES },
  });
  const digest = answer.headers.get('docker-content-digest');
  if (digest === null) throw new Error(`${repository}:${tag} answered ${answer.status} without a digest`);
  return digest;
}

/** Writes a new folder with these files (paths with slashes). Whoever asks for it removes it. */
export function writeFolder(files: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'registry-lens-')), 'shop');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(dirname(folder), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Returns the digest that `python:3.12-slim` had before it moved. */
async function pushImages(registry: DockerRegistry): Promise<string> {
  for (const [repository, tags] of Object.entries({
    'library/node': ['22', '22.11.0', 'latest'],
    'library/nginx': ['1.27.5', '1.27-alpine', 'latest'],
  })) {
    const both = [];
    for (const platform of ['linux/amd64', 'linux/arm64']) {
      both.push(
        await pushImage(registry, {
          repository,
          platform,
          content: `${repository} for ${platform}`,
          created: '2026-03-04T05:06:07Z',
          labels: {
            'org.opencontainers.image.source': `https://git.example/${repository}`,
            'org.opencontainers.image.revision': '8f3c1a2b',
          },
        }),
      );
    }
    for (const tag of tags) await pushIndex(registry, { repository, tag, images: both });
  }
  // One platform, in Docker's own media types.
  for (const tag of ['7.4', 'latest']) {
    await pushImage(registry, { repository: 'library/redis', tag, types: 'docker', content: 'redis' });
  }
  const repository = 'library/python';
  const pushPython = async (content: string) =>
    pushIndex(registry, { repository, tag: '3.12-slim', images: [await pushImage(registry, { repository, content })] });
  const former = await pushPython('last year');
  await pushPython('today');
  return former.digest;
}

async function publishPackages(registry: Verdaccio): Promise<void> {
  await registry.publish({ name: 'tiny-pad', version: '1.2.0' });
  await registry.publish({ name: 'tiny-pad', version: '1.3.0' });
  await registry.npm('deprecate', 'tiny-pad@1.2.0', 'pads on the wrong side');
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) await registry.publish({ name: 'serde-pad', version });
  await registry.publish({ name: '@shop/cart', version: '2.0.1' });
}
