/** Cuts an image reference at its marks; those within braces belong to a variable. */
export function nameAndTag(text: string): [name: string, tag: string | undefined] {
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
