import { type Span, spanOf } from '../model/span.ts';
import { newlineOf } from './newline.ts';
import type { XmlComment, XmlDocument, XmlElement, XmlPiece, XmlPlaces } from './xml-nodes.ts';
import { xmlTokens } from './xml-scanner.ts';

/** Names that stand nowhere in particular. */
const ANYWHERE: XmlPlaces = {};

/**
 * Reads XML that people are typing: what is whole around a broken piece is read as if that were not there. An end tag
 * ends the nearest open element of its name, and with it all that lost their own; one that fits nothing is passed. See
 * `XmlPlaces` for what else ends an element.
 */
export function parseXml(text: string, places: XmlPlaces = ANYWHERE): XmlDocument {
  const comments: XmlComment[] = [];
  const root = opened('', spanOf(0, 0), []);
  const open = [root];
  const counts = new Map<string, number>();
  const count = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
  const isOpen = (name: string) => (counts.get(name) ?? 0) > 0;
  const end = (at: number, tag?: Span) => {
    const element = open.pop();
    if (element === undefined) return;
    element.isClosed = tag !== undefined;
    element.content = spanOf(element.open.end, at);
    element.span = spanOf(element.open.start, tag?.end ?? at);
    count(element.name, -1);
  };
  for (const token of xmlTokens(text)) {
    const top = open.at(-1) ?? root;
    switch (token.is) {
      case 'nothing':
        break;
      case 'text':
      case 'cdata':
        top.pieces.push({ span: token.inside, isVerbatim: token.is === 'cdata' });
        break;
      case 'comment': {
        const { span, inside } = token;
        comments.push({ offset: span.start, text: text.slice(inside.start, inside.end), end: span.end });
        break;
      }
      case 'open': {
        const { name, span, attributes, isEmpty } = token;
        const place = Object.hasOwn(places, name) ? places[name] : undefined;
        if (place?.in.some(isOpen) === true && !place.notBelow.some(isOpen)) {
          while (!place.in.includes(open.at(-1)?.name ?? '')) end(span.start);
        }
        const element = opened(name, span, attributes);
        (open.at(-1) ?? root).children.push(element);
        open.push(element);
        count(name, 1);
        if (isEmpty) end(span.end, span);
        break;
      }
      case 'close':
        if (!isOpen(token.name)) break;
        while (open.at(-1)?.name !== token.name) end(token.span.start);
        end(token.span.start, token.span);
        break;
    }
  }
  while (open.length > 0) end(text.length);
  return { text, root, comments, newline: newlineOf(text) };
}

/** The children of a name, in order. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter(child => child.name === name) ?? [];
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(child => child.name === name);
}

/** An element while it is read. */
type Mutable = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & {
  children: Mutable[];
  pieces: XmlPiece[];
};

function opened(name: string, open: Span, attributes: XmlElement['attributes']): Mutable {
  return {
    name,
    span: open,
    open,
    content: spanOf(open.end, open.end),
    attributes,
    children: [],
    pieces: [],
    isClosed: false,
  };
}
