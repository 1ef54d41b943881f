import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, combineFixes } from '../../server/src/fixes/apply.ts';
import type { Peek } from '../../server/src/model/answer.ts';
import { imageNameText, parseDigest } from '../../server/src/model/names.ts';
import type { Reader } from '../../server/src/model/reader.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { type Analysis, analyze } from '../../server/src/workspace/analyze.ts';
import { judgedBy } from './judged-by.ts';

const CURRENT = parseDigest(`sha256:${'f'.repeat(64)}`);

/** Every tag points to one index; every digest exists. */
const peek = (question => {
  if (question.ask !== 'manifest' || CURRENT === undefined) return { state: 'unknown', why: 'asking' };
  const digest = 'digest' in question.at ? question.at.digest : CURRENT;
  return { state: 'known', fact: { digest, shape: 'index' }, asOf: 0 };
}) as Peek;

/** More goes than any text needs: a second one is for fixes that two references share a place for. */
const MOST_GOES = 4;

/**
 * Holds that what “fix all” does to a text is what it says: every image with a safe fix is pinned, nothing else is
 * said otherwise than before, no line end changes, and a second time there is nothing to do.
 */
export function testFixingAll(reader: Reader, file: string, texts: fc.Arbitrary<string>): void {
  const judged = (text: string) => analyze(text, reader.read(text, file), judgedBy(peek));

  test('fixing all that is safe pins what it promises, changes nothing else, and is done after that', () => {
    fc.assert(
      fc.property(texts, written => {
        // What gets quotes is an image then, and pinned like any other.
        const text = quoted(written, judged(written));
        const before = reader.read(text, file).references;
        let after = text;
        const promised = new Set<number>();
        for (let go = 0; go < MOST_GOES; go++) {
          const { edits, made } = combineFixes(after, safeFixes(judged(after)));
          if (made.length === 0) break;
          for (const index of fixable(judged(after), reader.read(after, file).references)) promised.add(index);
          const applied = applyEdits(after, edits);
          if (applied.is === 'refused') throw new Error(applied.why);
          after = applied.text;
        }
        expect(safeFixes(judged(after))).toEqual([]);
        const expected = before.map((reference, index) =>
          meaningOf(reference, promised.has(index) ? CURRENT : undefined),
        );
        expect(reader.read(after, file).references.map(reference => meaningOf(reference))).toEqual(expected);
        // A new key brings a line end along, in the text's own style.
        if (text.includes('\r\n') && !hasBareLineFeed(text)) expect(hasBareLineFeed(after)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
}

/** The fixes that write no digest, made: what gets quotes is no image before. */
function quoted(text: string, analysis: Analysis): string {
  const { edits } = combineFixes(
    text,
    safeFixes(analysis).filter(({ verify }) => verify === undefined),
  );
  const applied = applyEdits(text, edits);
  if (applied.is === 'refused') throw new Error(applied.why);
  return applied.text;
}

function hasBareLineFeed(text: string): boolean {
  return /(?<!\r)\n/.test(text);
}

function safeFixes({ findings }: Analysis) {
  return findings.flatMap(({ fixes }) => fixes.filter(({ safety }) => safety === 'safe').slice(0, 1));
}

/** Which references a safe fix is for. */
function fixable({ findings }: Analysis, references: readonly Reference[]): number[] {
  const starts = new Set(
    findings.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).map(({ at }) => at.start),
  );
  return references.flatMap(({ span }, index) => (starts.has(span.start) ? [index] : []));
}

function meaningOf({ subject }: Reference, pinned?: string): unknown[] {
  switch (subject.kind) {
    case 'image':
    case 'artifact':
      return [imageNameText(subject.name), subject.tag, pinned ?? subject.digest];
    case 'opaque':
      return [subject.why, subject.name, subject.want];
    case 'release':
    case 'publication':
      return [subject.name];
    case 'publish':
    case 'policy':
      return [subject.kind];
  }
}
