import { compareDigits, compareTexts, LONGEST_VERSION } from './comparable-version.ts';

/**
 * The order of Maven's resolver, by which ranges are resolved (maven-resolver-util 1.6.3, `GenericVersion`): a flat row
 * of numbers and words. It differs from the documented one: `-`, `_` and `.` part alike.
 */
export type GenericVersion = readonly Token[];

type Token =
  /** Digits without leading zeros; more than nine of them are another kind, and above all others. */
  | { readonly is: 'number'; readonly digits: string; readonly isBig: boolean }
  /** A word that the resolver knows, by its place before and behind nothing. */
  | { readonly is: 'qualifier'; readonly place: number }
  | { readonly is: 'word'; readonly text: string }
  /** `min` and `max` at the end: below and above all. */
  | { readonly is: 'least' }
  | { readonly is: 'most' };

/** Reads any text. What is too long to be a version is cut. */
export function parseGeneric(version: string): GenericVersion {
  const text = version === '' ? '0' : version.slice(0, LONGEST_VERSION);
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const [piece = '', digits, letters] = PIECE.exec(text.slice(at)) ?? [];
    const end = at + piece.length;
    const isSeparated = SEPARATOR.test(text.charAt(end));
    at = isSeparated ? end + 1 : end;
    if (digits !== undefined) tokens.push(numeral(digits));
    else if (letters === undefined) tokens.push(numeral('0'));
    else tokens.push(wordToken(letters, at >= text.length, !isSeparated && end < text.length));
  }
  return withoutPadding(tokens);
}

/** Less than, equal to or more than zero as the first version is lower, equal or higher. */
export function compareGeneric(a: GenericVersion, b: GenericVersion): number {
  let isNumber = true;
  for (let at = 0; ; at++) {
    const [one, other] = [a[at], b[at]];
    if (one === undefined && other === undefined) return 0;
    if (one === undefined) return -comparePadding(b, at);
    if (other === undefined) return comparePadding(a, at);
    if (isNumeric(one) !== isNumeric(other)) {
      return isNumeric(one) === isNumber ? comparePadding(a, at, isNumber) : -comparePadding(b, at, isNumber);
    }
    const order = compareTokens(one, other);
    if (order !== 0) return order;
    isNumber = isNumeric(one);
  }
}

const PIECE = /^(?:([0-9]+)|([^0-9._-]+))?/;
const SEPARATOR = /^[._-]$/;
/** More digits than this do not go into the resolver's small numbers. */
const FEW_DIGITS = 9;
const QUALIFIERS: Readonly<Record<string, number>> = {
  ...{ alpha: -5, beta: -4, milestone: -3, rc: -2, cr: -2, snapshot: -1 },
  ...{ ga: 0, final: 0, release: 0, sp: 1 },
};
const ABBREVIATIONS: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

function numeral(text: string): Token {
  // The resolver leaves one zero of several, and counts the digits then.
  const digits = text.replace(/^0+/, '');
  return { is: 'number', digits, isBig: digits.length > FEW_DIGITS };
}

function wordToken(written: string, isLast: boolean, isBeforeDigit: boolean): Token {
  const text = written.toLowerCase();
  if (isLast && text === 'min') return { is: 'least' };
  if (isLast && text === 'max') return { is: 'most' };
  const meant = isBeforeDigit && Object.hasOwn(ABBREVIATIONS, text) ? (ABBREVIATIONS[text] ?? text) : text;
  const place = Object.hasOwn(QUALIFIERS, meant) ? QUALIFIERS[meant] : undefined;
  return place === undefined ? { is: 'word', text } : { is: 'qualifier', place };
}

/** Takes out what means nothing at the end, and at the end of each run of numbers or words before another. */
function withoutPadding(tokens: Token[]): GenericVersion {
  let isNumber: boolean | undefined;
  let end = tokens.length - 1;
  for (let at = end; at > 0; at--) {
    const token = tokens[at];
    if (token === undefined) break;
    if (isNumeric(token) !== isNumber) {
      end = at;
      isNumber = isNumeric(token);
    }
    const before = tokens[at - 1];
    const isRun = at === tokens.length - 1 || (before !== undefined && isNumeric(before) === isNumeric(token));
    if (end === at && isRun && compareToNothing(token) === 0) {
      tokens.splice(at, 1);
      end -= 1;
    }
  }
  return tokens;
}

function comparePadding(tokens: GenericVersion, from: number, isNumber?: boolean): number {
  for (const token of tokens.slice(from)) {
    if (isNumber !== undefined && isNumber !== isNumeric(token)) return 0;
    const order = compareToNothing(token);
    if (order !== 0) return order;
  }
  return 0;
}

function isNumeric({ is }: Token): boolean {
  return is !== 'word' && is !== 'qualifier';
}

function compareToNothing(token: Token): number {
  switch (token.is) {
    case 'least':
      return -1;
    case 'number':
      return token.digits === '' ? 0 : 1;
    case 'qualifier':
      return token.place;
    case 'word':
    case 'most':
      return 1;
  }
}

function compareTokens(a: Token, b: Token): number {
  if (a.is === 'number' && b.is === 'number') {
    return Number(a.isBig) - Number(b.isBig) || compareDigits(a.digits, b.digits);
  }
  if (a.is === 'qualifier' && b.is === 'qualifier') return a.place - b.place;
  if (a.is === 'word' && b.is === 'word') return compareTexts(a.text, b.text);
  return PLACES[a.is] - PLACES[b.is];
}

const PLACES: Readonly<Record<Token['is'], number>> = { least: 0, qualifier: 2, word: 3, number: 4, most: 8 };
