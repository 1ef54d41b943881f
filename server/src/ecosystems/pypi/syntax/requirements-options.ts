/** What a line of a requirements file holds: what is required, and the options behind it or instead of it. */
export interface SplitLine {
  /** What stands before the first option, without blanks around it. */
  readonly argument: string;
  readonly options: readonly RequirementsOption[];
}

/** One option, by its long name without dashes. */
export interface RequirementsOption {
  readonly name: string;
  /** Empty for one without a value. */
  readonly value: string;
  /** Where the value stands in the line's text, where it is written there as it is. */
  readonly at?: number;
}

/**
 * Splits a line as pip does (pip, `_internal/req/req_file.py`: `break_args_options`): options begin at the first word
 * that begins with a dash. They are read as optparse reads them: `-rfile`, `-r file`, `--requirement=file`, and any
 * beginning of a long name that fits one alone. What is no option of a requirements file is passed over.
 */
export function splitLine(text: string): SplitLine {
  const begin = text.startsWith('-') ? 0 : text.indexOf(' -') + 1;
  if (begin === 0 && !text.startsWith('-')) return { argument: text, options: [] };
  return { argument: text.slice(0, begin).trim(), options: optionsIn(shellWords(text, begin)) };
}

/** What a requirements file may say, with what follows (pip, `SUPPORTED_OPTIONS`, `SUPPORTED_OPTIONS_REQ`). */
const OPTIONS: Readonly<Record<string, 'value' | 'flag'>> = {
  'index-url': 'value',
  'pypi-url': 'value',
  'extra-index-url': 'value',
  'no-index': 'flag',
  constraint: 'value',
  requirement: 'value',
  editable: 'value',
  'find-links': 'value',
  'no-binary': 'value',
  'only-binary': 'value',
  'prefer-binary': 'flag',
  'require-hashes': 'flag',
  pre: 'flag',
  'trusted-host': 'value',
  'use-feature': 'value',
  'global-option': 'value',
  hash: 'value',
  'config-settings': 'value',
};

const NAMES = Object.keys(OPTIONS);

const SHORT: Readonly<Record<string, string>> = {
  i: 'index-url',
  c: 'constraint',
  r: 'requirement',
  e: 'editable',
  f: 'find-links',
  C: 'config-settings',
};

function optionsIn(words: readonly Word[]): readonly RequirementsOption[] {
  const options: RequirementsOption[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined || !word.text.startsWith('-')) continue;
    const { name: written, value, offset } = partsOf(word.text);
    const name = nameOf(written);
    if (name === undefined) continue;
    if (OPTIONS[name] === 'flag') options.push({ name, value: '' });
    else if (value !== undefined) {
      options.push({ name, value, ...(word.isVerbatim ? { at: word.at + offset } : {}) });
    } else {
      i += 1;
      const next = words[i];
      if (next !== undefined) options.push({ name, value: next.text, ...(next.isVerbatim ? { at: next.at } : {}) });
    }
  }
  return options;
}

/** `--name=value`, `--name`, `-nvalue` or `-n`, and where the value begins. */
function partsOf(word: string): { name: string; value?: string; offset: number } {
  if (!word.startsWith('--')) {
    const name = SHORT[word[1] ?? ''] ?? '';
    return word.length > 2 ? { name, value: word.slice(2), offset: 2 } : { name, offset: 0 };
  }
  const equals = word.indexOf('=');
  if (equals < 0) return { name: word.slice(2), offset: 0 };
  return { name: word.slice(2, equals), value: word.slice(equals + 1), offset: equals + 1 };
}

function nameOf(written: string): string | undefined {
  if (written === '') return undefined;
  if (Object.hasOwn(OPTIONS, written)) return written === 'pypi-url' ? 'index-url' : written;
  const fitting = NAMES.filter(name => name.startsWith(written));
  return fitting.length === 1 ? (fitting[0] === 'pypi-url' ? 'index-url' : fitting[0]) : undefined;
}

interface Word {
  readonly text: string;
  readonly at: number;
  /** Whether it stands there as it is, without quotes. */
  readonly isVerbatim: boolean;
}

/** Words as Python's `shlex.split` has them. A quote that nobody closed ends with the line. */
function shellWords(text: string, from: number): readonly Word[] {
  const words: Word[] = [];
  let at = from;
  while (at < text.length) {
    if (isBlank(text[at])) {
      at += 1;
      continue;
    }
    const start = at;
    const plain = PLAIN.exec(text.slice(at, at + LONGEST_PLAIN))?.[0] ?? '';
    at += plain.length;
    const pieces = [plain];
    let isVerbatim = true;
    let quote = '';
    for (; at < text.length && (quote !== '' || !isBlank(text[at])); at++) {
      const character = text[at] ?? '';
      if (character === quote) quote = '';
      else if (quote === '' && (character === '"' || character === "'")) {
        quote = character;
        isVerbatim = false;
      } else if (character === '\\' && quote !== "'") {
        at += 1;
        pieces.push(text[at] ?? '');
        isVerbatim = false;
      } else pieces.push(character);
    }
    words.push({ text: pieces.join(''), at: start, isVerbatim });
  }
  return words;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

const PLAIN = /^[^\s"'\\]*/;
const LONGEST_PLAIN = 1000;
