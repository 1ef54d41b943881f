import { expect, it } from 'vitest';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import { fixesOf, ignoreFix } from '../../server/src/fixes/ignore.ts';
import type { Finding, Fix } from '../../server/src/model/finding.ts';
import type { IgnorePlace, Reference } from '../../server/src/model/reference.ts';
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

function reference(start: number, end: number, ignoreAt?: IgnorePlace): Reference {
  const subject = { kind: 'opaque', why: 'variable', registry: 'oci' } as const;
  return { span: spanOf(start, end), subject, role: 'manifest', ...(ignoreAt === undefined ? {} : { ignoreAt }) };
}

it('puts a comment line above the reference, in the place and with the line end that the reader names', () => {
  const references = [reference(5, 8), reference(17, 20, { offset: 10, open: '  # ', newline: '\r\n' })];
  const fix = ignoreFix(FINDING, references);
  expect(applyEdits(TEXT, fix?.edits ?? [])).toEqual({
    is: 'done',
    text: 'FROM a:1\r\n  # registry-lens: ignore unpinned-image\r\n  FROM b:2\r\n',
  });
  expect(fixesOf(FINDING, references).map(({ safety }) => safety)).toEqual(['safe', 'silence']);
});

it('offers nothing where there is no room for a comment', () => {
  expect(fixesOf(FINDING, [reference(17, 20)])).toEqual([PIN]);
});
