import type { Reference } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, placesOf, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { ignorePlaceOf } from '../../../syntax/yaml-places.ts';
import { catalogEntry, defaultCatalog, usesOf } from './catalogs.ts';
import { type WantedBy, wantedSubject } from './wanted.ts';

/** What a file of YAML says of packages. */
export interface YamlDependencies {
  readonly references: readonly Reference[];
  readonly statements: readonly Statement[];
}

/** `catalog` and `catalogs`, which pnpm and Yarn write alike: entries by package, and maps of them by name. */
export function yamlCatalogs(document: YamlDocument, by: WantedBy): YamlDependencies {
  const { root } = document;
  const catalogs = [
    ...findPath(root, 'catalog').map(found => ({ name: defaultCatalog(by.client), found })),
    ...findPath(root, 'catalogs.*').map(found => ({ name: found.entry?.key.value ?? '', found })),
  ];
  const entries = catalogs.flatMap(({ name, found }) =>
    found.value?.kind === 'map' ? placesOf(found.value).map(entry => ({ catalog: name, entry })) : [],
  );
  // An entry that is merged into several maps is written once.
  const written = new Map(entries.map(({ entry }) => [entry.entry, entry]));
  const catalogsOf = new Map<unknown, { catalog: string; name: string }[]>();
  for (const { catalog, entry } of entries) {
    const its = catalogsOf.get(entry.entry) ?? [];
    catalogsOf.set(entry.entry, its);
    its.push({ catalog, name: entry.entry?.key.value ?? '' });
  }
  return {
    references: [...written.values()].flatMap(entry =>
      yamlDependency(document, entry, key => key, by).map(reference => ({
        ...reference,
        ...usesOf(catalogsOf.get(entry.entry) ?? [], by),
      })),
    ),
    statements: entries.flatMap(({ catalog, entry: { entry, value } }) =>
      entry === undefined || value?.kind !== 'scalar'
        ? []
        : [catalogEntry({ catalog, name: entry.key.value, client: by.client }, value.value, entry.key.span)],
    ),
  };
}

/** A package that a key of a map names, and what is wanted of it. Nothing is wanted where nothing is written. */
export function yamlDependency(
  document: YamlDocument,
  found: YamlFound,
  nameOf: (key: string) => string,
  by: WantedBy,
): Reference[] {
  const { entry, value, isAlias } = found;
  if (entry === undefined || value?.kind !== 'scalar' || isNothing(value)) return [];
  const isShared = isAlias || document.shared.has(value);
  const written = {
    value: value.value,
    editFrom: (index: number) => (isShared ? undefined : editFrom(document, value, index)),
  };
  const subject = wantedSubject(nameOf(entry.key.value), written, by);
  const span = spanOf(entry.key.span.start, isAlias ? entry.key.span.end : value.span.end);
  const ignoreAt = ignorePlaceOf(document, found);
  return [{ span, subject, role: 'manifest', ...(ignoreAt === undefined ? {} : { ignoreAt }) }];
}

function isNothing({ style, isString, value }: YamlScalar): boolean {
  return style === 'plain' && !isString && /^(?:|~|null)$/i.test(value);
}

/** Where the end of a text stands, which may be empty, if it stands there as it is: no escape, no fold. */
function editFrom({ text }: YamlDocument, { value, written }: YamlScalar, index: number) {
  const last = written.at.at(-1);
  if (last === undefined || text[last] !== value.at(-1)) return undefined;
  const start = index === value.length ? last + 1 : written.at[index];
  if (start === undefined) return undefined;
  return text.slice(start, last + 1) === value.slice(index) ? spanOf(start, last + 1) : undefined;
}
