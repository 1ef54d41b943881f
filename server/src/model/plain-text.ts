/**
 * One line of plain letters: terminal escape sequences, control and format characters (those that turn the writing
 * direction or have no width among them), unpaired surrogates and line breaks are gone, and what is long is cut.
 *
 * This is the one place where words from outside are made plain. Names that are compared, looked up or written into
 * files are never altered: ask {@link isPlain} of them, and do without those that are not.
 *
 * @param longest in characters (code points)
 */
export function plainText(text: string, longest = LONGEST_TEXT): string {
  if (text.length <= longest && ASCII_LINE.test(text)) return text.trim();
  const plain = text
    .slice(0, longest * 8)
    .replace(ESCAPE_SEQUENCES, '')
    .replace(BREAKS, run => (/[^ ]/.test(run) ? ' ' : run))
    .replace(UNSEEN, '')
    .trim();
  const characters = [...plain];
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Whether {@link plainText} would leave a text as it is. */
export function isPlain(text: string, longest = LONGEST_TEXT): boolean {
  return plainText(text, longest) === text;
}

/**
 * A value in backticks for a message, plain and short; a backtick inside it would end the quotation and becomes an
 * apostrophe.
 */
export function code(value: string, longest = LONGEST_TEXT): string {
  return `\`${plainText(value, longest).replaceAll('`', "'")}\``;
}

/** The longest value from elsewhere that is shown, in characters; the longest names of packages and images fit. */
const LONGEST_TEXT = 300;

/** The longest path that is shown, in characters: cut, it would lead nowhere. */
export const LONGEST_PATH = 1_000;

/** The longest sentence or line that is shown, in characters, whatever it is made of. */
export const LONGEST_MESSAGE = 2_000;

/** By far the most texts are plain already; looking is cheaper than cleaning. */
const ASCII_LINE = /^[ -~]*$/;

/** Control sequences and operating system commands (ECMA-48, 5.4 and 8.3.89), as terminals obey them. */
const ESCAPE_SEQUENCES =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/g;

/** What parts words. Blanks alone stay as they are: two of them may belong to the name of a file. */
const BREAKS = /[\s\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Without a shape of their own (Unicode, "Default_Ignorable_Code_Point" among them), or without one that is known. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text without what stands for a login in its addresses: files may hold some, and what is printed goes into logs that
 * others read.
 */
export function withoutLogins(text: string): string {
  // It begins with what is rare and the scheme is looked at from there: from each letter on, a megabyte takes long.
  return text.replace(/:\/\/(?<=[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'<>]{1,2000}@/gi, '://-@');
}
