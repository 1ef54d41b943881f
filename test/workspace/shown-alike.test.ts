import { expect, test } from 'vitest';
import type { Finding } from '../../server/src/model/finding.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { isShownAlike } from '../../server/src/workspace/shown-alike.ts';

const FINDING: Finding = { rule: 'a', severity: 'hint', at: spanOf(2, 4), message: 'b', fixes: [] };
const RELATED = { file: 'x', range: linesOf('').rangeOf(spanOf(0, 0)), message: 'c' };
const TEXT = 'a\nbc\n';

test.each<[string, boolean, readonly Finding[], string]>([
  ['the same', true, [{ ...FINDING }], TEXT],
  ['the same place behind more text on a line before', true, [{ ...FINDING, at: spanOf(3, 5) }], 'aa\nbc\n'],
  ['other fixes', true, [{ ...FINDING, fixes: [{ title: 'd', safety: 'review', edits: [] }] }], TEXT],
  ['another line', false, [{ ...FINDING, at: spanOf(3, 5) }], 'a\n\nbc\n'],
  ['another end', false, [{ ...FINDING, at: spanOf(2, 3) }], TEXT],
  ['another rule', false, [{ ...FINDING, rule: 'b' }], TEXT],
  ['another severity', false, [{ ...FINDING, severity: 'error' }], TEXT],
  ['other words', false, [{ ...FINDING, message: 'c' }], TEXT],
  ['struck through', false, [{ ...FINDING, deprecated: true }], TEXT],
  ['another place beside it', false, [{ ...FINDING, related: [RELATED] }], TEXT],
  ['one more', false, [FINDING, FINDING], TEXT],
  ['none', false, [], TEXT],
])('people see %s: %s', (_, isSame, findings, text) => {
  const before = { findings: [FINDING], lines: linesOf(TEXT) };
  expect(isShownAlike({ findings, lines: linesOf(text) }, before)).toBe(isSame);
});
