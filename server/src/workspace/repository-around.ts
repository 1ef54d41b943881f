import path from 'node:path';
import { PACKAGES } from '../ecosystems/index.ts';
import { readerFor } from '../ecosystems/readers.ts';
import { readDocument } from '../files/document.ts';
import { liesIn, realPath } from '../files/folders-upward.ts';
import { repositoryAround } from '../files/inside.ts';
import { takeTurns } from '../files/turn.ts';
import { walkFolder } from '../files/walk.ts';
import type { PackageRegistryId } from '../model/names.ts';
import { linesOf } from '../model/positions.ts';
import type { Reader } from '../model/reader.ts';
import type { Reference } from '../model/reference.ts';
import type { DocumentReader, DocumentSource } from './documents.ts';
import type { NamedExactly } from './named-exactly.ts';
import type { Statements } from './statements.ts';
import { statementsOf, statingOf } from './stating.ts';

/**
 * What other files of a repository say to a part of it that is looked at alone: a file in a sibling folder may say
 * where names are to be had, and a private name must not be told to a public registry.
 */
export interface RepositoryAround {
  /**
   * Looks, once, for all that may say so of the kinds of package that are named here and wait for it. What is found
   * becomes statements. Never rejects.
   *
   * @param part what is looked at: a folder, a real path, or a single file in it
   * @returns what others include by now, and no reader knew when it was read
   */
  learn(part: Part, named: Iterable<Reference>, exclude: readonly string[]): Promise<readonly DocumentSource[]>;
}

interface Part {
  readonly root: string;
  readonly single?: string | undefined;
}

export interface RepositoryAroundOptions {
  readonly reader: DocumentReader;
  readonly statements: Pick<Statements, 'put'>;
  readonly named: NamedExactly;
  /** The user's home folder, an absolute path; absent where there is none. */
  readonly home: string | undefined;
  /** Ends a look early. */
  readonly signal: AbortSignal;
}

export function createRepositoryAround(options: RepositoryAroundOptions): RepositoryAround {
  const { reader, statements, named, home, signal } = options;
  const looks = new Map<string, Promise<readonly DocumentSource[]>>();

  async function look(top: string, wanted: ReadonlySet<Reader['id']>, exclude: readonly string[]) {
    const turn = takeTurns();
    const isWanted = (file: string) => {
      const its = readerFor(file);
      return its !== undefined && wanted.has(its.id);
    };
    const files: string[] = [];
    for await (const file of walkFolder(top, { exclude, wanted: isWanted, signal, atOnce: true })) files.push(file);
    for (const file of files) {
      if (turn.isOver()) await turn.end();
      await read(top, file);
    }
    const included: DocumentSource[] = [];
    const tried = new Set<string>();
    // What one file includes may include others.
    for (let isDone = false; !isDone; ) {
      isDone = true;
      for (const source of await reader.nowIncluded()) {
        isDone = false;
        included.push(source);
        const place = path.join(source.directory ?? top, path.posix.basename(source.file));
        if (liesIn(top, place)) await read(top, path.relative(top, place).split(path.sep).join('/'));
      }
      for (const file of await named.find(top, { exclude, signal, atOnce: true })) {
        if (tried.has(file)) continue;
        isDone = false;
        tried.add(file);
        await read(top, file);
      }
    }
    return included;
  }

  async function read(top: string, file: string): Promise<void> {
    const absolute = path.join(top, file);
    const its = signal.aborted ? undefined : await readDocument(absolute);
    if (its !== undefined) reader.note(absolute, readerFor(file), its);
    if (its?.is !== 'text') return;
    const directory = path.dirname(absolute);
    // What includes it may lie above; all else is read for what it says itself.
    const named = readerFor(file);
    if ((named === undefined || named.included !== undefined) && !reader.knows(directory))
      await reader.learn(directory, top);
    const reading = await reader.readInTurns(its.text, { file, directory });
    if (reading === undefined) return;
    const stating = statingOf({ uri: absolute, file, directory, lines: linesOf(its.text) }, reader, false);
    // A document that is looked at itself says more.
    statements.put(stating, 'disk', statementsOf(reading));
  }

  return {
    async learn({ root, single }, named, exclude) {
      const registries = new Set<PackageRegistryId>();
      for (const { untilWalked, subject } of named)
        if (untilWalked === true && (subject.kind === 'release' || subject.kind === 'publication'))
          registries.add(subject.registry);
      if (registries.size === 0) return [];
      const top = await repositoryAround(root, home === undefined ? undefined : await realPath(home));
      // Who looks at all of it walks all of it.
      if (top === undefined || (top === root && single === undefined)) return [];
      const making = [...registries].flatMap(registry =>
        PACKAGES[registry].readers.filter(({ makes }) => makes).map(({ id }) => id),
      );
      const key = `${top} ${[...registries].sort().join(' ')}`;
      const its = looks.get(key) ?? look(top, new Set(making), exclude);
      looks.set(key, its);
      return its;
    },
  };
}
