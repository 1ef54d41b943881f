import { parsePep440 } from '../../../model/pep440.ts';
import type { Held } from '../../../model/reference.ts';
import type { PlacedStatement, Statement, Told } from '../../../model/statement.ts';
import { canonicalName } from '../names.ts';
import { isInSet } from '../specifiers.ts';
import { PYPI_VERSIONING, pypiWant } from '../versions.ts';
import { alternativesOf } from '../wants.ts';
import { parseRequirement } from './requirement.ts';
import type { SplitLine } from './requirements-options.ts';
import { pathOf, type RequirementsPlace } from './requirements-paths.ts';
import type { ConstraintFiles } from './requirements-together.ts';

/** What constraints say of what a file requires. */
export interface Constrained {
  /** The version that is taken for what is wanted, where the constraints leave one alone. */
  pinOf(name: string, want: string): Held | undefined;
  /** Whether one of them keeps back what is newest, and be it under conditions. */
  isRestricted(name: string): boolean;
}

/**
 * States the lines of a file of constraints, to those whom it constrains, wherever they lie: in some lists, of which
 * each name has its own, as thousands of files may look for some of thousands of names.
 */
export function constraintsStated(
  lines: readonly { readonly split: SplitLine }[],
  place: RequirementsPlace,
): readonly Statement[] {
  const path = pathOf(place);
  const byList = new Map<string, Line[]>();
  for (const { split } of lines) {
    const { argument } = split;
    const read = argument === '' ? undefined : parseRequirement(argument);
    if (read?.is !== 'release') continue;
    const text = argument.slice(read.from, read.to).trim();
    if (text === '') continue;
    const name = canonicalName(read.name);
    const key = listKey(path, name);
    const its = byList.get(key) ?? [];
    byList.set(key, its);
    its.push([name, text, read.marker === undefined]);
  }
  return [...byList].flatMap(([key, its]) => {
    const said = { says: 'gives', key, value: JSON.stringify(its) } as const;
    return [
      { ...said, reach: 'below' },
      { ...said, reach: 'everywhere' },
    ];
  });
}

/** What the files of constraints say, as far as it was stated. */
export function constrainedBy(files: ConstraintFiles, told: Told): Constrained {
  const lists = new Map<string, ReadonlyMap<string, readonly Entry[]>>();
  const byName = new Map<string, readonly Entry[]>();
  const listOf = (path: string, name: string) => {
    const key = listKey(path, name);
    const list = lists.get(key) ?? entriesIn(told(key)[0], files.sure.has(path));
    lists.set(key, list);
    return list;
  };
  const entriesOf = (name: string) => {
    const entries =
      byName.get(name) ?? [...files.some].flatMap(path => listOf(path, name).get(name) ?? []).slice(0, MOST);
    byName.set(name, entries);
    return entries;
  };
  return {
    pinOf(name, want) {
      const entries = entriesOf(name);
      const [pin] = entries.flatMap(({ text, by }) => {
        const its = pypiWant(text);
        return its?.is === 'exact' ? [{ version: its.version, by }] : [];
      });
      const version = pin === undefined ? undefined : parsePep440(pin.version);
      if (version === undefined || entries.some(({ isSure }) => !isSure)) return undefined;
      const fits = (text: string) => alternativesOf(text, 'pep440')?.some(set => isInSet(version, set)) === true;
      return [want, ...entries.map(({ text }) => text)].every(fits) ? pin : undefined;
    },
    isRestricted: name =>
      entriesOf(name).some(({ text }) => {
        const want = pypiWant(text);
        return want !== undefined && !PYPI_VERSIONING.isFloating({ want, deployed: true });
      }),
  };
}

/** A name, what is said of its versions, and whether that holds everywhere. */
type Line = readonly [name: string, text: string, isCertain: boolean];

interface Entry {
  readonly text: string;
  readonly by: string;
  readonly isSure: boolean;
}

function entriesIn(said: PlacedStatement | undefined, isSure: boolean): ReadonlyMap<string, readonly Entry[]> {
  const byName = new Map<string, Entry[]>();
  // Made by this room alone.
  const lines: readonly Line[] = said?.says === 'gives' ? JSON.parse(said.value) : [];
  for (const [name, text, isCertain] of lines) {
    const its = byName.get(name) ?? [];
    byName.set(name, its);
    if (its.length < MOST) its.push({ text, by: said?.from.file ?? '', isSure: isCertain && isSure });
  }
  return byName;
}

/** Under this, the part of what the file of a path says in which a name stands, if it does. */
function listKey(path: string, name: string): string {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % LISTS;
  return `constraints pypi ${path} ${sum}`;
}

// Of one name.
const MOST = 50;
const LISTS = 127;
