import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { parseXml } from '../../server/src/syntax/xml.ts';
import type { XmlElement } from '../../server/src/syntax/xml-nodes.ts';
import { textIn } from '../../server/src/syntax/xml-text.ts';

const names = fc.constantFrom('a', 'b', 'project', 'dependency', 'm:x', 'a.b-c_d', 'ä');
const blanks = fc.constantFrom('', ' ', '\n', '\r\n  ', '\t');
const pieces = fc.oneof(
  fc.constantFrom('x', 'a b', '1.0', '${p}', '&amp;', '&lt;', '&#65;', '&#x42;', ']]', '--', '>', '"', "'", '😀'),
  fc.constantFrom('<!-- c -->', '<!---->', '<!-- <b> & -->', '<![CDATA[<x>&amp;]]>', '<![CDATA[]]>', '<?pi x?>'),
  blanks,
);
const attributes = fc
  .array(fc.tuple(names, fc.constantFrom('"', "'"), fc.constantFrom('', 'v', 'a>b', 'u:v w', '\n')), { maxLength: 2 })
  .map(all => all.map(([name, quote, value]) => ` ${name}=${quote}${value}${quote}`).join(''));
/** Valid elements, of which each tag may hold blanks. */
const { element } = fc.letrec<{ element: string; inside: string }>(tie => ({
  element: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.tuple(names, attributes, blanks).map(([name, its, blank]) => `<${name}${its}${blank}/>`),
    fc
      .tuple(names, attributes, tie('inside'), blanks)
      .map(([name, its, inside, blank]) => `<${name}${its}${blank}>${inside}</${name}${blank}>`),
  ),
  inside: fc.array(fc.oneof(tie('element'), pieces), { maxLength: 4 }).map(all => all.join('')),
}));

test('valid texts are read as htmlparser2 reads XML', () => {
  fc.assert(
    fc.property(element, text => {
      expect(treeOf(text)).toEqual(treeByHtmlparser2(text));
    }),
    { numRuns: 2000 },
  );
});

test('however a text is cut, places lie in it and in each other, and what was whole before the cut is read the same', () => {
  fc.assert(
    fc.property(element, fc.nat(), fc.nat(), (text, from, to) => {
      const [start, end] = [from % (text.length + 1), to % (text.length + 1)].sort((a, b) => a - b) as [number, number];
      const cut = text.slice(0, start) + text.slice(end);
      const { root } = parseXml(cut);
      expectPlaces(root, cut);
      const whole = (all: readonly XmlElement[]) => all.filter(({ span, isClosed }) => isClosed && span.end <= start);
      const before = whole(everyElement(parseXml(text).root)).map(({ name, span }) => [name, span]);
      expect(everyElement(root).map(({ name, span }) => [name, span])).toEqual(expect.arrayContaining(before));
    }),
    { numRuns: 2000 },
  );
});

function expectPlaces({ span, open, content, children, pieces }: XmlElement, text: string): void {
  for (const place of [span, open, content, ...pieces.map(piece => piece.span)]) {
    expect(0 <= place.start && place.start <= place.end && place.end <= text.length).toBe(true);
  }
  let end = content.start;
  for (const child of children) {
    expect(child.span.start).toBeGreaterThanOrEqual(end);
    expect(text.startsWith(`<${child.name}`, child.span.start)).toBe(true);
    end = child.span.end;
    expectPlaces(child, text);
  }
  expect(content.end).toBeGreaterThanOrEqual(end);
}

function everyElement({ children }: XmlElement): XmlElement[] {
  return children.flatMap(child => [child, ...everyElement(child)]);
}

/** Names, attributes and texts of what holds no elements. */
interface Tree {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly children: Tree[];
  text: string;
}

function treeOf(text: string): Tree[] {
  const document = parseXml(text);
  const made = (each: XmlElement): Tree => ({
    name: each.name,
    attributes: [...new Set(each.attributes.map(attribute => attribute.name))],
    children: each.children.map(made),
    text: textIn(document, each)?.value ?? '',
  });
  return document.root.children.map(made);
}

function treeByHtmlparser2(text: string): Tree[] {
  const root: Tree = { name: '', attributes: [], children: [], text: '' };
  const open = [root];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const made: Tree = { name, attributes: Object.keys(attributes), children: [], text: '' };
        open.at(-1)?.children.push(made);
        open.push(made);
      },
      ontext: piece => {
        const top = open.at(-1);
        if (top !== undefined) top.text += piece;
      },
      onclosetag: () => {
        const closed = open.pop();
        if (closed !== undefined) closed.text = closed.children.length > 0 ? '' : closed.text.trim();
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  return root.children;
}
