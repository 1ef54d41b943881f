import type { Reader } from '../../../model/reader.ts';
import { locksStated } from '../syntax/gradle-locks.ts';

/**
 * Gradle's lockfile of a project. It is read around the script beside it, for what that takes of what it leaves open.
 */
export const gradleLockfile: Reader = {
  id: 'gradle-lockfile',
  files: ['gradle.lockfile'],
  languages: [],
  speaks: 'beside',
  isAside: true,
  read: text => ({ references: [], ignores: [], statements: locksStated(text) }),
};
