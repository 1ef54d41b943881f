export type Quote = typeof QUOTE | typeof APOSTROPHE;

export const QUOTE = 0x22;
export const APOSTROPHE = 0x27;
export const HASH = 0x23;
export const EQUALS = 0x3d;
export const COMMA = 0x2c;
export const BRACKET = 0x5b;
export const CLOSING_BRACKET = 0x5d;
export const BRACE = 0x7b;
export const CLOSING_BRACE = 0x7d;
export const BYTE_ORDER_MARK = 0xfeff;
export const TAB = 0x09;
export const SPACE = 0x20;
export const DOT = 0x2e;
export const BACKSLASH = 0x5c;

/** A lone carriage return ends no line in TOML, and does in editors. */
export function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Letters, digits, `-` and `_`. */
export function isBare(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || isDigit(code) || code === 0x2d || code === 0x5f
  );
}

/** The same with `+`, `.` and `:`, of which numbers and dates are made. */
export function isPlain(code: number): boolean {
  return isBare(code) || code === 0x2b || code === DOT || code === 0x3a;
}

export function isClosing(code: number): boolean {
  return code === CLOSING_BRACKET || code === CLOSING_BRACE;
}

/** What may stand behind a value: a line break, a comment, a comma, a bracket that closes, or (NaN) nothing. */
export function isValueEnd(code: number): boolean {
  return Number.isNaN(code) || isLineBreak(code) || code === COMMA || isClosing(code) || code === HASH;
}
