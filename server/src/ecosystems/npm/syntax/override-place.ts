import { type Span, spanOf, textUnder } from '../../../model/span.ts';
import type { PlacedStatement, Statement, Stating, Told } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import type { YamlDocument, YamlEntry, YamlMap } from '../../../syntax/yaml-nodes.ts';

/** Where pnpm's manifest of a workspace takes one more override, and how that is written there. */
export interface OverridePlace {
  readonly from: Stating;
  readonly span: Span;
  readonly expects: string;
  /** Of the file, in characters. */
  readonly length: number;
  /** What stands in front of the entry, and behind it. */
  readonly before: string;
  readonly after: string;
  /** What the entries around are quoted with; empty where they are not. */
  readonly quote: string;
  /** Whether overrides are there already, or at least what no pnpm before 10 reads. */
  readonly has: 'overrides' | 'settings' | 'neither';
}

/**
 * Says where an override goes into pnpm's manifest of a workspace, behind what is there. A file that is laid out in
 * some way that people hardly write it in says nothing, nor one in which something is left open.
 */
export function overridePlaceSaid(document: YamlDocument): Statement | undefined {
  const { text, root, isBroken } = document;
  if (isBroken === true) return undefined;
  if (text.length > LONGEST || isConflicted(text) || /^(?:---|\.\.\.)/m.test(text)) return undefined;
  if (root !== undefined && (root.kind !== 'map' || root.flow || root.indent !== 0)) return undefined;
  const [block, ...others] = root?.named('overrides') ?? [];
  if (others.length > 0) return undefined;
  const at = block === undefined ? atTheEnd(text, root) : inBlock(text, block);
  if (at === undefined) return undefined;
  const { span } = at;
  const value = JSON.stringify({ ...at, length: text.length });
  return { says: 'gives', key: PLACE_KEY, reach: 'below', span, value };
}

/** What the manifest of a workspace in a folder says of that. */
export function overridePlaceIn(told: Told, folder: string | undefined): OverridePlace | undefined {
  const said = told(PLACE_KEY).find(({ from }) => folder !== undefined && from.folder === folder);
  return said === undefined ? undefined : placeOf(said);
}

/** An entry as it is written there. */
export function overrideEntry({ before, after, quote }: OverridePlace, name: string, version: string): string {
  const key = quote === '' && !isPlain(name) ? `'${name}'` : `${quote}${name}${quote}`;
  return `${before}${key}: ${quote}${version}${quote}${after}`;
}

type Written = Omit<OverridePlace, 'from' | 'length'>;

function placeOf({ from, ...statement }: PlacedStatement): OverridePlace | undefined {
  if (statement.says !== 'gives') return undefined;
  // Made by this file alone.
  const written: Omit<OverridePlace, 'from'> = JSON.parse(statement.value);
  return { ...written, from };
}

/** A block of its own, parted from what is there as the last one is. */
function atTheEnd(text: string, root: YamlMap | undefined): Written {
  const newline = newlineOf(text);
  const isEnded = text === '' || text.endsWith('\n');
  const [last, previous] = [root?.entries.at(-1), root?.entries.at(-2)];
  const between = last && previous && text.slice(previous.behindColon, last.key.span.start);
  const gap = between !== undefined && /\n[ \t]*\r?\n/.test(between) && !/\n[ \t]*\r?\n$/.test(text) ? newline : '';
  const keys = root?.entries.map(({ key }) => key.value) ?? [];
  return {
    span: spanOf(text.length, text.length),
    expects: '',
    before: `${isEnded ? '' : newline}${gap}overrides:${newline}  `,
    after: isEnded ? newline : '',
    quote: '',
    has: keys.some(key => !FROM_THE_FIRST.has(key)) ? 'settings' : 'neither',
  };
}

/** What pnpm 9 reads there (pnpm.io, "pnpm-workspace.yaml"). */
const FROM_THE_FIRST = new Set(['packages', 'catalog', 'catalogs']);

function inBlock(text: string, entry: YamlEntry): Written | undefined {
  const newline = newlineOf(text);
  const { value, behindColon } = entry;
  const start = `${newline}${' '.repeat(2)}`;
  const has = 'overrides';
  if (entry.isAlias) return undefined;
  if (value === undefined) {
    const end = endOfLine(text, behindColon);
    if (!isBlankOrComment(text.slice(behindColon, end))) return undefined;
    return { span: spanOf(end, end), expects: '', before: start, after: '', quote: '', has };
  }
  if (value.kind !== 'map' || value.merges.length > 0) return undefined;
  // What has an anchor may be read elsewhere.
  if (/[&!]/.test(text.slice(behindColon, value.span.start))) return undefined;
  const last = value.entries.at(-1);
  if (last === undefined) {
    const span = spanOf(behindColon, value.span.end);
    const expects = textUnder(text, span);
    return /^ *\{ *\}$/.test(expects) ? { span, expects, before: start, after: '', quote: '', has } : undefined;
  }
  const { value: version } = last;
  if (last.isAlias || version?.kind !== 'scalar' || !ONE_LINE.has(version.style)) return undefined;
  const quote = version.style === 'single' ? "'" : version.style === 'double' ? '"' : '';
  const its = version.span.end;
  if (value.flow) return { span: spanOf(its, its), expects: '', before: ', ', after: '', quote, has };
  const end = endOfLine(text, its);
  if (!isBlankOrComment(text.slice(its, end))) return undefined;
  const before = `${newline}${' '.repeat(value.indent)}`;
  return { span: spanOf(end, end), expects: '', before, after: '', quote, has };
}

const ONE_LINE: ReadonlySet<string> = new Set(['plain', 'single', 'double']);

/** Before its line break. */
function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function isBlankOrComment(rest: string): boolean {
  return /^[ \t]*(?:[ \t]#.*)?$/.test(rest);
}

/** Whether YAML takes a name for text without quotes. */
function isPlain(name: string): boolean {
  return /^[A-Za-z_][\w./-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name);
}

/** People write a page of it; in characters. */
const LONGEST = 1_000_000;

/** Only files of this ecosystem speak of it. */
const PLACE_KEY = 'place of overrides npm';
