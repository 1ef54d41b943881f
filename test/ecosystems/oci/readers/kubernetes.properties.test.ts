import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kubernetes } from '../../../../server/src/ecosystems/oci/readers/kubernetes.ts';
import { readText } from '../../../../server/src/ecosystems/readers.ts';
import type { Reading, Slot } from '../../../../server/src/model/reference.ts';
import { shiftReading } from '../../../../server/src/model/shift-reading.ts';
import { testFixingAll } from '../../../support/fixing-all.ts';

const DIGEST = `sha256:${'f'.repeat(64)}`;
const OLD_DIGEST = `sha256:${'a'.repeat(64)}`;

const image = fc.constantFrom(
  'node',
  'node:20',
  `a.io:5000/b/c:1.2@${OLD_DIGEST}`,
  `b@${OLD_DIGEST}`,
  'ghcr.io/o/r:1',
  'Upper',
  '{{ .x }}:1',
  '$(TAG)',
);
const written = fc.tuple(image, fc.nat(9)).map(([name, style]) => {
  const half = Math.floor(name.length / 2);
  return [
    name,
    `"${name}"`,
    `'${name}'`,
    `"${name.slice(0, half)}\\x${(name.charCodeAt(half) || 32).toString(16).padStart(2, '0')}${name.slice(half + 1)}"`,
    `"${name.slice(0, -1)}\\u${(name.charCodeAt(name.length - 1) || 32).toString(16).padStart(4, '0')}"`,
    `"${name.slice(0, half)}\\\n        ${name.slice(half)}"`,
    `>-\n        ${name}`,
    `|-\n        ${name}\n\n`,
    `&a${half} ${name}`,
    `!!str ${name}`,
  ][style];
});
const container = fc.oneof(
  written.map(text => `    - image: ${text}`),
  written.map(text => `    - name: x # é\n      image: ${text} # 𝔘`),
  written.map(text => `    - {name: "é",\timage: ${text?.includes('\n') ? 'a:1' : text}}`),
  written.map(text => `    - 'image': ${text}\n      imagePullPolicy: Never`),
  fc.constantFrom(
    '    # note',
    '',
    '    - image: *a3',
    '    - <<: *a3',
    '    - name: "open',
    '    - [x',
    '    ima',
    ' {{',
  ),
);
const document = fc
  .array(container, { maxLength: 5 })
  .map(lines => `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${lines.join('\n')}`);
const likelyText = fc
  .tuple(fc.array(document, { maxLength: 3 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\n'))
  .map(([documents, newline, end]) => `${documents.join('\n---\n')}${end}`.replaceAll('\n', newline));
const pieces = fc.oneof(
  fc.constantFrom(
    ...['apiVersion: v1\n', 'kind: Pod\n', 'spec:', 'containers:', 'image: ', 'a:1', '---\n', '...', '- ', '  ', '\n'],
    ...[
      '\r\n',
      '{',
      '}',
      '[',
      ']',
      ',',
      ': ',
      '"',
      "'",
      '\\',
      '|',
      '>',
      '&a ',
      '*a',
      '<<: ',
      '!!',
      '# ',
      '\t',
      '?',
      '%',
    ],
    ...['{{', '}}', 'é', '𝔘', '# registry-lens: ignore\n', '{"apiVersion":"v1","kind":"Pod","spec":'],
  ),
  fc.string({ maxLength: 3, unit: 'binary' }),
);
const anyText = fc
  .array(pieces, { maxLength: 40 })
  .map(parts => `apiVersion: v1\nkind: a.io/X\nspec:\n  image: x\n${parts.join('')}`);

test('whatever the text, reading ends well, and its spans are places in the text, in order', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, likelyText), text => {
      const reading = kubernetes.read(text, 'a.yaml');
      const spans = [...reading.references, ...reading.ignores].map(({ span }) => span).concat(slots(reading));
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
      const starts = reading.references.map(({ span }) => span.start);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    }),
    { numRuns: 500 },
  );
});

test('a digest written where the reader says is read there again, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.oneof(likelyText, anyText), text => {
      const before = kubernetes.read(text, 'a.yaml').references;
      before.forEach(({ subject }, index) => {
        if (subject.kind !== 'image') return;
        const after = kubernetes.read(filled(text, subject.pin.digest, DIGEST), 'a.yaml').references;
        const expected = before.map((reference, at) => meaning(reference, at === index ? DIGEST : undefined));
        expect(after.map(reference => meaning(reference))).toEqual(expected);
      });
    }),
    { numRuns: 500 },
  );
});

test('a tag written where the reader says is read there again', () => {
  fc.assert(
    fc.property(likelyText, text => {
      kubernetes.read(text, 'a.yaml').references.forEach(({ subject }, index) => {
        if (subject.kind !== 'image' || subject.pin.tag === undefined) return;
        const { references } = kubernetes.read(filled(text, subject.pin.tag, 'T9'), 'a.yaml');
        expect(references[index]?.subject).toMatchObject({ kind: 'image', name: subject.name, tag: 'T9' });
      });
    }),
    { numRuns: 300 },
  );
});

test('a pull at every start, written where the reader says, is read there again', () => {
  fc.assert(
    fc.property(likelyText, text => {
      kubernetes.read(text, 'a.yaml').references.forEach(({ subject }, index) => {
        if (subject.kind !== 'image' || subject.pull?.always === undefined) return;
        const { slot, text: always } = subject.pull.always;
        const { references } = kubernetes.read(filled(text, slot, always), 'a.yaml');
        expect(references[index]?.subject).toMatchObject({ name: subject.name, pull: { policy: 'Always' } });
      });
    }),
    { numRuns: 300 },
  );
});

test('a comment that silences a reference silences it and changes nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(likelyText, anyText), text => {
      const before = kubernetes.read(text, 'a.yaml').references;
      before.forEach(({ ignoreAt }, index) => {
        if (ignoreAt === undefined) return;
        const comment = `${ignoreAt.open}registry-lens: ignore latest-tag${ignoreAt.newline}`;
        const changed = `${text.slice(0, ignoreAt.offset)}${comment}${text.slice(ignoreAt.offset)}`;
        const { references, ignores } = kubernetes.read(changed, 'a.yaml');
        expect(references.map(reference => meaning(reference))).toEqual(before.map(reference => meaning(reference)));
        const span = references[index]?.span ?? { start: -9, end: -9 };
        expect(ignores.some(({ span: s }) => s.start <= span.start && span.start <= s.end)).toBe(true);
      });
    }),
    { numRuns: 300 },
  );
});

test('a text read with the help of its last version reads as it does alone', () => {
  fc.assert(
    fc.property(likelyText, likelyText, (first, second) => {
      const before = readText(kubernetes, first, 'a.yaml');
      const text = `${first}\n---\n${second}`;
      expect(readText(kubernetes, text, 'a.yaml', before).reading).toEqual(kubernetes.read(text, 'a.yaml'));
    }),
    { numRuns: 100 },
  );
});

test('a shifted reading is the same in a longer text', () => {
  fc.assert(
    fc.property(document, text => {
      const above = '# é\n---\n';
      expect(shiftReading(kubernetes.read(text, 'a.yaml'), above.length)).toEqual(
        kubernetes.read(above + text, 'a.yaml'),
      );
    }),
    { numRuns: 100 },
  );
});

function slots({ references }: Reading) {
  return references.flatMap(({ subject }) => {
    if (subject.kind !== 'image') return [];
    const { pin, pull } = subject;
    return [pin.digest, pin.tag, pull?.always?.slot].flatMap(slot => (slot === undefined ? [] : [slot.span]));
  });
}

function filled(text: string, { span, before, after }: Slot, put: string): string {
  return `${text.slice(0, span.start)}${before}${put}${after}${text.slice(span.end)}`;
}

function meaning({ subject }: Reading['references'][number], digest?: string): unknown {
  if (subject.kind !== 'image') return subject.kind === 'opaque' ? [subject.why, subject.name] : subject;
  return [subject.name, subject.tag, digest ?? subject.digest];
}

testFixingAll(kubernetes, 'a.yaml', likelyText);
