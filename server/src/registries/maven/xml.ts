import { Parser } from 'htmlparser2';

/** An element of a whole document, without its attributes; names have no prefix of a namespace. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Its own text, that of CDATA sections among it, trimmed as Maven trims it. */
  readonly text: string;
}

/**
 * Reads a document that a program wrote: its root, or `undefined` where it is cut short, leaves elements open, or is
 * larger or deeper than such documents are. Never throws.
 */
export function readXml(bytes: Uint8Array): XmlElement | undefined {
  return readXmlText(textOf(bytes));
}

/** The same of what was read as a text. */
export function readXmlText(text: string): XmlElement | undefined {
  const top: Building = { name: '', children: [], text: '', openedAt: -1 };
  const open: Building[] = [top];
  let elements = 0;
  let isBroken = false;
  const parser = new Parser(
    {
      onopentag(name) {
        const element = { name: name.slice(name.indexOf(':') + 1), children: [], text: '', openedAt: parser.endIndex };
        open.at(-1)?.children.push(element);
        open.push(element);
        elements += 1;
        if (elements <= MOST_ELEMENTS && open.length <= DEEPEST) return;
        isBroken = true;
        parser.pause();
      },
      ontext(part) {
        const element = open.at(-1);
        if (element !== undefined) element.text += part;
      },
      onclosetag(_, isImplied) {
        const element = open.pop();
        if (element === undefined) return;
        element.text = element.text.trim();
        // A tag that is empty closes itself where it is opened; all else that is closed by nothing was left open.
        if (isImplied && element.openedAt !== parser.endIndex) isBroken = true;
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  const [root, ...others] = top.children;
  return isBroken || open.length > 1 || others.length > 0 ? undefined : root;
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(child => child.name === name);
}

/** All children of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter(child => child.name === name) ?? [];
}

/** The text of the element that a path of names leads to; `undefined` where there is none, or it is empty. */
export function textAt(element: XmlElement | undefined, ...names: readonly string[]): string | undefined {
  const text = names.reduce<XmlElement | undefined>(childOf, element)?.text;
  return text === '' ? undefined : text;
}

interface Building {
  readonly name: string;
  readonly children: Building[];
  text: string;
  /** Where its tag ends in the text. */
  readonly openedAt: number;
}

/** Several times what the largest metadata has. */
const MOST_ELEMENTS = 400_000;
/** Deeper than any such document, and the parser's work grows with it. */
const DEEPEST = 200;

/** The text in the encoding that the document declares; UTF-8 where it declares none that is known. */
function textOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const isWide = (a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe);
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1];
  const label = isWide ? (a === 0xfe ? 'utf-16be' : 'utf-16le') : (declared ?? 'utf-8');
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
