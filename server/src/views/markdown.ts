import { plainText } from '../model/plain-text.ts';

/**
 * Text that a registry or a folder's author wrote, made harmless. Registries are strangers: what they send is shown as
 * letters, never as markup, links, images, colours or a change of the writing direction.
 */

/** A card of lines, made of parts, and of tables, before anybody decided whether the editor draws Markdown. */
export type Card = readonly (Line | Table)[];
export type Line = readonly Part[];
/** Every row has as many cells as the head. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly Line[];
}
export type Part =
  /** Shown as it is; escaped where Markdown is drawn. */
  | string
  /** A value: in a fixed-width face. */
  | { readonly code: string }
  /** The card's title. */
  | { readonly strong: string }
  /** A web address that is opened by a click; shown as plain text where it is not a plain https address. */
  | { readonly link: string; readonly text?: string };

/** Draws a card as CommonMark with tables (GFM, 4.10), one paragraph a line. */
export function cardMarkdown(card: Card): string {
  return card.map(block => ('head' in block ? tableMarkdown(block) : block.map(partMarkdown).join(''))).join('\n\n');
}

/** Draws a card for editors without Markdown. */
export function cardText(card: Card): string {
  return card.map(block => ('head' in block ? tableText(block) : block.map(partText).join(''))).join('\n');
}

/**
 * Escapes a text so that no Markdown dialect finds anything in it. Every ASCII punctuation character may be escaped
 * (CommonMark 0.31, "Backslash escapes"); entities are used where a renderer that allows HTML would look first.
 */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[!"#$%'()*+,\-./:;=?@[\\\]^_`{|}~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/**
 * The address as it may be linked: https, a host of plain letters without user information, no characters that mean
 * something to Markdown, of moderate length. Anything else is `undefined`.
 */
export function plainHttpsAddress(text: string): string | undefined {
  if (text.length > 500 || !PLAIN_ADDRESS.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  // What the parser changes is not what people would see.
  return url.protocol === 'https:' && url.username === '' && url.hostname === hostAsWritten(text)
    ? url.href
    : undefined;
}

const PLAIN_ADDRESS = /^https:\/\/[a-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9._~/%@+=,;:?&#-]*)?$/i;

function hostAsWritten(text: string): string {
  return (/^https:\/\/([a-z0-9.-]+)/i.exec(text)?.[1] ?? '').toLowerCase();
}

function tableMarkdown({ head, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(head.map(escapeMarkdown)),
    row(head.map(() => '---')),
    ...rows.map(cells => row(cells.map(cellMarkdown))),
  ].join('\n');
}

/** A bar ends a cell even inside of a code span, where renderers disagree on how it is escaped. */
function cellMarkdown(part: Part): string {
  return typeof part === 'object' && 'code' in part
    ? partMarkdown({ code: part.code.replaceAll('|', '¦') })
    : partMarkdown(part);
}

/** In columns, as a fixed-width face shows them. */
function tableText({ rows }: Table): string {
  const cells = rows.map(row => row.map(partText));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map(row => (row[column] ?? '').length)));
  return cells
    .map(row => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

function partMarkdown(part: Part): string {
  if (typeof part === 'string') return escapeMarkdown(part) === '' ? '' : keepEdges(part, escapeMarkdown(part));
  if ('code' in part) return codeSpan(part.code);
  if ('strong' in part) return `**${escapeMarkdown(part.strong)}**`;
  const address = plainHttpsAddress(part.link);
  const shown = escapeMarkdown(part.text ?? part.link);
  return address === undefined ? shown : `[${shown}](<${address}>)`;
}

function partText(part: Part): string {
  if (typeof part === 'string') return keepEdges(part, plainText(part));
  if ('code' in part) return plainText(part.code);
  if ('strong' in part) return plainText(part.strong);
  return part.text === undefined ? plainText(part.link) : `${plainText(part.text)}: ${plainText(part.link)}`;
}

/** Backslashes mean nothing in a code span, so the one character that ends it is replaced. */
function codeSpan(text: string): string {
  const plain = plainText(text).replaceAll('`', "'");
  return plain === '' ? '' : `\`${plain}\``;
}

/** Parts are joined to sentences, so a blank at an edge stays. */
function keepEdges(original: string, cleaned: string): string {
  return `${/^ /.test(original) ? ' ' : ''}${cleaned}${/ $/.test(original) && cleaned !== '' ? ' ' : ''}`;
}
