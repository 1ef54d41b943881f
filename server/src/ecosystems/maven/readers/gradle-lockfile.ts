import { LARGEST_LOCKFILE, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reading, Reference, Want } from '../../../model/reference.ts';
import { atOnce, mapInSteps } from '../../../syntax/at-once.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { placesOfLocked } from '../syntax/gradle-lock-places.ts';
import { gradleLockEntries, locksStated } from '../syntax/gradle-locks.ts';
import { opaqueModule } from '../syntax/gradle-subject.ts';

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
  // What is equal is kept once.
  const wants = new Map<string, Want>();
  let last = '';
  const references = yield* mapInSteps(entries, ({ span, name, version }): Reference => {
    const source = sourceOf(name);
    if (source === undefined) return { span, subject: opaqueModule('managed', name, version), role: 'lock' };
    if (source !== last) last = source;
    const want = wants.get(version) ?? { is: 'exact', text: version, version };
    wants.set(version, want);
    return {
      span,
      subject: { kind: 'release', registry: 'maven', name, want, source: last, locked: NO_HASHES },
      role: 'lock',
      untilWalked: true,
    };
  });
  const isOfProject = /(?:^|\/)gradle\.lockfile$/.test(file);
  const statements = isOfProject && !isConflicted(text) ? yield* locksStated(entries) : [];
  return { references, ignores: [], ...(statements.length === 0 ? {} : { statements }) };
}

const NO_HASHES = {};
