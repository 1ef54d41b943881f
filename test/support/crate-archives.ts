import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type LocalServer, startLocalServer } from './local-server.ts';
import { placeOfCrate } from './static-indexes.ts';

/** A crate that can be downloaded: what it depends on, in the words of the index. */
export interface PublishedCrate {
  readonly vers: string;
  readonly deps?: readonly PublishedDependency[];
  readonly features?: Readonly<Record<string, readonly string[]>>;
}

interface PublishedDependency {
  readonly name: string;
  readonly req: string;
  readonly kind?: 'normal' | 'dev' | 'build';
  readonly optional?: boolean;
  readonly target?: string;
  /** The crate's name where `name` is an alias. */
  readonly package?: string;
  /** The address of another registry's index. */
  readonly registry?: string;
}

/** A registry that serves archives as well, so that cargo can tell all of what it resolved. */
export interface CrateRegistry extends LocalServer {
  /** SHA-256 in hexadecimal digits, by `name version`. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** Serves crates by the sparse protocol, with their archives. */
export async function startCrateRegistry(
  crates: Readonly<Record<string, readonly PublishedCrate[]>>,
): Promise<CrateRegistry> {
  const bodies = new Map<string, string | Buffer>();
  const checksums = new Map<string, string>();
  for (const [name, releases] of Object.entries(crates)) {
    const lines = releases.map(({ vers, deps = [], features = {} }) => {
      const archive = archiveOf(name, vers, deps, features);
      const cksum = createHash('sha256').update(archive).digest('hex');
      checksums.set(`${name} ${vers}`, cksum);
      bodies.set(`/dl/${name}/${vers}/download`, archive);
      const told = deps.map(each => ({
        features: [],
        optional: false,
        default_features: true,
        kind: 'normal',
        ...each,
      }));
      return JSON.stringify({ name, vers, deps: told, cksum, features, yanked: false });
    });
    bodies.set(`/${placeOfCrate(name)}`, `${lines.join('\n')}\n`);
  }
  const server = await startLocalServer(({ url = '', headers }, response) => {
    const body = url === '/config.json' ? JSON.stringify({ dl: `http://${headers.host}/dl` }) : bodies.get(url);
    response.writeHead(body === undefined ? 404 : 200).end(body ?? '');
  });
  return { ...server, checksums };
}

function archiveOf(
  name: string,
  version: string,
  dependencies: readonly PublishedDependency[],
  features: Readonly<Record<string, readonly string[]>>,
): Buffer {
  const tables = dependencies.map(({ name: key, req, kind = 'normal', optional, target, package: real, registry }) => {
    const table = `${kind === 'normal' ? '' : `${kind}-`}dependencies`;
    const path = target === undefined ? table : `target.'${target}'.${table}`;
    const lines = [
      `version = ${JSON.stringify(req)}`,
      ...(optional === true ? ['optional = true'] : []),
      ...(real === undefined ? [] : [`package = ${JSON.stringify(real)}`]),
      ...(registry === undefined ? [] : [`registry-index = ${JSON.stringify(registry)}`]),
    ];
    return `[${path}.${key}]\n${lines.join('\n')}\n`;
  });
  const all = Object.entries(features).map(([feature, its]) => `${feature} = ${JSON.stringify(its)}\n`);
  const manifest = `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n[features]\n${all.join('')}${tables.join('')}`;
  const folder = `${name}-${version}`;
  const files = [tarFile(`${folder}/Cargo.toml`, manifest), tarFile(`${folder}/src/lib.rs`, '')];
  return gzipSync(Buffer.concat([...files, Buffer.alloc(1024)]));
}

/** A file in the form of POSIX's `ustar`: a head of 512 bytes, and the text in blocks of as many. */
function tarFile(name: string, text: string): Buffer {
  const head = Buffer.alloc(512);
  const size = Buffer.byteLength(text);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        ', 148);
  head.write('0', 156);
  head.write('ustar\x0000', 257);
  const sum = head.reduce((all, byte) => all + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(size / 512) * 512);
  body.write(text);
  return Buffer.concat([head, body]);
}
