import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Boundary } from '../boundary.ts';
import { readerAround } from '../ecosystems/readers.ts';
import { holds, levelsUpward, realPath } from '../files/folders-upward.ts';
import { edgeAround, readInside } from '../files/inside.ts';
import { type TakeTurns, takeTurns } from '../files/turn.ts';
import { linesOf } from '../model/positions.ts';
import { type Around, NOTHING_AROUND, type Reader } from '../model/reader.ts';
import type { Reading } from '../model/reference.ts';
import { makesKey, type Statement, type Stating } from '../model/statement.ts';
import { lookAtWorkspaces, WORKSPACE_FILES } from '../projects/index.ts';
import type { ReadOnce } from './read-once.ts';
import type { Statements } from './statements.ts';
import { unreadAs } from './unread.ts';

/**
 * What the folders around documents say to them, whether a walk goes there or not: what lies in a folder, or is the
 * workspace rooted there, speaks to all below it, and some kinds of file to what lies beside them alone. What is found
 * becomes statements.
 */
export interface Surroundings {
  /**
   * Looks, once, into a folder and those above it, up to the user's home. What is read lies within `opened` after links
   * are followed; above it, within the folder that is looked into. Never rejects.
   *
   * @param folder an absolute path
   * @param opened the opened folder, an absolute path; absent where none is
   */
  learn(folder: string, opened?: string): Promise<void>;
  /** Whether {@link learn} came to its end for a folder. */
  knows(folder: string): boolean;
  /** A folder and those above it, nearest first, as real paths; the folder alone before it was learnt of. */
  above(folder: string): readonly [string, ...string[]];
  /**
   * Looks again at all that was learnt. A call during another waits for that one and looks once more. Never rejects.
   */
  relearn(): Promise<void>;
}

export interface SurroundingsOptions {
  /** The user's home folder, an absolute path; absent where there is none. */
  readonly home: string | undefined;
  /** Takes a sentence about each workspace that is too large to be read whole. */
  readonly log: (line: string) => void;
  readonly boundary: Boundary;
  readonly statements: Statements;
  /** What documents were read as: a lockfile is a document, and is looked at around its manifests too. */
  readonly once: ReadOnce;
  /** Absent: nothing else is done meanwhile. */
  readonly turns?: TakeTurns | undefined;
}

/** Knows nothing at first. */
export function createSurroundings({
  home,
  log,
  boundary,
  statements,
  once,
  turns = takeTurns,
}: SurroundingsOptions): Surroundings {
  let looks = createLooks(log, home);
  const learning = new Map<string, { readonly opened: string | undefined; readonly done: Promise<void> }>();
  const learnt = new Map<string, readonly [string, ...string[]]>();
  /** What was stated from a place, so that it can be taken back when it is found there no more. */
  const stated = new Map<string, readonly Found[]>();
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;

  async function look(folder: string, opened: string | undefined): Promise<void> {
    const mine = looks;
    const [above, top] = await Promise.all([mine.upward(folder), opened === undefined ? undefined : mine.real(opened)]);
    const places = [`beside ${above[0]}`, ...above.map(root => `below ${root}`)];
    const founds = await Promise.all([
      mine.once(places[0] ?? '', async () => filesIn(above[0], 'beside', top, mine)),
      ...above.map(root => mine.once(`below ${root}`, () => below(root, top, mine))),
    ]);
    // Something looked again meanwhile, and saw what is newer.
    if (mine !== looks) return look(folder, opened);
    for (const [i, found] of founds.entries()) state(places[i] ?? '', found);
    learnt.set(folder, above);
  }

  async function below(root: string, top: string | undefined, mine: Looks): Promise<readonly Found[]> {
    const { mayDeclare } = await mine.listed(root);
    const [files, own] = await Promise.all([filesIn(root, 'below', top, mine), mayDeclare ? mine.ownNames(root) : []]);
    const makes = own.flatMap(({ registry, all }) =>
      [...all].map((name): Statement => ({ says: 'makes', key: makesKey(registry, name), reach: 'below' })),
    );
    if (makes.length === 0) return files;
    const from = { id: `${root} itself`, folder: root, file: path.basename(root), rangeOf: linesOf('').rangeOf };
    return [...files, { from, statements: makes }];
  }

  async function filesIn(
    folder: string,
    speaks: Reader['speaks'],
    top: string | undefined,
    mine: Looks,
  ): Promise<readonly Found[]> {
    const speaking = (await mine.listed(folder)).speaking.filter(({ reader }) => reader.speaks === speaks);
    if (speaking.length === 0) return [];
    const edge = await edgeAround(folder, top);
    const found = speaking.slice(0, MOST_FILES).map(({ name, reader }) => fileIn(folder, name, reader, edge));
    return (await Promise.all(found)).filter(each => each !== undefined);
  }

  async function fileIn(folder: string, name: string, reader: Reader, edge: string): Promise<Found | undefined> {
    const file = path.join(folder, name);
    const read = reader.saysByName === true ? NAME_ALONE : await readInside(edge, file, reader.largest ?? LONGEST);
    const text = read.is === 'text' ? read.text : '';
    const said =
      read.is === 'text'
        ? await boundary.roundLater(file, () => saidIn(text, file, folder, reader, once, turns), undefined)
        : unreadAs(reader, read);
    if (said === undefined) return undefined;
    const around = said.filter(({ reach }) => reach === reader.speaks);
    const lines = linesOf(text);
    return { from: { id: file, folder, file: name, rangeOf: lines.rangeOf }, statements: around };
  }

  function state(place: string, found: readonly Found[]): void {
    const before = stated.get(place) ?? [];
    if (before === found) return;
    stated.set(place, found);
    const now = new Set(found.map(({ from }) => from.id));
    for (const { from } of before) if (!now.has(from.id)) statements.drop(from.id, 'disk');
    for (const each of found) statements.put(each.from, 'disk', each.statements);
  }

  return {
    learn(folder, opened) {
      const before = learning.get(folder);
      if (before !== undefined && before.opened === opened) return before.done;
      // What was opened around it is another folder now, and with it where its files must lie.
      if (before !== undefined) looks.forget(place => holds(place, folder));
      const now = { opened, done: look(folder, opened) };
      learning.set(folder, now);
      return now.done;
    },
    knows: folder => learnt.has(folder),
    above: folder => learnt.get(folder) ?? [folder],
    relearn() {
      queued ??= running.then(async () => {
        queued = undefined;
        looks = createLooks(log, home);
        running = Promise.all([...learning].map(([folder, { opened }]) => look(folder, opened))).then(() => undefined);
        await running;
      });
      return queued;
    },
  };
}

/** A file that says something, and what. */
interface Found {
  readonly from: Stating;
  readonly statements: readonly Statement[];
}

/** What was looked into since all was looked at anew: each place once. */
interface Looks {
  /** What the workspace rooted in a folder makes itself; see `Project.lookAtWorkspaces`. */
  readonly ownNames: ReturnType<typeof lookAtWorkspaces>;
  /** See `foldersUpward` and {@link realPath}. */
  upward(folder: string): Promise<readonly [string, ...string[]]>;
  real(place: string): Promise<string>;
  listed(folder: string): Promise<Listed>;
  /** @param place what is looked for, and behind a space the folder */
  once(place: string, look: () => Promise<readonly Found[]>): Promise<readonly Found[]>;
  forget(isIt: (folder: string) => boolean): void;
}

/** What the names in a folder tell. */
interface Listed {
  /** The files that say something to others. */
  readonly speaking: readonly { readonly name: string; readonly reader: Reader }[];
  /** Whether a file may be there that says what the workspace makes itself; see {@link WORKSPACE_FILES}. */
  readonly mayDeclare: boolean;
}

function createLooks(log: (line: string) => void, home: string | undefined): Looks {
  const done = new Map<string, Promise<readonly Found[]>>();
  const reals = new Map<string, Promise<string>>();
  const names = new Map<string, Promise<Listed>>();
  const real = (place: string) => known(reals, place, realPath);
  return {
    ownNames: lookAtWorkspaces(log),
    real,
    upward: async folder => levelsUpward(await realPath(folder), home === undefined ? undefined : await real(home)),
    listed: folder => known(names, folder, listedIn),
    once: (place, look) => known(done, place, look),
    forget(isIt) {
      names.clear();
      for (const place of [...done.keys()]) if (isIt(place.slice(place.indexOf(' ') + 1))) done.delete(place);
    },
  };
}

/** What a file says to others; `undefined` where it is of another kind after all. In turns, as nobody waits for it. */
async function saidIn(
  text: string,
  file: string,
  folder: string,
  reader: Reader,
  once: ReadOnce,
  turns: TakeTurns,
): Promise<readonly Statement[] | undefined> {
  if (reader.recognises?.(text) === false || reader.mayState?.(text) === false) return undefined;
  const known = once.known(reader, file, text);
  if (known !== undefined) return known.reading.statements ?? [];
  const around = { ...NOTHING_AROUND, folder };
  const reading = await inTurns(reader, text, path.basename(file), around, turns);
  once.keep(reader, file, text, reading);
  return reading.statements ?? [];
}

async function inTurns(reader: Reader, text: string, file: string, around: Around, turns: TakeTurns): Promise<Reading> {
  const steps = reader.readInSteps?.(text, file, around);
  if (steps === undefined) return reader.read(text, file, around);
  const turn = turns();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (turn.isOver()) await turn.end();
  }
}

function known<Value>(all: Map<string, Value>, place: string, look: (place: string) => Value): Value {
  const its = all.get(place) ?? look(place);
  all.set(place, its);
  return its;
}

async function listedIn(folder: string): Promise<Listed> {
  const names = await readdir(folder).catch(() => undefined);
  // Where names may not be listed, files may be opened all the same.
  if (names === undefined) return { speaking: [], mayDeclare: true };
  const speaking = names.sort().flatMap(name => {
    const reader = readerAround(name);
    return reader === undefined ? [] : [{ name, reader }];
  });
  // A file system may take names in capitals for the same.
  return { speaking, mayDeclare: names.some(name => WORKSPACE_FILES.includes(name.toLowerCase())) };
}

const NAME_ALONE = { is: 'text', text: '' } as const;

// A folder with more of them is a collection of samples.
const MOST_FILES = 50;
// Longer than people write one; in bytes. Of what programs write, the reader says it.
const LONGEST = 500_000;
