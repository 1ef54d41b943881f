import type { Reference, Subject } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { TomlDocument, TomlNode, TomlScalar } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { tomlIgnorePlace } from '../../../syntax/toml-places.ts';
import { canonicalName } from '../names.ts';
import { opaquePackage, type RequiredBy, requiredSubject } from './python-subject.ts';
import { isTemplate, parseRequirement } from './requirement.ts';

/** What a file says of a requirement of this canonical name; without one of what has no name. */
export type RequiredByName = (name: string | undefined) => RequiredBy;

/** What only restricts what something else requires. */
export function asConstraint(by: RequiredByName): RequiredByName {
  return name => ({ ...by(name), isConstraint: true });
}

/** What only helps to build, to test and the like. */
export function forDevelopers(by: RequiredByName): RequiredByName {
  return name => ({ ...by(name), deployed: false });
}

/** The requirements in strings that a path names, as in `project.dependencies[]`. */
export function requirementsAt(document: TomlDocument, path: string, by: RequiredByName): readonly Reference[] {
  return findInToml(document.root, path).flatMap(({ value }) => requirementIn(document, value, by) ?? []);
}

/** The requirements in the strings of a list. */
export function requirementsIn(
  document: TomlDocument,
  list: TomlNode | undefined,
  by: RequiredByName,
): readonly Reference[] {
  return list?.kind === 'list' ? list.items.flatMap(({ value }) => requirementIn(document, value, by) ?? []) : [];
}

/** The requirements in strings that hold several, with blanks between. */
export function requirementWordsAt(document: TomlDocument, path: string, by: RequiredByName): readonly Reference[] {
  return findInToml(document.root, path).flatMap(({ value }) => {
    if (value?.kind !== 'scalar' || !value.isString) return [];
    return Array.from(value.value.matchAll(/\S+/g)).flatMap(
      ({ 0: word, index }) => requiredIn(document, value, { text: word, at: index }, by) ?? [],
    );
  });
}

/** What a string requires (PEP 508); `undefined` for what is no string, or is being typed and names nothing yet. */
function requirementIn(document: TomlDocument, value: TomlNode | undefined, by: RequiredByName): Reference | undefined {
  if (value?.kind !== 'scalar' || !value.isString) return undefined;
  return requiredIn(document, value, { text: value.value, at: 0 }, by);
}

/** What a stretch of a string requires. */
function requiredIn(
  document: TomlDocument,
  value: TomlScalar,
  { text, at }: { readonly text: string; readonly at: number },
  by: RequiredByName,
): Reference | undefined {
  // PDM takes what pip's option of that name takes.
  if (/^\s*-e\s/.test(text)) return referenceTo(document, value.span, opaquePackage('path', undefined, text.trim()));
  const requirement = parseRequirement(text);
  if (requirement === undefined) {
    if (!isTemplate(text)) return undefined;
    return referenceTo(document, value.span, opaquePackage('template', undefined, text));
  }
  const { name } = requirement;
  const its = by(name === undefined ? undefined : canonicalName(name));
  const start = text.length - text.trimStart().length;
  const span = placeIn(value, at + start, at + requirement.end) ?? value.span;
  const editOf = (from: number, to: number) => placeIn(value, at + from, at + to);
  return referenceTo(document, span, requiredSubject(requirement, text, editOf, its));
}

/** A stretch of a string's value where it is written; `undefined` where it is written otherwise. */
export function placeIn({ inner, isVerbatim }: TomlScalar, from = 0, to = inner.end - inner.start): Span | undefined {
  return isVerbatim && inner.start + to <= inner.end ? spanOf(inner.start + from, inner.start + to) : undefined;
}

/** A reference, with the place of a comment that silences it. */
export function referenceTo(document: TomlDocument, span: Span, subject: Subject): Reference {
  const place = tomlIgnorePlace(document, span.start);
  const ignoreAt = place === undefined || beginsLine(document.text, place.offset) ? place : undefined;
  const untilWalked = subject.kind === 'release' ? { untilWalked: true as const } : {};
  return { span, subject, role: 'manifest', ...untilWalked, ...(ignoreAt === undefined ? {} : { ignoreAt }) };
}

/** Not so behind a mark that stands where none should. */
function beginsLine(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

/** The string that a path names first. */
export function stringAt(document: TomlDocument, path: string): string | undefined {
  const value = findInToml(document.root, path)[0]?.value;
  return value?.kind === 'scalar' && value.isString ? value.value : undefined;
}

/** In the order of the text, each place once. */
export function inOrder(references: readonly Reference[]): readonly Reference[] {
  const sorted = references.toSorted((a, b) => a.span.start - b.span.start);
  return sorted.filter(({ span }, i) => span.start !== sorted[i - 1]?.span.start);
}
