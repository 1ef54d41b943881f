import { expect, it } from 'vitest';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import { fixesOf, ignoreFix } from '../../server/src/fixes/ignore.ts';
import type { Finding, Fix } from '../../server/src/model/finding.ts';
import { spanOf } from '../../server/src/model/span.ts';

const TEXT = 'FROM a:1\r\n  FROM b:2\r\n';
const PIN: Fix = { title: 'Pin', safety: 'safe', edits: [] };
const FINDING: Finding = {
  rule: 'unpinned-image',
  severity: 'hint',
  at: spanOf(17, 20),
  message: 'Not pinned.',
  fixes: [PIN],
};

it('puts a comment line above the reference, in the place and with the line end that the reader names', () => {
  const finding: Finding = { ...FINDING, ignoreAt: { offset: 10, open: '  # ', newline: '\r\n' } };
  const fix = ignoreFix(finding);
  expect(applyEdits(TEXT, fix?.edits ?? [])).toEqual({
    is: 'done',
    text: 'FROM a:1\r\n  # registry-lens: ignore unpinned-image\r\n  FROM b:2\r\n',
  });
  expect(fixesOf(finding).map(({ safety }) => safety)).toEqual(['safe', 'silence']);
});

it('closes the comment where its line does not', () => {
  const ignoreAt = { offset: 0, open: '<!-- ', close: ' -->', newline: '\n' } as const;
  const [edit] = ignoreFix({ ...FINDING, ignoreAt })?.edits ?? [];
  expect(edit?.put).toBe('<!-- registry-lens: ignore unpinned-image -->\n');
});

it('offers nothing where there is no room for a comment', () => {
  expect(fixesOf(FINDING)).toEqual([PIN]);
});
