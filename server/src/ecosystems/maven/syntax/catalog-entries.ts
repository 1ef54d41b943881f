import type { Subject } from '../../../model/reference.ts';
import type { TomlDocument, TomlEntry, TomlNode, TomlScalar, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { richVersion } from './gradle-dependencies.ts';
import {
  moduleIn,
  opaqueModule,
  pluginModule,
  subjectOf,
  type WantedBy,
  type WrittenModule,
} from './gradle-subject.ts';
import type { TracedValue } from './gradle-variables.ts';

/** One library or plugin of a catalog. */
export interface CatalogEntry {
  readonly alias: string;
  readonly entry: TomlEntry;
  readonly subject: Subject;
}

/** What an entry asks for: a version, and those that it rules out. */
interface CatalogVersion {
  readonly version: TracedValue | undefined;
  readonly avoids: readonly string[];
}

/** Reads tables of a catalog (docs.gradle.org, "Version Catalogs"; Gradle, TomlCatalogFileParser). */
export class CatalogTables {
  readonly #document: TomlDocument;
  readonly #versions = new Map<string, CatalogVersion | 'never' | undefined>();

  constructor(document: TomlDocument) {
    this.#document = document;
    for (const { entry, value } of findInToml(document.root, 'versions.*')) {
      const name = entry?.key.value ?? '';
      if (value === undefined || this.#versions.has(name)) continue;
      this.#versions.set(name, value.kind === 'map' ? rich(value) : plain(value));
    }
  }

  /** The versions that stand by themselves and are plain, by their aliases. */
  plainVersions(): readonly { readonly alias: string; readonly text: string }[] {
    return [...this.#versions].flatMap(([alias, found]) => {
      const text =
        found === undefined || found === 'never' || found.avoids.length > 0 ? undefined : found.version?.text;
      return text === undefined ? [] : [{ alias, text }];
    });
  }

  libraries(by: WantedBy): readonly CatalogEntry[] {
    return this.#entries(
      'libraries.*',
      value => {
        if (value.kind === 'scalar') return moduleIn(tracedScalar(value));
        if (value.kind !== 'map') return undefined;
        const module = textAt(value, 'module');
        const named = module === undefined ? undefined : moduleIn(module);
        const [group, artifact] =
          named === undefined ? [textAt(value, 'group'), textAt(value, 'name')] : [named.group, named.artifact];
        return group === undefined || artifact === undefined ? undefined : { group, artifact };
      },
      by,
    );
  }

  plugins(by: WantedBy): readonly CatalogEntry[] {
    return this.#entries(
      'plugins.*',
      value => {
        if (value.kind === 'map') {
          const id = textAt(value, 'id');
          return id === undefined ? undefined : pluginModule(id, undefined);
        }
        const short = value.kind === 'scalar' ? moduleIn(tracedScalar(value)) : undefined;
        return short === undefined ? undefined : pluginModule(short.group, short.artifact);
      },
      by,
    );
  }

  #entries(
    path: string,
    moduleOf: (value: TomlNode) => WrittenModule | undefined,
    by: WantedBy,
  ): readonly CatalogEntry[] {
    return findInToml(this.#document.root, path).flatMap(({ entry, value }): CatalogEntry[] => {
      if (entry === undefined || value === undefined) return [];
      const alias = entry.key.value;
      const module = moduleOf(value);
      // It is being typed.
      if (module === undefined) return [];
      return [{ alias, entry, subject: this.#subject(module, value, by) }];
    });
  }

  #subject(module: WrittenModule, value: TomlNode, by: WantedBy): Subject {
    const node = value.kind === 'map' ? value.first('version')?.value : undefined;
    if (node === undefined) return subjectOf(module, by);
    const found = this.#version(node);
    const name = `${module.group.text}:${module.artifact.text}`;
    if (found === 'never') return opaqueModule('never', name);
    // Gradle refuses a reference that leads nowhere.
    if (found === undefined) return opaqueModule('invalid', name);
    const { version, avoids } = found;
    return subjectOf({ ...module, version, ...(avoids.length === 0 ? {} : { avoids }) }, by);
  }

  #version(node: TomlNode): CatalogVersion | 'never' | undefined {
    if (node.kind === 'map') {
      const ref = textAt(node, 'ref');
      if (ref === undefined) return rich(node);
      return this.#versions.get(ref.text);
    }
    return plain(node);
  }
}

function plain(node: TomlNode): CatalogVersion | undefined {
  return node.kind === 'scalar' && node.isString ? { version: tracedScalar(node), avoids: [] } : undefined;
}

function rich(table: TomlTable): CatalogVersion | 'never' {
  const rejectsAll = table.first('rejectAll')?.value;
  if (rejectsAll?.kind === 'scalar' && rejectsAll.value === 'true') return 'never';
  const version = richVersion(textAt(table, 'strictly'), textAt(table, 'require'), textAt(table, 'prefer'));
  const rejected = table.first('reject')?.value;
  const items = rejected?.kind === 'list' ? rejected.items.map(({ value }) => value) : [];
  const avoids = items.flatMap(item => (item.kind === 'scalar' && item.isString ? [item.value] : []));
  return { version, avoids };
}

function textAt(table: TomlTable, key: string): TracedValue | undefined {
  const value = table.first(key)?.value;
  return value?.kind === 'scalar' && value.isString ? tracedScalar(value) : undefined;
}

function tracedScalar({ value, inner, isVerbatim }: TomlScalar): TracedValue {
  // Longer than anything that people write, and shared by as many libraries as there are.
  const text = value.slice(0, LONGEST);
  const at = Array.from({ length: text.length }, (_, index) => (isVerbatim ? inner.start + index : -1));
  return { text, at, isKnown: true };
}

/** In characters. */
const LONGEST = 400;
