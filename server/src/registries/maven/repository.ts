import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessOf } from '../freshness.ts';
import type { Route } from '../route.ts';
import type { Get } from './client.ts';
import { type Coordinates, folderOf, pathOf } from './coordinates.ts';
import { type Listing, readMetadata } from './metadata.ts';
import { type Pom, readPom } from './pom.ts';
import type { Proofs } from './proofs.ts';
import type { MavenReply } from './replies.ts';

/** What one repository says of a document. */
export type Found<Document> =
  | { readonly is: 'found'; readonly document: Document; readonly modified?: string; readonly freshness: Freshness }
  | { readonly is: 'unchanged'; readonly freshness: Freshness }
  /** It said twice that it has none, the second time past all caches. */
  | { readonly is: 'missing' }
  | Untold;

/** Nobody told. */
export interface Untold {
  readonly is: 'untold';
  readonly why: Ignorance;
  readonly detail: string;
}

/** The list of an artifact's versions. `validator` confirms an earlier one. */
export function metadataAt(
  { get, proofs }: Scene,
  route: Route,
  artifact: Omit<Coordinates, 'version'>,
  validator?: string,
): Promise<Found<Listing>> {
  const path = `${folderOf(artifact)}/maven-metadata.xml`;
  return documentAt(get, proofs, route, path, bytes => readMetadata(bytes), validator);
}

/** The POM of one version. What has none, and an archive, is taken by Maven as what wants nothing else. */
export async function pomAt({ get, proofs }: Scene, route: Route, coordinates: Coordinates): Promise<Found<Pom>> {
  const path = pathOf(coordinates, 'pom');
  const found = await documentAt(get, proofs, route, path, bytes => readPom(bytes, coordinates));
  if (found.is !== 'missing') return found;
  const archive = await get(route, pathOf(coordinates, 'jar'), { headOnly: true });
  return readReply(archive, () => WITHOUT_POM, path);
}

const WITHOUT_POM: Pom = { about: {}, relocation: { is: 'none' }, terms: () => undefined };

/** What lists the builds of a snapshot: there is one where something was published. */
export function snapshotAt({ get, proofs }: Scene, route: Route, coordinates: Coordinates): Promise<Found<true>> {
  const path = `${folderOf(coordinates)}/${encodeURIComponent(coordinates.version)}/maven-metadata.xml`;
  return documentAt(get, proofs, route, path, bytes => (readMetadata(bytes) === undefined ? undefined : true));
}

/** All that asking repositories needs. */
export interface Scene {
  readonly get: Get;
  readonly proofs: Proofs;
}

async function documentAt<Document>(
  get: Get,
  proofs: Proofs,
  route: Route,
  path: string,
  read: (bytes: Uint8Array) => Document | undefined,
  validator?: string,
): Promise<Found<Document>> {
  const first = readReply(await get(route, path, { validator }), read, path);
  const last = first.is === 'missing' ? readReply(await get(route, path, { pastCaches: true }), read, path) : first;
  if (last.is === 'found') proofs.shown(route.base);
  return last;
}

function readReply<Document>(
  reply: MavenReply,
  read: (bytes: Uint8Array) => Document | undefined,
  path: string,
): Found<Document> {
  switch (reply.is) {
    case 'body': {
      const document = read(reply.bytes);
      if (document === undefined) {
        const file = path.slice(path.lastIndexOf('/') + 1);
        return { is: 'untold', why: 'garbled', detail: `what came is not the \`${file}\` of a repository` };
      }
      const { modified } = reply;
      return { is: 'found', document, ...(modified === undefined ? {} : { modified }), freshness: freshnessOf(reply) };
    }
    case 'unchanged':
      return { is: 'unchanged', freshness: freshnessOf(reply) };
    case 'not-found':
      return { is: 'missing' };
    case 'failure':
      return { is: 'untold', why: reply.why, detail: reply.detail };
  }
}
