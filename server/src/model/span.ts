/** A half-open stretch of a text, as offsets in UTF-16 code units (what JavaScript strings and LSP count). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Makes a span of two offsets. */
export function spanOf(start: number, end: number): Span {
  return { start, end };
}

/** The text under a span. */
export function textUnder(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

/** Whether two spans share an offset; an empty span counts as touching what it stands in or beside. */
export function spansTouch(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
