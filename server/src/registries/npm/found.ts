import type { Ignorance } from '../../model/answer.ts';
import type { Asked, Asking } from '../registry.ts';
import { type Get, LONG } from './client.ts';
import { type NpmPackageDocument, readPackageDocument } from './documents.ts';
import { type Freshness, freshnessOf, type NpmReply } from './replies.ts';

/** All that asking about one package needs. */
export interface Scene {
  readonly get: Get;
  /** Of the package document. */
  readonly address: string;
  readonly name: string;
  readonly asking: Asking;
  /** A 404 may mean that the package is private and the user's credential was not sent. */
  readonly mayBeHidden: boolean;
}

/** What is at a package's address, or why that is not told. */
type Found =
  | {
      readonly is: 'found';
      readonly document: NpmPackageDocument;
      readonly freshness: Freshness;
      /** It came past all caches, so what it does not list is not there. */
      readonly isFresh?: true;
    }
  | { readonly is: 'absent' }
  | { readonly is: 'untold'; readonly asked: Asked };

/**
 * What an answer at the package's address says. Where it says 404, or lists no release, the long document is asked past
 * all caches: some registries don't know the short form (pacote falls back in the same way), and only the long form tells
 * that a package was taken back.
 */
export async function packageIn(scene: Scene, first: NpmReply): Promise<Found> {
  const found = readFound(scene, first);
  if (found.is === 'untold' || (found.is === 'found' && found.document.fact.releases.length > 0)) return found;
  const long = await scene.get(scene.address, LONG, { pastCaches: true });
  // Registries say it in JSON. A server that routes nothing here, as behind a wrong base address, says 404 of everything.
  if (long.is === 'not-found' && !long.isJson) return untold('garbled', 'answered a 404 that is not a registry’s');
  const second = readFound(scene, long);
  // An ETag of the long form would not confirm the short one.
  return second.is === 'found' ? { ...second, freshness: {}, isFresh: true } : second;
}

function readFound(scene: Scene, got: NpmReply): Found {
  switch (got.is) {
    case 'document': {
      const document = readPackageDocument(got.json, scene.name);
      return document === undefined
        ? untold('garbled', `what came is not the package document of \`${scene.name}\``)
        : { is: 'found', document, freshness: freshnessOf(got) };
    }
    case 'not-found': {
      const document = got.json === undefined ? undefined : readPackageDocument(got.json, scene.name);
      if (document?.fact.standing.is === 'unpublished') return { is: 'found', document, freshness: {} };
      return scene.mayBeHidden
        ? untold('refused', 'answered 404 to nobody, and the credential that the folder names is not used')
        : { is: 'absent' };
    }
    case 'unchanged':
      return untold('garbled', 'answered 304 to a request without a condition');
    case 'unsupported':
      return untold('garbled', got.detail);
    case 'failure':
      return untold(got.why, got.detail);
  }
}

/** The answer where nothing could be told; `detail` is for the log. */
export function unknown(why: Ignorance, detail: string): Asked {
  return { answer: { state: 'unknown', why }, detail };
}

function untold(why: Ignorance, detail: string): Found {
  return { is: 'untold', asked: unknown(why, detail) };
}
