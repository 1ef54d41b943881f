import { parsePep440 } from '../../../model/pep440.ts';
import type { Held } from '../../../model/reference.ts';
import type { Statement, Told } from '../../../model/statement.ts';
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
 * States the lines of a file of constraints, to those whom it constrains, wherever they lie: each name by itself, as
 * thousands of files may look for some of thousands.
 */
export function constraintsStated(
  lines: readonly { readonly split: SplitLine }[],
  place: RequirementsPlace,
): readonly Statement[] {
  const path = pathOf(place);
  const byName = new Map<string, Line[]>();
  for (const { split } of lines) {
    const { argument } = split;
    const read = argument === '' ? undefined : parseRequirement(argument);
    if (read?.is !== 'release') continue;
    const text = argument.slice(read.from, read.to).trim();
    if (text === '') continue;
    const name = canonicalName(read.name);
    const its = byName.get(name) ?? [];
    byName.set(name, its);
    if (its.length < MOST) its.push([text, read.marker === undefined]);
  }
  return [...byName].flatMap(([name, its]) =>
    (['below', 'everywhere'] as const).map((reach): Statement => {
      return { says: 'gives', key: constraintKey(path, name), reach, value: JSON.stringify(its) };
    }),
  );
}

/** What the files of constraints say, as far as it was stated. */
export function constrainedBy(files: ConstraintFiles, told: Told): Constrained {
  const byName = new Map<string, readonly Entry[]>();
  const entriesOf = (name: string) => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const entries: Entry[] = [];
    for (const path of files.some) {
      const [said] = told(constraintKey(path, name));
      if (said?.says !== 'gives' || entries.length >= MOST) continue;
      // Made by this room alone.
      const lines: readonly Line[] = JSON.parse(said.value);
      for (const [text, isCertain] of lines)
        entries.push({ text, by: said.from.file, isSure: isCertain && files.sure.has(path) });
    }
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

/** What is said of a name's versions, and whether that holds everywhere. */
type Line = readonly [text: string, isCertain: boolean];

interface Entry {
  readonly text: string;
  readonly by: string;
  readonly isSure: boolean;
}

/** Under this, what the file of a path says of a name. */
function constraintKey(path: string, name: string): string {
  return `constraints pypi ${path} ${name}`;
}

// Of one name.
const MOST = 50;
