import { parseImageReference } from '../../../model/image-reference.ts';
import type { ImageSubject, OpaqueSubject } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import { sliceTraced } from '../../../syntax/traced-text.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { pinPlaceOf } from './dockerfile-pin.ts';
import { opaqueImage } from './opaque-image.ts';
import { contentSpan, standsAsItIs } from './written-image.ts';

/**
 * The image of which a scalar is the last part, behind what is known to come before it. `undefined` where the scalar is
 * another text to who reads it.
 *
 * @param prefix what stands before that part in the scalar
 * @param variables what variables in it stand for
 * @param isTraced whether it is known where its characters stand, also of such as are written otherwise there
 */
export function composedImage(
  scalar: YamlScalar,
  prefix: string,
  { before, runs }: { readonly before: string; readonly runs: boolean },
  text: string,
  variables: Lookup,
  isTraced = false,
): ImageSubject | OpaqueSubject | undefined {
  const written = sliceTraced(scalar.written, prefix.length);
  // What is no text to YAML is written anew by who reads it: `3.10` becomes `3.1`.
  if (!scalar.isString && !/^[1-9]\d*$/.test(scalar.value)) return undefined;
  const word = { text: before + written.text, at: [...Array.from(before, () => -1), ...written.at] };
  const expansion = expandWord(word, '\\', variables);
  const isWhole = expansion.is === 'expanded' && expansion.holes.length === 0;
  if (!isWhole || !(isTraced || standsAsItIs(written, spanOf(0, written.text.length), text)))
    return opaqueImage(word.text, 'variable');
  const image = parseImageReference(expansion.text);
  if (image === undefined) return opaqueImage(word.text, 'invalid');
  const { name, tag, digest } = image;
  const variable = expansion.origins.findLast(({ via }) => via !== undefined)?.via;
  return {
    kind: 'image',
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    runs,
    pin: pinPlaceOf({ expansion, image, span: contentSpan(scalar) }, text, () => false),
    ...(variable === undefined ? {} : { byDefaultOf: variable, overriddenBy: 'environment' }),
  };
}
