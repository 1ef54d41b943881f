import type { IgnorePlace, Reading, Reference, Slot } from '../model/reference.ts';
import { type Span, spanOf } from '../model/span.ts';
import { newlineOf } from './newline.ts';
import type { YamlScalar } from './yaml-nodes.ts';

/**
 * A reading of a scalar's text as a reading of the document that the scalar is written in, for texts in another text
 * such as YAML in a block scalar. What does not stand in the document as it is, because of an escape or a fold, is left
 * out.
 */
export function embeddedReading(scalar: YamlScalar, text: string, inner: Reading): Reading {
  const { written } = scalar;
  const newline = newlineOf(text);

  function outer({ start, end }: Span): Span | undefined {
    // An empty stretch stands behind the character before it, so that it does not slip over an indentation.
    const first = start === end ? written.at[start - 1] : written.at[start];
    const last = written.at[end - 1];
    if (first === undefined || last === undefined) return undefined;
    if (start === end) return spanOf(first + 1, first + 1);
    const span = spanOf(first, last + 1);
    return text.slice(span.start, span.end) === written.text.slice(start, end) ? span : undefined;
  }

  function slot(hole: Slot): Slot | undefined {
    const span = outer(hole.span);
    return span && { ...hole, span };
  }

  function place({ offset, open }: IgnorePlace): IgnorePlace | undefined {
    const at = written.at[offset];
    // Quoted texts have no lines of their own for a comment.
    if (at === undefined || scalar.style !== 'literal') return undefined;
    const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    const indent = text.slice(start, at);
    return indent.trim() === '' ? { offset: start, open: indent + open, newline } : undefined;
  }

  const references = inner.references.flatMap((reference): Reference[] => {
    const span = outer(reference.span);
    const { subject } = reference;
    if (span === undefined) return [];
    const ignoreAt = reference.ignoreAt && place(reference.ignoreAt);
    const base = { span, role: reference.role, ...(ignoreAt === undefined ? {} : { ignoreAt }) };
    if (subject.kind === 'opaque') return [{ ...base, subject }];
    if (subject.kind === 'artifact') {
      const { pin: _, ...artifact } = subject;
      return [{ ...base, subject: artifact }];
    }
    // No text within a text holds anything else.
    if (subject.kind !== 'image') return [];
    const { pull: _, pin, ...image } = subject;
    const digest = slot(pin.digest);
    const tag = pin.tag && slot(pin.tag);
    if (digest === undefined) return [];
    return [{ ...base, subject: { ...image, pin: { ...pin, digest, ...(tag === undefined ? {} : { tag }) } } }];
  });
  const ignores = inner.ignores.flatMap(ignore => {
    const span = outer(ignore.span);
    return span === undefined ? [] : [{ ...ignore, span }];
  });
  return { references, ignores };
}
