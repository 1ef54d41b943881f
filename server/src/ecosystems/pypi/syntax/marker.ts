/** What an environment marker says (PEP 508, "Environment Markers"): comparisons, joined by `and` and `or`. */
export type Marker =
  | { readonly is: 'all' | 'any'; readonly of: readonly Marker[] }
  | {
      readonly is: 'comparison';
      /** As in `python_version`, in small letters. */
      readonly variable: string;
      /** As in `<` or `not in`. */
      readonly operator: string;
      readonly text: string;
      /** Set where the text stands first. */
      readonly isTurned: boolean;
    };

/** Reads a marker; `undefined` for what is none, and for what is longer or deeper than people write. */
export function parseMarker(text: string): Marker | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reading = { tokens, at: 0 };
  const marker = readAny(reading, 0);
  return reading.at === tokens.length ? marker : undefined;
}

interface Token {
  readonly is: 'text' | 'word' | 'sign';
  readonly text: string;
}

interface Reading {
  readonly tokens: readonly Token[];
  at: number;
}

const TOKEN = /\s*(?:"([^"]*)"|'([^']*)'|(not\s+in\b|[a-z][a-z0-9_.]*)|(===|[<>=!~]=|[<>()]))\s*/iy;

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) return undefined;
    const [, double, single, word, sign] = found;
    const quoted = double ?? single;
    if (quoted !== undefined) tokens.push({ is: 'text', text: quoted });
    else if (word !== undefined) tokens.push({ is: 'word', text: word.toLowerCase().replace(/\s+/, ' ') });
    else tokens.push({ is: 'sign', text: sign ?? '' });
  }
  return tokens;
}

function readAny(reading: Reading, depth: number): Marker | undefined {
  return readJoined(reading, 'or', () => readJoined(reading, 'and', () => readOne(reading, depth)));
}

function readJoined(reading: Reading, word: 'and' | 'or', next: () => Marker | undefined): Marker | undefined {
  const of: Marker[] = [];
  for (;;) {
    const one = next();
    if (one === undefined) return undefined;
    of.push(one);
    const token = reading.tokens[reading.at];
    if (token?.is !== 'word' || token.text !== word) break;
    reading.at += 1;
  }
  const [first] = of;
  return of.length === 1 ? first : { is: word === 'and' ? 'all' : 'any', of };
}

function readOne(reading: Reading, depth: number): Marker | undefined {
  const { tokens, at } = reading;
  if (isSign(tokens[at], '(')) {
    if (depth >= DEEPEST) return undefined;
    reading.at += 1;
    const inner = readAny(reading, depth + 1);
    if (!isSign(tokens[reading.at], ')')) return undefined;
    reading.at += 1;
    return inner;
  }
  const [left, operator, right] = tokens.slice(at, at + 3);
  if (left === undefined || operator === undefined || right === undefined || !isOperator(operator)) return undefined;
  reading.at += 3;
  const isTurned = left.is === 'text';
  const [variable, text] = isTurned ? [right, left] : [left, right];
  if (variable.is !== 'word' || text.is !== 'text') return undefined;
  return { is: 'comparison', variable: variable.text, operator: operator.text, text: text.text, isTurned };
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.is === 'sign' && token.text === text;
}

function isOperator({ is, text }: Token): boolean {
  if (is === 'sign') return text !== '(' && text !== ')';
  return is === 'word' && (text === 'in' || text === 'not in');
}

// In characters.
const LONGEST = 500;
const DEEPEST = 10;
