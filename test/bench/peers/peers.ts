import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the sample registries are. */
export interface PeerPlace {
  /** The npm registry's address. */
  readonly npm: string;
  /** The host of images, as in `127.0.0.1:4321`. */
  readonly images: string;
  readonly home: string;
}

/** A program that looks the same names up. */
export interface Peer {
  readonly name: string;
  readonly command: string;
  /** Looks up what a workspace names; milliseconds from start to end. */
  run(folder: string, place: PeerPlace): Promise<number>;
}

/** Whether a command is on the PATH. */
export async function isInstalled(command: string): Promise<boolean> {
  const child = spawn(command, ['--version'], { stdio: 'ignore' });
  return new Promise(resolve => {
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(true));
  });
}

/** One process for each image, ten at a time, as scripts use it. */
export const skopeoInspect: Peer = {
  name: 'skopeo inspect',
  command: 'skopeo',
  async run(folder, { home }) {
    const images = await imagesIn(folder);
    const start = performance.now();
    const left = images.values();
    const inspectAll = async () => {
      for (const image of left) {
        await ended('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${image}`], { folder, home });
      }
    };
    await Promise.all(Array.from({ length: 10 }, inspectAll));
    return performance.now() - start;
  },
};

/** One process for each project; it fails by intent where something is outdated. */
export const npmOutdated: Peer = {
  name: 'npm outdated',
  command: 'npm',
  async run(folder, { npm, home }) {
    const start = performance.now();
    for (const project of await readdir(folder)) {
      const options = ['--json', '--all=false', `--registry=${npm}`, `--cache=${join(home, `npm-${start}`)}`];
      await ended('npm', ['outdated', ...options], { folder: join(folder, project), home });
    }
    return performance.now() - start;
  },
};

/** One run over the whole folder, that only looks up. */
export const renovateLookup: Peer = {
  name: 'Renovate',
  command: 'renovate',
  async run(folder, { npm, images, home }) {
    const config = join(home, 'renovate.json');
    // It matches the address before it goes over to plain HTTP.
    const rules = [{ matchHost: `https://${images}`, insecureRegistry: true }];
    const configuration = { npmrc: `registry=${npm}/`, hostRules: rules, onboarding: false, requireConfig: 'ignored' };
    await writeFile(config, JSON.stringify(configuration));
    const start = performance.now();
    const environment = { RENOVATE_CONFIG_FILE: config, RENOVATE_CACHE_DIR: join(home, `renovate-${start}`) };
    await ended('renovate', ['--platform=local', '--dry-run=lookup'], { folder, home, environment });
    return performance.now() - start;
  },
};

async function imagesIn(folder: string): Promise<readonly string[]> {
  const texts = await Promise.all(
    (await readdir(folder)).map(service => readFile(join(folder, service, 'Dockerfile'), 'utf8')),
  );
  return texts.flatMap(text => [...text.matchAll(/^FROM (\S+)$/gm)].map(match => match[1] ?? ''));
}

interface Surroundings {
  readonly folder: string;
  readonly home: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function ended(command: string, argv: readonly string[], { folder, home, environment }: Surroundings) {
  const child = spawn(command, [...argv], {
    cwd: folder,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: home, ...environment },
  });
  await once(child, 'exit');
}
