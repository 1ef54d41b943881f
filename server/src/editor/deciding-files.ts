import type { Touched } from '../files/touched.ts';
import { isRouteFile, isWorkspaceFile } from './watched.ts';

/** What is to be brought up to date. */
export interface Decided {
  /** Where names are asked. */
  readonly routes: boolean;
  /** What workspaces provide themselves. */
  readonly workspace: boolean;
}

/** A file that decides about others, where it was found. */
export interface DecidingFile {
  readonly key: string;
  /** An absolute path. */
  readonly place: string;
  /** The path from the folder on. */
  readonly names: readonly string[];
}

/**
 * Remembers the files that decide how others are read, and where their names are asked, so that those are noticed that
 * come, go or change with a folder: the editor does not tell of them.
 */
export interface DecidingFiles {
  /**
   * These are all that a folder has, and what depends on them is up to date. Only the first time: what another walk
   * finds otherwise, {@link compare} has yet to tell of.
   */
  remember(root: string, files: readonly DecidingFile[]): Promise<void>;
  /**
   * What the files at some places of a folder decide otherwise than those that were there before; from now on they are
   * remembered. Of the places themselves the editor has told, so they count for nothing here.
   *
   * @param unsure whether it is not known what was there before, so that each of them counts, and what may be gone
   */
  compare(root: string, files: readonly DecidingFile[], touched: Touched, unsure: boolean): Promise<Decided>;
  /** Whether {@link remember} came to its end for a folder. */
  knows(root: string): boolean;
}

/** @param stampOf what changes when a file is written; `undefined` where there is none */
export function createDecidingFiles(stampOf: (file: string) => Promise<string | undefined>): DecidingFiles {
  /** By folder, and in it by key. */
  const known = new Map<string, Map<string, Known>>();

  async function stamped(files: readonly DecidingFile[]): Promise<Map<string, Known>> {
    const now = new Map<string, Known>();
    for (const file of files) {
      const stamp = await stampOf(file.place);
      if (stamp !== undefined) now.set(file.key, { ...file, stamp });
    }
    return now;
  }

  return {
    async remember(root, files) {
      if (!known.has(root)) known.set(root, await stamped(files));
    },
    async compare(root, files, touched, unsure) {
      const now = await stamped(files);
      const before = known.get(root) ?? new Map<string, Known>();
      const covered = [...before.values()].filter(({ names }) => touched.covers(names));
      const isSame = ({ key }: Known) => !unsure && before.get(key)?.stamp === now.get(key)?.stamp;
      const different = [...now.values(), ...covered].filter(its => !isSame(its) && !touched.isAt(its.names));
      for (const { key } of covered) before.delete(key);
      for (const [key, its] of now) before.set(key, its);
      return {
        routes: different.some(({ place }) => isRouteFile(place)),
        workspace: unsure || different.some(({ place }) => isWorkspaceFile(place)),
      };
    },
    knows: root => known.has(root),
  };
}

interface Known extends DecidingFile {
  readonly stamp: string;
}
