import { type Around, MOST_REFERENCES, NOTHING_AROUND, type Reader } from '../model/reader.ts';
import type { Ignore, Reading, Reference } from '../model/reference.ts';
import { shiftReading } from '../model/shift-reading.ts';
import type { Statement } from '../model/statement.ts';

/**
 * A text's reading, with what must be kept to read its next version faster. A value: the caller keeps the newest one
 * beside the text.
 */
export interface PartsRead {
  readonly reading: Reading;
  /** Of the text's parts alone, so that it holds no more than the text; by the part's own text, with spans into it. */
  readonly parts: ReadonlyMap<string, Reading>;
}

/** What of a reader reads a text. */
type ReadsParts = Pick<Reader, 'parts' | 'read' | 'readInSteps'>;

/**
 * Reads a text part by part, and takes what it can from the version before. `before` must come from the same reader and
 * file, with the same around it. As cheap as the parts that changed.
 */
export function readText(
  reader: ReadsParts,
  text: string,
  file: string,
  before?: PartsRead,
  around: Around = NOTHING_AROUND,
): PartsRead {
  const work = partByPart(reader, text, file, before, around);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/**
 * The same for a text that no request waits for. `pause` is called between two parts; where it returns a promise,
 * reading goes on when that is fulfilled, so that the caller decides how long a turn may be. One part is one turn,
 * however large.
 */
export async function readTextInTurns(
  reader: ReadsParts,
  text: string,
  file: string,
  pause: () => Promise<unknown> | undefined,
  around: Around = NOTHING_AROUND,
): Promise<PartsRead> {
  const work = partByPart(reader, text, file, 'nothing-kept', around);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    const breath = pause();
    if (breath !== undefined) await breath;
  }
}

function* partByPart(
  reader: ReadsParts,
  text: string,
  file: string,
  before: PartsRead | 'nothing-kept' | undefined,
  around: Around,
): Generator<void, PartsRead> {
  const spans = reader.parts?.(text);
  if (spans === undefined) {
    const inSteps = before === 'nothing-kept' ? reader.readInSteps?.(text, file, around) : undefined;
    return { reading: inSteps === undefined ? reader.read(text, file, around) : yield* inSteps, parts: new Map() };
  }
  const parts = new Map<string, Reading>();
  const references: Reference[] = [];
  const ignores: Ignore[] = [];
  const statements: Statement[] = [];
  for (const { start, end } of spans) {
    const part = text.slice(start, end);
    const known = before === 'nothing-kept' ? undefined : (parts.get(part) ?? before?.parts.get(part));
    const reading = known ?? reader.read(part, file, around);
    if (before !== 'nothing-kept') parts.set(part, reading);
    const shifted = shiftReading(reading, start);
    for (const reference of shifted.references) references.push(reference);
    for (const ignore of shifted.ignores) ignores.push(ignore);
    for (const statement of shifted.statements ?? []) statements.push(statement);
    // Who takes a reading cuts it there, and says so.
    if (references.length > MOST_REFERENCES) break;
    yield;
  }
  const reading = { references, ignores, ...(statements.length === 0 ? {} : { statements }) };
  return { reading, parts };
}
