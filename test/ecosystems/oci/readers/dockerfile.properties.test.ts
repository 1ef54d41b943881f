import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dockerfile } from '../../../../server/src/ecosystems/oci/readers/dockerfile.ts';
import { readDirectives } from '../../../../server/src/ecosystems/oci/syntax/dockerfile-directives.ts';
import { splitInstructions } from '../../../../server/src/ecosystems/oci/syntax/dockerfile-lines.ts';
import type { ImageSubject, Reading, Slot } from '../../../../server/src/model/reference.ts';
import { testFixingAll } from '../../../support/fixing-all.ts';

const DIGEST = `sha256:${'f'.repeat(64)}`;
const OLD_DIGEST = `sha256:${'a'.repeat(64)}`;

const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      'FROM ',
      'ARG ',
      'COPY --from=',
      'RUN --mount=from=',
      'ONBUILD ',
      'RUN <<EOF',
      'EOF',
      '# syntax=',
      '# escape=`\n',
    ],
    ...[
      '\n',
      '\r\n',
      ' \\\n',
      '\\\r\n',
      '`\n',
      '# registry-lens: ignore\n',
      ' AS ',
      '--platform=',
      '\t',
      ' ',
      '"',
      "'",
      ',',
    ],
    ...[
      '$',
      '${',
      '}',
      ':-',
      ':+',
      '#',
      '%',
      '/',
      ':',
      '@',
      '=',
      '\\',
      '`',
      '{{',
      '}}',
      '<<',
      '[',
      'A',
      'B',
      '$A',
      '${B}',
    ],
    ...['node', 'node:20', 'a.io:5000/b', 'base', '0', 'scratch', '20', OLD_DIGEST, `@${OLD_DIGEST}`, 'é', '𝔘'],
  ),
  fc.string({ maxLength: 3, unit: 'binary' }),
);
const anyText = fc.array(pieces, { maxLength: 40 }).map(parts => parts.join(''));

const word = fc
  .array(
    fc.constantFrom('node', ':20', 'a.io/', '$A', '${B}', '"$C"', '${X:-y}', '${A#2}', '"b"', '\\\n', `@${OLD_DIGEST}`),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map(parts => parts.join(''));
const value = fc.constantFrom('node', '"node:20"', '20', "'20'", '$A', 'x:${B}', '', `20@${OLD_DIGEST}`);
const line = fc.oneof(
  fc.tuple(fc.constantFrom('A', 'B', 'C'), value).map(([name, text]) => `ARG ${name}=${text}`),
  fc.constantFrom('ARG A', 'RUN <<E\nFROM no:1\nE', '# note', '', 'RUN x \\\n  y'),
  fc.tuple(word, fc.constantFrom('', ' AS s', ' AS t')).map(([image, as]) => `FROM ${image}${as}`),
  word.map(image => `COPY --from=${image} / /`),
  word.map(image => `RUN --mount=target=/x,from=${image} make`),
);
const likelyText = fc
  .tuple(fc.array(line, { maxLength: 9 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, newline]) => lines.join('\n').replaceAll('\n', newline));

test('whatever the text, reading ends well, and its spans are places in the text, in order', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, likelyText), fc.constantFrom('Dockerfile', 'Dockerfile.j2'), (text, file) => {
      const { references, ignores } = dockerfile.read(text, file);
      const spans = [
        ...references.map(({ span }) => span),
        ...ignores.map(({ span }) => span),
        ...slots({ references, ignores }),
      ];
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
      const starts = references.map(({ span }) => span.start);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      for (const { ignoreAt } of references) {
        if (ignoreAt !== undefined && ignoreAt.offset > 0) expect(text[ignoreAt.offset - 1]).toBe('\n');
      }
    }),
    { numRuns: 1000 },
  );
});

test('a digest written where the reader says is read there again, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.oneof(likelyText, anyText), text => {
      const before = dockerfile.read(text, 'Dockerfile');
      before.references.forEach(({ subject }, index) => {
        if (subject.kind !== 'image') return;
        const after = dockerfile.read(filled(text, subject.pin.digest, DIGEST), 'Dockerfile');
        const expected = before.references.map((reference, at) => {
          const sharesText =
            reference.subject.kind === 'image' &&
            subject.pin.where === 'default' &&
            JSON.stringify(reference.subject.pin.digest) === JSON.stringify(subject.pin.digest);
          return meaning(reference, at === index || sharesText ? DIGEST : undefined);
        });
        expect(after.references.map(reference => meaning(reference))).toEqual(expected);
      });
    }),
    { numRuns: 1000 },
  );
});

test('a tag written where the reader says is read there again', () => {
  fc.assert(
    fc.property(likelyText, text => {
      dockerfile.read(text, 'Dockerfile').references.forEach(({ subject }, index) => {
        if (subject.kind !== 'image' || subject.pin.tag === undefined) return;
        const { references } = dockerfile.read(filled(text, subject.pin.tag, 'T9'), 'Dockerfile');
        expect(references[index]?.subject).toMatchObject({ kind: 'image', name: subject.name, tag: 'T9' });
      });
    }),
    { numRuns: 300 },
  );
});

test('a comment that silences a reference silences it and changes nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(likelyText, anyText), text => {
      const before = dockerfile.read(text, 'Dockerfile').references;
      before.forEach(({ ignoreAt }, index) => {
        if (ignoreAt === undefined) return;
        const comment = `${ignoreAt.open}registry-lens: ignore latest-tag${ignoreAt.newline}`;
        const changed = `${text.slice(0, ignoreAt.offset)}${comment}${text.slice(ignoreAt.offset)}`;
        const { references, ignores } = dockerfile.read(changed, 'Dockerfile');
        expect(references.map(reference => meaning(reference))).toEqual(before.map(reference => meaning(reference)));
        const span = references[index]?.span ?? { start: -9, end: -9 };
        expect(
          ignores.some(
            ({ span: s, rules }) => s.start <= span.start && span.end <= s.end && rules.includes('latest-tag'),
          ),
        ).toBe(true);
      });
    }),
    { numRuns: 300 },
  );
});

test('instructions begin where another parser sees them', () => {
  const plain = fc.constantFrom(
    ...[
      'FROM node:20 AS x',
      'RUN a && \\\n  b',
      'RUN a \\\n# note\n  b',
      'RUN a \\\n\n  b',
      'COPY --from=x a \\\n b',
      '# note',
      '',
    ],
    ...[
      'RUN <<EOF\nFROM no\nEOF',
      'COPY <<-E /x\nRUN no\n\tE',
      'ENV A=1 \\\n  B=2',
      'ARG X="a b"',
      '  USER x',
      'CMD ["a"]',
    ],
  );
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (lines, newline) => {
      const text = lines.join('\n').replaceAll('\n', newline);
      const lineOf = (offset: number) => text.slice(0, offset).split('\n').length - 1;
      const { escapeMark } = readDirectives(text);
      const theirs = DockerfileParser.parse(text).getInstructions();
      expect(
        splitInstructions(text, escapeMark).map(({ keyword, span }) => `${keyword} ${lineOf(span.start)}`),
      ).toEqual(
        theirs.map(instruction => `${instruction.getKeyword().toLowerCase()} ${instruction.getRange().start.line}`),
      );
    }),
    { numRuns: 300 },
  );
});

function slots({ references }: Reading) {
  return references.flatMap(({ subject }) => {
    if (subject.kind !== 'image') return [];
    return [subject.pin.digest.span, ...(subject.pin.tag === undefined ? [] : [subject.pin.tag.span])];
  });
}

function filled(text: string, { span, before, after }: Slot, put: string): string {
  return `${text.slice(0, span.start)}${before}${put}${after}${text.slice(span.end)}`;
}

/** What a reference means, whatever its place. A single word that gets a digest can be no build context any more. */
function meaning({ subject }: Reading['references'][number], digest?: string): unknown {
  if (subject.kind !== 'image') return subject.kind === 'opaque' ? [subject.why, subject.name] : subject;
  const { name, tag, runs }: ImageSubject = subject;
  return [name, tag, runs, digest ?? subject.digest];
}

testFixingAll(dockerfile, 'Dockerfile', likelyText);
