import { describe, expect, test } from 'vitest';
import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import type { Question } from '../../server/src/model/question.ts';
import {
  createWorld,
  DAY,
  DEPRECATED,
  HOUR,
  LIVE,
  MINUTE,
  type Outcome,
  ROUTE,
  release,
  stateOf,
} from './fake-registry.ts';

const QUESTION = release('a');

describe('how old an answer may get', () => {
  const table: { first: Outcome; after: number; asksAgain: boolean; about: string }[] = [
    { about: 'young', first: { says: 'known' }, after: 9 * MINUTE, asksAgain: false },
    { about: 'past the setting', first: { says: 'known' }, after: 10 * MINUTE, asksAgain: true },
    { about: 'the server says longer', first: { says: 'known', freshFor: HOUR }, after: 59 * MINUTE, asksAgain: false },
    {
      about: 'the server says shorter',
      first: { says: 'known', freshFor: 5 * MINUTE },
      after: 6 * MINUTE,
      asksAgain: true,
    },
    { about: 'the server says nothing lasts', first: { says: 'known', freshFor: 0 }, after: 59_000, asksAgain: false },
    { about: 'nothing lasts, a minute on', first: { says: 'known', freshFor: 0 }, after: MINUTE, asksAgain: true },
    { about: 'the server says a year', first: { says: 'known', freshFor: 365 * DAY }, after: HOUR, asksAgain: true },
    { about: 'it can never change', first: { says: 'known', forEver: true }, after: 900 * DAY, asksAgain: false },
    { about: 'absent and young', first: { says: 'absent' }, after: 9 * MINUTE, asksAgain: false },
    { about: 'absent and past the setting', first: { says: 'absent' }, after: 10 * MINUTE, asksAgain: true },
    {
      about: 'absent for a year, says the server',
      first: { says: 'absent', freshFor: 365 * DAY },
      after: 10 * MINUTE,
      asksAgain: true,
    },
    { about: 'unreachable, at once', first: { says: 'unknown' }, after: 0, asksAgain: false },
    { about: 'unreachable, half a minute on', first: { says: 'unknown' }, after: 30_000, asksAgain: true },
    { about: 'throttled', first: { says: 'unknown', why: 'throttled' }, after: 59_000, asksAgain: false },
    { about: 'throttled, a minute on', first: { says: 'unknown', why: 'throttled' }, after: MINUTE, asksAgain: true },
    { about: 'garbled', first: { says: 'unknown', why: 'garbled' }, after: 59_000, asksAgain: false },
    { about: 'refused', first: { says: 'unknown', why: 'refused' }, after: 4 * MINUTE, asksAgain: false },
    {
      about: 'refused, five minutes on',
      first: { says: 'unknown', why: 'refused' },
      after: 5 * MINUTE,
      asksAgain: true,
    },
  ];
  test.each(table)('$about', async ({ first, after, asksAgain }) => {
    const world = createWorld();
    world.says = first;
    await world.folder.settle([QUESTION]);
    world.now += after;
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(asksAgain ? 2 : 1);
  });

  test('with a fresh time of nothing a loop of wanting does not hammer', async () => {
    const world = createWorld({ freshFor: 0 });
    for (let round = 0; round < 20; round += 1) await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(1);
    world.now += 10_000;
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(2);
  });

  test('each failure in a row doubles the pause, up to five minutes', async () => {
    const world = createWorld();
    world.says = { says: 'unknown' };
    const pauses: number[] = [];
    let last = world.now;
    for (let second = 0; second < 1200; second += 1) {
      const before = world.asked.length;
      await world.folder.settle([QUESTION]);
      if (world.asked.length > before) {
        pauses.push((world.now - last) / 1000);
        last = world.now;
      }
      world.now += 1000;
    }
    expect(pauses).toEqual([0, 30, 60, 120, 240, 300, 300]);
  });
});

describe('what is shown after the second time of asking', () => {
  const table: { first: Outcome; second: Outcome; after: number; shown: string }[] = [
    { first: { says: 'known' }, second: { says: 'unknown' }, after: HOUR, shown: 'known' },
    { first: { says: 'known' }, second: { says: 'unknown' }, after: 6 * DAY, shown: 'known' },
    { first: { says: 'known' }, second: { says: 'unknown' }, after: 7 * DAY, shown: 'unreachable' },
    { first: { says: 'known' }, second: { says: 'unknown', why: 'refused' }, after: HOUR, shown: 'known' },
    { first: { says: 'known' }, second: { says: 'absent' }, after: HOUR, shown: 'absent' },
    { first: { says: 'absent' }, second: { says: 'unknown' }, after: HOUR, shown: 'unreachable' },
    { first: { says: 'absent' }, second: { says: 'unknown', why: 'throttled' }, after: HOUR, shown: 'throttled' },
    { first: { says: 'absent' }, second: { says: 'known' }, after: HOUR, shown: 'known' },
    { first: { says: 'unknown' }, second: { says: 'known' }, after: HOUR, shown: 'known' },
    { first: { says: 'unknown' }, second: { says: 'unknown', why: 'garbled' }, after: HOUR, shown: 'garbled' },
  ];
  test.each(table)('$first.says, then $second.says $second.why after $after ms: $shown', async row => {
    const world = createWorld();
    world.says = row.first;
    await world.folder.settle([QUESTION]);
    world.now += row.after;
    world.says = row.second;
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(2);
    expect(stateOf(world.folder.peek(QUESTION))).toBe(row.shown);
  });
});

describe('what is shown while it is asked', () => {
  test.each([
    { before: undefined, shown: 'asking' },
    { before: { says: 'known' } as Outcome, shown: 'known' },
    { before: { says: 'absent' } as Outcome, shown: 'absent' },
    { before: { says: 'unknown' } as Outcome, shown: 'asking' },
  ])('$before.says: $shown', async ({ before, shown }) => {
    const world = createWorld();
    expect(stateOf(world.folder.peek(QUESTION))).toBe('not-asked');
    if (before !== undefined) {
      world.says = before;
      await world.folder.settle([QUESTION]);
      world.now += HOUR;
    }
    world.held = true;
    world.folder.want([QUESTION], 'screen');
    expect(world.answers.pending).toBe(1);
    expect(stateOf(world.folder.peek(QUESTION))).toBe(shown);
    await world.release();
    expect(world.answers.pending).toBe(0);
  });
});

describe('refresh', () => {
  test('asks again and shows the old answer meanwhile', async () => {
    const world = createWorld();
    await world.folder.settle([QUESTION]);
    world.folder.refresh([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('known');
    world.says = { says: 'known', fact: DEPRECATED };
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(QUESTION)).toMatchObject({ fact: DEPRECATED });
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(2);
  });

  test('ends the pause after a failure', async () => {
    const world = createWorld();
    world.says = { says: 'unknown' };
    await world.folder.settle([QUESTION]);
    world.folder.refresh([QUESTION]);
    world.says = { says: 'known' };
    await world.folder.settle([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('known');
  });

  test('does not repeat an absence that could not be confirmed', async () => {
    const world = createWorld();
    world.says = { says: 'absent' };
    await world.folder.settle([QUESTION]);
    world.folder.refresh([QUESTION]);
    world.says = { says: 'unknown' };
    await world.folder.settle([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('unreachable');
  });

  test('leaves alone what can never change', async () => {
    const world = createWorld();
    world.says = { says: 'known', forEver: true };
    await world.folder.settle([QUESTION]);
    world.folder.refresh([QUESTION]);
    await world.folder.settle([QUESTION]);
    expect(world.asked).toHaveLength(1);
  });
});

describe('routes', () => {
  test.each(['untrusted', 'refused'] as const)('closed as `%s`: nothing is asked or shown', async why => {
    const world = createWorld();
    await world.folder.settle([QUESTION]);
    world.routing = route => ({ open: false, why, route });
    expect(world.folder.peek(QUESTION)).toEqual({ state: 'unknown', why });
    world.now += HOUR;
    await world.folder.settle([QUESTION]);
    world.folder.want([QUESTION], 'screen');
    expect(world.asked).toHaveLength(1);
  });

  test('offline shows what is known, and an absence only while it is fresh', async () => {
    const world = createWorld();
    const [known, absent, never] = [release('known'), release('absent'), release('never')];
    world.says = question => ({ says: question === known ? 'known' : 'absent' });
    await world.folder.settle([known, absent]);
    world.routing = route => ({ open: false, why: 'offline', route });
    const shown = () => [known, absent, never].map(question => stateOf(world.folder.peek(question)));
    expect(shown()).toEqual(['known', 'absent', 'offline']);
    world.now += HOUR;
    await world.folder.settle([known, absent, never]);
    expect(shown()).toEqual(['known', 'offline', 'offline']);
    expect(world.asked).toHaveLength(2);
  });

  test('another identity or address has answers of its own', async () => {
    const world = createWorld();
    await world.folder.settle([QUESTION]);
    for (const other of [
      { identity: 'someone' },
      { base: 'https://mirror.example' },
      { repository: 'elsewhere/app' },
      { mirrors: [ROUTE] },
    ]) {
      world.routing = route => ({ open: true, route: { ...route, ...other } });
      expect(stateOf(world.folder.peek(QUESTION))).toBe('not-asked');
    }
    world.routing = () => ({ open: true, route: { ...ROUTE, login: async () => ({ is: 'broken', detail: '' }) } });
    expect(stateOf(world.folder.peek(QUESTION))).toBe('known');
  });
});

describe('what the registry is told and tells besides', () => {
  test('an earlier answer goes along with its validator, to be confirmed', async () => {
    const world = createWorld();
    world.says = { says: 'known', fact: DEPRECATED, validator: '"etag"' };
    await world.folder.settle([QUESTION]);
    world.now += HOUR;
    await world.folder.settle([QUESTION]);
    expect(world.askings.map(asking => asking.earlier)).toEqual([undefined, { fact: DEPRECATED, validator: '"etag"' }]);
    expect(world.askings.map(asking => asking.now)).toEqual([world.now - HOUR, world.now]);
  });

  test('answers that come along answer their own questions, with no request', async () => {
    const world = createWorld({ perHost: 1 });
    const other: Question = release('other');
    const asOf = world.now;
    world.says = {
      says: 'known',
      also: [
        { question: other, answer: { state: 'known', fact: DEPRECATED, asOf } },
        { question: release('not told'), answer: { state: 'unknown', why: 'garbled' } },
      ],
    };
    await world.folder.settle([QUESTION, other]);
    expect(world.folder.peek(other)).toEqual({ state: 'known', fact: DEPRECATED, asOf });
    expect(stateOf(world.folder.peek(release('not told')))).toBe('not-asked');
    expect(world.asked).toEqual(['release npm a 1.0.0']);
  });

  test('answers that come along replace nothing fresh', async () => {
    const world = createWorld();
    const other = release('other');
    await world.folder.settle([other]);
    world.says = {
      says: 'known',
      also: [{ question: other, answer: { state: 'absent', missing: 'version', asOf: world.now } }],
    };
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(other)).toMatchObject({ state: 'known', fact: LIVE });
  });

  test('but for those that came past all caches', async () => {
    const world = createWorld();
    const other = release('other');
    await world.folder.settle([other]);
    world.now += 1;
    const answer: Answer<AnyFact> = { state: 'known', fact: DEPRECATED, asOf: world.now };
    world.says = { says: 'known', also: [{ question: other, answer, isNewest: true }] };
    await world.folder.settle([QUESTION]);
    expect(world.folder.peek(other)).toEqual(answer);
  });

  test('a client that breaks its promise and throws is `garbled`', async () => {
    const world = createWorld();
    world.says = () => {
      throw new Error('a bug');
    };
    await world.folder.settle([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('garbled');
    expect(world.log.join()).toContain('a bug');
  });

  test('an answer without end is not kept', async () => {
    const world = createWorld();
    world.says = {
      says: 'known',
      fact: { version: '1.0.0', standing: { is: 'deprecated', message: 'x'.repeat(5_000_000) } },
    };
    await world.folder.settle([QUESTION]);
    expect(stateOf(world.folder.peek(QUESTION))).toBe('garbled');
  });

  test('one trouble of an address is logged once, however many questions it concerns', async () => {
    const world = createWorld();
    world.says = { says: 'unknown', detail: 'connection refused' };
    await world.folder.settle(Array.from({ length: 50 }, (_, index) => release(`p${index}`)));
    expect(world.log).toEqual([
      'Could not check release npm p0 1.0.0 at https://registry.example/npm: unreachable, connection refused',
    ]);
  });
});
