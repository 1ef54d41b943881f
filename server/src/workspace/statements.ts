import type { Position, Range } from '../model/positions.ts';
import type { PlacedStatement, Statement, Stating, Told } from '../model/statement.ts';

/**
 * What all files state, found by key: the one way in which one file bears on how another is read or judged. Whose
 * statements change is told by their keys, like answers that arrive.
 */
export interface Statements {
  /**
   * Takes what a file states now in place of what it stated before. `open` is what a document of the workspace says as
   * it is read there; `disk` what a file says that was only looked at for its neighbours' sake. Where there are both,
   * the document counts. `judged` is what follows from how the document was judged, and counts besides.
   *
   * @returns how many files state something under one of its keys, where that is most
   */
  put(from: Stating, layer: Layer, statements: readonly Statement[]): number;
  /** Forgets what a file stated, by its `id`. */
  drop(id: string, layer: Layer): void;
  /**
   * What is stated to documents in a folder.
   *
   * @param above the folder and those above it, nearest first, as real paths; empty for a document that lies nowhere
   */
  toldIn(above: readonly string[]): Told;
  /** All that is stated under a key, to whomever. */
  under(key: string): readonly PlacedStatement[];
  /** Whether a file states anything, by its `id`. */
  states(id: string): boolean;
}

export type Layer = 'document' | 'disk' | 'judged';

/** @param onChange is told the keys of what changed, from within {@link Statements.put} and {@link Statements.drop} */
export function createStatements(onChange: (keys: ReadonlySet<string>) => void): Statements {
  const files = new Map<string, Partial<Record<Layer, readonly PlacedStatement[]>>>();
  const byKey = new Map<string, Map<string, readonly PlacedStatement[]>>();
  /** What was told under a key, until something under it changes. */
  const told = new Map<string, Known>();

  function set(id: string, layer: Layer, now: readonly PlacedStatement[]): void {
    const file = files.get(id) ?? {};
    const { [layer]: former = NOTHING, ...others } = file;
    if (former.length + now.length === 0) return;
    const after = now.length === 0 ? others : { ...others, [layer]: now };
    if (Object.keys(after).length === 0) files.delete(id);
    else files.set(id, after);
    // What is told of judgements changes often, beside thousands of statements that do not.
    const keys = layer === 'judged' ? differing(former, now) : differing(spoken(file), spoken(after));
    if (keys.size === 0) return;
    const grouped = groupedByKey(spoken(after).filter(({ key }) => keys.has(key)));
    for (const key of keys) {
      place(key, id, grouped.get(key));
      told.delete(key);
    }
    onChange(keys);
  }

  function place(key: string, id: string, its: readonly PlacedStatement[] | undefined): void {
    const under = byKey.get(key) ?? new Map<string, readonly PlacedStatement[]>();
    if (its === undefined) under.delete(id);
    else under.set(id, its);
    if (under.size === 0) byKey.delete(key);
    else byKey.set(key, under);
  }

  return {
    put(from, layer, statements) {
      const placed = statements.map(statement => ({ ...statement, from }));
      set(from.id, layer, placed);
      return placed.reduce((most, { key }) => Math.max(most, byKey.get(key)?.size ?? 0), 0);
    },
    drop: (id, layer) => set(id, layer, NOTHING),
    under: key => [...(byKey.get(key)?.values() ?? [])].flat(),
    states: id => files.has(id),
    toldIn: above => key => {
      const under = byKey.get(key);
      if (under === undefined) return NOTHING;
      const known = told.get(key) ?? knownOf(under);
      told.set(key, known);
      const who = known.local.size === 0 ? '' : (above[0] ?? '');
      const before = known.byFolder.get(who);
      if (before !== undefined) return before;
      const now = lookUp(known, above);
      known.byFolder.set(who, now);
      return now;
    },
  };
}

const NOTHING: readonly PlacedStatement[] = [];

/** What is said under a key: there may be thousands, of which a folder is told few. */
interface Known {
  readonly everywhere: readonly PlacedStatement[];
  /** What is said to one folder, or to what lies below it, by that folder. */
  readonly local: ReadonlyMap<string, readonly PlacedStatement[]>;
  /** What was told by the folder of who looked; where all is said to everybody, under the empty name. */
  readonly byFolder: Map<string, readonly PlacedStatement[]>;
}

type Under = ReadonlyMap<string, readonly PlacedStatement[]>;

function knownOf(under: Under): Known {
  const everywhere: PlacedStatement[] = [];
  const local = new Map<string, PlacedStatement[]>();
  for (const its of under.values()) {
    for (const statement of its) {
      const { folder } = statement.from;
      if (statement.reach === 'everywhere') everywhere.push(statement);
      else if (folder !== undefined) {
        const there = local.get(folder);
        if (there === undefined) local.set(folder, [statement]);
        else there.push(statement);
      }
    }
  }
  return { everywhere, local, byFolder: new Map() };
}

function lookUp({ everywhere, local }: Known, above: readonly string[]): readonly PlacedStatement[] {
  const near = above.flatMap(folder => local.get(folder) ?? []).filter(statement => reaches(statement, above));
  return [...everywhere, ...near].sort(
    (a, b) => nearness(a) - nearness(b) || compared(a.from.file, b.from.file) || compared(a.from.id, b.from.id),
  );
}

/** Of folders that lie in each other, the nearer to who looks has the longer path. */
function nearness({ reach, from: { folder } }: PlacedStatement): number {
  return reach === 'everywhere' ? 0 : (folder?.length ?? 0);
}

function spoken(file: Partial<Record<Layer, readonly PlacedStatement[]>>): readonly PlacedStatement[] {
  const read = file.document ?? file.disk ?? NOTHING;
  return file.judged === undefined ? read : [...read, ...file.judged];
}

function reaches({ reach, from: { folder } }: PlacedStatement, above: readonly string[]): boolean {
  switch (reach) {
    case 'everywhere':
      return true;
    case 'below':
      return folder !== undefined && above.includes(folder);
    case 'beside':
      return folder !== undefined && above[0] === folder;
  }
}

/** The keys under which something else is said, or at another place, than before. */
function differing(before: readonly PlacedStatement[], after: readonly PlacedStatement[]): ReadonlySet<string> {
  const [was, is] = [groupedByKey(before), groupedByKey(after)];
  const keys = new Set<string>();
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(key) ?? NOTHING, is.get(key) ?? NOTHING];
    if (old.length !== now.length || old.some((each, i) => !isSame(each, now[i] ?? each))) keys.add(key);
  }
  return keys;
}

/** Whether others see no difference. Of a large document, all are compared at each keystroke. */
function isSame(before: PlacedStatement, now: PlacedStatement): boolean {
  const [{ from: was, span: there }, { from: is, span: here }] = [before, now];
  if (was.file !== is.file || was.uri !== is.uri || was.folder !== is.folder) return false;
  if (!isSameRange(there && was.rangeOf(there), here && is.rangeOf(here))) return false;
  const [old, its] = [saidBy(before), saidBy(now)];
  return old.length === its.length && old.every(([name, value], i) => its[i]?.[0] === name && its[i]?.[1] === value);
}

/** What is said, whatever it is: names and plain values, in the order in which they were written. */
function saidBy({ from, span, ...said }: PlacedStatement): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(said);
}

function isSameRange(a: Range | undefined, b: Range | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isSamePosition(a.start, b.start) && isSamePosition(a.end, b.end);
}

function isSamePosition(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}

function groupedByKey(statements: readonly PlacedStatement[]): ReadonlyMap<string, readonly PlacedStatement[]> {
  const groups = new Map<string, PlacedStatement[]>();
  for (const statement of statements) {
    const group = groups.get(statement.key);
    if (group === undefined) groups.set(statement.key, [statement]);
    else group.push(statement);
  }
  return groups;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
