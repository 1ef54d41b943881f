import { closeSync, constants, fchmodSync, fstatSync, open, openSync, read, readSync, type Stats } from 'node:fs';
import { promisify } from 'node:util';

/** How a file is opened and how much of it is read. */
export interface RegularFileOptions {
  /** In bytes; no more than these, and one to see that there are more, is ever held. */
  readonly most: number;
  /** What becomes of a file with more than that: it has no bytes here, or only its first ones. */
  readonly beyond: 'refuse' | 'cut';
  /** Whether the path may end in a link. Where the system cannot refuse one (Windows), it is followed. */
  readonly links: 'follow' | 'refuse';
}

/** What came of reading a file that others may have put there. */
export type RegularFile =
  | { readonly is: 'read'; readonly bytes: Buffer; readonly state: Stats }
  | { readonly is: 'too-large'; readonly state: Stats }
  /** A pipe, a device, a folder or, where links are refused, a link. */
  | { readonly is: 'not-regular' }
  | { readonly is: 'missing' }
  /** `detail` is the system's word, such as `EACCES`. */
  | { readonly is: 'unreadable'; readonly detail: string };

/**
 * Reads a regular file, and nothing that only looks like one: all is decided by what was opened (open(2), `O_NONBLOCK`
 * and `O_NOFOLLOW`), so that nobody can put something else there in between, and a pipe without a writer holds up
 * nobody. Never rejects.
 */
export async function readRegularFile(file: string, options: RegularFileOptions): Promise<RegularFile> {
  try {
    const descriptor = await openFile(file, options.links === 'refuse' ? CAREFULLY | NO_LINK : CAREFULLY);
    try {
      // The system answers this from memory, sooner than a thread could be asked to.
      const state = fstatSync(descriptor);
      return state.isFile() ? await readAll(descriptor, state, options) : { is: 'not-regular' };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return outcomeOf(error);
  }
}

/**
 * The same at once, for who has nothing else to do meanwhile: a thread that is asked for each step takes several times
 * as long as the steps. Never throws.
 */
export function readRegularFileNow(file: string, options: RegularFileOptions): RegularFile {
  try {
    const descriptor = openSync(file, options.links === 'refuse' ? CAREFULLY | NO_LINK : CAREFULLY);
    try {
      const state = fstatSync(descriptor);
      if (!state.isFile()) return { is: 'not-regular' };
      const work = reading(state, options);
      for (let step = work.next(); ; ) {
        if (step.done === true) return step.value;
        const buffer = Buffer.allocUnsafe(step.value);
        step = work.next(buffer.subarray(0, readSync(descriptor, buffer, 0, step.value, null)));
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return outcomeOf(error);
  }
}

/** A regular file that is open, to be read piece by piece. Who opened it closes it. */
export interface OpenRegularFile {
  readonly state: Stats;
  /** The bytes from a position on; fewer than asked for where the file ends before. Rejects where the system does. */
  read(position: number, length: number): Promise<Buffer>;
  close(): void;
}

/**
 * Opens a file with the care of {@link readRegularFile}; its path may not end in a link. `undefined` where it is no
 * regular file, or there is none, or it may not be read. Never rejects.
 */
export async function openRegularFile(file: string): Promise<OpenRegularFile | undefined> {
  try {
    const descriptor = await openFile(file, CAREFULLY | NO_LINK);
    const state = fstatSync(descriptor);
    const close = () => closeSync(descriptor);
    if (!state.isFile()) {
      close();
      return undefined;
    }
    return {
      state,
      async read(position, length) {
        const buffer = Buffer.allocUnsafeSlow(length);
        const { bytesRead } = await readFrom(descriptor, buffer, 0, length, position);
        return buffer.subarray(0, bytesRead);
      },
      close,
    };
  } catch {
    return undefined;
  }
}

/**
 * Takes others' rights from what was opened with {@link readRegularFile}'s care: a regular file or a folder of the
 * user's own. Never rejects; a file system without rights changes nothing.
 */
export async function narrow(place: string, mode: number): Promise<void> {
  try {
    const descriptor = await openFile(place, CAREFULLY | NO_LINK);
    try {
      fchmodSync(descriptor, mode);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Who owns it may still read it, and that is what counts here.
  }
}

/** Windows has none of these; there, a file below the user's profile is no device. */
const CAREFULLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
const NO_LINK = constants.O_NOFOLLOW ?? 0;

const openFile = promisify(open);
const readFrom = promisify(read);

async function readAll(descriptor: number, state: Stats, options: RegularFileOptions): Promise<RegularFile> {
  const work = reading(state, options);
  for (let step = work.next(); ; ) {
    if (step.done === true) return step.value;
    const { buffer, bytesRead } = await readFrom(descriptor, Buffer.allocUnsafe(step.value), 0, step.value, null);
    step = work.next(buffer.subarray(0, bytesRead));
  }
}

/**
 * Wants so many bytes, and is given as many as there are. A file may grow, and one below /proc says that it is empty:
 * its size is only a first guess.
 */
function* reading(state: Stats, { most, beyond }: RegularFileOptions): Generator<number, RegularFile, Buffer> {
  if (state.size > most && beyond === 'refuse') return { is: 'too-large', state };
  const chunks: Buffer[] = [];
  let length = 0;
  for (let wanted = Math.min(state.size, most) + 1; wanted > 0; wanted = Math.min(most + 1 - length, CHUNK)) {
    const chunk = yield wanted;
    chunks.push(chunk);
    length += chunk.length;
    // All that there was, as nearly always, or the end.
    if (length === state.size || chunk.length === 0) break;
  }
  if (length > most && beyond === 'refuse') return { is: 'too-large', state };
  const [only] = chunks;
  const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
  return { is: 'read', bytes: bytes.subarray(0, Math.min(length, most)), state };
}

/** In bytes, of what a file holds more than it said. */
const CHUNK = 64 * 1024;

function outcomeOf(error: unknown): RegularFile {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  // What a link gives depends on the system: ELOOP on Linux and macOS, EMLINK on FreeBSD. A socket gives ENXIO.
  if (code === 'ELOOP' || code === 'EMLINK' || code === 'ENXIO' || code === 'EISDIR') return { is: 'not-regular' };
  if (code === 'ENOENT') return { is: 'missing' };
  return { is: 'unreadable', detail: code };
}
