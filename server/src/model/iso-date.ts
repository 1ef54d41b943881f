/**
 * Whether a value from outside is a date in ISO 8601: a year, a month, a day, or a moment of it as registries send them
 * (RFC 3339, with up to nine digits for parts of a second). Nothing else, a text around it least of all.
 */
export function isIsoDate(value: unknown): value is string {
  return typeof value === 'string' && ISO_DATE.test(value) && !Number.isNaN(Date.parse(value));
}

const ISO_DATE = /^\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
