import type { OpaqueReason, OpaqueSubject, ReleaseSubject } from '../../../model/reference.ts';
import type { Span } from '../../../model/span.ts';
import type { TomlEntry, TomlScalar, TomlTable } from '../../../syntax/toml-nodes.ts';
import type { TomlFound } from '../../../syntax/toml-paths.ts';
import { cargoWant } from '../versions.ts';

/** One entry of a table of dependencies. */
export interface WrittenDependency {
  /** What decides where the crate comes from: the statement, or in a table of its own the line that says it. */
  readonly span: Span;
  /** The key, or what `package` says. */
  readonly name: string;
  /** `inherited`: the workspace's root says it, under the key. */
  readonly subject: ReleaseSubject | OpaqueSubject | 'inherited';
  /** Set where a feature of the package turns it on. */
  readonly isOptional?: true;
}

/**
 * Reads one dependency in any of its forms (the Cargo book, "Specifying Dependencies"). Nothing is read where what
 * counts is still being typed.
 */
export function readDependency({ entry, value }: TomlFound, toolchain: string | undefined): WrittenDependency[] {
  if (entry === undefined || value === undefined) return [];
  const { span, key } = entry;
  const name = key.value;
  switch (value.kind) {
    case 'list':
      return [{ span, name, subject: opaqueCrate('invalid', name) }];
    case 'scalar':
      return [
        { span, name, subject: value.isString ? release(name, value, {}, toolchain) : opaqueCrate('invalid', name) },
      ];
    case 'map':
      return readTable(entry, value, toolchain);
  }
}

/** A crate that is named, and cannot be asked about. */
export function opaqueCrate(why: OpaqueReason, name: string, want?: string): OpaqueSubject {
  return { kind: 'opaque', why, registry: 'cargo', name, ...(want === undefined ? {} : { want }) };
}

/** The text behind a key of a table, where it is one. */
export function stringAt(table: TomlTable | undefined, key: string): string | undefined {
  const value = table?.first(key)?.value;
  return value?.kind === 'scalar' && value.isString ? value.value : undefined;
}

/**
 * Whether an index may have a crate of this name. Cargo takes letters of all scripts; an index has a path for those of
 * ASCII alone.
 */
export function isCrateName(text: string): boolean {
  return NAME.test(text);
}

/**
 * A registry by the address of its index, as a subject's source; `undefined` for what cannot be one.
 *
 * @param says who has it so: a manifest, which names it by that, or a lockfile, which does not
 */
export function indexSource(address: string, says: 'index' | 'recorded' = 'index'): string | undefined {
  if (address.length > LONGEST_SOURCE || LONE_SURROGATE.test(address)) return undefined;
  // Some take it for a slash, so that one address has two hosts.
  if (address.includes('\\')) return undefined;
  return `${says}=${encoded(address.replace(/\/\/[^/?#]*@/, '//'))}`;
}

/** Whether a key of a table is `true`. */
export function isTrueAt(table: TomlTable | undefined, key: string): boolean {
  const value = table?.first(key)?.value;
  return value?.kind === 'scalar' && !value.isString && value.value === 'true';
}

function readTable(entry: TomlEntry, table: TomlTable, toolchain: string | undefined): WrittenDependency[] {
  const key = entry.key.value;
  const name = stringAt(table, 'package') ?? key;
  const at = (deciding: TomlEntry | undefined) => (table.flow ? entry.span : (deciding?.span ?? entry.span));
  const inherited = table.first('workspace');
  if (inherited !== undefined) {
    if (inherited.value === undefined) return [];
    // Cargo goes by the key there, whatever `package` beside it says.
    const subject = isTrueAt(table, 'workspace') ? 'inherited' : opaqueCrate('invalid', key);
    return [{ span: at(inherited), name: key, subject }];
  }
  const version = table.first('version');
  for (const why of ['git', 'path'] as const) {
    const elsewhere = table.first(why);
    if (elsewhere === undefined) continue;
    return [{ span: at(elsewhere), name, subject: opaqueCrate(why, name, stringAt(table, 'version')) }];
  }
  if (version === undefined) return [{ span: entry.span, name, subject: opaqueCrate('invalid', name) }];
  const { value } = version;
  if (value === undefined) return [];
  const from = sourceOf(table);
  if (from === 'untold') return [];
  const isRead = value.kind === 'scalar' && value.isString && from !== 'invalid';
  const subject = isRead ? release(name, value, from, toolchain) : opaqueCrate('invalid', name);
  return [{ span: at(version), name, subject, ...(isTrueAt(table, 'optional') ? { isOptional: true } : {}) }];
}

type Source = Pick<ReleaseSubject, 'source'>;

/**
 * The registry that a dependency names, if any, as `registry=NAME` or `index=URL`; `untold` while it is being typed. An
 * address goes without a login, and without blanks, which part the words of a question.
 */
function sourceOf(table: TomlTable): Source | 'invalid' | 'untold' {
  const [named, placed] = [table.first('registry'), table.first('registry-index')];
  const which = named ?? placed;
  if (which === undefined) return {};
  if (which.value === undefined) return 'untold';
  // Cargo takes one of the two.
  if (named !== undefined && placed !== undefined) return 'invalid';
  const text = stringAt(table, which.key.value);
  if (text === undefined) return 'invalid';
  if (placed !== undefined) {
    const source = indexSource(text);
    return source === undefined ? 'invalid' : { source };
  }
  if (!NAME.test(text)) return 'invalid';
  return text === DEFAULT_REGISTRY ? {} : { source: `registry=${text}` };
}

function release(
  name: string,
  version: TomlScalar,
  from: Source,
  toolchain: string | undefined,
): ReleaseSubject | OpaqueSubject {
  const { value, inner, isVerbatim } = version;
  if (TEMPLATE.test(name) || TEMPLATE.test(value)) return opaqueCrate('template', name, value);
  const want = isCrateName(name) ? cargoWant(value) : undefined;
  if (want === undefined) return opaqueCrate('invalid', name, value);
  return {
    ...{ kind: 'release', registry: 'cargo', name, want, ...from },
    ...(toolchain === undefined ? {} : { toolchain }),
    ...(isVerbatim ? { edit: inner } : {}),
  };
}

function encoded(text: string): string {
  return text.replace(/[\s\p{Cc}]/gu, encodeURIComponent);
}

/** What cargo calls crates.io. */
const DEFAULT_REGISTRY = 'crates-io';
/** Longer than any registry allows. */
const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,254}$/;
/** In characters. */
const LONGEST_SOURCE = 2000;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Placeholders of cargo-generate and its like, in a manifest that others are made from. */
const TEMPLATE = /\{\{|\{%/;
