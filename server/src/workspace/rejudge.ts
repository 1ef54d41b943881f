import type { Boundary } from '../boundary.ts';
import { ignoredPlaces } from '../model/ignored-places.ts';
import { isSameCulprit } from './culprits.ts';
import { isFlood, type Tally, tallied } from './flood.ts';
import { type Judged, type JudgedBy, judge, sharing } from './judge.ts';
import type { Judgements } from './judgements.ts';
import type { Checked } from './ledger.ts';
import { isShownAlike } from './shown-alike.ts';

/** A document that was judged before, all of it or not at all. */
export interface JudgedBefore {
  readonly checked: Pick<Checked, 'uri' | 'text' | 'reading' | 'lines'>;
  readonly judged: Judgements;
  readonly tally: Tally;
}

/** What came of judging references anew. */
export interface Rejudged {
  readonly judged: Judgements;
  readonly tally: Tally;
  /** Those that were judged. */
  readonly anew: Iterable<Judged>;
  /** Whether people see the same as before. */
  readonly isSame: boolean;
  /** Whether others are told the same as before. */
  readonly isToldAlike: boolean;
}

/**
 * Judges some references of a document anew, or all of them: a step for each.
 *
 * @param onEach told of each, with the place of its reference
 */
export function* rejudge(
  { checked: { uri, text, reading, lines }, judged: start, tally: was }: JudgedBefore,
  some: ReadonlySet<number> | undefined,
  by: JudgedBy,
  boundary: Boundary,
  onEach: (index: number, now: Judged) => void,
): Generator<void, Rejudged> {
  const ignored = ignoredPlaces(reading.ignores);
  const change = start.change();
  const anew: Judged[] = [];
  let isSame = true;
  let isToldAlike = true;
  let tally = was;
  const wasFlooded = isFlood(tally);
  for (const index of some ?? reading.references.keys()) {
    const reference = reading.references[index];
    const before = start.at(index);
    if (reference === undefined || before === undefined) continue;
    const now = boundary.round(uri, () => sharing(before, judge(reference, text, ignored, by, index)), before);
    if (some !== undefined) anew.push(now);
    if (now !== before) {
      change.set(index, now);
      tally = tallied(tallied(tally, before, -1), now, 1);
      onEach(index, now);
    }
    if (now.findings !== before.findings) {
      isSame &&= isShownAlike({ findings: now.findings, lines }, { findings: before.findings, lines });
      isToldAlike &&= isSameCulprit(before.findings, now.findings, wasFlooded);
    }
    yield;
  }
  const judged = change.done();
  // Then all others are shown otherwise as well.
  const isOtherwise = isFlood(tally) !== wasFlooded;
  return {
    ...{ judged, tally, anew: some === undefined ? judged : anew },
    ...{ isSame: isSame && !isOtherwise, isToldAlike: isToldAlike && !isOtherwise },
  };
}
