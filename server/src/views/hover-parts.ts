import type { Answer, Ignorance, Peek } from '../model/answer.ts';
import type { Derive } from '../model/derive.ts';
import type { Card, Line, Part } from './markdown.ts';
import { agoText } from './words.ts';

/** How a card looks things up. */
export interface Look {
  /** Peeks, and remembers that it mattered. */
  readonly ask: Peek;
  /** Peeks only: nice to have, not worth a request. */
  readonly glance: Peek;
  readonly derive: Derive;
  /** Why a question about the card's subject could not be answered, as the rest of a sentence. */
  readonly whyNot: (why: Ignorance) => string;
  readonly now: number;
}

/**
 * What a card says of a fact, or one line saying that it is gone or could not be told.
 *
 * @param one what a package is called in its ecosystem
 */
export function answerLines<Fact>(
  answer: Answer<Fact>,
  what: string,
  look: Look,
  tell: (fact: Fact) => Card,
  one = 'package',
): Card {
  switch (answer.state) {
    case 'known':
      return tell(answer.fact);
    case 'absent':
      return [
        [
          `The registry says that there is no such ${answer.missing === 'package' ? one : answer.missing}${checkedText(answer, look)}`,
        ],
      ];
    case 'unknown':
      return [ignoranceLine(answer.why, what, look)];
  }
}

/** That something is not known yet, or why it could not be told. */
export function ignoranceLine(why: Ignorance, what: string, look: Look): Line {
  const isUnderWay = why === 'not-asked' || why === 'asking';
  return [isUnderWay ? `Asking about ${what}.` : `Could not check ${what}: ${look.whyNot(why)}.`];
}

/** When the registry said so: ` · checked 3 minutes ago`. */
export function checkedText({ asOf }: { readonly asOf: number }, { now }: Look): string {
  return ` · checked ${agoText(asOf, now)}`;
}

/** Values with commas between, and how many more there are. */
export function listed(values: readonly string[], most: number): Part[] {
  const shown = values
    .slice(0, most)
    .flatMap((value, i): Part[] => (i === 0 ? [{ code: value }] : [', ', { code: value }]));
  return values.length > most ? [...shown, ` and ${values.length - most} more`] : shown;
}

/** The day of an ISO 8601 text, and how long ago that is where it can be told. */
export function dateAndAge(iso: string, now: number): Line {
  const then = Date.parse(iso);
  return [dateText(iso), ...(Number.isNaN(then) ? [] : [` (${agoText(then, now)})`])];
}

/** The day of an ISO 8601 text; anything else as it came, since it is escaped where it is drawn. */
export function dateText(iso: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(iso)?.[0] ?? iso;
}
