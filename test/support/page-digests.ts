/** Twelve digits, as messages quote a digest, and a mark for the rest: a page with all 64 is hard to read. */
const SHORT = /sha256:([0-9a-f]{12})…/g;
const LONG = /sha256:([0-9a-f]{64})/g;

/** The digests of a page at their full length: the twelve digits over and over. */
export function longDigests(text: string): string {
  return text.replace(SHORT, (_, digits: string) => `sha256:${repeated(digits)}`);
}

/** The opposite of {@link longDigests}, for digests that it made. */
export function shortDigests(text: string): string {
  return text.replace(LONG, whole => {
    const digits = whole.slice('sha256:'.length, 'sha256:'.length + 12);
    return whole.endsWith(`:${repeated(digits)}`) ? `sha256:${digits}…` : whole;
  });
}

function repeated(digits: string): string {
  return digits.repeat(6).slice(0, 64);
}
