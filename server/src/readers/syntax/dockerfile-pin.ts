import type { ImageReference } from '../../model/image-reference.ts';
import type { PinPlace, Slot } from '../../model/reference.ts';
import { type Span, spanOf } from '../../model/span.ts';
import type { Declaration, Expansion, Origin } from './shell-expansion.ts';

/** A word of a Dockerfile that names an image, and what it says. */
export interface NamingWord {
  readonly expansion: Expansion;
  readonly image: ImageReference;
  /** The word in the document, without quotes around it. */
  readonly span: Span;
}

/**
 * Decides where a digest and a tag are written. The default of a variable may hold them where the reference ends with the
 * variable's text, and where changing that text changes nothing else: `holdsOnly` tells whether everything that reads a
 * declaration means this image.
 */
export function pinPlaceOf(word: NamingWord, text: string, holdsOnly: (declaration: Declaration) => boolean): PinPlace {
  const where = placeOf(word, holdsOnly);
  const tag = tagSlotOf(word, where, holdsOnly);
  return { where, digest: digestSlotOf(word, where, text), ...(tag === undefined ? {} : { tag }) };
}

function placeOf(
  { expansion, image }: NamingWord,
  holdsOnly: (declaration: Declaration) => boolean,
): PinPlace['where'] {
  const { origins, holes } = expansion;
  const last = origins.at(-1);
  if (last === undefined) return 'override';
  if (holes.length === 0 && origins.every(origin => origin.via === undefined)) return 'here';
  if (image.digestSpan !== undefined && writtenTogether(origins, image.digestSpan) === undefined) return 'override';
  const endsOpen = holes.some(hole => hole.index === expansion.text.length);
  if (last.via === undefined || last.at < 0 || endsOpen || expansion.isComputed) return 'override';
  // In `$A-$A` one text stands in two places.
  if (origins.some((origin, index) => origin.at === last.at && index < origins.length - 1)) return 'override';
  return last.owner === undefined || holdsOnly(last.owner) ? 'default' : 'override';
}

function digestSlotOf(word: NamingWord, where: PinPlace['where'], text: string): Slot {
  const { expansion, image } = word;
  const { origins } = expansion;
  if (image.digestSpan === undefined) {
    const last = origins.at(-1);
    const end = where === 'override' || last === undefined ? expansion.end : last.at + 1;
    return { span: spanOf(end, end), before: '@', after: '' };
  }
  const written = writtenTogether(origins, image.digestSpan);
  const first = origins[image.digestSpan.start];
  if (written !== undefined && (where !== 'override' || isLiteral(first))) {
    return { span: written, before: '', after: '' };
  }
  // The digest is composed: what composes it is replaced, from where its first piece begins in the word to the end. Quotes
  // that open or close within would come apart, so there the whole word goes.
  const start = first === undefined ? 0 : origins.findIndex(origin => origin.use.start === first.use.start);
  const span = spanOf(first?.use.start ?? word.span.start, expansion.end);
  const whole = /["'\\`]/.test(text.slice(span.start, span.end));
  return whole
    ? { span: word.span, before: expansion.text.slice(0, image.digestSpan.start), after: '' }
    : { span, before: expansion.text.slice(Math.max(start, 0), image.digestSpan.start), after: '' };
}

function tagSlotOf(
  { expansion, image }: NamingWord,
  where: PinPlace['where'],
  holdsOnly: (declaration: Declaration) => boolean,
): Slot | undefined {
  const { origins } = expansion;
  const part = image.tagSpan ?? spanOf(image.nameSpan.end - 1, image.nameSpan.end);
  const last = origins[part.end - 1];
  const written = writtenTogether(origins, part);
  const isFree =
    isLiteral(last) ||
    (where === 'default' && last !== undefined && (last.owner === undefined || holdsOnly(last.owner)));
  if (written === undefined || !isFree) return undefined;
  if (origins.some((origin, index) => origin.at === last?.at && index !== part.end - 1)) return undefined;
  if (image.tagSpan !== undefined) return { span: written, before: '', after: '' };
  // A variable that stands for nothing may stand for the tag in another build.
  if (expansion.holes.some(hole => hole.index === part.end)) return undefined;
  return { span: spanOf(written.end, written.end), before: ':', after: '' };
}

/** Whether a character is written in the word itself, outside of any variable. */
function isLiteral(origin: Origin | undefined): boolean {
  return origin !== undefined && origin.via === undefined && origin.at >= 0;
}

/** Where a part of the expanded text is written, if it is written in one piece. */
function writtenTogether(origins: readonly Origin[], part: Span): Span | undefined {
  const first = origins[part.start];
  if (first === undefined || first.at < 0) return undefined;
  for (let index = part.start; index < part.end; index++) {
    const origin = origins[index];
    if (origin?.at !== first.at + index - part.start || origin.owner !== first.owner || origin.via !== first.via) {
      return undefined;
    }
  }
  return spanOf(first.at, first.at + part.end - part.start);
}
