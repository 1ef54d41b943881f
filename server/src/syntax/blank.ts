/** White space as Go's `unicode.IsSpace` has it, of which BuildKit's parsers make use. */
export function isBlank(character: string | undefined): boolean {
  if (character === undefined || character === '') return false;
  const code = character.charCodeAt(0);
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return code === 0x85 || (code !== 0xfeff && /\s/.test(character));
}
