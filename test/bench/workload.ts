import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleDigest } from '../support/sample-registries/images.ts';
import type { ImageSeed, PackageSeed, Seed, VersionSeed } from '../support/sample-registries/seed.ts';

/** How many references the generated folder has: half of them images, half of them packages, all of different names. */
export const REFERENCES = 500;

const IMAGES = REFERENCES / 2;
const PACKAGES = REFERENCES / 2;
const IMAGES_PER_FILE = 10;
const PACKAGES_PER_FILE = 50;
const PLATFORMS = ['linux/amd64', 'linux/arm64'];

/** The images of a folder that `writeBusyWorkload` writes: each brings up a question at least. */
export const BUSY_IMAGES = 1000;

/** An image of two platforms whose tag moved once. */
export const PLAIN_IMAGE: ImageSeed = {
  builds: {
    old: { platforms: PLATFORMS, created: '2025-06-01T00:00:00Z' },
    new: { platforms: PLATFORMS, created: '2026-06-01T00:00:00Z' },
  },
  tags: { '1.0': 'new', latest: 'new' },
};

const imageNames = Array.from({ length: IMAGES }, (_, index) => `docker.io/acme/app-${index}`);
const packageNames = Array.from({ length: PACKAGES }, (_, index) =>
  index % 5 === 0 ? `@acme/part-${index}` : `part-${index}`,
);

const busyNames = Array.from({ length: BUSY_IMAGES }, (_, index) => `docker.io/acme/busy-${index}`);

/** Healthy for the most part: of ten images one has moved, of ten packages one is deprecated. */
export const WORKLOAD_SEED: Seed = {
  images: Object.fromEntries([...imageNames, ...busyNames].map(name => [name, PLAIN_IMAGE])),
  packages: Object.fromEntries(packageNames.map((name, index) => [name, packageOf(index)])),
};

/** Writes the folder: Dockerfiles of ten stages, and package.json files of fifty dependencies. */
export async function writeWorkload(folder: string): Promise<void> {
  for (const [number, names] of chunks(imageNames, IMAGES_PER_FILE).entries()) {
    await write(join(folder, `service-${number}`), 'Dockerfile', dockerfileOf(names));
  }
  for (const [number, names] of chunks(packageNames, PACKAGES_PER_FILE).entries()) {
    const dependencies = Object.fromEntries(names.map((name, index) => [name, index % 3 === 0 ? '^1.0.0' : '1.2.0']));
    const manifest = { name: `service-${number}`, private: true, dependencies };
    await write(join(folder, `service-${number}`), 'package.json', JSON.stringify(manifest, null, 2));
  }
}

/** Writes a folder of Dockerfiles whose images no other file names. */
export async function writeBusyWorkload(folder: string): Promise<void> {
  for (const [number, names] of chunks(busyNames, IMAGES_PER_FILE).entries()) {
    await write(join(folder, `service-${number}`), 'Dockerfile', dockerfileOf(names));
  }
}

/** A Dockerfile of so many lines, with a stage every ten. */
export function longDockerfile(lines: number): string {
  const text: string[] = [];
  for (let stage = 0; text.length < lines; stage += 1) {
    const name = imageNames[stage] ?? 'scratch';
    text.push(
      `FROM ${referenceTo(name, stage)} AS stage-${stage}`,
      `# What stage ${stage} is good for`,
      `ARG VERSION_${stage}=1.0.${stage}`,
      'WORKDIR /src',
      'COPY package.json package-lock.json ./',
      'RUN --mount=type=cache,target=/root/.npm \\',
      '    npm ci && \\',
      '    npm run build',
      stage === 0 ? 'ENV NODE_ENV=production' : `COPY --from=stage-${stage - 1} /src/dist /src/dist`,
      '',
    );
  }
  return `${text.slice(0, lines).join('\n')}\n`;
}

function dockerfileOf(names: readonly string[]): string {
  return names.map((name, index) => `FROM ${referenceTo(name, index)} AS stage-${index}\nRUN make\n`).join('\n');
}

/** Half of the images are pinned; of the pinned ones every fifth tag has moved since. */
function referenceTo(name: string, index: number): string {
  const short = name.replace('docker.io/', '');
  if (index % 2 === 0) return `${short}:1.0`;
  return `${short}:1.0@${sampleDigest(name, index % 5 === 0 ? 'old' : 'new', undefined, WORKLOAD_SEED)}`;
}

/** As many versions as a package in the middle of its life has. */
export function packageOf(index: number): PackageSeed {
  const versions: Record<string, VersionSeed> = {};
  for (let minor = 0; minor < 40; minor += 1) {
    versions[`1.${minor}.0`] = {
      published: new Date(Date.UTC(2023, minor)).toISOString(),
      ...(index % 10 === 0 && minor < 5 ? { deprecated: 'Please upgrade.' } : {}),
    };
  }
  return { tags: { latest: '1.39.0' }, versions };
}

async function write(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const all: Item[][] = [];
  for (let start = 0; start < items.length; start += size) all.push(items.slice(start, start + size));
  return all;
}
