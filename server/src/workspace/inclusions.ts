import path from 'node:path';
import type { PlacedStatement } from '../model/statement.ts';
import { type Globs, readGlobs } from '../patterns/globs.ts';

/** Where a file lies: its folder as statements have it, and its path as people know it. */
export interface IncludedPlace {
  /** A real path; absent for a document that lies nowhere. */
  readonly folder?: string | undefined;
  /** With `/` from the workspace folder on. */
  readonly file: string;
}

/** Tells of which kind a file is because others include it. It looks at paths alone: nothing is opened. */
export interface Inclusions {
  /** The reader's id; `undefined` where nothing includes the file. */
  kindOf(place: IncludedPlace, included: readonly PlacedStatement[]): string | undefined;
}

export function createInclusions(): Inclusions {
  const globs = new Map<string, Globs>();

  function globOf(text: string): Globs {
    const known = globs.get(text);
    if (known !== undefined) return known;
    if (globs.size >= MOST_GLOBS) globs.clear();
    const read = readGlobs([text]);
    globs.set(text, read);
    return read;
  }

  function includes(
    { path: written, up, isExact }: Includes,
    from: readonly string[],
    names: readonly string[],
  ): boolean {
    if (isExact !== true && GLOB.test(written)) {
      const root = from.length - up;
      return root >= 0 && startsWith(names, from, root) && globOf(written).matches(names.slice(root));
    }
    const parts = written.split('/');
    const root = names.length - parts.length;
    const top = from.length - up;
    const isNear = isExact === true ? root === top && top >= 0 : root >= Math.max(0, top) && root <= from.length;
    return isNear && startsWith(names, from, root) && parts.every((part, i) => part === names[root + i]);
  }

  return {
    kindOf(place, included) {
      const names = [...foldersOf(place), baseName(place.file)];
      let left = { paths: MOST_PATHS, globs: MOST_GLOBS };
      for (const statement of included) {
        if (statement.says !== 'includes') continue;
        const isGlob = statement.isExact !== true && GLOB.test(statement.path);
        left = { paths: left.paths - Number(!isGlob), globs: left.globs - Number(isGlob) };
        if (left.paths < 0 || left.globs < 0) return undefined;
        if (includes(statement, foldersOf(statement.from), names)) return statement.kind;
      }
      return undefined;
    },
  };
}

type Includes = PlacedStatement & { readonly says: 'includes' };

function startsWith(names: readonly string[], folders: readonly string[], count: number): boolean {
  if (names.length <= count) return false;
  // The nearest folders differ first.
  for (let i = count - 1; i >= 0; i--) if (names[i] !== folders[i]) return false;
  return true;
}

function foldersOf({ folder, file }: IncludedPlace): readonly string[] {
  return folder === undefined ? file.split('/').slice(0, -1) : folder.split(path.sep);
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

const GLOB = /[*?[{]/;

// People's pipelines include some dozens: what goes beyond costs each file that no reader knows.
const MOST_PATHS = 2000;
const MOST_GLOBS = 200;
