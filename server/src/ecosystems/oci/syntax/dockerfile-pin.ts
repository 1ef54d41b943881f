import type { ImageReference } from '../../../model/image-reference.ts';
import type { PinPlace, Slot } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { Declaration, Expansion, Origin } from '../../../syntax/shell-expansion.ts';

/** A word of a Dockerfile that names an image, and what it says. */
export interface NamingWord {
  readonly expansion: Expansion;
  readonly image: ImageReference;
  /** The word in the document, without quotes around it. */
  readonly span: Span;
}

/** Tells of a declaration whether everything that reads it means the one image. */
type HoldsOnly = (declaration: Declaration) => boolean;

/**
 * Decides where a digest and a tag are written. The default of a variable may hold them where the reference ends with
 * the variable's text, and where changing that text changes nothing else: of a chain of declarations the one where the
 * text stands, or else the next one outwards that serves this image alone.
 */
export function pinPlaceOf(word: NamingWord, text: string, holdsOnly: HoldsOnly): PinPlace {
  const place = placeOf(word, holdsOnly);
  const tag = tagSlotOf(word, place.where, holdsOnly);
  const digest = digestSlotOf(word, place, text);
  return { where: place.where, digest, ...(tag === undefined ? {} : { tag }) };
}

interface Place {
  readonly where: PinPlace['where'];
  /** Where text goes that continues the reference. */
  readonly end: number;
}

function placeOf({ expansion, image }: NamingWord, holdsOnly: HoldsOnly): Place {
  const { origins, holes } = expansion;
  const override: Place = { where: 'override', end: expansion.end };
  const last = origins.at(-1);
  if (last === undefined) return override;
  const behind = last.at + 1;
  // A digest in the word itself decides already, whatever the variables before it stand for.
  if (image.digestSpan !== undefined && isLiteral(origins[image.digestSpan.start]) && isLiteral(last)) {
    if (writtenTogether(origins, image.digestSpan) !== undefined) return { where: 'here', end: behind };
  }
  const isOpen = isFollowed(expansion) || holes.some(hole => hole.index === expansion.text.length);
  if (holes.length === 0 && !isOpen && origins.every(origin => origin.via === undefined)) {
    return { where: 'here', end: behind };
  }
  if (last.via === undefined || last.at < 0 || isOpen || expansion.isComputed) return override;
  // In `$A-$A` one text stands in two places.
  if (origins.findIndex(origin => origin.at === last.at) < origins.length - 1) return override;
  if (image.digestSpan !== undefined && writtenTogether(origins, image.digestSpan) === undefined) return override;
  if (last.owner === undefined || holdsOnly(last.owner)) return { where: 'default', end: behind };
  // A digest is replaced where it stands, not continued further out.
  if (image.digestSpan !== undefined) return override;
  const holder = chainOf(last).findLast(holdsOnly);
  return holder?.value.is === 'expanded' ? { where: 'default', end: holder.value.end } : override;
}

/** The declarations that a character came through, from the one that the word names to its owner. */
function chainOf(origin: Origin): Declaration[] {
  const chain: Declaration[] = [];
  let from = origin.from;
  while (from?.value.is === 'expanded') {
    chain.push(from);
    from = from.value.origins.at(-1)?.from;
  }
  return chain;
}

function digestSlotOf(word: NamingWord, { where, end }: Place, text: string): Slot {
  const { expansion, image } = word;
  const { origins } = expansion;
  if (image.digestSpan === undefined) return { span: spanOf(end, end), before: '@', after: '' };
  const written = writtenTogether(origins, image.digestSpan);
  const first = origins[image.digestSpan.start];
  if (written !== undefined && (where !== 'override' || isLiteral(first))) {
    return { span: written, before: '', after: '' };
  }
  // The digest is composed: what composes it is replaced, from where its first piece begins in the word to the end.
  // Quotes that open or close within would come apart, so there the whole word goes.
  const start = first === undefined ? 0 : origins.findIndex(origin => origin.use.start === first.use.start);
  const span = spanOf(first?.use.start ?? word.span.start, expansion.end);
  const isSplit = /["'\\`]/.test(text.slice(span.start, span.end));
  return {
    span: isSplit ? word.span : span,
    before: expansion.text.slice(isSplit ? 0 : start, image.digestSpan.start),
    after: '',
  };
}

function tagSlotOf({ expansion, image }: NamingWord, where: PinPlace['where'], holdsOnly: HoldsOnly): Slot | undefined {
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
  if (expansion.holes.some(hole => hole.index === part.end) || isFollowed(expansion)) return undefined;
  return { span: spanOf(written.end, written.end), before: ':', after: '' };
}

/** Whether a variable follows whose value, or default, is empty: another value goes on from there. */
function isFollowed({ origins, end }: Expansion): boolean {
  const last = origins.at(-1);
  return last !== undefined && last.use.end < end;
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
