import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { type PartsRead, readText } from '../../server/src/ecosystems/readers.ts';
import { type Kept, NOTHING_AROUND, type Reader } from '../../server/src/model/reader.ts';
import { comparable } from '../support/comparable-reading.ts';
import type { ReaderKit } from './kit.ts';

/** One change of a text, each number taken by the remainder. */
interface Edit {
  readonly at: number;
  /** Which piece of the language; none beyond the last. */
  readonly piece: number;
  /** How many characters it takes the place of. */
  readonly gone: number;
  /** Whether it is taken back afterwards, as most slips are. */
  readonly isSlip: boolean;
}

/** A long text of a kind, and what is typed in it. */
export interface Typing {
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Texts long enough to be read by their parts, made of a kit's seeds and lists, and edits of them. */
export function typings({ seeds, lists }: ReaderKit): fc.Arbitrary<Typing> {
  const ends = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);
  const many = lists.map(({ head, entry, tail = '', behind }) => {
    const its = [0, 1, 2, 3, 4].map(entry).join('');
    return ends(`${head}${its}${tail}${behind === undefined ? '' : `${behind.head}${behind.entry(0)}`}`);
  });
  const all = [...seeds.map(ends), ...many];
  // What stands behind an anchor means nothing alone, and one odd place is enough to have all read whole.
  const calmer = all.filter(text => !/[&*%|>]|\{\{|^(?:---|\.\.\.)|["']\n/m.test(text));
  const calm = calmer.length === 0 ? all : calmer;
  const documents = fc.oneof(
    { weight: 3, arbitrary: fc.array(fc.constantFrom(...calm), { minLength: 1, maxLength: 12 }) },
    fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 12 }),
  );
  const texts = fc.tuple(documents, fc.nat(9)).map(([pieces, ending]) => {
    let text = pieces.join('');
    while (text.length < LONG) text += `${pieces.join('')}# ${text.length}\n`;
    return ending === 0 ? text.replaceAll('\n', '\r\n') : text;
  });
  const edit = fc.record({
    at: fc.nat(0xffff),
    piece: fc.nat(0xffff),
    gone: fc.oneof(fc.constant(0), fc.nat(30)),
    isSlip: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
  });
  return fc.record({ text: texts, edits: fc.array(edit, { maxLength: 12 }) });
}

// In characters; see `LONG` in `syntax/yaml.ts`.
const LONG = 4100;

/**
 * The first text that is read otherwise where its version before is known, than alone; `undefined` where there is none.
 */
export function misreadVersion(reader: Reader, { file, tokens }: ReaderKit, typing: Typing): string | undefined {
  const kept: Kept = new Map();
  let before: PartsRead | undefined;
  function isSame(text: string): boolean {
    before = readText(reader, text, file, before, { ...NOTHING_AROUND, kept });
    return isDeepStrictEqual(comparable(before.reading), comparable(readText(reader, text, file).reading));
  }
  let { text } = typing;
  if (!isSame(text)) return text;
  for (const { at, piece, gone, isSlip } of typing.edits) {
    const place = at % (text.length + 1);
    const typed = tokens[piece % (tokens.length + 1)] ?? '';
    const edited = text.slice(0, place) + typed + text.slice(place + gone);
    if (!isSame(edited)) return edited;
    if (!isSlip) text = edited;
    else if (!isSame(text)) return text;
  }
  return undefined;
}
