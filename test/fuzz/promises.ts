import { isDeepStrictEqual } from 'node:util';
import { readText } from '../../server/src/ecosystems/readers.ts';
import { type Around, NOTHING_AROUND, type Reader } from '../../server/src/model/reader.ts';
import type { Reading, Reference, ReleaseSubject, Subject } from '../../server/src/model/reference.ts';
import type { Span } from '../../server/src/model/span.ts';
import { variableKey } from '../../server/src/model/statement.ts';
import { comparable } from '../support/comparable-reading.ts';
import { toldBy } from '../support/judged-by.ts';

/**
 * What a reader broke of its promises with a text: `undefined` where it kept them all. It never throws, in none of its
 * forms; its places lie in the text and in order; what it has asked fits into an address; and a text's parts tell what
 * the whole text tells.
 */
export function brokenPromise(reader: Reader, text: string, file: string): string | undefined {
  try {
    return firstBroken(reader, text, file);
  } catch (error) {
    return `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function firstBroken(reader: Reader, text: string, file: string): string | undefined {
  reader.recognises?.(text);
  const reading = reader.read(text, file);
  const parts = reader.parts?.(text) ?? [];
  if (parts.length > 1 && !isDeepStrictEqual(comparable(readText(reader, text, file).reading), comparable(reading)))
    return 'reads something else part by part';
  return (
    brokenParts(parts, text) ??
    brokenPlaces(reading, text) ??
    OTHER_AROUNDS.map(around => brokenPlaces(reader.read(text, file, around), text)).find(fault => fault !== undefined)
  );
}

const VARIABLES: Readonly<Record<string, string>> = { A: 'a.io/b:1', TAG: '', R: '$A"\\\'', D: '\ud800' };
const PATHS = ['Pod:spec.**.image', '**', 'spec[].x', '[]', '..', 'X:', ''];

/** Beside a file that gives values, and for users with places of their own. */
const OTHER_AROUNDS: readonly Around[] = [
  {
    ...NOTHING_AROUND,
    told: toldBy(
      Object.entries(VARIABLES).map(([name, value]) => [
        '.env',
        { says: 'gives', key: variableKey(name), reach: 'beside', value },
      ]),
    ),
  },
  { ...NOTHING_AROUND, settings: { ...NOTHING_AROUND.settings, imagePaths: PATHS } },
];

function brokenParts(parts: readonly Span[], text: string): string | undefined {
  let end = 0;
  for (const part of parts) {
    if (part.start !== end || part.end <= part.start) return 'leaves a gap between its parts';
    end = part.end;
  }
  return parts.length === 0 || end === text.length ? undefined : 'leaves a gap behind its parts';
}

function brokenPlaces({ references, ignores }: Reading, text: string): string | undefined {
  let before = -1;
  for (const { span, subject, ignoreAt } of references) {
    if (![span, ...placesOf(subject)].every(place => isWithin(place, text))) return 'has a place outside of the text';
    if (span.start <= before) return 'has references out of order';
    before = span.start;
    if (ignoreAt !== undefined && !beginsLine(ignoreAt, text)) return 'has a comment that begins no line';
    if (subject.kind === 'release' && !fitsIntoAddress(subject)) return 'asks for something that fits into no address';
  }
  return ignores.every(({ span }) => isWithin(span, text)) ? undefined : 'silences a place outside of the text';
}

function fitsIntoAddress({ name, want }: ReleaseSubject): boolean {
  const asked = want.is === 'exact' ? want.version : want.is === 'tag' ? want.text : '';
  return !/\p{Surrogate}/u.test(name + asked);
}

function placesOf(subject: Subject): Span[] {
  switch (subject.kind) {
    case 'release':
      return subject.edit === undefined ? [] : [subject.edit];
    case 'image': {
      const { pin, pull } = subject;
      const places = [pin.digest.span, pin.tag?.span, pull?.written, pull?.always?.slot.span];
      return places.filter(place => place !== undefined);
    }
    case 'artifact':
      return [subject.pin?.digest.span, subject.pin?.tag?.span].filter(place => place !== undefined);
    case 'publication':
      return subject.edit === undefined ? [] : [subject.edit];
    case 'publish':
    case 'policy':
    case 'opaque':
      return [];
  }
}

function isWithin({ start, end }: Span, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

function beginsLine({ offset }: NonNullable<Reference['ignoreAt']>, text: string): boolean {
  return offset === 0 || (offset <= text.length && text[offset - 1] === '\n');
}
