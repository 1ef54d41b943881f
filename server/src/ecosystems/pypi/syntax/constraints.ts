import { parsePep440 } from '../../../model/pep440.ts';
import type { Held } from '../../../model/reference.ts';
import type { Statement, Told } from '../../../model/statement.ts';
import { canonicalName } from '../names.ts';
import { isInSet } from '../specifiers.ts';
import { PYPI_VERSIONING, pypiWant } from '../versions.ts';
import { alternativesOf } from '../wants.ts';
import { parseRequirement } from './requirement.ts';
import type { SplitLine } from './requirements-options.ts';
import { nameOf, pathOf, type RequirementsPlace } from './requirements-paths.ts';
import type { ConstraintFiles } from './requirements-together.ts';

/** What constraints say of what a file requires. */
export interface Constrained {
  /** The version that is taken for what is wanted, where the constraints leave one alone. */
  pinOf(name: string, want: string): Held | undefined;
  /** Whether one of them keeps back what is newest, and be it under conditions. */
  isRestricted(name: string): boolean;
}

/** States the lines of a file of constraints, to those whom it constrains: wherever they lie. */
export function constraintsStated(
  lines: readonly { readonly split: SplitLine }[],
  { file }: RequirementsPlace,
): readonly Statement[] {
  const all = lines.flatMap(({ split: { argument } }): Line[] => {
    const read = argument === '' ? undefined : parseRequirement(argument);
    if (read?.is !== 'release') return [];
    const text = argument.slice(read.from, read.to).trim();
    return text === '' ? [] : [[canonicalName(read.name), text, read.marker === undefined]];
  });
  const said = { says: 'gives', key: constraintsKey(file), value: JSON.stringify(all) } as const;
  return [
    { ...said, reach: 'below' },
    { ...said, reach: 'everywhere' },
  ];
}

/** What the files of constraints say, as far as it was stated. */
export function constrainedBy(files: ConstraintFiles, told: Told): Constrained {
  const byName = new Map<string, (Entry & { readonly isSure: boolean })[]>();
  for (const path of files.some) {
    const said = told(constraintsKey(path)).find(({ from }) => pathOf(from) === path);
    if (said?.says !== 'gives') continue;
    // Made by this room alone.
    const lines: readonly Line[] = JSON.parse(said.value);
    for (const [name, text, isCertain] of lines) {
      const its = byName.get(name) ?? [];
      byName.set(name, its);
      if (its.length < MOST) its.push({ text, by: said.from.file, isSure: isCertain && files.sure.has(path) });
    }
  }
  return {
    pinOf(name, want) {
      const entries = byName.get(name) ?? [];
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
      (byName.get(name) ?? []).some(({ text }) => {
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
}

function constraintsKey(file: string): string {
  return `constraints pypi ${nameOf(file)}`;
}

// Of one name.
const MOST = 50;
