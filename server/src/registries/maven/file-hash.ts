import type { ReleaseFact } from '../../model/answer.ts';
import type { Asked, Asking } from '../registry.ts';
import type { Route } from '../route.ts';
import type { Get } from './client.ts';
import { type Coordinates, folderOf } from './coordinates.ts';
import { isPublic } from './well-known.ts';

/** What a question asks for that is about the hash of one file. */
export interface HashWanted {
  /** The file's name, as it lies in the folder of its version. */
  readonly file: string;
  readonly algorithm: string;
}

/** Reads it from the end of a question's source, where the room of readers puts it; `undefined` of any other. */
export function readHashWanted(source: string | undefined): HashWanted | undefined {
  const [, file, algorithm] = / hash=([\w.+~%-]{1,600})\.(sha512|sha256|sha1|md5)$/.exec(source ?? '') ?? [];
  if (file === undefined || algorithm === undefined) return undefined;
  const name = decoded(file);
  return name === undefined || !FILE.test(name) ? undefined : { file: name, algorithm };
}

/**
 * The hash that a repository has beside a file (maven.apache.org, "Repository Layout"). Of several repositories none is
 * asked: the first that has the file would count, and not the first that has its hash.
 */
export async function askFileHash(
  get: Get,
  route: Route,
  at: Coordinates,
  { file, algorithm }: HashWanted,
  { now: asOf }: Asking,
): Promise<Asked> {
  if (route.mirrors !== undefined) return unknown('which of several repositories has the file is not found out');
  const place = `${folderOf(at)}/${encodeURIComponent(at.version)}/${encodeURIComponent(file)}.${algorithm}`;
  const reply = await get(route, place);
  switch (reply.is) {
    case 'body': {
      const text = hashIn(reply.bytes, algorithm);
      if (text === undefined) return unknown(`what came is no ${algorithm} of \`${file}\``);
      const { version } = at;
      const fact: ReleaseFact = { version, standing: { is: 'live' }, hashes: [{ algorithm, text, file }] };
      return { answer: { state: 'known', fact, asOf }, ...freshness(route) };
    }
    case 'not-found':
      return { answer: { state: 'absent', missing: 'version', asOf }, ...freshness(route) };
    case 'unchanged':
      return unknown('answered 304 to a request without a condition');
    case 'failure':
      return { answer: { state: 'unknown', why: reply.why }, detail: reply.detail };
  }
}

/** The digits alone, or with the name of the file behind them, as `sha256sum` writes it. */
function hashIn(bytes: Uint8Array, algorithm: string): string | undefined {
  if (bytes.length > LONGEST) return undefined;
  const [, text = ''] = /^\s*([\da-f]+)(?:\s|$)/i.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  return text.length === DIGITS[algorithm] ? text.toLowerCase() : undefined;
}

/** Everybody's repositories change nothing that they have. */
function freshness({ base }: Route): { readonly freshFor?: number } {
  return isPublic(base) ? { freshFor: WEEK_MS } : {};
}

function unknown(detail: string): Asked {
  return { answer: { state: 'unknown', why: 'garbled' }, detail };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const FILE = /^[\w+~-][\w.+~-]{0,300}$/;
const DIGITS: Readonly<Record<string, number>> = { sha512: 128, sha256: 64, sha1: 40, md5: 32 };
/** In bytes. */
const LONGEST = 2000;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
