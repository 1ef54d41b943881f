import type { Http } from '../../http/http.ts';
import type { Ignorance, ReleaseFact } from '../../model/answer.ts';
import type { ReleaseHash } from '../../model/hashes.ts';
import type { Asked, Asking } from '../registry.ts';
import type { Route } from '../route.ts';
import { modulePlace, versionPlace } from './module-path.ts';
import { getterOf } from './proxies.ts';
import type { Reply } from './replies.ts';
import { openNote } from './signed-note.ts';

/** As the room of readers puts it into a question about hashes. */
export const CHECKSUM_DATABASE = 'checksum-database';

/** Asks for the hashes of modules. */
export interface Checksums {
  /** The hashes of a module at a version: of its files, and of its go.mod, which is told by its name. Never rejects. */
  ask(path: string, version: string, route: Route, asking: Asking): Promise<Asked>;
}

/**
 * The checksum database (Go modules reference, "Checksum database"), as go asks it (cmd/go/internal/modfetch/sumdb.go,
 * `initBase`): through the first proxy that says it stands in for the database, and then through no other; else at
 * `Route.isItself`.
 *
 * The database signs the head of its tree alone, which is verified by `Route.signedBy`, as is that the tree is large
 * enough to have the record. That the record is in it, further files of the tree would prove, some four for each; so
 * that much is the word of whoever answered, as that of any other registry.
 */
export function createChecksums(http: Http): Checksums {
  const supported = new Map<string, { readonly at: number; readonly reply: Promise<Reply> }>();

  /** What a proxy says when it is asked whether it stands in: once for all who ask, and again after a while. */
  async function standsIn(route: Route, asking: Asking): Promise<Reply> {
    const key = `${route.base} ${route.identity}`;
    const known = supported.get(key);
    if (known !== undefined && asking.now < known.at + ASKED_AGAIN_AFTER_MS) {
      const reply = await known.reply;
      if (reply.is !== 'failure' || asking.now < known.at + FAILURE_COUNTS_FOR_MS) return reply;
    }
    // Who asks first may leave before the others.
    const { signal: _, ...patiently } = asking;
    const reply = getterOf(http, route, patiently)('/supported');
    supported.set(key, { at: asking.now, reply });
    return reply;
  }

  return {
    async ask(path, version, route, asking) {
      const [place, file] = [modulePlace(path), versionPlace(version)];
      if (place === undefined || file === undefined) return unknown('garbled', 'no version that go asks for');
      for (const each of [...(route.mirrors ?? []), route]) {
        if (each.isItself !== true) {
          const reply = await standsIn(each, asking);
          if (reply.is === 'not-found' || (reply.is === 'failure' && each.nextIfFailing === true)) continue;
          if (reply.is === 'failure') return unknown(reply.why, reply.detail);
        }
        const reply = await getterOf(http, each, asking)(`/lookup${place}@${file}`);
        return answerTo(reply, path, version, each.signedBy ?? '', asking);
      }
      return unknown('elsewhere', 'no proxy has the checksum database');
    },
  };
}

function answerTo(reply: Reply, path: string, version: string, key: string, { now: asOf }: Asking): Asked {
  switch (reply.is) {
    case 'not-found':
      return { answer: { state: 'absent', missing: 'version', asOf } };
    case 'failure':
      return unknown(reply.why, reply.detail);
    case 'unchanged':
      return unknown('garbled', 'answered 304 to a request without a condition');
    case 'text': {
      const hashes = readRecord(reply.text, path, version);
      if (hashes === undefined) return unknown('garbled', `what came is no record of ${path} ${version}`);
      if (!isInSignedTree(reply.text, key)) {
        return unknown('garbled', `the database’s key did not sign what came for ${path} ${version}`);
      }
      const fact: ReleaseFact = { version, standing: { is: 'live' }, hashes };
      // The database only ever grows.
      return { answer: { state: 'known', fact, asOf }, freshFor: WEEK_MS };
    }
  }
}

/**
 * Reads what `/lookup` sends (golang.org/x/mod/sumdb/tlog/note.go, `ParseRecord`): the record's number, its lines, an
 * empty line, and the signed head of the tree. `undefined` of anything else, and of what is about another module.
 */
export function readRecord(text: string, path: string, version: string): readonly ReleaseHash[] | undefined {
  const [number, ...lines] = text.slice(0, text.indexOf('\n\n') + 1).split('\n');
  if (!/^\d{1,20}$/.test(number ?? '') || lines.length > MOST_LINES) return undefined;
  const hashes = lines.flatMap((line): ReleaseHash[] => {
    const [name, which, hash = '', more] = line.split(' ');
    const algorithm = /^(h\d{1,3}):[A-Za-z\d+/]+={0,2}$/.exec(hash)?.[1];
    if (name !== path || algorithm === undefined || more !== undefined) return [];
    if (which === version) return [{ algorithm, text: hash }];
    return which === `${version}/go.mod` ? [{ algorithm, text: hash, file: 'go.mod' }] : [];
  });
  return hashes.length === 0 ? undefined : hashes;
}

/**
 * Whether a tree that may have the record of a lookup is signed by a key (golang.org/x/mod/sumdb/tlog/note.go,
 * `ParseTree`; sumdb/client.go, `checkRecord`, but for the proof).
 */
function isInSignedTree(text: string, key: string): boolean {
  const note = text.slice(text.indexOf('\n\n') + 2);
  const [, size] = /^go\.sum database tree\n(\d{1,18})\n[A-Za-z\d+/]{43}=\n/.exec(openNote(note, key) ?? '') ?? [];
  const record = text.slice(0, text.indexOf('\n'));
  return size !== undefined && BigInt(record) < BigInt(size);
}

const MOST_LINES = 20;
const FAILURE_COUNTS_FOR_MS = 60_000;
const ASKED_AGAIN_AFTER_MS = 60 * 60_000;
const WEEK_MS = 7 * 24 * 60 * 60_000;

function unknown(why: Ignorance, detail: string): Asked {
  return { answer: { state: 'unknown', why }, detail };
}
