import type { Around } from '../../../model/reader.ts';
import type { Decided, ReleaseSubject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { PlacedStatement, Statement } from '../../../model/statement.ts';
import { isBelow } from './gradle-around.ts';

/** The catalog that a file has by its place: Gradle reads `gradle/libs.versions.toml` without being told. */
export function catalogOf(file: string): string | undefined {
  return /(?:^|\/)gradle\/libs\.versions\.toml$/.test(file) ? 'libs' : undefined;
}

/** The same of a file that the settings of its build take for a catalog under a name of their own. */
export function catalogNamed(file: string, { told }: Pick<Around, 'told'>): string | undefined {
  const said = told(catalogFileKey(file)).at(-1);
  return said?.says === 'gives' ? said.value : undefined;
}

/** What the settings call a file. */
export function catalogFileStated(file: string, name: string): Statement {
  return { says: 'gives', key: catalogFileKey(file), reach: 'below', value: name };
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

/** What a catalog says of a version by itself. */
export function versionStated(catalog: string, alias: string, value: string): Statement {
  return { says: 'gives', key: entryKey(catalog, `versions.${accessorOf(alias)}`), reach: 'everywhere', value };
}

/** What a script's `libs.a.b` is in the catalog of its build; absent where that is not known, or none can be asked. */
export function decidedIn(catalog: string, accessor: string, around: Around): Decided | undefined {
  const said = nearest(catalog, accessor, around);
  return said === undefined || said.value === ''
    ? undefined
    : { file: said.from.file, subject: JSON.parse(said.value) };
}

/** What a script's `libs.versions.a` is. */
export function versionIn(catalog: string, accessor: string, around: Around): string | undefined {
  return nearest(catalog, accessor, around)?.value;
}

type Given = Extract<PlacedStatement, { says: 'gives' }>;

/** What the catalog of the innermost build says that a script lies in. */
function nearest(catalog: string, accessor: string, around: Around): Given | undefined {
  let found: { readonly length: number; readonly said: Given } | undefined;
  for (const said of around.told(entryKey(catalog, accessor))) {
    const root = said.from.folder?.replace(/\/gradle$/, '');
    if (said.says !== 'gives' || root === undefined || !isBelow(around.folder, root)) continue;
    if (found === undefined || found.length <= root.length) found = { length: root.length, said };
  }
  return found?.said;
}

function catalogFileKey(file: string): string {
  return `catalog file maven ${file.slice(file.lastIndexOf('/') + 1)}`;
}

function entryKey(catalog: string, accessor: string): string {
  return `catalog maven ${catalog} ${accessor}`;
}
