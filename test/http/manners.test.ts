import { describe, expect, it } from 'vitest';
import { createHostManners, retryAfterMs } from '../../server/src/http/manners.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('a host', () => {
  it('is left alone for a minute after two time-outs in a row, and after one more if it has not come back', () => {
    const host = createHostManners(1);
    host.timedOut(NOW);
    expect(host.refusal(NOW)).toBeUndefined();
    host.timedOut(NOW);
    expect(host.refusal(NOW + 59_999)).toMatchObject({ why: 'unreachable' });
    expect(host.refusal(NOW + 60_000)).toBeUndefined();
    host.timedOut(NOW + 60_000);
    expect(host.refusal(NOW + 60_001)).toMatchObject({ why: 'unreachable' });
  });

  it('is not left alone while it answers now and then', () => {
    const host = createHostManners(1);
    for (let i = 0; i < 5; i += 1) {
      host.timedOut(NOW);
      host.answered(NOW, {});
    }
    expect(host.refusal(NOW)).toBeUndefined();
  });

  it.each<[string | undefined, number]>([
    ['7', 7],
    ['Thu, 01 Jan 2026 00:00:42 GMT', 42],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['3600', 3600],
    ['999999', 21_600],
    ['soon', 30],
    [undefined, 30],
  ])('that answers 429 with `retry-after: %s` gets its pause of %i s', (header, seconds) => {
    const host = createHostManners(1);
    expect(host.throttled(NOW, header)).toBe(seconds * 1000);
    if (seconds > 0) expect(host.refusal(NOW + seconds * 1000 - 1)).toMatchObject({ why: 'throttled' });
    expect(host.refusal(NOW + seconds * 1000)).toBeUndefined();
  });

  it('is failing for ten seconds after it failed, whatever it answers meanwhile', () => {
    const host = createHostManners(1);
    expect(host.isFailing(NOW)).toBe(false);
    host.failed(NOW);
    host.answered(NOW + 1, {});
    expect([host.isFailing(NOW + 9_999), host.isFailing(NOW + 10_000)]).toEqual([true, false]);
  });

  it('does not get less of a pause by a second answer', () => {
    const host = createHostManners(1);
    host.throttled(NOW, '100');
    host.throttled(NOW, '1');
    expect(host.refusal(NOW + 50_000)).toMatchObject({ why: 'throttled' });
  });
});

it.each<[string | undefined, number | undefined]>([
  ['0', 0],
  [' 5 ', 5000],
  ['-5', undefined],
  ['', undefined],
  [undefined, undefined],
])('retry-after: %s', (text, milliseconds) => {
  expect(retryAfterMs(text, NOW)).toBe(milliseconds);
});

describe('what is known of a limit', () => {
  const told = { 'ratelimit-limit': '100;w=60', 'ratelimit-remaining': '7;w=60' };

  it('is what the last answer told, for as long as its window lasts', () => {
    const host = createHostManners(1);
    expect(host.limit(NOW)).toBeUndefined();
    host.answered(NOW, told);
    host.answered(NOW, {});
    expect(host.limit(NOW + 59_999)).toEqual({ limit: 100, remaining: 7 });
    expect(host.limit(NOW + 60_000)).toBeUndefined();
  });

  it('tells a pause, and until when', () => {
    const host = createHostManners(1);
    host.throttled(NOW, '30');
    expect(host.limit(NOW)).toEqual({ until: NOW + 30_000 });
    host.answered(NOW, told);
    expect(host.limit(NOW)).toEqual({ limit: 100, remaining: 7, until: NOW + 30_000 });
    expect(host.limit(NOW + 30_000)).toEqual({ limit: 100, remaining: 7 });
  });
});
