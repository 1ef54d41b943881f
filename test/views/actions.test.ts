import { describe, expect, it } from 'vitest';
import type { Finding, Fix } from '../../server/src/model/finding.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { quickFixes, readActionData, textEdits, wantsKind } from '../../server/src/views/actions.ts';

const FINDING: Finding = { rule: 'moved-tag', severity: 'information', at: spanOf(7, 9), message: '', fixes: [] };
const DIAGNOSTIC = { range: { start: { line: 0, character: 7 }, end: { line: 0, character: 9 } }, message: '' };

function offered(title: string, safety: Fix['safety'], ready: boolean) {
  const edits = [{ span: spanOf(7, 9), expects: '20', put: '22' }];
  return { finding: FINDING, fix: { title, safety, edits }, edits: ready ? edits : undefined };
}

it('offers fixes in their order, the first safe one as the preferred one, unready ones to be resolved', () => {
  const fixes = [offered('a', 'review', true), offered('b', 'safe', false), offered('c', 'safe', true)];
  const actions = quickFixes(fixes, DIAGNOSTIC, { uri: 'file:///a', version: 3 }, edits => ({
    changes: { 'file:///a': textEdits(edits, linesOf('FROM a:20')) },
  }));
  expect(actions.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
    ['a', undefined],
    ['b', true],
    ['c', undefined],
  ]);
  expect(actions[0]?.edit?.changes?.['file:///a']).toEqual([{ range: DIAGNOSTIC.range, newText: '22' }]);
  const data = { what: 'fix', uri: 'file:///a', version: 3, rule: 'moved-tag', start: 7, title: 'b' };
  expect(actions[1]).toMatchObject({ data });
  expect(actions[1]?.edit).toBeUndefined();
  expect(readActionData(data)).toEqual(data);
});

describe('readActionData', () => {
  it.each([
    undefined,
    null,
    'fix',
    { what: 'fix', uri: 'file:///a', version: 1 },
    { what: 'fix', uri: 1, version: 1, rule: 'x', start: 0, title: '' },
    { what: 'other', uri: 'file:///a', version: 1 },
  ])('takes nothing that it did not make: %j', data => {
    expect(readActionData(data)).toBeUndefined();
  });
});

describe('wantsKind', () => {
  it.each<[readonly string[] | undefined, string, boolean]>([
    [undefined, 'quickfix', true],
    [undefined, 'source.fixAll.registryLens', false],
    [['quickfix'], 'quickfix', true],
    [['refactor'], 'quickfix', false],
    [[''], 'source.fixAll.registryLens', true],
    [['source.fixAll'], 'source.fixAll.registryLens', true],
    [['source.fix'], 'source.fixAll.registryLens', false],
  ])('%j takes %s: %s', (only, kind, takes) => {
    expect(wantsKind(only, kind)).toBe(takes);
  });
});
