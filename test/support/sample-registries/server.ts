import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_ARTIFACTS, repositoryReply } from './artifacts.ts';
import { DEMO_CRATES, indexReply } from './crates.ts';
import { type Fault, type Reply, send, sendFaulty } from './faults.ts';
import { INDEX_TYPE, type ServedImage, type ServedManifest, serveImage } from './images.ts';
import { type Asked, answerAs, type Manners, type TagManners } from './manners.ts';
import { DEMO_MODULES, moduleReply } from './modules.ts';
import { type ServedPackage, servePackage } from './packages.ts';
import { DEMO_PROJECTS, simpleReply } from './projects.ts';
import { DEMO_SEED, type Seed } from './seed.ts';

/**
 * Read-only registries of images, npm packages, crates, Go modules, artifacts and Python's projects on 127.0.0.1, with
 * seeded data.
 */
export interface SampleRegistries {
  /** What `--settings FILE` or the editor's settings must say so that everything is asked here. */
  readonly settings: {
    readonly 'registryLens.registries': {
      cargo: string;
      go: string;
      maven: string;
      npm: string;
      pypi: string;
      oci: Record<string, string>;
    };
  };
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** What was asked, in the order of arrival. Empty it to begin anew. */
  readonly requests: SampleRequest[];
  /** What goes wrong from now on. */
  faults: readonly Fault[];
  /** Ends running answers and closes. */
  stop(): Promise<void>;
}

export interface SampleRequest {
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface SampleOptions {
  /** Absent: the demo's. */
  readonly seed?: Seed;
  /** How long each answer takes, on top of the time that the machine needs. */
  readonly latencyMilliseconds?: number;
  readonly faults?: readonly Fault[];
  /** By host; absent: as the specification has it. */
  readonly manners?: Readonly<Record<string, Manners>>;
  /** How many manifests may be downloaded before the answer to each download is 429, as on Docker Hub; HEAD is free. */
  readonly pulls?: number;
  /** Absent: one that is free. */
  readonly port?: number;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const NOT_FOUND: Reply = { status: 404, headers: JSON_TYPE, body: Buffer.from('{"error":"Not found"}') };
const ABBREVIATED_TYPE = 'application/vnd.npm.install-v1+json';

/**
 * Starts all registries on one port: `/cargo`, `/go`, `/maven`, `/npm`, `/simple`, and `/oci/HOST` for each host of the
 * seed.
 */
export async function startSampleRegistries(options: SampleOptions = {}): Promise<SampleRegistries> {
  const seed = options.seed ?? DEMO_SEED;
  const latency = options.latencyMilliseconds ?? 0;
  const requests: SampleRequest[] = [];
  const images = new Map(Object.entries(seed.images).map(([name, image]) => [name, serveImage(name, image)]));
  let packages = new Map<string, ServedPackage>();
  let pulls = 0;

  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    requests.push({ method, path: url, headers: request.headers });
    const form = new URLSearchParams(method === 'POST' ? await textOf(request) : '');
    request.resume();
    if (latency > 0) await pause(latency);
    const fault = running.faults.find(candidate => candidate.path.test(url) && (candidate.method ?? method) === method);
    if (method === 'GET' && url.includes('/manifests/')) pulls += 1;
    const reply =
      pulls > (options.pulls ?? Number.POSITIVE_INFINITY)
        ? ociError(429, 'TOOMANYREQUESTS')
        : replyTo(request, form, images, packages, options.manners ?? {});
    if (fault === undefined) send(response, method, reply);
    else sendFaulty(response, method, reply, fault.what);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sample registries have no port.');
  const origin = `http://127.0.0.1:${address.port}`;
  packages = new Map(
    Object.entries(seed.packages).map(([name, release]) => [name, servePackage(name, release, `${origin}/npm`)]),
  );
  const hosts = new Set(['docker.io', 'ghcr.io', ...Object.keys(seed.images).map(hostOf)]);

  const running: SampleRegistries = {
    settings: {
      'registryLens.registries': {
        cargo: `${origin}/cargo`,
        go: `${origin}/go`,
        maven: `${origin}/maven`,
        npm: `${origin}/npm`,
        pypi: `${origin}/simple`,
        oci: Object.fromEntries([...hosts].map(host => [host, `${origin}/oci/${host}`])),
      },
    },
    origin,
    requests,
    faults: options.faults ?? [],
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}

function hostOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}

function replyTo(
  request: IncomingMessage,
  form: URLSearchParams,
  images: ReadonlyMap<string, ServedImage>,
  packages: ReadonlyMap<string, ServedPackage>,
  manners: Readonly<Record<string, Manners>>,
): Reply {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, kind, ...rest] = pathname.split('/');
  const host = rest[0] ?? '';
  const { [host]: own } = manners;
  if (kind === 'oci' && own !== undefined) {
    const { method = 'GET' } = request;
    const path = pathname.slice(`/oci/${host}`.length);
    const base = `http://${request.headers.host}/oci/${host}`;
    const asked: Asked = {
      method,
      path,
      query: searchParams,
      authorization: request.headers.authorization,
      form,
      base,
    };
    const { accept = '' } = request.headers;
    return answerAs(own, asked, () =>
      ociReply(host, path.slice('/v2/'.length), searchParams, accept, images, own.tags),
    );
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return ociError(405, 'UNSUPPORTED');
  if (kind === 'cargo') return confirmed(request, indexReply(rest.join('/'), DEMO_CRATES));
  if (kind === 'go') return confirmed(request, moduleReply(rest.join('/'), DEMO_MODULES));
  if (kind === 'maven') return confirmed(request, repositoryReply(rest.join('/'), DEMO_ARTIFACTS));
  if (kind === 'simple') return confirmed(request, simpleReply(rest.join('/'), DEMO_PROJECTS));
  if (kind === 'npm') return confirmed(request, npmReply(rest.join('/'), request.headers.accept ?? '', packages));
  if (kind === 'oci' && rest[1] === 'v2') {
    const path = rest.slice(2).join('/');
    return confirmed(request, ociReply(host, path, searchParams, request.headers.accept ?? '', images));
  }
  return NOT_FOUND;
}

/** OCI distribution-spec, "Pull" and "Listing Tags". `path` is what follows `/v2/`. */
function ociReply(
  host: string,
  path: string,
  query: URLSearchParams,
  accept: string,
  images: ReadonlyMap<string, ServedImage>,
  tagManners: TagManners = {},
): Reply {
  if (path === '') return { status: 200, headers: JSON_TYPE, body: Buffer.from('{}') };
  const match = /^(?<repository>.+)\/(?<what>manifests|blobs|tags|referrers)\/(?<at>[^/]+)$/.exec(path);
  const { repository = '', what, at = '' } = match?.groups ?? {};
  const image = images.get(`${host}/${repository}`);
  if (image === undefined) return ociError(404, 'NAME_UNKNOWN');
  if (what === 'tags') return tagsReply(host, repository, [...image.tags.keys()], query, tagManners);
  if (what === 'referrers') return referrersReply(image, at);
  if (what === 'blobs') {
    const blob = image.blobs.get(at);
    if (blob === undefined) return ociError(404, 'BLOB_UNKNOWN');
    return {
      status: 200,
      headers: { 'content-type': 'application/octet-stream', 'docker-content-digest': at },
      body: blob,
    };
  }
  const manifest = image.tags.get(at) ?? image.manifests.get(at);
  if (manifest === undefined) return ociError(404, 'MANIFEST_UNKNOWN');
  return manifestReply(manifest, accept);
}

/** Who does not accept an index gets the manifest for `linux/amd64`, as the open-source registry does it. */
function manifestReply(manifest: ServedManifest, accept: string): Reply {
  const child = manifest.children.get('linux/amd64');
  const served = manifest.mediaType === INDEX_TYPE && !accept.includes(INDEX_TYPE) ? (child ?? manifest) : manifest;
  return {
    status: 200,
    headers: {
      'content-type': served.mediaType,
      'docker-content-digest': served.digest,
      etag: `"${served.digest}"`,
    },
    body: served.bytes,
  };
}

/** Tags in the order of the seed are the oldest first. */
function tagsReply(
  host: string,
  repository: string,
  tags: readonly string[],
  query: URLSearchParams,
  { order, page: longest = Number.POSITIVE_INFINITY, most, link: way, extra = {} }: TagManners,
): Reply {
  const wanted = Number(query.get('n') ?? '100');
  if (most !== undefined && wanted > most) return ociError(405, 'UNSUPPORTED');
  const sorted = order === 'oldest-first' ? tags : [...tags].sort();
  const after = query.get('last');
  const rest = after === null ? sorted : sorted.slice(sorted.indexOf(after) + 1);
  const page = rest.slice(0, Math.min(wanted, longest));
  const next = `?n=${wanted}&last=${encodeURIComponent(page.at(-1) ?? '')}`;
  const link = rest.length > page.length ? { link: `<${nextPage(host, repository, way)}${next}>; rel="next"` } : {};
  const body = Buffer.from(JSON.stringify({ name: repository, tags: page, ...extra }));
  return { status: 200, headers: { ...JSON_TYPE, ...link }, body };
}

function nextPage(host: string, repository: string, way: TagManners['link']): string {
  switch (way) {
    case undefined:
      return `/oci/${host}/v2/${repository}/tags/list`;
    case 'absolute':
      return `https://${host}/v2/${repository}/tags/list`;
    case 'lost-path':
      return `/v2/${repository.slice(repository.indexOf('/') + 1)}/tags/list`;
    case 'inner-host':
      return `http://10.0.0.1:8081/repository/${repository}/tags/list`;
  }
}

/** OCI distribution-spec, "Listing Referrers". */
function referrersReply(image: ServedImage, digest: string): Reply {
  const manifests = image.attached.get(digest) ?? [];
  const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }));
  return { status: 200, headers: { 'content-type': INDEX_TYPE }, body };
}

function ociError(status: number, code: string): Reply {
  const body = Buffer.from(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] }));
  return { status, headers: JSON_TYPE, body };
}

/** The registry API as npm's clients use it: a package, and one version or tag of it. `path` follows `/npm/`. */
function npmReply(path: string, accept: string, packages: ReadonlyMap<string, ServedPackage>): Reply {
  if (path === '-/ping') return { status: 200, headers: JSON_TYPE, body: Buffer.from('{}') };
  const parts = path.replace(/%2f/i, '/').replace(/^%40/, '@').split('/');
  const name = parts[0]?.startsWith('@') === true ? parts.splice(0, 2).join('/') : (parts.shift() ?? '');
  const served = packages.get(name);
  if (served === undefined || parts.length > 1) return NOT_FOUND;

  const [wanted] = parts;
  if (wanted !== undefined) {
    const document = served.versions.get(served.tags[wanted] ?? wanted);
    if (document !== undefined) return npmDocument(document, 'application/json');
    return { ...NOT_FOUND, body: Buffer.from(JSON.stringify(`version not found: ${wanted}`)) };
  }
  if (accept.includes(ABBREVIATED_TYPE)) {
    return served.abbreviated === undefined ? NOT_FOUND : npmDocument(served.abbreviated, ABBREVIATED_TYPE);
  }
  // The document of an unpublished package comes with status 404.
  const full = npmDocument(served.full, 'application/json');
  return served.abbreviated === undefined ? { ...full, status: 404 } : full;
}

function npmDocument(document: object, type: string): Reply {
  const body = Buffer.from(JSON.stringify(document));
  const headers = {
    'content-type': type,
    'cache-control': 'public, max-age=300',
    etag: `"${body.length}-${hash(body)}"`,
  };
  return { status: 200, headers, body };
}

/** 304 where the client has it already (RFC 9110, If-None-Match). */
function confirmed(request: IncomingMessage, reply: Reply): Reply {
  const { etag } = reply.headers;
  const same = etag !== undefined && request.headers['if-none-match'] === etag;
  return same ? { status: 304, headers: reply.headers, body: Buffer.alloc(0) } : reply;
}

/** Small and good enough to tell documents of a seed apart. */
function hash(bytes: Buffer): string {
  let value = 0;
  for (const byte of bytes) value = (value * 31 + byte) >>> 0;
  return value.toString(16);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
