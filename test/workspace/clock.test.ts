import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../server/src/workspace/clock.ts';
import { known, release } from '../support/judge.ts';
import { testLedger } from '../support/ledger.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 30, 12);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the clock', () => {
  it('tells of a moment that was looked at when it comes, once', () => {
    const told: string[] = [];
    const isPast = createClock({ now: Date.now, onPast: keys => told.push(...keys) });
    expect([isPast(NOW), isPast(NOW + HOUR), isPast(NOW + 2 * HOUR), isPast(NOW + HOUR)]).toEqual([
      ...[true, false, false, false],
    ]);
    expect(isPast(Number.POSITIVE_INFINITY)).toBe(false);
    vi.advanceTimersByTime(HOUR - 1);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([`moment ${NOW + HOUR}`]);
    vi.advanceTimersByTime(40 * 24 * HOUR);
    expect(told).toEqual([`moment ${NOW + HOUR}`, `moment ${NOW + 2 * HOUR}`]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for an earlier moment that is looked at later, and for one that is months away', () => {
    const told: string[] = [];
    const isPast = createClock({ now: Date.now, onPast: keys => told.push(...keys) });
    isPast(NOW + 2000 * HOUR);
    isPast(NOW + HOUR);
    vi.advanceTimersByTime(HOUR);
    expect(told).toEqual([`moment ${NOW + HOUR}`]);
    vi.advanceTimersByTime(1999 * HOUR);
    expect(told).toHaveLength(2);
  });

  it('takes in many thousands, each earlier than the one before', () => {
    const told: string[] = [];
    const isPast = createClock({ now: Date.now, onPast: keys => told.push(...keys) });
    const many = 50_000;
    for (let after = many; after > 0; after -= 1) isPast(NOW + after);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([`moment ${NOW + 1}`]);
  });

  it('comes late, and not never, after the machine slept', () => {
    const told: string[] = [];
    const isPast = createClock({ now: Date.now, onPast: keys => told.push(...keys) });
    isPast(NOW + 8 * HOUR);
    vi.setSystemTime(NOW + 9 * HOUR);
    vi.advanceTimersByTime(HOUR / 6);
    expect(told).toHaveLength(1);
  });
});

it('what is too new is told until it is old enough, and no longer', async () => {
  const judgements: string[] = [];
  const { ledger, answers, put, settle } = testLedger(({ uri }) => judgements.push(uri));
  answers.set('release npm pnpm 11.2.0', release('11.2.0', 'live'));
  answers.set('release npm left-pad 1.1.0', release('1.1.0', 'live'));
  answers.set('history npm left-pad', known({ published: { '1.1.0': new Date(NOW - HOUR).toISOString() } }));
  put('package.json', JSON.stringify({ dependencies: { 'left-pad': '1.1.0' }, packageManager: 'pnpm@11.2.0' }));
  await settle();
  const found = () => ledger.get('package.json')?.analysis.findings.map(({ rule }) => rule);
  expect(found()).toEqual(['release-too-new']);
  judgements.length = 0;

  await vi.advanceTimersByTimeAsync(22 * HOUR);
  await settle();
  expect(found()).toEqual(['release-too-new']);
  expect(judgements).toEqual([]);

  await vi.advanceTimersByTimeAsync(HOUR);
  await settle();
  expect(found()).toEqual([]);
  expect(judgements).toEqual(['package.json']);
  expect(vi.getTimerCount()).toBe(0);
});
