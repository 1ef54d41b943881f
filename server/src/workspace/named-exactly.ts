import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { readerFor, readersByInclusion } from '../ecosystems/readers.ts';
import { liesIn } from '../files/folders-upward.ts';
import { createTouched } from '../files/touched.ts';
import { type WalkOptions, walkFolder } from '../files/walk.ts';
import { linesOf } from '../model/positions.ts';
import { INCLUDES_KEY, unreadKey } from '../model/statement.ts';
import type { Statements } from './statements.ts';

/**
 * Files that others include by their exact paths, whatever they are called. No walk comes to most names, and what such
 * a file includes in turn is not known before it is read.
 */
export interface NamedExactly {
  /**
   * Those in a folder of which nothing is known yet, as a walk finds them that goes nowhere else: with its limits.
   *
   * @param root a real path
   * @returns paths with `/` from the root on
   */
  find(root: string, options: Omit<WalkOptions, 'wanted' | 'only'>): Promise<readonly string[]>;
  /**
   * States which of them are still not known although they are there, in place of what was stated so before: they may
   * include any other. Looks at whether they are there, and into nothing.
   */
  noteUnread(): Promise<void>;
}

type Stated = Pick<Statements, 'put' | 'drop' | 'under' | 'states'>;

export function createNamedExactly(statements: Stated): NamedExactly {
  const noted = new Set<string>();

  function unknown(): ReadonlyMap<string, string> {
    const kinds = new Map<string, string>();
    for (const said of statements.under(INCLUDES_KEY)) {
      if (said.says !== 'includes' || said.isExact !== true || said.from.folder === undefined) continue;
      if (kinds.size > MOST_NAMED) break;
      const place = path.join(said.from.folder, ...Array<string>(Math.min(said.up, HIGHEST)).fill('..'), said.path);
      const isPossible = readersByInclusion(said.path).some(({ id }) => id === said.kind);
      if (isPossible && !statements.states(place)) kinds.set(place, said.kind);
    }
    return kinds;
  }

  return {
    async find(root, options) {
      const wanted = new Set<string>();
      const places = createTouched();
      for (const place of unknown().keys()) {
        const names = path.relative(root, place).split(path.sep);
        // What has a name of its own is found by each walk.
        if (!liesIn(root, place) || readerFor(names.join('/')) !== undefined) continue;
        wanted.add(names.join('/'));
        places.add(names);
      }
      if (wanted.size === 0) return [];
      const walk = walkFolder(root, { ...options, only: places.start, wanted: file => wanted.has(file) });
      const found: string[] = [];
      for await (const file of walk) found.push(file);
      return found;
    },
    async noteUnread() {
      const now = unknown();
      for (const place of noted) if (!now.has(place)) drop(place);
      let looked = 0;
      for (const [place, kind] of now) {
        looked += 1;
        // One more than is looked at stands for all that are left.
        if (looked <= MOST_NAMED && !(await isThere(place))) drop(place);
        else if (!noted.has(place)) {
          noted.add(place);
          const said = { says: 'gives', key: unreadKey(kind), reach: 'everywhere', value: place } as const;
          statements.put({ id: idOf(place), file: path.basename(place), rangeOf: linesOf('').rangeOf }, 'disk', [said]);
        }
      }
    },
  };

  function drop(place: string): void {
    if (noted.delete(place)) statements.drop(idOf(place), 'disk');
  }
}

/** It is not the file that states this. */
function idOf(place: string): string {
  return `${place} unread`;
}

async function isThere(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

// As many as are told of all files together, and more levels than there are.
const MOST_NAMED = 2000;
const HIGHEST = 64;
