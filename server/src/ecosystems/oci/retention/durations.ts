/**
 * A length of time as `humantime` reads it (docs.rs/humantime, `parse_duration`): `2w 3d`, `1month`, `5h2s`.
 *
 * @returns milliseconds; `undefined` for what it refuses
 */
export function durationOf(text: string): number | undefined {
  if (text.length > LONGEST || !/^\s*(?:\d{1,12}\s*[A-Za-z]+\s*)+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit = ''] of text.matchAll(/(\d+)\s*([A-Za-z]+)/g)) {
    const length = UNITS.get(unit);
    if (length === undefined) return undefined;
    sum += Number(count) * length;
  }
  return sum;
}

/** The same in words, as `human-interval` reads them: `30 days`, `2 weeks and 1 day`; `undefined` for all others. */
export function intervalInWords(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  let sum = 0;
  for (const part of text.trim().split(/\s+and\s+|\s*,\s*/)) {
    const [, count, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?|an?)\s+([a-z]+?)s?$/i.exec(part) ?? [];
    const length = WORDS.get(unit.toLowerCase());
    if (count === undefined || length === undefined) return undefined;
    sum += (/^a/i.test(count) ? 1 : Number(count)) * length;
  }
  return sum;
}

const LONGEST = 100;
const SECOND = 1000;
const [MINUTE, HOUR, DAY] = [60 * SECOND, 3600 * SECOND, 86_400 * SECOND];

const UNITS: ReadonlyMap<string, number> = new Map([
  ...['nsec', 'ns'].map(unit => [unit, 1e-6] as const),
  ...['usec', 'us'].map(unit => [unit, 1e-3] as const),
  ...['msec', 'ms'].map(unit => [unit, 1] as const),
  ...['seconds', 'second', 'secs', 'sec', 's'].map(unit => [unit, SECOND] as const),
  ...['minutes', 'minute', 'mins', 'min', 'm'].map(unit => [unit, MINUTE] as const),
  ...['hours', 'hour', 'hrs', 'hr', 'h'].map(unit => [unit, HOUR] as const),
  ...['days', 'day', 'd'].map(unit => [unit, DAY] as const),
  ...['weeks', 'week', 'wks', 'wk', 'w'].map(unit => [unit, 7 * DAY] as const),
  // A twelfth of a year, and a year with a quarter of a day.
  ...['months', 'month', 'M'].map(unit => [unit, 30.44 * DAY] as const),
  ...['years', 'year', 'yrs', 'yr', 'y'].map(unit => [unit, 365.25 * DAY] as const),
]);

const WORDS: ReadonlyMap<string, number> = new Map([
  ['second', SECOND],
  ['minute', MINUTE],
  ['hour', HOUR],
  ['day', DAY],
  ['week', 7 * DAY],
  ['month', 30 * DAY],
  ['year', 365 * DAY],
]);
