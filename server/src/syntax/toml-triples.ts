import { BACKSLASH, QUOTE, type Quote } from './toml-characters.ts';

/** Where three quotes stand in a text, as long strings have them on either side. Worked out when first asked for. */
export class Triples {
  readonly #text: string;
  readonly #quote: Quote;
  #all: readonly number[] | undefined;

  constructor(text: string, quote: Quote) {
    this.#text = text;
    this.#quote = quote;
  }

  /** How many there are from an offset on. */
  countFrom(offset: number): number {
    this.#all ??= triplesOf(this.#text, this.#quote);
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return this.#all.length - low;
  }
}

/** Without those that a backslash takes away. */
function triplesOf(text: string, quote: Quote): readonly number[] {
  const three = String.fromCharCode(quote).repeat(3);
  const all: number[] = [];
  for (let at = text.indexOf(three); at >= 0; at = text.indexOf(three, at)) {
    let backslashes = 0;
    while (quote === QUOTE && text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 1) at += 1;
    else {
      all.push(at);
      at += 3;
    }
  }
  return all;
}
