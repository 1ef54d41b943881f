import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageNameText, shortDigest } from '../../server/src/model/names.ts';
import type { Reader } from '../../server/src/model/reader.ts';
import type { Reading, Reference, Slot } from '../../server/src/model/reference.ts';
import { testFixingAll } from './fixing-all.ts';

const NEW_DIGEST = `sha256:${'f'.repeat(64)}`;

export interface ImageReaderTexts {
  /** The path that the reader is told. */
  readonly file: string;
  /** Texts of its kind, some with slips. Line ends and the text's end are varied here. */
  readonly texts: fc.Arbitrary<string>;
  /** Pieces that its language is made of, for texts that nobody would write. */
  readonly pieces: readonly string[];
  /** Set where a digest takes the tag's place. */
  readonly losesTag?: boolean;
}

/**
 * What every reader of images promises, whatever the text: places in the text, and edits that change what they are
 * meant to and nothing else.
 */
export function testImageReader(reader: Reader, { file, texts, pieces, losesTag = false }: ImageReaderTexts): void {
  const likely = fc
    .tuple(texts, fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\n'))
    .map(([text, newline, end]) => `${text}${end}`.replaceAll('\n', newline));
  const soup = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3, unit: 'binary' })), {
    maxLength: 40,
  });
  const any = fc.tuple(texts, soup).map(([text, more]) => text.slice(0, text.length / 2) + more.join(''));
  const read = (text: string) => reader.read(text, file);

  test('whatever the text, reading ends well, and its spans are places in the text, in order', () => {
    fc.assert(
      fc.property(fc.oneof(any, likely), text => {
        const reading = read(text);
        for (const { start, end } of [...reading.references, ...reading.ignores, ...slotsOf(reading)].map(spanIn)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        const starts = reading.references.map(({ span }) => span.start);
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  test('a digest written where the reader says is read there again, and nothing else changes', () => {
    fc.assert(
      fc.property(fc.oneof(likely, any), text => {
        const before = read(text).references;
        before.forEach(({ subject }, index) => {
          if (subject.kind !== 'image') return;
          const after = read(filled(text, subject.pin.digest, NEW_DIGEST)).references;
          const expected = before.map(reference => meaningOf(reference));
          const lostTag = losesTag && subject.pin.tag === undefined;
          expected[index] = [imageNameText(subject.name), lostTag ? undefined : subject.tag, NEW_DIGEST];
          expect(after.map(meaningOf)).toEqual(expected);
        });
      }),
      { numRuns: 300 },
    );
  });

  if (!losesTag) testFixingAll(reader, file, likely);

  test('a tag written where the reader says is read there again', () => {
    fc.assert(
      fc.property(likely, text => {
        const before = read(text).references;
        before.forEach(({ subject }, index) => {
          if (subject.kind !== 'image' || subject.pin.tag === undefined) return;
          const after = read(filled(text, subject.pin.tag, 'T9')).references;
          expect(after[index]?.subject).toMatchObject({ kind: 'image', name: subject.name, tag: 'T9' });
        });
      }),
      { numRuns: 100 },
    );
  });

  test('a comment that silences a reference silences it and changes nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(likely, any), text => {
        const before = read(text).references;
        before.forEach(({ ignoreAt }, index) => {
          if (ignoreAt === undefined) return;
          const comment = `${ignoreAt.open}registry-lens: ignore latest-tag${ignoreAt.newline}`;
          const changed = `${text.slice(0, ignoreAt.offset)}${comment}${text.slice(ignoreAt.offset)}`;
          const { references, ignores } = read(changed);
          expect(references.map(meaningOf)).toEqual(before.map(meaningOf));
          const start = references[index]?.span.start ?? -1;
          expect(ignores.some(({ span }) => span.start <= start && start <= span.end)).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });
}

/** What a reference says, for the carets of a fixture. */
export function labelOf({ subject, ignoreAt }: Reference): string {
  switch (subject.kind) {
    case 'image':
      return [
        imageNameText(subject.name) +
          (subject.tag === undefined ? '' : `:${subject.tag}`) +
          (subject.digest === undefined ? '' : `@${shortDigest(subject.digest)}`),
        ...(subject.runs ? [] : ['helps']),
        ...(subject.pull === undefined ? [] : [subject.pull.policy]),
        ...(ignoreAt === undefined ? ['no place for a comment'] : []),
      ].join(', ');
    case 'artifact':
      return `artifact ${imageNameText(subject.name)}${subject.tag === undefined ? '' : `:${subject.tag}`}`;
    case 'opaque':
      return [subject.why, subject.name ?? '-', subject.want ?? '-'].join(' ');
    case 'release':
    case 'publication':
    case 'publish':
    case 'policy':
      return subject.kind;
  }
}

/** A text with a hole filled. */
export function filled(text: string, { span, before, after }: Slot, put: string): string {
  return `${text.slice(0, span.start)}${before}${put}${after}${text.slice(span.end)}`;
}

function slotsOf({ references }: Reading): Slot[] {
  return references.flatMap(({ subject }) => {
    if (subject.kind !== 'image') return [];
    const { pin, pull } = subject;
    return [pin.digest, pin.tag, pull?.always?.slot].flatMap(slot => slot ?? []);
  });
}

function spanIn({ span }: { readonly span: Reference['span'] }) {
  return span;
}

function meaningOf({ subject }: Reference): unknown[] {
  switch (subject.kind) {
    case 'image':
    case 'artifact':
      return [imageNameText(subject.name), subject.tag, subject.digest];
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
