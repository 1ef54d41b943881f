import { describe, expect, it } from 'vitest';
import { applyEdits, combineFixes } from '../../server/src/fixes/apply.ts';
import type { Edit, Fix } from '../../server/src/model/finding.ts';
import { spanOf } from '../../server/src/model/span.ts';

const TEXT = 'FROM node:20 AS build\r\n';

/** An edit of the text above, by what it replaces. */
function edit(expects: string, put: string, start = TEXT.indexOf(expects)): Edit {
  return { span: spanOf(start, start + expects.length), expects, put };
}

function fix(title: string, ...edits: Edit[]): Fix {
  return { title, safety: 'safe', edits };
}

describe('applyEdits', () => {
  it.each([
    ['nothing', [], TEXT],
    ['a replacement', [edit('20', '22')], 'FROM node:22 AS build\r\n'],
    ['an insertion', [edit('', '@sha256:ab', 12)], 'FROM node:20@sha256:ab AS build\r\n'],
    ['edits out of order', [edit('build', 'b'), edit('node', 'n')], 'FROM n:20 AS b\r\n'],
    ['identical edits once', [edit('20', '22'), edit('20', '22')], 'FROM node:22 AS build\r\n'],
    ['an insertion right behind a replacement', [edit('20', '22'), edit('', '@x', 12)], 'FROM node:22@x AS build\r\n'],
  ])('applies %s', (_, edits, text) => {
    expect(applyEdits(TEXT, edits)).toEqual({ is: 'done', text });
  });

  it.each([
    ['a text that changed', 'changed', [{ ...edit('20', '22'), expects: '18' }]],
    ['a text that became shorter', 'changed', [{ span: spanOf(90, 92), expects: '20', put: '22' }]],
    ['an insertion past the end', 'changed', [{ span: spanOf(90, 90), expects: '', put: '22' }]],
    ['two texts for one place', 'overlap', [edit('20', '22'), edit('20', '24')]],
    ['a place inside another', 'overlap', [edit('node:20', 'x'), edit('20', '24')]],
    ['two insertions at one place', 'overlap', [edit('', 'a', 4), edit('', 'b', 4)]],
    ['an insertion before a replacement', 'overlap', [edit('', 'a', 10), edit('20', '22')]],
  ])('refuses %s', (_, why, edits) => {
    expect(applyEdits(TEXT, edits)).toMatchObject({ is: 'refused', why });
  });
});

describe('combineFixes', () => {
  it('makes each fix whole or not at all, the first that comes before the others', () => {
    const pin = fix('pin', edit('', '@x', 12));
    const again = fix('the same pin, of the other use of a variable', edit('', '@x', 12));
    const clash = fix('clash', edit('build', 'b'), edit('20', '24'), edit('20', '22'));
    const stale = fix('stale', { ...edit('build', 'b'), expects: 'test' });
    expect(combineFixes(TEXT, [pin, again, clash, stale])).toEqual({
      edits: pin.edits,
      made: [pin, again],
      left: [clash, stale],
    });
  });
});
