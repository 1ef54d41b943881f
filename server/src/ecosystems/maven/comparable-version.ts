/**
 * The order that Maven's documentation describes, and that its plugins go by (maven-artifact 3.8.7,
 * `ComparableVersion`): numbers, words and lists of them, with zeros and `final` at the ends left out. The resolver has
 * another one for ranges, see `generic-version.ts`.
 */
export type ComparableVersion = List;

type Item = Numeral | Word | List;

/** Digits without leading zeros, however many: empty for none. */
interface Numeral {
  readonly is: 'number';
  readonly digits: string;
}

/** A word by its place among those that Maven knows; one that it does not know comes behind them all. */
interface Word {
  readonly is: 'word';
  readonly rank: string;
}

interface List {
  readonly is: 'list';
  readonly items: Item[];
}

/** Reads any text: there is none that Maven would not order. What is too long to be a version is cut. */
export function parseComparable(version: string): ComparableVersion {
  const text = version.slice(0, LONGEST_VERSION).toLowerCase();
  const whole: List = { is: 'list', items: [] };
  const lists = [whole];
  let list = whole;
  const deeper = () => {
    const inner: List = { is: 'list', items: [] };
    list.items.push(inner);
    lists.push(inner);
    list = inner;
  };
  let start = 0;
  let isDigits = false;
  const item = (end: number): Item => (isDigits ? numeral(text.slice(start, end)) : word(text.slice(start, end)));
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '.' || character === '-') {
      list.items.push(at === start ? ZERO : item(at));
      start = at + 1;
      if (character === '-') deeper();
    } else if (isDigit(character)) {
      if (!isDigits && at > start) {
        // A dot before a word is like a hyphen.
        if (list.items.length > 0) deeper();
        list.items.push(word(abbreviated(text.slice(start, at))));
        start = at;
        deeper();
      }
      isDigits = true;
    } else {
      if (isDigits && at > start) {
        list.items.push(item(at));
        start = at;
        deeper();
      }
      isDigits = false;
    }
  }
  if (start < text.length) {
    if (!isDigits && list.items.length > 0) deeper();
    list.items.push(item(text.length));
  }
  for (const each of lists.reverse()) trim(each);
  return whole;
}

/** Less than, equal to or more than zero as the first version is lower, equal or higher. */
export function compareComparable(a: ComparableVersion, b: ComparableVersion): number {
  return compareItems(a, b);
}

/** In characters; what registries list is far below. Nested lists are as deep as a version is long. */
export const LONGEST_VERSION = 500;

const ZERO: Numeral = { is: 'number', digits: '' };
const KNOWN_WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' };
const ABBREVIATIONS: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };
const NO_WORD = '5';

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function numeral(text: string): Numeral {
  return { is: 'number', digits: text.replace(/^0+/, '') };
}

function word(text: string): Word {
  const meant = Object.hasOwn(ALIASES, text) ? (ALIASES[text] ?? text) : text;
  const place = KNOWN_WORDS.indexOf(meant);
  return { is: 'word', rank: place < 0 ? `${KNOWN_WORDS.length}-${meant}` : String(place) };
}

/** What a letter means before a digit. */
function abbreviated(text: string): string {
  return Object.hasOwn(ABBREVIATIONS, text) ? (ABBREVIATIONS[text] ?? text) : text;
}

/** Takes out what means nothing from the end on, past lists that mean something. */
function trim({ items }: List): void {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item !== undefined && isNothing(item)) items.splice(at, 1);
    else if (item?.is !== 'list') return;
  }
}

function isNothing(item: Item): boolean {
  switch (item.is) {
    case 'number':
      return item.digits === '';
    case 'word':
      return item.rank === NO_WORD;
    case 'list':
      return item.items.length === 0;
  }
}

/** Behind the shorter one's end stands nothing. */
function compareItems(a: Item, b: Item | undefined): number {
  if (b === undefined) return compareToNothing(a);
  if (a.is === 'list' && b.is === 'list') {
    for (let at = 0; at < Math.max(a.items.length, b.items.length); at++) {
      const [one, other] = [a.items[at], b.items[at]];
      const order =
        one === undefined ? (other === undefined ? 0 : -compareItems(other, one)) : compareItems(one, other);
      if (order !== 0) return order;
    }
    return 0;
  }
  if (a.is === 'number' && b.is === 'number') return compareDigits(a.digits, b.digits);
  if (a.is === 'word' && b.is === 'word') return compareTexts(a.rank, b.rank);
  return PLACES[a.is] - PLACES[b.is];
}

/** `1-sp` < `1-1` < `1.1` */
const PLACES: Readonly<Record<Item['is'], number>> = { word: 0, list: 1, number: 2 };

function compareToNothing(item: Item): number {
  switch (item.is) {
    case 'number':
      return item.digits === '' ? 0 : 1;
    case 'word':
      return compareTexts(item.rank, NO_WORD);
    case 'list':
      for (const each of item.items) {
        const order = compareToNothing(each);
        if (order !== 0) return order;
      }
      return 0;
  }
}

/** Numbers of any length, without leading zeros. */
export function compareDigits(a: string, b: string): number {
  return a.length - b.length || compareTexts(a, b);
}

/** As Java's `String.compareTo` orders. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
