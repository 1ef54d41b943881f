/**
 * Whether cargo can read a requirement of an index entry (crate `semver` 1, src/parse.rs, `VersionReq`): at most 32
 * comparators with commas between, or `*` alone.
 */
export function isRequirement(text: string): boolean {
  if (/^ *[*xX] *$/.test(text)) return true;
  const comparators = text.split(',');
  return comparators.length <= MOST && comparators.every(each => COMPARATOR.test(each) && areNumbersSmall(each));
}

/** Whether no number before a pre-release or a build is above 2⁶⁴ − 1. */
export function areNumbersSmall(version: string): boolean {
  const [numbers = ''] = version.split(/[-+]/, 1);
  return !/\d{20}/.test(numbers) || (numbers.match(/\d+/g) ?? []).every(digits => isSmall(digits));
}

function isSmall(digits: string): boolean {
  return digits.length < MOST_DIGITS || (digits.length === MOST_DIGITS && digits <= GREATEST);
}

const MOST = 32;
const MOST_DIGITS = 20;
/** 2⁶⁴ − 1. */
const GREATEST = '18446744073709551615';
const NUMBER = '(?:0|[1-9]\\d*)';
const PRE = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const BUILD = '[0-9a-zA-Z-]+';
const WHOLE = `${NUMBER}(?:-${PRE}(?:\\.${PRE})*)?(?:\\+${BUILD}(?:\\.${BUILD})*)?`;
const MINOR = `${NUMBER}(?:\\.(?:${WHOLE}|[*xX]))?`;
const COMPARATOR = new RegExp(`^ *(?:(?:>=|<=|[=<>~^]) *)?${NUMBER}(?:\\.(?:${MINOR}|[*xX](?:\\.[*xX])?))? *$`);
