import { exactWants } from '../../../model/exact-wants.ts';
import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { OpaqueSubject, Reading, Reference, ReleaseSubject } from '../../../model/reference.ts';
import { atOnce, mapInSteps } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { placesOfLocked } from '../syntax/gradle-lock-places.ts';
import { type GradleLockEntry, gradleLockEntries, locksStated } from '../syntax/gradle-locks.ts';

/**
 * Gradle's lockfiles: of a project, of what its script and the settings need themselves, and the older ones of single
 * configurations. They hold versions without hashes, and do not tell what brings them in. That of a project is read
 * around the script beside it, for what that takes of what it leaves open.
 */
export const gradleLockfile: Reader = {
  id: 'gradle-lockfile',
  files: [
    'gradle.lockfile',
    'buildscript-gradle.lockfile',
    'settings-gradle.lockfile',
    'gradle/dependency-locks/*.lockfile',
  ],
  languages: [],
  speaks: 'beside',
  largest: LARGEST_LOCKFILE,
  read: (text, file, around) => atOnce(steps(text, file, around)),
  readInSteps: steps,
};

function* steps(text: string, file: string, around = NOTHING_AROUND): Generator<void, Reading> {
  const entries = yield* gradleLockEntries(text);
  const sourceOf = placesOfLocked(file, around);
  const wantOf = exactWants();
  let last = '';
  const subjectOf = ({ name, version }: GradleLockEntry): ReleaseSubject | OpaqueSubject => {
    const want = wantOf(version);
    const source = sourceOf(name);
    if (source === undefined) return { kind: 'opaque', why: 'managed', registry: 'maven', name, want: want.text };
    // What is equal is kept once.
    if (source !== last) last = source;
    return { kind: 'release', registry: 'maven', name, want, source: last, locked: NO_HASHES };
  };
  const references = yield* mapInSteps(entries, (entry): Reference => {
    const { span } = entry;
    const subject = subjectOf(entry);
    return subject.kind === 'opaque'
      ? { span, subject, role: 'lock' }
      : { span, subject, role: 'lock', untilWalked: true };
  });
  const isOfProject = /(?:^|\/)gradle\.lockfile$/.test(file);
  const statements = isOfProject && !isConflicted(text) ? locksStated(text, entries) : [];
  return { references, ignores: [], ...(statements.length === 0 ? {} : { statements }) };
}

const NO_HASHES = {};
