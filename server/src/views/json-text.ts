/**
 * A value as JSON, indented by two, with a line break at its end. What a terminal or a CI service would obey (see
 * `withoutCommands`), and what draws nothing, is written as an escape: whoever parses it gets the same value.
 */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2).replace(OBEYED, escaped)}\n`;
}

/**
 * Within a text only: around texts there are no other characters than blanks, line feeds and JSON's own signs. No
 * backslash ends right before one of these, because JSON escapes none of them.
 */
const OBEYED =
  /[\u007f-\u009f\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|#(?=#\w*\[)|(?<=travis)_(?=(?:fold|time):)/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }).join('');
}
