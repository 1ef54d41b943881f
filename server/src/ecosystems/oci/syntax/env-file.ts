/**
 * The variables of a `.env` as Compose reads it (compose-go, dotenv/parser.go). A value without quotes ends with its
 * line or before a blank and a `#`, so that `1.2#3` is one; a quoted one goes on over lines. What is in double quotes
 * has escapes, which are left as they are, like variables: who uses such a value has to do with them.
 *
 * Where Compose refuses the whole file, as for a quote without an end, the variables before that place are told.
 */
export function envFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    const [all, name = ''] = NAME.exec(line) ?? [];
    if (all === undefined) {
      at = end + 1;
      continue;
    }
    const from = at + all.length;
    const quote = text[from];
    if (quote !== '"' && quote !== "'") {
      variables.set(name, unquoted(text.slice(from, end)));
      at = end + 1;
      continue;
    }
    const closing = closingQuote(text, from + 1, quote);
    if (closing === undefined) break;
    variables.set(name, text.slice(from + 1, closing));
    at = endOfLine(text, closing) + 1;
  }
  return variables;
}

const NAME = /^[ \t\f\v\r\u0085\u00a0]*(?:export[ \t]+)?([\p{L}\p{N}_.[\]-]+)[ \t\f\v]*[=:][ \t\f\v\r\u0085\u00a0]*/u;

function unquoted(value: string): string {
  const comment = value.indexOf(' #');
  return (comment < 0 ? value : value.slice(0, comment)).trimEnd();
}

function closingQuote(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}
