import { parseImageReference } from '../../../model/image-reference.ts';
import type { ImageSubject } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { type Declaration, declaredElsewhere, expandWord } from '../../../syntax/shell-expansion.ts';
import type { TracedText } from '../../../syntax/traced-text.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { pinPlaceOf } from './dockerfile-pin.ts';
import { LONGEST_IMAGE_TEXT } from './image-texts.ts';
import { contentSpan, isPlaceholder, standsAsItIs } from './written-image.ts';

/** What stands for something else in a text, in marks of its own, such as `<< parameters.tag >>`. */
export interface MarkedValue {
  /** How people call it. */
  readonly name: string;
  /** What it stands for, where nobody says otherwise. */
  readonly value: string;
}

/**
 * The image of a text of which marked values are parts. A digest goes behind the last of them, so that no other value
 * changes the image any more, and wants a look. `undefined` where a part is not known, or is more than a part.
 *
 * @param mark finds the marked values, with `g`
 * @param standsFor what one stands for
 */
export function markedImage(
  scalar: YamlScalar,
  text: string,
  mark: RegExp,
  standsFor: (found: RegExpMatchArray) => MarkedValue | undefined,
): ImageSubject | undefined {
  const { written } = scalar;
  const isLong = written.text.length > LONGEST_IMAGE_TEXT;
  if (isLong || !scalar.isString || !standsAsItIs(written, spanOf(0, written.text.length), text)) return undefined;
  const values = new Map<string, Declaration>();
  const word: { text: string; at: number[] } = { text: '', at: [] };
  let behind = 0;
  for (const found of written.text.matchAll(mark)) {
    const value = standsFor(found);
    if (value === undefined || !PART.test(value.value)) return undefined;
    const variable = `v${values.size}`;
    values.set(variable, declaredElsewhere(value.name, value.value));
    const end = found.index + found[0].length;
    append(word, written, behind, found.index);
    word.text += `\${${variable}}`;
    const [first = 0, last = 0] = [written.at[found.index], written.at[end - 1]];
    word.at.push(first, first, ...Array.from(variable, () => first), last);
    behind = end;
  }
  append(word, written, behind, written.text.length);
  if (values.size === 0 || !WRITTEN.test(word.text)) return undefined;
  const expansion = expandWord(word, '\\', name => values.get(name));
  const image = expansion.is === 'expanded' ? parseImageReference(expansion.text) : undefined;
  if (expansion.is !== 'expanded' || image === undefined || isPlaceholder(image.tag)) return undefined;
  const { name, tag, digest } = image;
  const byDefaultOf = [...values.values()].at(-1)?.name;
  return {
    kind: 'image',
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    runs: false,
    ...(byDefaultOf === undefined ? {} : { byDefaultOf, overriddenBy: 'caller' as const }),
    pin: pinPlaceOf({ expansion, image, span: contentSpan(scalar) }, text, () => false),
  };
}

function append(word: { text: string; at: number[] }, written: TracedText, start: number, end: number): void {
  word.text += written.text.slice(start, end);
  for (let i = start; i < end; i++) word.at.push(written.at[i] ?? 0);
}

const PART = /^[\w./:@-]{0,400}$/;
const WRITTEN = /^(?:[\w./:@-]|\$\{v\d+\})*$/;
