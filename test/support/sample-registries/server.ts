import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, type Reply, send, sendFaulty } from './faults.ts';
import { INDEX_TYPE, type ServedImage, type ServedManifest, serveImage } from './images.ts';
import { type ServedPackage, servePackage } from './packages.ts';
import { DEMO_SEED, type Seed } from './seed.ts';

/** A read-only image registry and npm registry on 127.0.0.1, with seeded data. */
export interface SampleRegistries {
  /** What `--settings FILE` or the editor's settings must say so that everything is asked here. */
  readonly settings: { readonly 'registryLens.registries': { npm: string; oci: Record<string, string> } };
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
  /** Absent: one that is free. */
  readonly port?: number;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const NOT_FOUND: Reply = { status: 404, headers: JSON_TYPE, body: Buffer.from('{"error":"Not found"}') };
const ABBREVIATED_TYPE = 'application/vnd.npm.install-v1+json';

/** Starts both registries on one port: `/npm`, and `/oci/HOST` for each host of the seed. */
export async function startSampleRegistries(options: SampleOptions = {}): Promise<SampleRegistries> {
  const seed = options.seed ?? DEMO_SEED;
  const latency = options.latencyMilliseconds ?? 0;
  const requests: SampleRequest[] = [];
  const images = new Map(Object.entries(seed.images).map(([name, image]) => [name, serveImage(name, image)]));
  let packages = new Map<string, ServedPackage>();

  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    requests.push({ method, path: url, headers: request.headers });
    request.resume();
    if (latency > 0) await pause(latency);
    const fault = running.faults.find(candidate => candidate.path.test(url) && (candidate.method ?? method) === method);
    const reply = replyTo(request, images, packages);
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
        npm: `${origin}/npm`,
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
  images: ReadonlyMap<string, ServedImage>,
  packages: ReadonlyMap<string, ServedPackage>,
): Reply {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, kind, ...rest] = pathname.split('/');
  if (request.method !== 'GET' && request.method !== 'HEAD') return ociError(405, 'UNSUPPORTED');
  if (kind === 'npm') return confirmed(request, npmReply(rest.join('/'), request.headers.accept ?? '', packages));
  if (kind === 'oci' && rest[1] === 'v2') {
    const path = rest.slice(2).join('/');
    return confirmed(request, ociReply(rest[0] ?? '', path, searchParams, request.headers.accept ?? '', images));
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
): Reply {
  if (path === '') return { status: 200, headers: JSON_TYPE, body: Buffer.from('{}') };
  const match = /^(?<repository>.+)\/(?<what>manifests|blobs|tags)\/(?<at>[^/]+)$/.exec(path);
  const { repository = '', what, at = '' } = match?.groups ?? {};
  const image = images.get(`${host}/${repository}`);
  if (image === undefined) return ociError(404, 'NAME_UNKNOWN');
  if (what === 'tags') return tagsReply(host, repository, [...image.tags.keys()].sort(), query);
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

function tagsReply(host: string, repository: string, tags: readonly string[], query: URLSearchParams): Reply {
  const last = query.get('last') ?? '';
  const most = Number(query.get('n') ?? '100');
  const rest = tags.filter(tag => tag > last);
  const page = rest.slice(0, most);
  const next = `/oci/${host}/v2/${repository}/tags/list?n=${most}&last=${encodeURIComponent(page.at(-1) ?? '')}`;
  const link = rest.length > page.length ? { link: `<${next}>; rel="next"` } : {};
  const body = Buffer.from(JSON.stringify({ name: repository, tags: page }));
  return { status: 200, headers: { ...JSON_TYPE, ...link }, body };
}

function ociError(status: number, code: string): Reply {
  const body = Buffer.from(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] }));
  return { status, headers: JSON_TYPE, body };
}

/** The registry API as npm's clients use it: a package, and one version or tag of it. `path` follows `/npm/`. */
function npmReply(path: string, accept: string, packages: ReadonlyMap<string, ServedPackage>): Reply {
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
