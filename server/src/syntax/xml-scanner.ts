import { type Span, spanOf } from '../model/span.ts';

/** What stands in a text of XML, in order. Spans are of the whole mark, in brackets. */
export type XmlToken =
  | { readonly is: 'text' | 'cdata'; readonly span: Span; readonly inside: Span }
  | { readonly is: 'comment'; readonly span: Span; readonly inside: Span }
  | {
      readonly is: 'open';
      readonly span: Span;
      readonly name: string;
      readonly attributes: readonly { readonly name: string; readonly value: Span }[];
      /** `<name/>` */
      readonly isEmpty: boolean;
    }
  | { readonly is: 'close'; readonly span: Span; readonly name: string }
  /** A mark that is being typed, or one that means nothing here: a declaration, an instruction. */
  | { readonly is: 'nothing'; readonly span: Span };

/**
 * Splits a text into the marks of XML and what stands between them (XML 1.0, fifth edition). A mark that does not end
 * is taken for as little as can be: a tag ends before the next `<`, which no tag holds; a comment or the like that is
 * never closed, or in which another one opens, ends with its line. Work grows with the text: each look ahead is
 * remembered.
 */
export function* xmlTokens(text: string): Generator<XmlToken, void> {
  const find = finderIn(text);
  let at = 0;
  while (at < text.length) {
    const token = text.charAt(at) === '<' ? markAt(text, at, find) : undefined;
    if (token !== undefined) {
      yield token;
      at = token.span.end;
      continue;
    }
    // A `<` that begins no mark is text.
    const end = find('<', at + 1) ?? text.length;
    yield { is: 'text', span: spanOf(at, end), inside: spanOf(at, end) };
    at = end;
  }
}

/** Looks for the next place of something; each kind is looked for from left to right. */
type Find = (what: string, from: number) => number | undefined;

function finderIn(text: string): Find {
  const known = new Map<string, number>();
  return (what, from) => {
    let place = known.get(what) ?? -1;
    if (place < from) {
      const found = text.indexOf(what, from);
      place = found < 0 ? Number.POSITIVE_INFINITY : found;
      known.set(what, place);
    }
    return place === Number.POSITIVE_INFINITY ? undefined : place;
  };
}

function markAt(text: string, at: number, find: Find): XmlToken | undefined {
  switch (text.charAt(at + 1)) {
    case '!':
      if (text.startsWith('<!--', at)) return bracketed('comment', text, at, '<!--', '-->', find);
      if (text.startsWith('<![CDATA[', at)) return bracketed('cdata', text, at, '<![CDATA[', ']]>', find);
      return declaration(text, at, find);
    case '?': {
      const { span } = bracketed('comment', text, at, '<?', '?>', find);
      return { is: 'nothing', span };
    }
    case '/':
      return endTag(text, at, find);
    default:
      return startTag(text, at, find);
  }
}

function bracketed(
  is: 'comment' | 'cdata',
  text: string,
  at: number,
  open: string,
  close: string,
  find: Find,
): XmlToken & { is: 'comment' | 'cdata' } {
  const from = at + open.length;
  const end = find(close, from);
  const another = find(open, from);
  if (end !== undefined && (another === undefined || another > end)) {
    return { is, span: spanOf(at, end + close.length), inside: spanOf(from, end) };
  }
  const lineEnd = Math.min(find('\n', at) ?? text.length, another ?? text.length);
  return { is, span: spanOf(at, lineEnd), inside: spanOf(Math.min(from, lineEnd), lineEnd) };
}

/** `<!DOCTYPE project [ … ]>` */
function declaration(text: string, at: number, find: Find): XmlToken {
  const end = find('>', at);
  const subset = find('[', at);
  const closed = subset !== undefined && end !== undefined && subset < end ? find(']>', subset) : undefined;
  const stop = closed === undefined ? end : closed + 1;
  return { is: 'nothing', span: spanOf(at, stop === undefined ? text.length : stop + 1) };
}

function endTag(text: string, at: number, find: Find): XmlToken {
  const name = nameAt(text, at + 2);
  let stop = skipBlanks(text, at + 2 + name.length);
  if (text.charAt(stop) === '>') return { is: 'close', span: spanOf(at, stop + 1), name };
  // Being typed: what stands on its line up to the next mark belongs to it.
  stop = Math.min(find('<', at + 1) ?? text.length, find('\n', at) ?? text.length);
  const closed = find('>', at);
  return { is: 'nothing', span: spanOf(at, closed !== undefined && closed < stop ? closed + 1 : stop) };
}

function startTag(text: string, at: number, find: Find): XmlToken | undefined {
  const name = nameAt(text, at + 1);
  if (name === '' || !NAME_START.test(name)) return undefined;
  const attributes: { readonly name: string; readonly value: Span }[] = [];
  const next = find('<', at + 1) ?? text.length;
  let place = at + 1 + name.length;
  for (;;) {
    place = skipBlanks(text, place);
    const character = text.charAt(place);
    if (place >= next) return { is: 'nothing', span: spanOf(at, next) };
    if (character === '>') return { is: 'open', span: spanOf(at, place + 1), name, attributes, isEmpty: false };
    if (text.startsWith('/>', place)) {
      return { is: 'open', span: spanOf(at, place + 2), name, attributes, isEmpty: true };
    }
    const attribute = nameAt(text, place);
    if (attribute === '') {
      place += 1;
      continue;
    }
    place = skipBlanks(text, place + attribute.length);
    if (text.charAt(place) !== '=') continue;
    place = skipBlanks(text, place + 1);
    const quote = text.charAt(place);
    if (quote !== '"' && quote !== "'") continue;
    const end = find(quote, place + 1);
    // No value holds a `<`: the quote is not closed yet.
    if (end === undefined || end > next) {
      const closed = find('>', place);
      if (closed === undefined || closed > next) return { is: 'nothing', span: spanOf(at, next) };
      place = closed;
      continue;
    }
    attributes.push({ name: attribute, value: spanOf(place + 1, end) });
    place = end + 1;
  }
}

function nameAt(text: string, at: number): string {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0] ?? '';
}

function skipBlanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  return at + (BLANKS.exec(text)?.[0].length ?? 0);
}

const NAME = /[^\s<>/="']*/y;
const NAME_START = /^[\p{L}_:]/u;
const BLANKS = /\s*/y;
