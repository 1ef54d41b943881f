import { LARGEST_LOCKFILE, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import { atOnce, mapInSteps } from '../../../syntax/at-once.ts';
import { readCargoLock } from '../syntax/cargo-lock.ts';
import { lockedNeeds, lockGraph } from '../syntax/lock-graph.ts';
import { lockReference } from '../syntax/lock-references.ts';
import { broughtSources, lockSources } from '../syntax/lock-source.ts';
import { lockStatements } from '../syntax/lock-statements.ts';

/** Cargo's lockfile, of all versions (the Cargo book, "Cargo.toml vs Cargo.lock"). */
export const cargoLock: Reader = {
  id: 'cargo-lock',
  files: ['Cargo.lock'],
  // What others publish along with their programs, as `cargo vendor` lays it down: nobody's build goes by it.
  except: ['vendor/*/Cargo.lock'],
  languages: [],
  speaks: 'below',
  largest: LARGEST_LOCKFILE,
  readsTextAlone: true,
  read: text => atOnce(steps(text)),
  readInSteps: steps,
};

function* steps(text: string): Generator<void, Reading> {
  const { entries, isBroken } = yield* readCargoLock(text);
  const sourceOf = lockSources();
  const references: Reference[] = [];
  const needs = yield* lockedNeeds(entries);
  const brought = broughtSources(entries, needs.needs);
  const places = yield* mapInSteps(entries, entry => {
    const reference = lockReference(entry, isBroken, sourceOf, brought);
    return reference === undefined ? undefined : references.push(reference) - 1;
  });
  return {
    references,
    ignores: [],
    // What a text in conflict holds is nobody's to be judged by.
    statements: isBroken ? [] : yield* lockStatements(entries, needs, sourceOf),
    graph: yield* lockGraph(entries, places, needs),
  };
}
