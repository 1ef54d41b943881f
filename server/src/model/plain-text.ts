/**
 * One line of plain letters: terminal escape sequences, control and format characters (those that turn the writing
 * direction or have no width among them), unpaired surrogates and line breaks are gone, and what is long is cut.
 */
export function plainText(text: string, longest = LONGEST_TEXT): string {
  const plain = text
    .slice(0, longest * 8)
    .replace(ESCAPE_SEQUENCES, '')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .trim();
  const characters = [...plain];
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`;
}

/** The longest text from elsewhere that is shown, in characters. */
const LONGEST_TEXT = 300;

/** Control sequences and operating system commands (ECMA-48, 5.4 and 8.3.89), as terminals obey them. */
const ESCAPE_SEQUENCES =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/g;
