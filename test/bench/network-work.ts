import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleDigest } from '../support/sample-registries/images.ts';
import type { Seed } from '../support/sample-registries/seed.ts';
import type { SampleRequest } from '../support/sample-registries/server.ts';
import { lockedName, packageLock } from './lockfile-texts.ts';
import { PLAIN_IMAGE, packageOf } from './workload.ts';

/** How many names each of these workspaces has, all different. */
export const COORDINATES = 500;
const A_FILE = 50;
/** So many packages one lockfile holds. */
const LOCKED = 5000;

const numbers = Array.from({ length: COORDINATES }, (_, index) => index);
const imageNames = numbers.map(index => `docker.io/acme/plain-${index}`);
const packageNames = numbers.map(index => `plain-${index}`);

/** What the registries hold of these names. */
export const NETWORK_SEED: Seed = {
  images: Object.fromEntries(imageNames.map(name => [name, PLAIN_IMAGE])),
  packages: {
    ...Object.fromEntries(packageNames.map((name, index) => [name, packageOf(index)])),
    ...Object.fromEntries(
      Array.from({ length: LOCKED }, (_, index) => [
        lockedName(index),
        { tags: { latest: '1.0.0' }, versions: { '1.0.0': { published: '2024-01-10T10:00:00.000Z' } } },
      ]),
    ),
  },
};

/** A workspace whose every coordinate can be told by one request. */
export interface NetworkWork {
  readonly name: string;
  readonly coordinates: number;
  /** So many requests at a time, each measured. */
  readonly atATime: readonly number[];
  /** Writes the workspace. */
  readonly write: (folder: string) => Promise<void>;
  /** The least that must be asked of it. */
  readonly least: readonly SampleRequest[];
}

const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const SHORT_DOCUMENT = 'application/vnd.npm.install-v1+json';

const heads = imageNames.map(
  (name): SampleRequest => ({
    method: 'HEAD',
    path: `/oci/docker.io/v2/${name.slice('docker.io/'.length)}/manifests/1.0`,
    headers: { accept: MANIFEST_TYPES },
  }),
);

const OF_MANY = { coordinates: COORDINATES, atATime: [10, 64] };

export const NETWORK_WORKS: readonly NetworkWork[] = [
  { ...OF_MANY, name: 'images by tag', least: heads, write: folder => writeImages(folder, name => `${name}:1.0`) },
  { ...OF_MANY, name: 'pinned images, current', least: heads, write: folder => writeImages(folder, pinned) },
  {
    ...OF_MANY,
    name: 'npm ranges',
    least: packageNames.map(name => ({
      method: 'GET',
      path: `/npm/${name}`,
      headers: { accept: SHORT_DOCUMENT, 'accept-encoding': 'gzip, br' },
    })),
    write: writePackages,
  },
  {
    name: 'a lockfile of npm',
    coordinates: LOCKED,
    atATime: [64],
    least: Array.from({ length: LOCKED }, (_, index) => ({
      method: 'GET',
      path: `/npm/${lockedName(index)}/1.0.0`,
      headers: { accept: 'application/json', 'accept-encoding': 'gzip, br' },
    })),
    write: folder => write(folder, 'package-lock.json', packageLock(LOCKED)),
  },
];

function pinned(name: string): string {
  return `${name}:1.0@${sampleDigest(name, 'new', undefined, NETWORK_SEED)}`;
}

/** Writes Dockerfiles of fifty stages; `reference` writes an image's name. */
export async function writeImages(folder: string, reference: (name: string) => string): Promise<void> {
  for (let start = 0; start < COORDINATES; start += A_FILE) {
    const names = imageNames.slice(start, start + A_FILE);
    const text = names.map(name => `FROM ${reference(name).replace('docker.io/', '')}\nRUN make\n`).join('\n');
    await write(join(folder, `service-${start}`), 'Dockerfile', text);
  }
}

/** Writes manifests of fifty dependencies. */
export async function writePackages(folder: string): Promise<void> {
  for (let start = 0; start < COORDINATES; start += A_FILE) {
    const names = packageNames.slice(start, start + A_FILE);
    const dependencies = Object.fromEntries(names.map(name => [name, '^1.0.0']));
    const manifest = { name: `service-${start}`, private: true, dependencies };
    await write(join(folder, `service-${start}`), 'package.json', JSON.stringify(manifest, null, 2));
  }
}

async function write(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
}
