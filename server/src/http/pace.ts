/**
 * How many requests one origin gets at a time: few at first, more while it answers well, fewer where it shows that it
 * is too much. As TCP's congestion control does it (RFC 5681, section 3.1), with requests for segments.
 */
export interface Pace {
  /** So many may be on the wire now. */
  readonly width: number;
  /** A request begins, at a time in milliseconds; says what came of it by one of the methods of what comes back. */
  begin(now: number): PacedRequest;
}

/** One request on the wire. The first word counts. */
export interface PacedRequest {
  /** An answer began, so many milliseconds after the request was sent. `isFull`: as many as may be are on the wire. */
  answered(now: number, firstByte: number, isFull: boolean): void;
  /** It answered 429, closed the connection, or did not answer in time. */
  refused(now: number): void;
}

/** What every registry can bear, and what is tried first. */
const FIRST_WIDTH = 10;
/** So much of the width is left after a refusal. */
const AFTER_REFUSAL = 0.5;
/** So much after a round of slow answers; but never less than what was tried first. */
const AFTER_SLOWNESS = 0.75;
/** An answer is slow that takes so many times as long as the quickest, and so many milliseconds more. */
const SLOW_TIMES = 4;
const SLOW_MS = 200;
/**
 * While it gets no more than at first, the quickest answer is forgotten by this part of the difference with each one
 * that is not as quick: the way there may have changed. With more, what is slow may be slow because of us.
 */
const FORGETTING = 0.01;

/** `limit` is the most that the user allows. */
export function createPace(limit: number): Pace {
  const first = Math.min(FIRST_WIDTH, limit);
  let width = first;
  /** Until the first fall each good answer makes room for one more, so the width doubles in each round. */
  let isSearching = true;
  let quickest = Number.POSITIVE_INFINITY;
  let round = newRound();
  /** What began before is an answer to the width that was too much already. */
  let lastFall = Number.NEGATIVE_INFINITY;

  function newRound() {
    return { size: Math.floor(width), answers: 0, slow: 0, wasFull: false };
  }

  function fall(now: number, to: number): void {
    width = Math.max(1, to);
    isSearching = false;
    lastFall = now;
    round = newRound();
  }

  function take(now: number, firstByte: number, isFull: boolean): void {
    const isSlow = firstByte > Math.max(SLOW_TIMES * quickest, quickest + SLOW_MS);
    if (firstByte < quickest) quickest = firstByte;
    else if (width <= first) quickest += (firstByte - quickest) * FORGETTING;
    round.answers += 1;
    if (isSlow) round.slow += 1;
    // What was not used up has shown nothing.
    if (isFull) round.wasFull = true;
    if (isSearching && isFull && !isSlow) width = Math.min(limit, width + 1);
    if (round.answers < round.size) return;
    // One that is slow may be so for itself alone; where most of a round are, there are too many.
    if (round.slow * 2 > round.answers) {
      fall(now, Math.min(width, Math.max(first, width * AFTER_SLOWNESS)));
      return;
    }
    if (!isSearching && round.wasFull) width = Math.min(limit, width + 1);
    round = newRound();
  }

  return {
    get width() {
      return Math.floor(width);
    },
    begin(began) {
      let isOver = false;
      const once = (act: () => void) => {
        if (isOver) return;
        isOver = true;
        if (began >= lastFall) act();
      };
      return {
        answered: (now, firstByte, isFull) => once(() => take(now, firstByte, isFull)),
        refused: now => once(() => fall(now, width * AFTER_REFUSAL)),
      };
    },
  };
}
