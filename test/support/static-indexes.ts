import { type LocalServer, startLocalServer } from './local-server.ts';
import { type ArtifactSeed, repositoryReply } from './sample-registries/artifacts.ts';
import { type ModuleSeed, moduleReply } from './sample-registries/modules.ts';

/** A release of a crate, as far as a line of the index tells of it. */
export interface IndexedCrate {
  readonly vers: string;
  readonly yanked?: boolean;
  /** Of its archive, in hexadecimal digits; absent: zeros. */
  readonly cksum?: string;
  readonly rust_version?: string;
  /** The form of the entry: cargo knows 1 and 2. */
  readonly v?: number;
  /** Absent: none. `undefined` for an entry without the list, which cargo takes for invalid. */
  readonly deps?: readonly object[] | undefined;
}

/**
 * Serves a sparse index of crates (Cargo's reference, "Index Format"), as a folder of files would. What is put into the
 * table later is published then.
 */
export function startSparseIndex(crates: Readonly<Record<string, readonly IndexedCrate[]>>): Promise<LocalServer> {
  const fileAt = (place: string) => {
    if (place === '/config.json') return JSON.stringify({ dl: 'http://127.0.0.1:9/crates' });
    const [name, releases] = Object.entries(crates).find(([crate]) => place === `/${placeOfCrate(crate)}`) ?? [];
    return name === undefined || releases === undefined ? undefined : indexFile(name, releases);
  };
  return startLocalServer((request, response) => {
    const text = fileAt(request.url ?? '');
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain' });
    response.end(text ?? '');
  });
}

/** The file of one crate in an index: a line for each release. */
function indexFile(name: string, releases: readonly IndexedCrate[]): string {
  const lines = releases.map(release =>
    JSON.stringify({ name, deps: [], cksum: '0'.repeat(64), features: {}, yanked: false, ...release }),
  );
  return `${lines.join('\n')}\n`;
}

/** A release of a Python project: one file, unless more are told. */
export interface IndexedRelease {
  readonly version: string;
  /** The reason. */
  readonly yanked?: string;
  readonly requiresPython?: string;
}

/**
 * Serves the Simple API of Python projects in JSON (PEP 691, PEP 700), as an index does. What is put into the table
 * later is published then.
 */
export function startSimpleIndex(projects: Readonly<Record<string, readonly IndexedRelease[]>>): Promise<LocalServer> {
  const type = 'application/vnd.pypi.simple.v1+json';
  const meta = { 'api-version': '1.1' };
  const pageAt = (place: string): object | undefined => {
    if (place === '/simple/') return { meta, projects: Object.keys(projects).map(name => ({ name })) };
    const [name, releases] = Object.entries(projects).find(([project]) => place === `/simple/${project}/`) ?? [];
    if (name === undefined || releases === undefined) return undefined;
    const files = releases.map(({ version, yanked, requiresPython }) => {
      const filename = `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
      return {
        ...{ filename, url: `/files/${filename}`, hashes: { sha256: '0'.repeat(64) }, yanked: yanked ?? false },
        ...(requiresPython === undefined ? {} : { 'requires-python': requiresPython }),
        'upload-time': '2025-03-04T05:06:07Z',
      };
    });
    return { meta, name, versions: releases.map(({ version }) => version), files };
  };
  return startLocalServer((request, response) => {
    const page = pageAt(request.url ?? '');
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': page === undefined ? 'text/html' : type });
    response.end(page === undefined ? '<h1>Not Found</h1>' : JSON.stringify(page));
  });
}

/** The path of a crate's file in an index. */
export function placeOfCrate(name: string): string {
  const low = name.toLowerCase();
  if (low.length <= 2) return `${low.length}/${low}`;
  return low.length === 3 ? `3/${low[0]}/${low}` : `${low.slice(0, 2)}/${low.slice(2, 4)}/${low}`;
}

/** Serves a proxy of Go modules, as a folder of files would. */
export function startModuleProxy(modules: Readonly<Record<string, ModuleSeed>>): Promise<LocalServer> {
  return startLocalServer(({ url = '' }, response) => {
    const { status, headers, body } = moduleReply(url.slice(1), modules);
    response.writeHead(status, headers).end(body);
  });
}

/** Serves a repository of Maven's layout, as a folder of files would. Artifacts by `group:artifact`. */
export function startMavenRepository(
  artifacts: Readonly<Record<string, readonly ArtifactSeed[]>>,
): Promise<LocalServer> {
  return startLocalServer(({ url = '' }, response) => {
    const { status, headers, body } = repositoryReply(url.slice(1), artifacts);
    response.writeHead(status, headers).end(body);
  });
}
