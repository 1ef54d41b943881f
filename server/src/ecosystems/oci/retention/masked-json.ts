/**
 * JSON in which another language puts texts (`${…}`), with a text of the same length in place of each that stands
 * outside of quotes, so that the rest can be read; `undefined` where it decides by marks what is there (`%{if …}`).
 */
export function maskInterpolations(text: string): string | undefined {
  if (!text.includes('${') && !text.includes('%{')) return text;
  if (/%\{[~ ]*(?:if|for|else|end)/.test(text)) return undefined;
  let masked = '';
  let isQuoted = false;
  let isClosed = true;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (isQuoted && character === '\\') {
      masked += text.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    const opens = isClosed && !isQuoted && character === '$' && text[at + 1] === '{';
    const end = opens ? text.indexOf('}', at) : -1;
    if (opens && end < 0) isClosed = false;
    if (end < 0) masked += character;
    else {
      // Four characters at least: `${x}`.
      masked += `"\${${' '.repeat(Math.max(0, end - at - 3))}"`;
      at = end;
    }
  }
  return masked.length === text.length ? masked : undefined;
}
