import { parseImageName } from '../../../model/image-reference.ts';
import { imageNameText } from '../../../model/names.ts';
import type { OpaqueReason, OpaqueSubject } from '../../../model/reference.ts';
import { LONGEST_IMAGE_TEXT } from './image-texts.ts';

/**
 * An image that cannot be asked about, with the name and the tag that the text still tells: those without variables and
 * templates.
 */
export function opaqueImage(text: string, why: OpaqueReason): OpaqueSubject {
  const [written, tag] = nameAndTag(text.slice(0, LONGEST_IMAGE_TEXT).trim());
  const name = parseImageName(written);
  return {
    kind: 'opaque',
    registry: 'oci',
    why,
    ...(name === undefined ? {} : { name: imageNameText(name) }),
    ...(tag === undefined || tag === '' ? {} : { want: tag }),
  };
}

/** Cuts an image reference at its marks; those within braces belong to a variable. */
function nameAndTag(text: string): [name: string, tag: string | undefined] {
  let colon: number | undefined;
  let end = text.length;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (depth > 0) continue;
    else if (character === '/') colon = undefined;
    else if (character === ':') colon = at;
    else if (character === '@') {
      end = at;
      break;
    }
  }
  return colon === undefined ? [text.slice(0, end), undefined] : [text.slice(0, colon), text.slice(colon + 1, end)];
}
