import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type LocalServer, startLocalServer } from './local-server.ts';

/** A version of a package as its document has it. */
export interface StaticRelease {
  readonly version: string;
  /** As it stands in the document; absent where nothing is said. */
  readonly deprecated?: string | boolean;
  /** ISO 8601; `null` for none, absent for one that is older than any limit that clients have. */
  readonly published?: string | null;
  /** Whatever else its manifest says, such as what it depends on. */
  readonly manifest?: Readonly<Record<string, unknown>>;
}

/** A package of a registry that never changes. */
export interface StaticPackage {
  readonly name: string;
  readonly releases: readonly StaticRelease[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A registry of packages with nothing in them, which all clients can install from. */
export function servePackages(packages: readonly StaticPackage[]): Promise<LocalServer> {
  const byName = new Map(packages.map(each => [each.name, each]));
  return startLocalServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    const base = `http://${request.headers.host}`;
    const [, name = '', , file] = /^\/((?:@[^/]+\/)?[^/@]+)(\/-\/(.*))?$/.exec(path) ?? [];
    const [, ofVersion = '', version] = /^\/((?:@[^/]+\/)?[^/@]+)\/([^/]+)$/.exec(path) ?? [];
    const its = byName.get(name) ?? byName.get(ofVersion);
    const send = (body: string | Buffer) => {
      response.writeHead(200, { 'content-type': typeof body === 'string' ? 'application/json' : 'application/gzip' });
      response.end(body);
    };
    if (its !== undefined && file !== undefined) {
      const asked = file.slice(unscoped(its.name).length + 1, -'.tgz'.length);
      const served = its.releases.find(each => each.version === asked);
      return send(tarballOf(its.name, { version: asked, ...served }));
    }
    const release = its?.releases.find(each => each.version === version);
    if (its !== undefined && release !== undefined) return send(JSON.stringify(manifestOf(its.name, release, base)));
    if (its !== undefined && its.name === name) return send(JSON.stringify(documentOf(its, base)));
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"error":"no such package available"}');
  });
}

function documentOf({ name, releases, tags }: StaticPackage, base: string) {
  return {
    name,
    'dist-tags': tags,
    versions: Object.fromEntries(releases.map(release => [release.version, manifestOf(name, release, base)])),
    ...timesOf(releases),
  };
}

function timesOf(releases: readonly StaticRelease[]) {
  const dates = releases.map(({ version, published = '2024-01-01T00:00:00.000Z' }) => [version, published]);
  const dated = dates.filter(([, date]) => date !== null);
  return dated.length === 0 ? {} : { time: Object.fromEntries(dated) };
}

function manifestOf(name: string, release: StaticRelease, base: string) {
  const bytes = tarballOf(name, release);
  const { manifest, published: _, ...said } = release;
  const hash = (algorithm: string) => createHash(algorithm).update(bytes);
  return {
    ...{ name, ...said, ...manifest },
    dist: {
      tarball: `${base}/${name}/-/${unscoped(name)}-${release.version}.tgz`,
      shasum: hash('sha1').digest('hex'),
      integrity: `sha512-${hash('sha512').digest('base64')}`,
    },
  };
}

function unscoped(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** A tar archive of one file (POSIX.1-2017, "pax", ustar Interchange Format). */
function tarballOf(name: string, { version, manifest }: StaticRelease): Buffer {
  const body = Buffer.from(JSON.stringify({ name, version, ...manifest }));
  const head = Buffer.alloc(512);
  head.write('package/package.json', 0);
  head.write('0000644\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        ', 148);
  head.write('0', 156);
  head.write('ustar\u000000', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return gzipSync(Buffer.concat([head, body, Buffer.alloc((512 - (body.length % 512)) % 512), Buffer.alloc(1024)]));
}
