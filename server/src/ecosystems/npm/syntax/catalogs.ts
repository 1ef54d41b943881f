import type { Around } from '../../../model/reader.ts';
import type { Decided } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { PlacedStatement, Statement, Told } from '../../../model/statement.ts';
import { clientOf, installedBy, NPM_CLIENTS, type NpmClient } from '../clients.ts';
import { readNpmSpec } from './npm-spec.ts';

/**
 * The catalogue that `catalog:` means (pnpm.io, "Catalogs"; bun.sh, "Catalogs"; yarnpkg.com, "Catalogs"): for pnpm and
 * Bun `catalogs.default` is another way to write it, for Yarn one that is called so.
 */
export function defaultCatalog(client: NpmClient): string {
  return client === 'yarn' ? UNNAMED : 'default';
}

const UNNAMED = '';

/** An entry of a catalogue, and who reads that. */
export interface CatalogEntry {
  readonly catalog: string;
  readonly name: string;
  readonly client: NpmClient;
}

/** Says to the workspace's manifests what a package's entry in a catalogue is. */
export function catalogEntry({ catalog, name, client }: CatalogEntry, spec: string, span: Span): Statement {
  return { says: 'gives', key: catalogKey(catalog, name), reach: 'below', value: `${client} ${spec}`, span };
}

/**
 * Where the version of a package is decided whose text is `catalog:` or `catalog:NAME`, if a file above says it. An
 * entry is judged where it stands, so a use only refers to it.
 */
export function decidedByCatalog(name: string, text: string, told: Told): Decided | undefined {
  const entry = entryOf(name, text, told);
  if (entry === undefined) return undefined;
  const { client, spec: written, from } = entry;
  const spec = readNpmSpec(name, written, client);
  if (spec.is === 'opaque') return undefined;
  const by = installedBy(client, spec.want);
  return { file: from.file, subject: { kind: 'release', registry: 'npm', name: spec.name, want: spec.want, ...by } };
}

/** Says to the file with a package's entry that it is taken here; nothing where no entry is known. */
export function useOfCatalog(name: string, text: string, told: Told): Statement[] {
  const entry = entryOf(name, text, told);
  const folder = entry?.from.folder;
  if (entry === undefined || folder === undefined) return [];
  return [{ says: 'gives', key: useKey(folder, entry.catalog, name), reach: 'everywhere', value: '' }];
}

/** How many files take an entry of the catalogues in a folder: put into what the entry names, where there are any. */
export function usesOf(
  entries: readonly Omit<CatalogEntry, 'client'>[],
  { told, folder }: Pick<Around, 'told' | 'folder'>,
): { usedBy?: number } {
  if (folder === undefined) return {};
  const uses = entries.flatMap(({ catalog, name }) => told(useKey(folder, catalog, name)).map(({ from }) => from.id));
  const usedBy = new Set(uses).size;
  return usedBy === 0 ? {} : { usedBy };
}

/** An entry as it was said, and by whom. */
interface Entry extends Omit<CatalogEntry, 'name'> {
  readonly spec: string;
  readonly from: PlacedStatement['from'];
}

function entryOf(name: string, text: string, told: Told): Entry | undefined {
  const named = /^\s*catalog:(.*)$/i.exec(text)?.[1]?.trim();
  if (named === undefined) return undefined;
  const wanted = named === '' ? new Set(NPM_CLIENTS.map(defaultCatalog)) : [named];
  const found = [...wanted].flatMap(catalog =>
    told(catalogKey(catalog, name)).flatMap((said): Entry[] => {
      if (said.says !== 'gives') return [];
      const blank = said.value.indexOf(' ');
      const client = clientOf(said.value.slice(0, blank));
      if (named === '' && defaultCatalog(client) !== catalog) return [];
      return [{ catalog, client, spec: said.value.slice(blank + 1), from: said.from }];
    }),
  );
  return found.at(-1);
}

/** Each file with catalogues looks for its own entries alone. */
function useKey(folder: string, catalog: string, name: string): string {
  return `catalog use npm ${folder} ${catalog} ${name}`;
}

/** Only files of this ecosystem speak of it. */
function catalogKey(catalog: string, name: string): string {
  return `catalog npm ${catalog} ${name}`;
}
