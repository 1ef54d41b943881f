import fc from 'fast-check';
import type { ReaderKit } from './kit.ts';

/**
 * Texts that a kind's seeds become when they are cut, spliced, doubled and sown with pieces of the language and with
 * any characters.
 */
export function mutatedTexts({ seeds, tokens }: ReaderKit): fc.Arbitrary<string> {
  const place = fc.nat(MOST_PLACES);
  const change = fc.tuple(fc.nat(CHANGES.length - 1), place, place, place);
  const texts = fc.tuple(fc.nat(seeds.length - 1), fc.array(change, { maxLength: 6 }));
  return texts.map(([seed, changes]) =>
    changes.reduce(
      (text, [kind, a, b, c]) => (CHANGES[kind] ?? unchanged)(text, { seeds, tokens, a, b, c }).slice(0, LONGEST),
      seeds[seed] ?? '',
    ),
  );
}

/** Every beginning of a text and every end of it. */
export function* cutsOf(text: string): Generator<string> {
  for (let at = 0; at <= text.length; at++) {
    yield text.slice(0, at);
    yield text.slice(at);
  }
}

/** The numbers that tell a change where and what; each is taken by the remainder. */
interface Choice extends Pick<ReaderKit, 'seeds' | 'tokens'> {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

type Change = (text: string, choice: Choice) => string;

const MOST_PLACES = 0xffff;
/** Long texts cost time and find nothing that short ones do not; what grows is found by the growth tests. */
const LONGEST = 400;

const unchanged: Change = text => text;

const inserted: Change = (text, { tokens, a, b }) => {
  const at = a % (text.length + 1);
  return text.slice(0, at) + (tokens[b % tokens.length] ?? '') + text.slice(at);
};

const CHANGES: readonly Change[] = [
  inserted,
  inserted,
  // A piece in the place of a stretch.
  (text, { tokens, a, b, c }) => {
    const at = a % (text.length + 1);
    return text.slice(0, at) + (tokens[b % tokens.length] ?? '') + text.slice(at + (c % 12));
  },
  // A stretch is gone.
  (text, { a, b }) => {
    const at = a % (text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + (b % 40));
  },
  // A stretch stands twice, at another place.
  (text, { a, b, c }) => {
    const from = a % (text.length + 1);
    const to = c % (text.length + 1);
    return text.slice(0, to) + text.slice(from, from + 1 + (b % 60)) + text.slice(to);
  },
  // The end of another seed behind a beginning.
  (text, { seeds, a, b, c }) => {
    const other = seeds[b % seeds.length] ?? '';
    return text.slice(0, a % (text.length + 1)) + other.slice(c % (other.length + 1));
  },
  // A line stands elsewhere.
  (text, { a, b }) => {
    const lines = text.split('\n');
    const moved = lines.splice(a % lines.length, 1);
    lines.splice(b % (lines.length + 1), 0, ...moved);
    return lines.join('\n');
  },
  // One more or one less blank before a line.
  (text, { a, b }) => {
    const lines = text.split('\n');
    const at = a % lines.length;
    const line = lines[at] ?? '';
    lines[at] = b % 2 === 0 ? ` ${line}` : line.replace(/^[ \t]/, '');
    return lines.join('\n');
  },
  // Any character, half of a pair among them.
  (text, { a, b }) => {
    const at = a % (text.length + 1);
    return text.slice(0, at) + String.fromCharCode(b) + text.slice(at);
  },
  // Other ends of lines.
  (text, { a }) => text.replaceAll('\n', ['\r\n', '\r', '\n\n', '\n\r'][a % 4] ?? '\n'),
  // A piece many times over, as in deep nesting.
  (text, { tokens, a, b, c }) => {
    const at = a % (text.length + 1);
    return text.slice(0, at) + (tokens[b % tokens.length] ?? '').repeat(2 + (c % 60)) + text.slice(at);
  },
];
