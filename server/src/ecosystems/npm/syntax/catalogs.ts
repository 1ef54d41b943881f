import type { Around } from '../../../model/reader.ts';
import type { Decided } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { PlacedStatement, Statement, Told } from '../../../model/statement.ts';
import { clientOf, installedBy, type NpmClient } from '../clients.ts';
import { readNpmSpec } from './npm-spec.ts';

/** What `catalog:` means (pnpm.io, "Catalogs"; bun.sh, "Catalogs"; yarnpkg.com, "Catalogs"). */
export const DEFAULT_CATALOG = 'default';

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
  if (entry?.says !== 'gives') return undefined;
  const blank = entry.value.indexOf(' ');
  const spec = readNpmSpec(name, entry.value.slice(blank + 1));
  if (spec.is === 'opaque') return undefined;
  const by = installedBy(clientOf(entry.value.slice(0, blank)), spec.want);
  return {
    file: entry.from.file,
    subject: { kind: 'release', registry: 'npm', name: spec.name, want: spec.want, ...by },
  };
}

/** Says to the file with a package's entry that it is taken here; nothing where no entry is known. */
export function useOfCatalog(name: string, text: string, told: Told): Statement[] {
  const entry = entryOf(name, text, told);
  const { folder } = entry?.from ?? {};
  if (folder === undefined) return [];
  return [{ says: 'gives', key: useKey(folder, catalogOf(text) ?? '', name), reach: 'everywhere', value: '' }];
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

function entryOf(name: string, text: string, told: Told): PlacedStatement | undefined {
  const catalog = catalogOf(text);
  return catalog === undefined ? undefined : told(catalogKey(catalog, name)).at(-1);
}

function catalogOf(text: string): string | undefined {
  const catalog = /^\s*catalog:(.*)$/i.exec(text)?.[1]?.trim();
  return catalog === '' ? DEFAULT_CATALOG : catalog;
}

/** Each file with catalogues looks for its own entries alone. */
function useKey(folder: string, catalog: string, name: string): string {
  return `catalog use npm ${folder} ${catalog} ${name}`;
}

/** Only files of this ecosystem speak of it. */
function catalogKey(catalog: string, name: string): string {
  return `catalog npm ${catalog} ${name}`;
}
