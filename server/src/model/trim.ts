/**
 * A text without the characters of one kind that it ends in, in time linear to it. A pattern as `/\/+$/` begins anew at
 * each of a run that something follows: for long ones that takes minutes, and texts come from anybody.
 *
 * @param character a single one
 */
export function trimmedEnd(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}
