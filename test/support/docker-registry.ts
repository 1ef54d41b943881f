/** A real registry: Debian's `docker-registry` on 127.0.0.1, and pushes to it by plain HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCKER_REGISTRY, findProgram, installCommand } from '../setup/programs.ts';

export interface DockerRegistry {
  /** As in `http://127.0.0.1:5000`. */
  readonly base: string;
  /** As in `127.0.0.1:5000`, which is how a Dockerfile names it. */
  readonly host: string;
  /** The `authorization` that pushes need; absent where anonymous users may push. */
  readonly authorization?: string;
  /** Removes the blobs that no manifest needs any more, as an operator does (`docker-registry garbage-collect`). */
  collectGarbage(): Promise<void>;
  /** Ends the registry and removes what it stored. */
  stop(): Promise<void>;
}

export interface DockerRegistryOptions {
  /** Asks everyone for {@link TEST_USER} and {@link TEST_PASSWORD}. */
  readonly htpasswd?: boolean;
  /** Asks everyone for a token of this service. */
  readonly token?: TrustedTokenService;
}

/** A token service as a registry is told of it (distribution's configuration, `auth.token`). */
export interface TrustedTokenService {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** A file with the certificates, in PEM, whose keys may sign. */
  readonly rootcertbundle: string;
}

export const TEST_USER = 'lens';
export const TEST_PASSWORD = 'open sesame';
/** `htpasswd -nbB lens 'open sesame'` */
const HTPASSWD_LINE = 'lens:$2y$05$Kx2aR.jbd0QFVr.tpc4xRO0CTCAmAwm1ME64o3rZOZWAupj897fFa';
const START_LIMIT_MS = 15_000;

/** Starts a registry on a free port with an empty store that allows deletion. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const program = findProgram(DOCKER_REGISTRY);
  if (program === undefined) throw new Error(`docker-registry is missing: ${installCommand(DOCKER_REGISTRY)}`);
  const folder = await mkdtemp(join(tmpdir(), 'docker-registry-'));
  const users = join(folder, 'htpasswd');
  await writeFile(users, `${HTPASSWD_LINE}\n`);
  const configuration = {
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'store') }, delete: { enabled: true } },
    // The system chooses the port, and the log tells which.
    http: { addr: '127.0.0.1:0', secret: 'only-for-tests' },
    ...(options.htpasswd ? { auth: { htpasswd: { realm: 'tests', path: users } } } : {}),
    ...(options.token === undefined ? {} : { auth: { token: options.token } }),
  };
  const file = join(folder, 'config.yml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(configuration));
  const child = spawn(program, ['serve', file], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
  try {
    const host = await listeningAddress(child);
    const credentials = Buffer.from(`${TEST_USER}:${TEST_PASSWORD}`).toString('base64');
    return {
      base: `http://${host}`,
      host,
      ...(options.htpasswd ? { authorization: `Basic ${credentials}` } : {}),
      collectGarbage: () => collectGarbage(program, file),
      stop: () => end(child, folder),
    };
  } catch (error) {
    await end(child, folder);
    throw error;
  }
}

async function collectGarbage(program: string, configuration: string): Promise<void> {
  const child = spawn(program, ['garbage-collect', configuration], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`docker-registry garbage-collect ended with ${code}`);
}

export interface ImagePush {
  readonly repository: string;
  readonly tag?: string;
  /** `linux/arm64/v8`; absent: `linux/amd64`. */
  readonly platform?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly created?: string;
  /** Makes the digest differ from other images. */
  readonly content?: string;
  /** Which media types the manifest has; absent: OCI's. */
  readonly types?: 'oci' | 'docker';
}

export interface Pushed {
  /** The sha256 of the bytes that were pushed, as computed here. */
  readonly digest: string;
  /** What the registry answered to the push. */
  readonly registryDigest: string;
  readonly mediaType: string;
  readonly size: number;
  readonly platform: string;
  readonly layerBytes: number;
}

/** Pushes one platform's image with one layer. */
export async function pushImage(registry: DockerRegistry, image: ImagePush): Promise<Pushed> {
  const docker = image.types === 'docker';
  const platform = image.platform ?? 'linux/amd64';
  const layer = await pushBlob(registry, image.repository, Buffer.from(`layer of ${image.content ?? platform}`));
  const config = await pushBlob(
    registry,
    image.repository,
    json({
      ...(image.created === undefined ? {} : { created: image.created }),
      ...platformParts(platform),
      config: { Labels: image.labels ?? {} },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    }),
  );
  const mediaType = docker
    ? 'application/vnd.docker.distribution.manifest.v2+json'
    : 'application/vnd.oci.image.manifest.v1+json';
  const manifest = json({
    schemaVersion: 2,
    mediaType,
    config: {
      mediaType: docker ? 'application/vnd.docker.container.image.v1+json' : 'application/vnd.oci.image.config.v1+json',
      ...config,
    },
    layers: [
      {
        mediaType: docker
          ? 'application/vnd.docker.image.rootfs.diff.tar.gzip'
          : 'application/vnd.oci.image.layer.v1.tar+gzip',
        ...layer,
      },
    ],
  });
  const put = await putManifest(registry, image.repository, image.tag, mediaType, manifest);
  return { ...put, mediaType, size: manifest.length, platform, layerBytes: layer.size };
}

export interface IndexPush {
  readonly repository: string;
  readonly tag?: string;
  /** Images that were pushed to the same repository. */
  readonly images: readonly Pushed[];
  /** Adds an attestation of the first image, as BuildKit does. */
  readonly attested?: boolean;
}

/** Pushes an index of images. */
export async function pushIndex(
  registry: DockerRegistry,
  index: IndexPush,
): Promise<Omit<Pushed, 'platform' | 'layerBytes'>> {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const entries: object[] = index.images.map(image => descriptor(image, platformParts(image.platform)));
  const [first] = index.images;
  if (index.attested && first) {
    const attestation = await pushImage(registry, {
      repository: index.repository,
      platform: 'unknown/unknown',
      content: `attestation of ${first.digest}`,
    });
    entries.push({
      ...descriptor(attestation, platformParts('unknown/unknown')),
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': first.digest,
      },
    });
  }
  const bytes = json({ schemaVersion: 2, mediaType, manifests: entries });
  const put = await putManifest(registry, index.repository, index.tag, mediaType, bytes);
  return { ...put, mediaType, size: bytes.length };
}

/** Removes a manifest or index, and so every tag that points to it. */
export async function deleteManifest(registry: DockerRegistry, repository: string, digest: string): Promise<void> {
  await call(registry, 'DELETE', `/v2/${repository}/manifests/${digest}`, 202);
}

interface Blob {
  readonly digest: string;
  readonly size: number;
}

async function pushBlob(registry: DockerRegistry, repository: string, bytes: Buffer): Promise<Blob> {
  const digest = digestOf(bytes);
  const begun = await call(registry, 'POST', `/v2/${repository}/blobs/uploads/`, 202);
  const upload = new URL(begun.headers.get('location') ?? '', registry.base);
  upload.searchParams.set('digest', digest);
  await call(registry, 'PUT', upload.href, 201, { bytes, type: 'application/octet-stream' });
  return { digest, size: bytes.length };
}

async function putManifest(
  registry: DockerRegistry,
  repository: string,
  tag: string | undefined,
  type: string,
  bytes: Buffer,
): Promise<{ digest: string; registryDigest: string }> {
  const digest = digestOf(bytes);
  const answer = await call(registry, 'PUT', `/v2/${repository}/manifests/${tag ?? digest}`, 201, { bytes, type });
  return { digest, registryDigest: answer.headers.get('docker-content-digest') ?? '' };
}

async function call(
  registry: DockerRegistry,
  method: string,
  path: string,
  expected: number,
  body?: { bytes: Buffer; type: string },
): Promise<Response> {
  const response = await fetch(new URL(path, registry.base), {
    method,
    headers: {
      ...(registry.authorization === undefined ? {} : { authorization: registry.authorization }),
      ...(body === undefined ? {} : { 'content-type': body.type }),
    },
    ...(body === undefined ? {} : { body: new Uint8Array(body.bytes) }),
  });
  const text = await response.text();
  if (response.status !== expected) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return response;
}

/** Waits for the line in which the registry tells its port. */
function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const limit = setTimeout(() => reject(new Error(`docker-registry did not start:\n${output}`)), START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (address === undefined) return;
      clearTimeout(limit);
      resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(limit);
      reject(new Error(`docker-registry ended:\n${output}`));
    });
  });
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill();
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}

function descriptor(image: Pushed, platform: object): object {
  return { mediaType: image.mediaType, digest: image.digest, size: image.size, platform };
}

function platformParts(platform: string): { os: string; architecture: string; variant?: string } {
  const [os = '', architecture = '', variant] = platform.split('/');
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
