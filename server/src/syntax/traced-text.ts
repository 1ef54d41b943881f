/**
 * A text of which every character remembers where in the document it stands: what is left of a word when quotes,
 * escapes and line continuations are taken out.
 */
export interface TracedText {
  readonly text: string;
  /** The offset in the document of each UTF-16 code unit of `text`. */
  readonly at: readonly number[];
}

/** The same stretch of both, as `slice` cuts it. */
export function sliceTraced(traced: TracedText, start: number, end = traced.text.length): TracedText {
  return { text: traced.text.slice(start, end), at: traced.at.slice(start, end) };
}
