import type { OpaqueReason, Reference } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { TomlDocument, TomlEntry, TomlNode, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { type Outcome, outcomeOfBoth, outcomeOfMarker, outcomeOfPythons } from '../markers.ts';
import { canonicalName } from '../names.ts';
import { addressIn, isSet, textIn } from './named-places.ts';
import { conditionsBy, opaquePackage, type RequiredBy, wantedSubject } from './python-subject.ts';
import { hasVariable, isProjectName, isTemplate, whyAddress, withoutLogin } from './requirement.ts';
import { placeIn, type RequiredByName, referenceTo } from './toml-requirements.ts';

/** How a tool writes dependencies as keys of a table, each with its versions or with a table of its own. */
export interface NamedTables {
  readonly dialect: 'pep440' | 'poetry';
  /** The key that names an index, and the word for it in `ReleaseSubject.source`. */
  readonly indexKey: 'index' | 'source';
  /** Keys that let a dependency count under conditions alone: Poetry's, or Pipenv's, which may be a marker's. */
  readonly conditions: readonly string[];
  /** Keys that let its pre-releases be chosen. */
  readonly prereleases: readonly string[];
  /** Set where a version without an operator is one; it is listed and not judged. */
  readonly hasBareVersions?: true;
  /** Whether an entry only says more of what is required elsewhere, and so is none. */
  readonly isAside?: (name: string, table: TomlTable) => boolean;
}

/** Names that are none of packages. */
const NO_PACKAGES = new Set(['python']);

/** The dependencies in tables that a path names, as in `tool.poetry.dependencies.*`. */
export function dependenciesAt(
  document: TomlDocument,
  path: string,
  tables: NamedTables,
  by: RequiredByName,
): readonly Reference[] {
  return findInToml(document.root, path).flatMap(({ entry }) => {
    if (entry === undefined || NO_PACKAGES.has(entry.key.value)) return [];
    return dependencyIn(document, entry, tables, by);
  });
}

function dependencyIn(
  document: TomlDocument,
  entry: TomlEntry,
  tables: NamedTables,
  by: RequiredByName,
): readonly Reference[] {
  const { key, value } = entry;
  const name = key.value;
  if (!isProjectName(name)) {
    if (value === undefined) return [];
    return [referenceTo(document, entry.span, opaquePackage(isTemplate(name) ? 'template' : 'invalid', name))];
  }
  if (value === undefined) return [];
  const its = by(canonicalName(name));
  // Several tables for one name, of which conditions choose: each is a reference.
  if (value.kind === 'list') {
    return value.items.flatMap(item => {
      const isAlone = value.items.length === 1;
      return dependencyOf(document, { name, span: item.value.span, value: item.value, isAlone, tables }, its);
    });
  }
  return dependencyOf(document, { name, span: entry.span, value, isAlone: true, tables }, its);
}

interface Written {
  readonly name: string;
  readonly span: Span;
  readonly value: TomlNode;
  /** Whether it is the only one of its name. */
  readonly isAlone: boolean;
  readonly tables: NamedTables;
}

function dependencyOf(document: TomlDocument, written: Written, by: RequiredBy): readonly Reference[] {
  const { name, span, value, isAlone, tables } = written;
  const { dialect } = tables;
  const canonical = canonicalName(name);
  const opaque = (why: OpaqueReason, want?: string) => [
    referenceTo(document, span, opaquePackage(why, canonical, want)),
  ];
  if (value.kind === 'list') return opaque('invalid');
  if (value.kind === 'scalar') {
    const text = value.value;
    if (!value.isString) return opaque('invalid', text);
    const isBare = tables.hasBareVersions === true && /^\d/.test(text);
    const why = isBare ? 'managed' : /^[a-z][a-z0-9+.-]*:/i.test(text) ? whyAddress(text) : whyUnread(text);
    if (why !== undefined) return opaque(why, withoutLogin(text));
    const edit = placeIn(value);
    const holds = isAlone ? 'always' : 'unknown';
    return [referenceTo(document, span, wantedSubject({ name, text, edit, holds, dialect }, by))];
  }
  if (tables.isAside?.(canonical, value) === true) return [];
  const address = addressIn(value);
  if (address !== undefined) return opaque(address);
  const version = value.first('version')?.value;
  // It is being typed.
  if (version === undefined && value.first('version') !== undefined) return [];
  if (version !== undefined && (version.kind !== 'scalar' || !version.isString)) return opaque('invalid');
  const text = version?.value ?? '*';
  const why = whyUnread(text);
  if (why !== undefined) return opaque(why, text);
  const conditions = tables.conditions.filter(key => value.first(key) !== undefined);
  // Of several tables some condition chooses.
  const unmarked = isAlone ? 'always' : 'unknown';
  const holds = conditions.length === 0 ? unmarked : conditions.map(outcomeIn(value, by)).reduce(outcomeOfBoth);
  const index = textIn(value, tables.indexKey);
  const subject = wantedSubject(
    { name, text, edit: version === undefined ? undefined : placeIn(version), holds, dialect },
    {
      ...by,
      ...(index === undefined ? {} : { source: sourceAt(by.source, tables.indexKey, index) }),
      ...(tables.prereleases.some(key => isSet(value, key)) ? { prereleases: true } : {}),
    },
  );
  return [referenceTo(document, span, subject)];
}

function outcomeIn(table: TomlTable, by: RequiredBy): (key: string) => Outcome {
  return key => {
    const text = textIn(table, key);
    if (text === undefined) return 'unknown';
    const readBy = conditionsBy(by);
    if (key === 'python') return outcomeOfPythons(text, 'poetry', readBy);
    return outcomeOfMarker(key === 'markers' ? text : `${key} ${text}`, readBy);
  };
}

/** The words of `ReleaseSubject.source` for a name that is asked at one index. */
export function sourceAt(source: string, key: NamedTables['indexKey'], index: string): string {
  const [client = ''] = source.split(' ');
  return `${client} ${key}=${index.replace(/[%\s]/g, character => encodeURIComponent(character))}`;
}

function whyUnread(text: string): OpaqueReason | undefined {
  if (isTemplate(text)) return 'template';
  return hasVariable(text) ? 'variable' : undefined;
}
