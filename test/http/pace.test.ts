import { describe, expect, it } from 'vitest';
import { createPace, type Pace } from '../../server/src/http/pace.ts';

/** How a made-up registry answers one of so many requests at a time: after how many milliseconds, or not at all. */
type Registry = (atATime: number) => number | 'refused';

const EVEN: Registry = () => 30;
/** Refuses what is more than thirty at a time. */
const STRICT: Registry = atATime => (atATime > 30 ? 'refused' : 30);

/** Rounds on a clock of its own: as many as may be are sent together, then all answers come. Tells the widths. */
function run(pace: Pace, registry: Registry, rounds: number, from = 0, demand = Number.POSITIVE_INFINITY): number[] {
  let now = from;
  return Array.from({ length: rounds }, () => {
    const { width } = pace;
    const sent = Array.from({ length: Math.min(width, demand) }, () => pace.begin(now));
    const answer = registry(sent.length);
    now += answer === 'refused' ? 30 : answer;
    for (const request of sent) {
      if (answer === 'refused') request.refused(now);
      else request.answered(now, answer, demand >= width);
    }
    return width;
  });
}

describe('the number of requests at a time', () => {
  it.each<[string, number, Registry, number, number[]]>([
    ['doubles while a registry answers well, up to the limit', 64, EVEN, 5, [10, 20, 40, 64, 64]],
    ['begins with the limit where that is less', 4, EVEN, 3, [4, 4, 4]],
    ['is halved once for all that were refused together', 64, STRICT, 5, [10, 20, 40, 20, 21]],
    ['grows by one a round after a fall', 64, STRICT, 14, [10, 20, 40, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]],
  ])('%s', (_, limit, registry, rounds, widths) => {
    expect(run(createPace(limit), registry, rounds)).toEqual(widths);
  });

  it('stays where more would only wait for each other', () => {
    const pace = createPace(64);
    const widths = run(pace, registryWithBacklog, 200);
    expect(Math.max(...widths.slice(20))).toBeLessThan(64);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(10);
  });

  it('is not less than at first for slowness alone, and one for a registry that refuses everything', () => {
    const slow = createPace(64);
    run(slow, EVEN, 1);
    expect(run(slow, () => 5000, 7, 1000)).toEqual([20, 15, 11, 10, 10, 10, 10]);
    const dead = createPace(64);
    expect(run(dead, () => 'refused', 10).at(-1)).toBe(1);
    expect(run(dead, EVEN, 12, 1000).at(-1)).toBeGreaterThan(3);
  });

  it('does not grow by what does not use it up', () => {
    expect(run(createPace(64), EVEN, 10, 0, 3)).toEqual(Array.from({ length: 10 }, () => 10));
  });

  it('takes one slow answer for that answer’s own', () => {
    const pace = createPace(64);
    run(pace, EVEN, 2);
    const [one, ...others] = Array.from({ length: pace.width }, () => pace.begin(100));
    one?.answered(3000, 2900, true);
    for (const other of others) other.answered(130, 30, true);
    expect(pace.width).toBe(64);
  });

  it('counts a request once', () => {
    const pace = createPace(64);
    const request = pace.begin(0);
    request.refused(1);
    request.refused(2);
    request.answered(3, 3, true);
    expect(pace.width).toBe(5);
  });
});

/** Falls far behind with more than thirty at a time. */
function registryWithBacklog(atATime: number): number {
  return atATime > 30 ? 6 * atATime : 30 * Math.max(1, atATime / 20);
}
