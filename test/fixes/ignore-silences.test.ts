import { describe, expect, it } from 'vitest';
import { dockerfile } from '../../server/src/ecosystems/oci/readers/dockerfile.ts';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import { ignoreFix } from '../../server/src/fixes/ignore.ts';
import { NOT_ASKED, type Peek } from '../../server/src/model/answer.ts';
import { analyze } from '../../server/src/workspace/analyze.ts';
import { judgedBy } from '../support/judged-by.ts';

/** What is found where no registry is asked, and the text that was read. */
function check(text: string) {
  const reading = dockerfile.read(text, 'Dockerfile');
  const peek: Peek = () => NOT_ASKED;
  const { findings } = analyze(text, reading, judgedBy(peek));
  return { text, reading, findings, seen: findings.map(({ rule, at }) => `${rule} ${text.slice(at.start, at.end)}`) };
}

describe('"Ignore here" silences its finding and no other', () => {
  it.each([
    ['an image', 'FROM alpine\nFROM busybox\n'],
    ['with CRLF', 'FROM alpine\r\nFROM busybox\r\n'],
    ['after a syntax line', '# syntax=docker/dockerfile:1\nFROM alpine\nFROM busybox\n'],
    ['over several lines', 'FROM \\\n  --platform=linux/amd64 \\\n  alpine\nFROM busybox\n'],
    ['in a mount', 'FROM scratch\nRUN --mount=from=alpine \\\n    true\nRUN --mount=from=busybox true\n'],
    ['in a copy', 'FROM scratch\n  COPY --from=alpine /a /\n\tCOPY --from=busybox /b /\n'],
    ['through a variable', 'ARG BASE=alpine\nFROM $BASE\nFROM busybox\n'],
    ['without a last line end', 'FROM busybox\nFROM alpine'],
  ])('%s', (_, text) => {
    const before = check(text);
    expect(before.findings.length).toBeGreaterThan(1);
    for (const [i, finding] of before.findings.entries()) {
      const fix = ignoreFix(finding);
      if (fix === undefined) continue;
      const applied = applyEdits(text, fix.edits);
      if (applied.is === 'refused') throw new Error(applied.why);
      const left = before.seen.filter((_, j) => j !== i);
      expect(check(applied.text).seen, applied.text).toEqual(left);
    }
  });
});
