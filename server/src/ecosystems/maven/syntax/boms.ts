import type { Around } from '../../../model/reader.ts';
import { ancestryOf, type Import, type SaidOfPom } from './ancestors.ts';
import { bomKey, pomKey } from './pom-keys.ts';

/** A BOM that the workspace makes. */
export interface Bom {
  /** Itself and the parents that it has, the nearest first: all that may manage something in it. */
  readonly places: readonly { readonly place: string; readonly file: string }[];
  /** Whether what none of these manages, it does not manage. */
  readonly isWhole: boolean;
}

/** What a POM says of where it lies, to those that may import it. */
export interface SaidOfBom {
  readonly place: string;
  readonly version?: string;
}

/** The BOM of the workspace that is imported; `undefined` where it comes from a repository, or that is not known. */
export function bomOf({ name, version }: Import, around: Pick<Around, 'told'>): Bom | undefined {
  const said = around.told(bomKey(name)).at(-1);
  if (said?.says !== 'gives') return undefined;
  // Both are made by this room alone.
  const { place, version: its }: SaidOfBom = JSON.parse(said.value);
  const itself = around.told(pomKey(place)).at(-1);
  if (itself?.says !== 'gives' || (its !== undefined && its !== version)) return undefined;
  const { parent, imports }: SaidOfPom = JSON.parse(itself.value);
  const { ancestors, goesOn } = ancestryOf(parent, around);
  const hasImports = imports.length > 0 || ancestors.some(({ said }) => said.imports.length > 0);
  return {
    places: [{ place, file: said.from.file }, ...ancestors.map(({ place, file }) => ({ place, file }))],
    isWhole: !goesOn && !hasImports,
  };
}
