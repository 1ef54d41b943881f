import { parseImageReference } from '../../../model/image-reference.ts';
import type { ImageSubject, OpaqueSubject } from '../../../model/reference.ts';
import { expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { opaqueImage } from './opaque-image.ts';

/** Whether a value is the name of a variable, without a text around it: `parseHcl` reads it as `${NAME}`. */
export function isNamedValue({ style, value, span }: YamlScalar, text: string): boolean {
  return style === 'plain' && value === `\${${text.slice(span.start, span.end)}}`;
}

/**
 * The image that a reference ends with whose last part is such a value. A digest wants a text around both, so it goes
 * where the name stands, and the variable's other values no longer change the image.
 *
 * @param before what comes before the value
 */
export function namedImage(
  { value, span, written }: YamlScalar,
  before: string,
  runs: boolean,
  variables: Lookup,
): ImageSubject | OpaqueSubject {
  const word = { text: before + value, at: [...Array.from(before, () => -1), ...written.at] };
  const expansion = expandWord(word, '\\', variables);
  if (expansion.is !== 'expanded' || expansion.holes.length > 0) return opaqueImage(word.text, 'variable');
  const image = parseImageReference(expansion.text);
  if (image === undefined) return opaqueImage(word.text, 'invalid');
  const { name, tag, digest, digestSpan } = image;
  const kept = digestSpan === undefined ? `${value}@` : expansion.text.slice(before.length, digestSpan.start);
  return {
    kind: 'image',
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    runs,
    byDefaultOf: value.slice(2, -1),
    overriddenBy: 'environment',
    pin: { where: 'override', digest: { span, before: `"${kept}`, after: '"' } },
  };
}
