import { createGate, type Gate } from './gate.ts';

/**
 * What the bodies of all exchanges of a process may take together, so that no number of hostile registries fills its
 * memory. Bytes are those on the wire.
 */
export interface BodyMemory {
  /** Entered by a body that grows large; the other large ones stand still meanwhile. Its bytes are not counted here. */
  readonly largeBodies: Gate;
  /** Above how many bytes a body counts as large now: less, while much is held. */
  readonly smallBody: number;
  /** Whether bodies stand still until others have ended. */
  readonly isShort: boolean;
  /** Whether so many large bodies wait already that another one would wait too long. */
  readonly isCrowded: boolean;
  /**
   * Counts so many bytes for a body. Where there is no room for a new one now, returns what to wait for; the bytes are
   * counted when that resolves.
   */
  takeFirst(bytes: number): Promise<void> | undefined;
  /** Counts so many more bytes of a body that is being read. */
  take(bytes: number): void;
  give(bytes: number): void;
}

/** A body above this size, in bytes, is large. */
export const SMALL_BODY = 4 * 1024 * 1024;
/** While more than {@link MUCH_HELD} is held, a body is large from here on; so much is counted for a new one. */
export const TINY_BODY = 256 * 1024;
const MUCH_HELD = 64 * 1024 * 1024;
/** With more, new bodies wait: above {@link MUCH_HELD} there is room for small ones beside large ones in line. */
const MOST_HELD = 96 * 1024 * 1024;
const MOST_LARGE_WAITING = 32;

export function createBodyMemory(): BodyMemory {
  const largeBodies = createGate(() => 1);
  const line: { readonly bytes: number; readonly admit: () => void }[] = [];
  let held = 0;

  return {
    largeBodies,
    get smallBody() {
      return held > MUCH_HELD ? TINY_BODY : SMALL_BODY;
    },
    get isShort() {
      return line.length > 0;
    },
    get isCrowded() {
      return largeBodies.waiting >= MOST_LARGE_WAITING;
    },
    takeFirst(bytes) {
      if (line.length === 0 && held + bytes <= MOST_HELD) {
        held += bytes;
        return undefined;
      }
      return new Promise(admit => {
        line.push({ bytes, admit });
      });
    },
    take(bytes) {
      held += bytes;
    },
    give(bytes) {
      held -= bytes;
      for (let next = line[0]; next !== undefined && held + next.bytes <= MOST_HELD; next = line[0]) {
        line.shift();
        held += next.bytes;
        next.admit();
      }
    },
  };
}
