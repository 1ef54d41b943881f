import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { tomlIgnorePlace } from '../../../syntax/toml-places.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { CatalogTables } from '../syntax/catalog-entries.ts';
import { repositoriesOfCatalog, rootOfBuild } from '../syntax/gradle-around.ts';
import { accessorOf, catalogNamed, catalogOf, entryStated, versionStated } from '../syntax/gradle-catalogs.ts';
import { sourceAt } from '../syntax/gradle-repositories.ts';

/**
 * Version catalogs of Gradle (docs.gradle.org, "Version Catalogs"). Each library and each plugin is judged where it
 * stands, by the version that it refers to; that one is mended where it is written, for all that refer to it.
 */
export const versionCatalog: Reader = {
  id: 'version-catalog',
  files: ['*.versions.toml'],
  languages: [],
  makes: true,
  read: (text, file, around = NOTHING_AROUND) => {
    const document = parseToml(text);
    const tables = new CatalogTables(document);
    const root = rootOfBuild(around) ?? around.folder?.replace(/\/gradle$/, '');
    const { modules, plugins, isOpen } = repositoriesOfCatalog(around, root);
    const libraries = tables.libraries({
      sourceOf: (name, isExact) => sourceAt(name, modules, { isPlugin: false, isExact, isOpen }),
    });
    const applied = tables.plugins({
      sourceOf: (name, isExact) => sourceAt(name, plugins, { isPlugin: true, isExact, isOpen: false }),
      deployed: false,
    });
    const all = [...libraries, ...applied].sort((a, b) => a.entry.span.start - b.entry.span.start);
    const references = all.map(({ entry: { span }, subject }): Reference => {
      const ignoreAt = tomlIgnorePlace(document, span.start);
      return {
        ...{ span, subject, role: 'manifest' },
        // A script of the build that was not read yet may name other repositories.
        ...(subject.kind === 'release' ? { untilWalked: true as const } : {}),
        ...(ignoreAt === undefined ? {} : { ignoreAt }),
      };
    });
    const catalog = catalogOf(file) ?? catalogNamed(file, around);
    const stated = (entries: typeof libraries, before: string): Statement[] =>
      entries.map(({ alias, entry, subject }) => {
        const release = subject.kind === 'release' ? subject : undefined;
        return entryStated(catalog ?? '', `${before}${accessorOf(alias)}`, release, entry.span);
      });
    const versions = tables.plainVersions().map(({ alias, text }) => versionStated(catalog ?? '', alias, text));
    const statements =
      catalog === undefined ? [] : [...versions, ...stated(libraries, ''), ...stated(applied, 'plugins.')];
    return { references, ignores: ignoresOf(document), ...(statements.length === 0 ? {} : { statements }) };
  },
};
