import { describe, expect, test } from 'vitest';
import { parseXml } from '../../server/src/syntax/xml.ts';
import type { XmlElement } from '../../server/src/syntax/xml-nodes.ts';
import { textIn } from '../../server/src/syntax/xml-text.ts';

/** The elements of a text in a line: `a(b="text")`, with `…` behind what has no end tag. */
function tree(text: string, places = {}): string {
  const document = parseXml(text, places);
  const drawn = (element: XmlElement): string => {
    const its = textIn(document, element);
    const inside =
      its === undefined ? element.children.map(drawn).join(' ') : its.value === '' ? '' : JSON.stringify(its.value);
    return `${element.name}${inside === '' ? '' : `(${inside})`}${element.isClosed ? '' : '…'}`;
  };
  return document.root.children.map(drawn).join(' ');
}

describe('whole texts', () => {
  test.each([
    ['<a/>', 'a'],
    ['<a></a>', 'a'],
    ['<a> x </a>', 'a("x")'],
    ['<a><b>x</b> <c/></a>', 'a(b("x") c)'],
    ['<?xml version="1.0"?><!DOCTYPE a [ <!ELEMENT a ANY> ]><a>x</a>', 'a("x")'],
    ['<a b="1" c=\'>\' d = "x\ny">x</a>', 'a("x")'],
    ['<a\n b="1"\n>x</a\n>', 'a("x")'],
    ['<m:a xmlns:m="u"><m:b/></m:a>', 'm:a(m:b)'],
    ['<a>x<!-- <b> -->y</a>', 'a("xy")'],
    ['<a><![CDATA[<b>&amp;]]>&amp;</a>', 'a("<b>&amp;&")'],
    ['<a>&lt;&gt;&quot;&apos;&#65;&#x42;&#xd800;&nbsp;&#0;</a>', 'a("<>\\"\'AB&#xd800;&nbsp;&#0;")'],
    ['<a>x</a><b>y</b>', 'a("x") b("y")'],
    ['<a>1 < 2</a>', 'a("1 < 2")'],
    ['<ä>x</ä>', 'ä("x")'],
    ['<a><?p x?>y</a>', 'a("y")'],
    ['', ''],
    ['only words', ''],
  ])('%s is %s', (text, drawn) => {
    expect(tree(text)).toBe(drawn);
  });
});

describe('texts that are being typed', () => {
  test.each([
    ['<a><b>x', 'a(b("x")…)…'],
    ['<a><b>x</a><c/>', 'a(b("x")…) c'],
    ['<a><b</a>', 'a'],
    ['<a><b c="x</a>', 'a'],
    ['<a><b c="x></b></a>', 'a(b)'],
    ['<a><b c=>x</b></a>', 'a(b("x"))'],
    ['<a><b c d/></a>', 'a(b)'],
    ['<a></b>x</a>', 'a("x")'],
    ['<a>x</</a>', 'a("x")'],
    ['<a>x</b\n</a>', 'a("x")'],
    ['<a>x</a y></a>', 'a("x")'],
    ['<a><!-- x\n<b/></a>', 'a(b)'],
    ['<a><!-- x\n<b/><!-- y --><c/></a>', 'a(b c)'],
    ['<a><![CDATA[ x\n<b/></a>', 'a(b)'],
    ['<a><? x\n<b/></a>', 'a(b)'],
    ['<a><><b/></a>', 'a(b)'],
    ['<a><1/><b/></a>', 'a(b)'],
    ['<!DOCTYPE', ''],
    ['<', ''],
    ['</', ''],
    ['<!', ''],
    ['<!-', ''],
  ])('%s is %s', (text, drawn) => {
    expect(tree(text)).toBe(drawn);
  });
});

test('an element that stands in certain others alone ends what lost its end', () => {
  const places = { item: { in: ['list'], notBelow: ['any'] } };
  expect(tree('<list><item><x>1<item>2</item></list>', places)).toBe('list(item(x("1")…)… item("2"))');
  expect(tree('<list><item><any><item>2</item></any></item></list>', places)).toBe('list(item(any(item("2"))))');
  expect(tree('<item><item>2</item></item>', places)).toBe('item(item("2"))');
});

test('a text is verbatim where it stands as it is, without blanks around it', () => {
  const found = (text: string) => {
    const document = parseXml(text);
    const [element] = document.root.children;
    const its = element === undefined ? undefined : textIn(document, element);
    return its === undefined ? undefined : [its.isVerbatim, text.slice(its.span.start, its.span.end)];
  };
  expect(found('<a>\n  x y\n</a>')).toEqual([true, 'x y']);
  expect(found('<a><!-- c --> x </a>')).toEqual([true, 'x']);
  expect(found('<a> <![CDATA[x]]> </a>')).toEqual([true, 'x']);
  expect(found('<a>x&amp;y</a>')).toEqual([false, 'x&amp;y']);
  expect(found('<a>x<!-- c -->y</a>')).toEqual([false, 'x<!-- c -->y']);
  expect(found('<a></a>')).toEqual([true, '']);
  expect(found('<a><b/></a>')).toBeUndefined();
});

test('what comments hold, and where', () => {
  expect(parseXml('<!-- a --><b><!-- c').comments).toEqual([
    { offset: 0, text: ' a ', end: 10 },
    { offset: 13, text: ' c', end: 19 },
  ]);
});
