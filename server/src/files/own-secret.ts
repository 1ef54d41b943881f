import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { isInAnothersPlace, isOwn, makeOwnFolder, OWN_FILE_MODE, ownFolder } from './own-folder.ts';
import { narrow, readRegularFile } from './regular-file.ts';
import { reasonOf } from './walk.ts';

/** In bytes: as long as the hash that it goes into (RFC 2104, section 3). */
export const SECRET_BYTES = 32;

/** What came of looking for the user's secret. Secrets: never logged, never written anywhere else. */
export type OwnSecret =
  | { readonly is: 'kept'; readonly secret: Buffer }
  /** A secret that this process alone has. `why` is a clause, as in `it belongs to another user`. */
  | { readonly is: 'passing'; readonly secret: Buffer; readonly why: string };

/** A secret for this process alone. */
export function passingSecret(why: string): OwnSecret {
  return { is: 'passing', secret: randomBytes(SECRET_BYTES), why };
}

/**
 * The random secret that the user's processes share, {@link SECRET_BYTES} bytes in a file that only the user may read;
 * made where it is missing. Processes that start at once agree on one. What is there and is no secret is left as it is.
 * Never rejects.
 *
 * @param folder an absolute path, made for the user alone where it is missing
 */
export async function loadOwnSecret(folder: string): Promise<OwnSecret> {
  const file = path.join(folder, 'identity-secret');
  const before = await ownFolder(folder);
  // As the superuser in somebody's home, a folder made here would be one that they may not enter.
  if (before.is === 'missing' && (await isInAnothersPlace(folder)))
    return passingSecret(`\`${folder}\` would lie in a folder of another user`);
  const made = before.is === 'missing' ? await makeOwnFolder(folder) : before;
  switch (made.is) {
    case 'own':
      break;
    case 'not-own':
      return passingSecret(`\`${folder}\` is not used, because ${made.why}`);
    case 'failed':
      return passingSecret(`\`${folder}\` cannot be used: ${made.detail}`);
    case 'missing':
      return passingSecret(`\`${folder}\` cannot be made`);
  }
  return (await read(file)) ?? (await make(file));
}

/** Nothing where there is no file. */
async function read(file: string): Promise<OwnSecret | undefined> {
  const found = await readRegularFile(file, { most: SECRET_BYTES, beyond: 'refuse', links: 'refuse' });
  const broken = (why: string) => passingSecret(`\`${file}\` is not used, because ${why}`);
  switch (found.is) {
    case 'missing':
      return undefined;
    case 'not-regular':
      return broken('it is not a regular file');
    case 'too-large':
      return broken(WRONG_LENGTH);
    case 'unreadable':
      return passingSecret(`\`${file}\` cannot be read: ${found.detail}`);
    case 'read':
      if (!isOwn(found.state.uid)) return broken('it belongs to another user');
      if (found.bytes.length !== SECRET_BYTES) return broken(WRONG_LENGTH);
      if (process.getuid !== undefined && (found.state.mode & 0o077) !== 0) await narrow(file, OWN_FILE_MODE);
      return { is: 'kept', secret: found.bytes };
  }
}

const WRONG_LENGTH = `it has not ${SECRET_BYTES} bytes`;

/**
 * Written aside whole and then given its name, which only the first process can: all read what has the name in the end.
 */
async function make(file: string): Promise<OwnSecret> {
  const aside = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(aside, 'wx', OWN_FILE_MODE);
    try {
      await handle.writeFile(randomBytes(SECRET_BYTES));
      // A power cut would leave an empty file behind, for ever.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(aside, file).catch(async (error: unknown) => {
      // Another process was first; or the file system knows no second names, and then the last one is.
      if (reasonOf(error) !== 'EEXIST') await rename(aside, file);
    });
    return (await read(file)) ?? passingSecret(`\`${file}\` is gone as soon as it is written`);
  } catch (error) {
    return passingSecret(`\`${file}\` cannot be written: ${reasonOf(error)}`);
  } finally {
    await unlink(aside).catch(() => undefined);
  }
}
