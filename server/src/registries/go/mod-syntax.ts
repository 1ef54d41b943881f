/** A line of a `go.mod` that says something. */
export interface ModLine {
  /** As in `retract`, also where that stands before the block that the line is in. */
  readonly verb: string;
  readonly words: readonly string[];
  /** What its comments say, those above and the one beside it, a line each; empty where there are none. */
  readonly comment: string;
}

/**
 * Reads the lines of a `go.mod` with the comments that go takes to be theirs (golang.org/x/mod/modfile/read.go and
 * rule.go, `parseDirectiveComment`). `undefined` where go reports a mistake. Never throws.
 */
export function readModLines(text: string): readonly ModLine[] | undefined {
  const lines: ModLine[] = [];
  let above: Comment[] = [];
  let block: Block | undefined;
  for (const written of text.split('\n')) {
    const read = readLine(written);
    if (read === undefined) return undefined;
    const { words, comment } = read;
    const [first = '', ...rest] = words;
    if (words.length === 0) {
      if (comment !== undefined) above.push(comment);
      else if (block === undefined) above = [];
      else if (above.length === 0 ? block.hasLines : above.at(-1) !== EMPTY_LINE) above.push(EMPTY_LINE);
      continue;
    }
    if (block !== undefined && first === ')') {
      if (rest.length > 0) return undefined;
      block = undefined;
    } else if (block !== undefined) {
      const isBare = above.length === 0 && comment === undefined;
      lines.push({ verb: block.verb, words, comment: together(isBare ? block.above : above, comment) });
      block.hasLines = true;
    } else if (rest.at(-1) === '(') {
      // With several words before it, it is a block that go passes over.
      block = { verb: rest.length === 1 ? first : '', above, hasLines: false };
    } else if (rest.at(-2) !== '(' || rest.at(-1) !== ')') {
      lines.push({ verb: first, words: rest, comment: together(above, comment) });
    }
    above = [];
  }
  return block === undefined ? lines : undefined;
}

/** Without its slashes; or an empty line in a block, which keeps the comment of the block away from what is below. */
type Comment = string | typeof EMPTY_LINE;

const EMPTY_LINE = undefined;

interface Block {
  readonly verb: string;
  readonly above: readonly Comment[];
  hasLines: boolean;
}

interface Line {
  readonly words: readonly string[];
  readonly comment?: string;
}

/** A word, a mark, or a text in quotes; or the comment that ends the line. */
const TOKEN =
  /[ \t\r]*(?:(?<comment>\/\/.*)|(?<word>[()[\]{},]|"(?:\\.|[^"\\])*"|`[^`]*`|(?!["`])(?:(?!\/[/*])[^\s()[\]{},\p{C}\p{Z}])+)|$)/uy;

function readLine(text: string): Line | undefined {
  const words: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    const { comment, word } = found.groups ?? {};
    if (comment !== undefined) return { words, comment: comment.slice(2).trim() };
    // Else, nothing but blanks is left.
    if (word !== undefined) words.push(word);
  }
  return { words };
}

function together(above: readonly Comment[], beside: string | undefined): string {
  return [...above, beside].filter(comment => comment !== undefined).join('\n');
}
