import type { Around } from '../../../model/reader.ts';
import type { Decided, ReleaseSubject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import { isBelow } from './gradle-around.ts';

/** The catalog that a file has by its place: Gradle reads `gradle/libs.versions.toml` without being told. */
export function catalogOf(file: string): string | undefined {
  return /(?:^|\/)gradle\/libs\.versions\.toml$/.test(file) ? 'libs' : undefined;
}

/** An alias as scripts write it: `a-b_c` is `a.b.c` (Gradle, "Version catalogs": aliases and their mapping). */
export function accessorOf(alias: string): string {
  return alias.replace(/[-_]/g, '.');
}

/** What a catalog says to the scripts of its build, of one of its entries. */
export function entryStated(
  catalog: string,
  accessor: string,
  subject: ReleaseSubject | undefined,
  span: Span,
): Statement {
  // Where it is decided, it is mended.
  const { edit, nameAt, ...rest } = subject ?? {};
  const value = subject === undefined ? '' : JSON.stringify(rest);
  return { says: 'gives', key: entryKey(catalog, accessor), reach: 'everywhere', value, span };
}

/** What a script's `libs.a.b` is in the catalog of its build; absent where that is not known, or none can be asked. */
export function decidedIn(catalog: string, accessor: string, around: Around): Decided | undefined {
  let nearest: { readonly length: number; readonly decided: Decided | undefined } | undefined;
  for (const said of around.told(entryKey(catalog, accessor))) {
    const root = said.from.folder?.replace(/\/gradle$/, '');
    if (said.says !== 'gives' || root === undefined || !isBelow(around.folder, root)) continue;
    if (nearest !== undefined && nearest.length > root.length) continue;
    const decided = said.value === '' ? undefined : { file: said.from.file, subject: JSON.parse(said.value) };
    nearest = { length: root.length, decided };
  }
  return nearest?.decided;
}

function entryKey(catalog: string, accessor: string): string {
  return `catalog maven ${catalog} ${accessor}`;
}
