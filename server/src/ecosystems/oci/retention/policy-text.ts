import type { Edit } from '../../../model/finding.ts';
import { type Span, spanOf, textUnder } from '../../../model/span.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import type { ObjectForm } from './object-text.ts';

/** The text that a policy's values have places in: a document's own, or one within a document. */
export interface PolicyText {
  readonly text: string;
  readonly form: ObjectForm;
  /** Whether what is put in may have several lines. */
  readonly hasLines: boolean;
  /** Where a stretch of it stands in the document. */
  place(span: Span): Span;
  /** The change of the document that puts something in place of a stretch; `undefined` where it cannot be written. */
  edit(span: Span, put: string): Edit | undefined;
}

/** A policy that stands in a document as it is. */
export function wholeText(text: string, form: ObjectForm): PolicyText {
  return {
    ...{ text, form, hasLines: true },
    place: span => span,
    edit: (span, put) => ({ span, expects: textUnder(text, span), put }),
  };
}

/**
 * A policy in a text of another language: a string of JSON, a here-document, a block of YAML. `text` is what is read in
 * place of the scalar's own, of the same length.
 */
export function textWithin(document: string, scalar: YamlScalar, form: ObjectForm, text = scalar.value): PolicyText {
  const { written, style, span: whole } = scalar;
  const isBlock = style === 'literal';

  /** Between two characters: behind the one before, so that nothing slips over an indentation. */
  function border(offset: number, isEnd: boolean): number | undefined {
    const [before, behind] = [written.at[offset - 1], written.at[offset]];
    if (isEnd || offset === written.at.length) {
      if (before === undefined) return behind;
      // An escape takes several characters, and only the next one tells where it ends.
      return document[before] === '\\' && style === 'double' ? (behind ?? whole.end - 1) : before + 1;
    }
    return behind;
  }

  function outer({ start, end }: Span): Span | undefined {
    const [first, last] = [border(start, start === end), border(end, true)];
    return first === undefined || last === undefined || last < first ? undefined : spanOf(first, last);
  }

  return {
    ...{ text, form, hasLines: isBlock || style === 'double' },
    place: span => outer(span) ?? whole,
    edit(span, put) {
      const place = outer(span);
      if (place === undefined) return undefined;
      const within = isBlock ? indented(put, indentOf(document, written.at, text, span.start)) : quoted(put, style);
      return within === undefined ? undefined : { span: place, expects: textUnder(document, place), put: within };
    },
  };
}

/** What stands in the document before the text's own part of a line. */
function indentOf(document: string, at: readonly number[], text: string, offset: number): string {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const there = at[lineStart];
  if (there === undefined) return '';
  const before = document.slice(document.lastIndexOf('\n', there - 1) + 1, there);
  return before.trim() === '' ? before : '';
}

function indented(put: string, indent: string): string {
  return put.replaceAll('\n', `\n${indent}`);
}

function quoted(put: string, style: YamlScalar['style']): string | undefined {
  if (style === 'double') return JSON.stringify(put).slice(1, -1);
  if (put.includes('\n')) return undefined;
  return style === 'single' ? put.replaceAll("'", "''") : put;
}
