import { type ImageReference, parseImageReference } from '../../../model/image-reference.ts';
import type { ImageSubject, OpaqueSubject, PinPlace, Slot } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import { type Declaration, expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import { sliceTraced, type TracedText } from '../../../syntax/traced-text.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { pinPlaceOf } from './dockerfile-pin.ts';
import { LONGEST_IMAGE_TEXT } from './image-texts.ts';
import { opaqueImage } from './opaque-image.ts';
import { isUpdated } from './updaters.ts';

export interface WrittenImageOptions {
  /** Whether containers start from it. */
  readonly runs: boolean;
  /** What may stand before a reference and is no part of it, such as `docker://`. */
  readonly prefixes?: readonly string[];
  /**
   * What variables stand for where the file's language has the shell's: `${TAG:-1.2}` then means its default, and a pin
   * goes there. Absent, a `$` makes the reference opaque.
   */
  readonly variables?: Lookup;
  /**
   * Of which of their declarations it is certain that all who read them mean this image, so that a digest may be
   * written there.
   */
  readonly holdsOnly?: (declaration: Declaration) => boolean;
}

/**
 * What a scalar says that names an image: an image, something that cannot be asked about, or nothing where it is empty.
 * `text` is the document that the scalar is written in. Every slot is a place where the digest and nothing else
 * changes, in whatever style the scalar is written.
 */
export function writtenImage(
  scalar: YamlScalar,
  text: string,
  { runs, prefixes = [], variables, holdsOnly = () => false }: WrittenImageOptions,
): ImageSubject | OpaqueSubject | undefined {
  if (scalar.span.end - scalar.span.start > LONGEST_IMAGE_TEXT) return opaqueImage('', 'invalid');
  const prefix = prefixes.find(each => scalar.value.startsWith(each)) ?? '';
  const written = sliceTraced(scalar.written, prefix.length);
  if (written.text === '' || (!scalar.isString && isNull(scalar.value))) return undefined;
  if (isTemplated(written.text)) return opaqueImage(written.text, 'template');
  if (written.text.includes('$')) {
    return variables === undefined
      ? opaqueImage(written.text, 'variable')
      : expandedImage(written, scalar, text, { runs, variables, holdsOnly });
  }
  const image = scalar.isString ? parseImageReference(written.text) : undefined;
  if (image === undefined) return opaqueImage(written.text, 'invalid');
  if (isPlaceholder(image.tag)) return opaqueImage(written.text, 'template');
  return imageSubject(image, runs, placeWithin(image, written, scalar, text));
}

/** Where a scalar's text stands in the document, without quotes, a block's header and indentation. */
export function contentSpan({ style, span, written }: YamlScalar): Span {
  switch (style) {
    case 'plain':
      return span;
    case 'single':
    case 'double':
      return spanOf(span.start + 1, span.end - 1);
    case 'literal':
    case 'folded': {
      const last = written.text.trimEnd().length - 1;
      if (last < 0) return spanOf(span.start, span.start);
      return spanOf(written.at[0] ?? span.start, (written.at[last] ?? span.start) + 1);
    }
  }
}

/** Whether a stretch of a text stands in the document as it is, in one piece: no escape, no fold, no doubled quote. */
export function standsAsItIs({ text, at }: TracedText, part: Span, document: string): boolean {
  const start = at[part.start] ?? -1;
  return start >= 0 && document.startsWith(text.slice(part.start, part.end), start);
}

/** Whether another language's template speaks in a text. */
export function isTemplated(text: string): boolean {
  return ['{{', '{%', '<%', '<<'].some(mark => text.includes(mark));
}

/**
 * Whether a tag reads like a word that a script will replace, such as `IMAGE_TAG`. The grammar allows it, but nobody
 * pushes it, and asking would find it missing.
 */
export function isPlaceholder(tag: string | undefined): boolean {
  return tag !== undefined && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(tag);
}

/** Whether YAML means nothing by a plain text. */
export function isNull(value: string): boolean {
  return /^(?:|~|null|Null|NULL)$/.test(value);
}

function imageSubject({ name, tag, digest }: ImageReference, runs: boolean, pin: PinPlace): ImageSubject {
  return {
    kind: 'image',
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    runs,
    pin,
  };
}

function placeWithin(image: ImageReference, written: TracedText, scalar: YamlScalar, text: string): PinPlace {
  const { nameSpan, tagSpan, digestSpan } = image;
  const end = written.text.length;
  const whole = contentSpan(scalar);
  const named = written.text.slice(0, digestSpan === undefined ? end : digestSpan.start - 1);
  // Where an escape stands in the way, the text is written anew: references have nothing in them that wants an escape.
  const anew: Slot = {
    span: spanOf(written.at[0] ?? whole.start, whole.end),
    before: `${named}@`,
    after: '',
  };
  const digest = slotAt(written, text, digestSpan, end, '@') ?? anew;
  const tag = slotAt(written, text, tagSpan, nameSpan.end, ':');
  return {
    where: 'here',
    digest,
    ...(tag === undefined ? {} : { tag }),
    ...(isUpdated(text, scalar.span.end) ? { follower: 'updater' } : {}),
  };
}

/** A hole where a part is written, or behind the text where the part is missing. */
function slotAt(
  written: TracedText,
  text: string,
  part: Span | undefined,
  behind: number,
  mark: string,
): Slot | undefined {
  const stretch = part ?? spanOf(behind - 1, behind);
  if (!standsAsItIs(written, stretch, text)) return undefined;
  const start = written.at[stretch.start] ?? 0;
  const end = start + stretch.end - stretch.start;
  return part === undefined
    ? { span: spanOf(end, end), before: mark, after: '' }
    : { span: spanOf(start, end), before: '', after: '' };
}

function expandedImage(
  written: TracedText,
  scalar: YamlScalar,
  text: string,
  { runs, variables, holdsOnly }: Required<Pick<WrittenImageOptions, 'runs' | 'variables' | 'holdsOnly'>>,
): ImageSubject | OpaqueSubject {
  const expansion = expandWord(written, '\\', variables);
  if (expansion.is !== 'expanded' || expansion.holes.length > 0) return opaqueImage(written.text, 'variable');
  const image = parseImageReference(expansion.text);
  // Escapes and folds within a default would need two kinds of care at once.
  const asItIs = standsAsItIs(written, spanOf(0, written.text.length), text);
  if (image === undefined || !asItIs) return opaqueImage(written.text, image === undefined ? 'invalid' : 'variable');
  const pin = pinPlaceOf({ expansion, image, span: contentSpan(scalar) }, text, holdsOnly);
  const variable = expansion.origins.findLast(({ via }) => via !== undefined)?.via;
  return {
    ...imageSubject(image, runs, pin),
    ...(variable === undefined ? {} : { byDefaultOf: variable, overriddenBy: 'environment' }),
  };
}
