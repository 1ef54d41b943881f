/**
 * Writes out braces that list alternatives, in their order: `{a,b}/{c,d}` → `a/c`, `a/d`, `b/c`, `b/d`. Braces
 * without a comma stand for themselves, as in every shell. `undefined` where there are more than `most`.
 */
export function expandBraces(text: string, most: number): readonly string[] | undefined {
  const done: string[] = [];
  // A stack, the next one last.
  const ahead = [text];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const brace = firstBrace(next);
    if (brace === undefined) {
      done.push(next);
      continue;
    }
    const [before, after] = [next.slice(0, brace.start), next.slice(brace.end)];
    if (done.length + ahead.length + brace.choices.length > most) return undefined;
    for (const choice of [...brace.choices].reverse()) ahead.push(before + choice + after);
  }
  return done;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

/** The first brace that is closed and has a comma of its own. */
function firstBrace(text: string): Brace | undefined {
  const open: { readonly start: number; readonly commas: number[] }[] = [];
  let first: Brace | undefined;
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '\\':
        i++;
        break;
      case '{':
        open.push({ start: i, commas: [] });
        break;
      case ',':
        open.at(-1)?.commas.push(i);
        break;
      case '}': {
        const brace = open.pop();
        if (brace === undefined || brace.commas.length === 0 || (first && first.start < brace.start)) break;
        const bounds = [brace.start, ...brace.commas, i];
        const choices = bounds.slice(1).map((bound, at) => text.slice((bounds[at] ?? 0) + 1, bound));
        first = { start: brace.start, end: i + 1, choices };
        break;
      }
    }
  }
  return first;
}
