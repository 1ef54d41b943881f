import type { Overridden, Override } from '../../model/ecosystem.ts';
import type { Edit } from '../../model/finding.ts';
import { parsePep440 } from '../../model/pep440.ts';
import { spanOf } from '../../model/span.ts';
import { parseToml } from '../../syntax/toml.ts';
import type { TomlArray, TomlDocument, TomlTable } from '../../syntax/toml-nodes.ts';
import { findInToml } from '../../syntax/toml-paths.ts';

/**
 * The entry in `pyproject.toml` that has a project take a later release of what others bring in: uv's
 * `constraint-dependencies` (docs.astral.sh/uv, "Settings"), which narrows what all of them allow and ignores nothing
 * of it; PDM's `resolution.overrides` (pdm-project.org, "Override the resolved package versions"), which stands in its
 * place, and so stays below the next major version. Both tools read it beside the lockfile alone. Poetry and Pipenv
 * have nothing of the kind.
 *
 * Nothing is proposed where the lockfile holds several releases of the name, since one entry is for all of them, nor
 * where the file has a word of the name already.
 */
export function pypiOverride(text: string, overridden: Overridden): Override | undefined {
  const { name, version, to, lockfile, isAlone } = overridden;
  const major = majorOf(to);
  if (!isAlone || !NAME.test(name) || major === undefined || major !== majorOf(version)) return undefined;
  if (text.length > LONGEST || mentions(text, name)) return undefined;
  const document = parseToml(text);
  // What is left open would take in what is written behind it.
  if (document.isBroken === true) return undefined;
  switch (lockfile) {
    case 'uv.lock':
      return edits(listedIn(document, ['tool', 'uv'], 'constraint-dependencies', `${name}>=${to}`));
    case 'pdm.lock':
      return edits(stated(document, PDM, `${KEY.test(name) ? name : JSON.stringify(name)} = ">=${to},<${major + 1}"`));
    default:
      return undefined;
  }
}

const PDM = ['tool', 'pdm', 'resolution', 'overrides'];

function edits(edit: Edit | undefined): Override | undefined {
  return edit === undefined ? undefined : { edits: [edit] };
}

/** The first number of a final release, or of a later build of one, without an epoch. */
function majorOf(text: string): number | undefined {
  const [, major] = /^(\d{1,9})(?:\.\d{1,9}){0,8}(?:\.post\d{1,9})?$/.exec(text) ?? [];
  return major === undefined || parsePep440(text) === undefined ? undefined : Number(major);
}

/** Names are compared without regard to case, and to which of three signs parts them (PEP 503). */
function mentions(text: string, name: string): boolean {
  const folded = text.toLowerCase().replace(/[-_.]+/g, '-');
  const wanted = name.toLowerCase().replace(/[-_.]+/g, '-');
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const around = [folded[at - 1], folded[at + wanted.length]];
    if (around.every(sign => sign === undefined || !/[a-z\d-]/.test(sign))) return true;
  }
  return false;
}

/** Puts an item into a list in a table. */
function listedIn(document: TomlDocument, table: readonly string[], key: string, item: string): Edit | undefined {
  const value = JSON.stringify(item);
  const [found, ...others] = findInToml(document.root, [...table, key].join('.'));
  if (found === undefined) return stated(document, table, `${key} = [${value}]`);
  const list = found.value;
  if (list?.kind !== 'list' || others.length > 0 || found.entry?.value !== list) return undefined;
  return itemIn(document, list, value);
}

/** Behind the last item, in a line of its own where that has one. */
function itemIn({ text, newline }: TomlDocument, { span, items }: TomlArray, value: string): Edit | undefined {
  const last = items.at(-1)?.value;
  if (text[span.start] !== '[' || text[span.end - 1] !== ']') return undefined;
  if (last === undefined) {
    const inside = spanOf(span.start + 1, span.end - 1);
    const expects = text.slice(inside.start, inside.end);
    return expects.trim() === '' ? { span: inside, expects, put: value } : undefined;
  }
  // Where something stands behind it that is no comma, as what is half typed does.
  if (!/^\s*,?\s*(?:#[^\n]*\s*)*\]$/.test(text.slice(last.span.end, span.end))) return undefined;
  const [behind = '', comma, comment] = /^[ \t]*(,)?[ \t]*(#[^\r\n]*)?/.exec(text.slice(last.span.end, span.end)) ?? [];
  const [, isFirst, indent = ''] = /(^|\n)([ \t]*)$/.exec(text.slice(0, last.span.start)) ?? [];
  if (isFirst !== undefined && comma !== undefined) {
    const at = last.span.end + behind.length;
    return { span: spanOf(at, at), expects: '', put: `${newline}${indent}${value},` };
  }
  // Between the two a comma would have to go, and a comment stay where it is.
  if (comment !== undefined) return undefined;
  const put = `,${isFirst === undefined ? ' ' : `${newline}${indent}`}${value}`;
  return { span: spanOf(last.span.end, last.span.end), expects: '', put };
}

/** Puts a statement into a table: below the last of its header, else below a header of its own, at the end. */
function stated(document: TomlDocument, path: readonly string[], statement: string): Edit | undefined {
  const { text, newline, root } = document;
  const table = tableAt(root, path);
  if (table === 'other') return undefined;
  const places = table?.places ?? [];
  const [section] = places.flatMap(({ form, span }) => (form === 'section' ? [span] : []));
  if (places.some(({ form }) => form === 'braces' || form === 'dotted')) return undefined;
  if (section !== undefined) {
    const end = text.indexOf('\n', section.end);
    const at = end < 0 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
    // Behind a statement stands a comment at most.
    if (!/^[ \t]*(?:#.*)?$/.test(text.slice(section.end, at))) return undefined;
    return { span: spanOf(at, at), expects: '', put: `${newline}${statement}` };
  }
  const gap = text === '' ? '' : text.endsWith('\n') ? newline : `${newline}${newline}`;
  const put = `${gap}[${path.join('.')}]${newline}${statement}${newline}`;
  return { span: spanOf(text.length, text.length), expects: '', put };
}

/** `undefined` where nothing is there; `other` where that is no table, or a header may not add to it. */
function tableAt(root: TomlTable, path: readonly string[]): TomlTable | 'other' | undefined {
  let table: TomlTable = root;
  for (const key of path) {
    const [entry, ...others] = table.named(key);
    if (entry === undefined) return undefined;
    if (entry.value?.kind !== 'map' || others.length > 0) return 'other';
    table = entry.value;
    if (table.places.some(({ form }) => form === 'braces' || form === 'dotted')) return 'other';
  }
  return table;
}

/** The core metadata specification, "Name". */
const NAME = /^[A-Za-z0-9](?:[\w.-]{0,212}[A-Za-z0-9])?$/;
/** What TOML takes for a key without quotes. */
const KEY = /^[\w-]+$/;
/** In characters; a manifest that people write is a page. */
const LONGEST = 1_000_000;
