/** What the YAML of Go's tools makes of a plain text. */
export type GoValue =
  | { readonly is: 'text' }
  | { readonly is: 'null' }
  | { readonly is: 'boolean'; readonly value: boolean }
  | { readonly is: 'number'; readonly value: number }
  /** An infinity or no number: JSON, which all goes through, has none. */
  | { readonly is: 'refused' };

/**
 * What a plain text without a tag of YAML is to sigs.k8s.io/yaml, by which Kubernetes, kustomize and Helm read: YAML
 * 1.1 as goyaml.v2 has it (resolve.go), then JSON. So `yes` is a truth value, `017` octal and `1_000` a number, and a
 * date stays a text.
 */
export function goValue(plain: string): GoValue {
  const word = Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined;
  if (word !== undefined) return word;
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(plain)) return { is: 'refused' };
  if (plain.length > LONGEST || !/^[-+.0-9]/.test(plain)) return TEXT;
  // Blank digits are dropped, except where the first character is the point.
  const digits = plain.startsWith('.') ? plain : plain.replaceAll('_', '');
  const value = wholeNumber(digits) ?? (FLOAT.test(digits) ? Number(digits) : undefined);
  // Go tells an overflow from a number.
  return value === undefined || !Number.isFinite(value) ? TEXT : { is: 'number', value };
}

/**
 * How a number is printed by Go's templates (strconv.FormatFloat with `g` and the shortest precision), to which every
 * number that came through JSON is a float: `1.1` for `1.10`, `2.9111998e+07` for `29111998`.
 */
export function printedInGo(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  // Between these both languages write the same digits without an exponent.
  if (value === 0 || (power >= -4 && power < SCIENTIFIC_FROM)) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

const TEXT: GoValue = { is: 'text' };
const LONGEST = 400;
const SCIENTIFIC_FROM = 6;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

const WORDS: Readonly<Record<string, GoValue>> = {
  ...each({ is: 'null' }, ['', '~', 'null', 'Null', 'NULL']),
  ...each({ is: 'boolean', value: true }, ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']),
  ...each({ is: 'boolean', value: false }, [
    'n',
    'N',
    'no',
    'No',
    'NO',
    'false',
    'False',
    'FALSE',
    'off',
    'Off',
    'OFF',
  ]),
};

function each(value: GoValue, words: readonly string[]): Record<string, GoValue> {
  return Object.fromEntries(words.map(word => [word, value]));
}

/** A whole number that fits into 64 bits (strconv.ParseInt and ParseUint with base 0). */
function wholeNumber(digits: string): number | undefined {
  const [, sign = '', prefix = '', rest = ''] =
    /^([-+]?)(0[xX]|0[bB]|0[oO]|0(?=[0-9]))?([0-9a-fA-F]+)$/.exec(digits) ?? [];
  const isBased = prefix !== '';
  if (rest === '' || (!isBased && !/^[0-9]+$/.test(rest))) return undefined;
  const kind = prefix.toLowerCase();
  if (isBased && !(DIGITS_OF[kind] ?? /^$/).test(rest)) return undefined;
  const size = BigInt(isBased ? `${kind === '0' ? '0o' : kind}${rest}` : rest);
  if (size > (sign === '-' ? 2n ** 63n : 2n ** 64n - 1n)) return undefined;
  return Number(sign === '-' ? -size : size);
}

const DIGITS_OF: Readonly<Record<string, RegExp>> = {
  '0x': /^[0-9a-fA-F]+$/,
  '0b': /^[01]+$/,
  '0o': /^[0-7]+$/,
  '0': /^[0-7]+$/,
};
