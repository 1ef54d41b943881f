import semver from 'semver';
import type { Ignorance } from '../../model/answer.ts';
import { type Freshness, freshnessOf } from '../freshness.ts';
import type { Asked, Asking } from '../registry.ts';
import { type Get, LONG } from './client.ts';
import { type NpmPackageDocument, readPackageDocument } from './documents.ts';
import type { SaysNotFound } from './not-found.ts';
import type { Proofs } from './proofs.ts';
import type { NpmReply } from './replies.ts';

/** All that asking about one package needs. */
export interface Scene {
  readonly get: Get;
  readonly base: string;
  readonly proofs: Proofs;
  /** Of the package document. */
  readonly address: string;
  readonly name: string;
  readonly asking: Asking;
  /** No credential is sent. */
  readonly isAnonymous: boolean;
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
 * The same of one answer alone. A 404 is a witness only: any server's words need a proof, and others' are worth
 * nothing.
 */
type Read = Exclude<Found, { is: 'absent' }> | { readonly is: 'missing'; readonly words: Words };
type Words = 'a registry’s' | 'any server’s' | 'others’';

/**
 * What an answer at the package's address says. Where it says 404, or lists no release, the long document is asked past
 * all caches: some registries don't know the short form (pacote falls back in the same way), and only the long form
 * tells that a package was taken back. Absent is what both answers say, in a registry's words, from a base that is one.
 */
export async function packageIn(scene: Scene, reply: NpmReply): Promise<Found> {
  const first = readReply(scene, reply);
  if (first.is === 'untold' || (first.is === 'found' && first.document.fact.releases.length > 0)) return first;
  const second = readReply(scene, await scene.get(scene.address, LONG, { pastCaches: true }));
  // An ETag of the long form would not confirm the short one.
  if (second.is === 'found') return { ...second, freshness: {}, isFresh: true };
  if (second.is === 'untold') return second;
  if (first.is === 'found') return untold('garbled', 'answered 404 after it had sent a document');
  const words = [first.words, second.words];
  // A server that routes nothing here, as behind a wrong base address, says 404 of everything.
  const areOthers = words.includes('others’') || (words.includes('any server’s') && !(await isRegistry(scene)));
  return areOthers ? untold('garbled', 'answered a 404 that is not a registry’s') : { is: 'absent' };
}

/** Remembers that a base sent what only a registry has. */
export function showsRegistry({ proofs, base }: Scene, got: NpmReply): void {
  if (got.is === 'document' && got.isOwn) proofs.shown(base);
}

/**
 * By what it sent before, else as `npm ping` asks (npm/cli, lib/utils/ping.js): `{}` is the answer of all that have
 * one, while a gateway says `{"status":"ok"}` of anything.
 */
function isRegistry({ proofs, base, get, asking }: Scene): Promise<boolean> {
  return proofs.isRegistry(base, asking.now, async () => {
    const got = await get(`${base}/-/ping`, LONG, {});
    return got.is === 'document' && got.isOwn && Object.keys(got.json).length === 0;
  });
}

function readReply(scene: Scene, got: NpmReply): Read {
  switch (got.is) {
    case 'document': {
      const document = readPackageDocument(got.json, scene.name);
      if (document === undefined || namesNoVersion(document)) {
        return untold('garbled', `what came is not the package document of \`${scene.name}\``);
      }
      showsRegistry(scene, got);
      return { is: 'found', document, freshness: freshnessOf(got) };
    }
    case 'not-found': {
      const document = got.json === undefined ? undefined : readPackageDocument(got.json, scene.name);
      if (document?.fact.standing.is === 'unpublished') return { is: 'found', document, freshness: {} };
      return readMissing(scene, got.says);
    }
    case 'unchanged':
      return untold('garbled', 'answered 304 to a request without a condition');
    case 'unsupported':
      return untold('garbled', got.detail);
    case 'failure':
      return untold(got.why, got.detail);
  }
}

/**
 * Whether nothing that a document lists is a version, as npm reads it: then that one is not listed says nothing either.
 */
function namesNoVersion({ fact: { releases } }: NpmPackageDocument): boolean {
  return releases.length > 0 && !releases.some(({ version }) => semver.valid(version, { loose: true }) !== null);
}

function readMissing(scene: Scene, says: SaysNotFound): Read {
  if (scene.mayBeHidden) {
    return untold('refused', 'answered 404 to nobody, and the credential that the folder names is not used');
  }
  switch (says) {
    case 'no-package':
      return { is: 'missing', words: 'a registry’s' };
    case 'none-for-you':
      return scene.isAnonymous
        ? untold('refused', 'answered 404 to nobody, as it does of what is private')
        : { is: 'missing', words: 'a registry’s' };
    case 'nothing-there':
      return { is: 'missing', words: 'any server’s' };
    case 'refused':
      return untold('refused', 'answered 404, and that it may not tell');
    case 'not-its-own':
      return { is: 'missing', words: 'others’' };
  }
}

/** The answer where nothing could be told; `detail` is for the log. */
export function unknown(why: Ignorance, detail: string): Asked {
  return { answer: { state: 'unknown', why }, detail };
}

function untold(why: Ignorance, detail: string): Extract<Found, { is: 'untold' }> {
  return { is: 'untold', asked: unknown(why, detail) };
}
