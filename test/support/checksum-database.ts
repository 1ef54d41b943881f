/** A checksum database of modules that the real go believes: a tree of a few records, with a head that is signed. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A module at a version, with the hashes that the database tells, as go.sum has them. */
export interface SumRecord {
  readonly path: string;
  readonly version: string;
  readonly zip: string;
  readonly mod: string;
}

export interface FakeDatabase {
  /** As `GOSUMDB` has it. */
  readonly key: string;
  /** What stands at a path below its base; `undefined` where nothing does. */
  reply(path: string): string | Buffer | undefined;
}

/** Signs notes with a key of its own. */
export interface NoteSigner {
  /** As `GOSUMDB` has it. */
  readonly key: string;
  /** A text that ends with a newline, with its signature. */
  signed(text: string): string;
}

/** @param name as in the key */
export function noteSigner(name: string): NoteSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  // golang.org/x/mod/sumdb/note: a byte for the algorithm stands before the key.
  const raw = Buffer.concat([Buffer.from([1]), Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  const keyHash = hash(Buffer.from(`${name}\n`), raw).subarray(0, 4);
  return {
    key: `${name}+${keyHash.toString('hex')}+${raw.toString('base64')}`,
    signed(text) {
      const signature = Buffer.concat([keyHash, sign(null, Buffer.from(text), privateKey)]).toString('base64');
      return `${text}\n— ${name} ${signature}\n`;
    },
  };
}

/**
 * @param name as in the key
 * @param records fewer than a tile has, which is 256
 */
export function fakeDatabase(name: string, records: readonly SumRecord[]): FakeDatabase {
  const { key, signed } = noteSigner(name);
  const texts = records.map(
    ({ path, version, zip, mod }) => `${path} ${version} ${zip}\n${path} ${version}/go.mod ${mod}\n`,
  );
  const leaves = texts.map(text => hash(Buffer.from([0]), Buffer.from(text)));
  const head = `go.sum database tree\n${leaves.length}\n${treeHash(leaves).toString('base64')}\n`;
  const note = signed(head);
  return {
    key,
    reply(path) {
      if (path === '/supported') return '';
      if (path === '/latest') return note;
      if (path === `/tile/8/0/000.p/${leaves.length}`) return Buffer.concat(leaves);
      const [, asked] = /^\/lookup\/(.*)$/.exec(path) ?? [];
      const index = records.findIndex(record => `${escaped(record.path)}@${escaped(record.version)}` === asked);
      return index < 0 ? undefined : `${index}\n${texts[index]}\n${note}`;
    },
  };
}

function hash(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

/** RFC 6962, section 2.1. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return hash();
  if (leaves.length === 1) return only;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return hash(Buffer.from([1]), treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

function escaped(text: string): string {
  return text.replace(/[A-Z]/g, capital => `!${capital.toLowerCase()}`);
}
