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

/** Tells of a span whether one of some others holds it, without a look at each: an object may have many of both. */
export function withinSome(spans: readonly Span[]): (span: Span) => boolean {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  // How far the spans reach that begin at one of these starts or before it.
  const reaches: number[] = [];
  for (const { end } of sorted) reaches.push(Math.max(end, reaches.at(-1) ?? end));
  return ({ start, end }) => {
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.start ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return low > 0 && end <= (reaches[low - 1] ?? 0);
  };
}
