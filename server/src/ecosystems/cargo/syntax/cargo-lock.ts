import { isConflicted } from '../../../syntax/merge-conflict.ts';
import type { CargoLockEntry } from './cargo-lock-entry.ts';
import { scanCargoLock } from './scan-cargo-lock.ts';
import { parseCargoLock } from './toml-cargo-lock.ts';

/** What was read of a `Cargo.lock`. */
export interface CargoLock {
  readonly entries: readonly CargoLockEntry[];
  /** Whether two changes fight for it: then what is not there says nothing. */
  readonly isBroken: boolean;
}

/**
 * Reads a `Cargo.lock` of any version (cargo, src/cargo/core/resolver/encode.rs): line by line as cargo writes it, and
 * by the parser of TOML where it is laid out otherwise. In a merge conflict what no mark stands in.
 */
export function* readCargoLock(text: string): Generator<void, CargoLock> {
  const entries = (yield* scanCargoLock(text)) ?? parseCargoLock(text);
  return { entries, isBroken: isConflicted(text) };
}
