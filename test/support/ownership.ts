import type { Ownership } from '../../server/src/model/ownership.ts';
import { ownershipOf } from '../../server/src/ownership.ts';

/** The real thing for tests that make their world before anything in it is awaited. `folders` are real paths. */
export function ownershipIn(folders: readonly string[], home: string): Ownership {
  const made = ownershipOf(folders, home);
  return {
    isFolders: async place => (await made).isFolders(place),
    programFolders: async path => (await made).programFolders(path),
    mayRun: async file => (await made).mayRun(file),
    edgeOf: async directory => (await made).edgeOf(directory),
    configuration: async (file, owner) => (await made).configuration(file, owner),
  };
}
