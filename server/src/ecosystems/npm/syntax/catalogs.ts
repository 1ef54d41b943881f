import type { Decided } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { Statement, Told } from '../../../model/statement.ts';
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
  const catalog = /^\s*catalog:(.*)$/i.exec(text)?.[1]?.trim();
  if (catalog === undefined) return undefined;
  const entry = told(catalogKey(catalog || DEFAULT_CATALOG, name)).at(-1);
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

/** Only files of this ecosystem speak of it. */
function catalogKey(catalog: string, name: string): string {
  return `catalog npm ${catalog} ${name}`;
}
