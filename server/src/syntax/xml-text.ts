import { type Span, spanOf } from '../model/span.ts';
import type { XmlDocument, XmlElement } from './xml-nodes.ts';

/** The text of an element without blanks around it. */
export interface XmlText {
  readonly value: string;
  /** Where it is written, from its first character to its last. */
  readonly span: Span;
  /** Whether it stands there as it is, so that a part of it is a part of the document. */
  readonly isVerbatim: boolean;
}

/** The text in an element that holds no others; `undefined` where it holds some. Entities are what they stand for. */
export function textIn({ text }: Pick<XmlDocument, 'text'>, element: XmlElement): XmlText | undefined {
  if (element.children.length > 0) return undefined;
  const pieces = element.pieces.filter(({ span }) => /\S/.test(text.slice(span.start, span.end)));
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) {
    return { value: '', span: spanOf(element.content.start, element.content.start), isVerbatim: true };
  }
  const written = text.slice(first.span.start, first.span.end);
  const start = first.span.start + written.length - written.trimStart().length;
  const end = last.span.start + text.slice(last.span.start, last.span.end).trimEnd().length;
  const value = element.pieces
    .map(({ span, isVerbatim }) => {
      const piece = text.slice(span.start, span.end);
      return isVerbatim ? piece : decoded(piece);
    })
    .join('')
    .trim();
  return { value, span: spanOf(start, end), isVerbatim: pieces.length === 1 && value === text.slice(start, end) };
}

/** Replaces the entities of XML and those by numbers; others are left as they are written. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\dA-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
