import { getEventListeners, getMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Question } from '../../server/src/model/question.ts';
import { createWorld, HOUR, ROUTE, release, stateOf, turns } from './fake-registry.ts';

const MANY = Array.from({ length: 20_000 }, (_, index) => release(`p${index}`));

function named(...names: string[]): Question[] {
  return names.map(name => release(name));
}

function names(asked: readonly string[]): string[] {
  return asked.map(key => key.split(' ')[2] ?? '');
}

describe('what is under way is shared', () => {
  test('by all who want it and all who wait for it', async () => {
    const world = createWorld();
    world.held = true;
    world.folder.want(named('a'), 'folder');
    const waits = [world.folder.settle(named('a')), world.folder.settle(named('a', 'a'))];
    world.answers.through(() => ({ open: true, route: ROUTE })).want(named('a'), 'screen');
    await turns();
    expect(world.asked).toHaveLength(1);
    await world.release();
    await Promise.all(waits);
  });

  test('settle asks a question that fails once only', async () => {
    const world = createWorld();
    world.says = { says: 'unknown' };
    await world.folder.settle(named('a', 'a'));
    await world.folder.settle(named('a'));
    expect(world.asked).toHaveLength(1);
  });
});

describe('what the user wants no more of', () => {
  test('is not asked, but for what is on the screen, is waited for, or is under way', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    world.folder.want(named('f1', 'f2', 'f3'), 'folder');
    world.folder.want(named('l1', 'l2'), 'lockfiles');
    world.folder.want(named('s1'), 'screen');
    const waited = world.folder.settle(named('f3'), undefined, 'folder');
    world.answers.forsake();
    for (let turn = 0; turn < 8; turn += 1) await world.release();
    await waited;
    expect(names(world.asked)).toEqual(['f1', 's1', 'f3']);
    // It may be wanted again.
    world.folder.want(named('l1'), 'lockfiles');
    for (let turn = 0; turn < 2; turn += 1) await world.release();
    expect(names(world.asked)).toEqual(['f1', 's1', 'f3', 'l1']);
  });
});

describe('the order of asking', () => {
  test('`screen` goes before `folder`, that before `lockfiles`, and else the first comes first', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    world.folder.want(named('l1', 'l2', 'f3'), 'lockfiles');
    world.folder.want(named('f1', 'f2', 'f3'), 'folder');
    world.folder.want(named('s1', 's2'), 'screen');
    for (let turn = 0; turn < 8; turn += 1) await world.release();
    expect(names(world.asked)).toEqual(['l1', 's1', 's2', 'f1', 'f2', 'f3', 'l2']);
  });

  test('what somebody waits for goes before all that is on the screen, and stays there', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    world.folder.want(named('f1', 'f2'), 'folder');
    world.folder.want(named('s1', 's2', 's3'), 'screen');
    const waited = world.folder.settle(named('w', 's3'), undefined, 'waited');
    world.folder.want(named('w', 's3'), 'screen');
    for (let turn = 0; turn < 7; turn += 1) await world.release();
    await waited;
    expect(names(world.asked)).toEqual(['f1', 'w', 's3', 's1', 's2', 'f2']);
  });

  test('what waits moves up when it comes to the screen', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    world.folder.want(named('f1', 'f2', 'f3', 'f4'), 'folder');
    world.folder.want(named('f4'), 'screen');
    world.folder.want(named('f4'), 'folder');
    for (let turn = 0; turn < 6; turn += 1) await world.release();
    expect(names(world.asked)).toEqual(['f1', 'f4', 'f2', 'f3']);
  });

  test('a host gets so many questions at a time, and does not hold up another', async () => {
    const world = createWorld({ perHost: 3 });
    world.held = true;
    world.folder.want(named('a', 'b', 'c', 'd', 'e'), 'folder');
    await turns();
    expect(names(world.asked)).toEqual(['a', 'b', 'c']);
    world.routing = route => ({ open: true, route: { ...route, base: 'https://registry.example/other' } });
    world.folder.want(named('f'), 'folder');
    world.routing = route => ({ open: true, route: { ...route, base: 'https://mirror.example' } });
    world.folder.want(named('g'), 'folder');
    await turns();
    // The path is no other host.
    expect(names(world.asked)).toEqual(['a', 'b', 'c', 'g']);
    await world.release();
    await world.release();
    expect(names(world.asked).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });
});

describe('what has come', () => {
  test('lets the next question go before it is read', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    world.folder.want(named('a', 'b', 'c'), 'folder');
    const read: string[] = [];
    void world.askings[0]?.received?.().then(() => read.push('a'));
    await Promise.resolve();
    expect(names(world.asked)).toEqual(['a', 'b']);
    expect(read).toEqual([]);
    void world.askings[1]?.received?.().then(() => read.push('b'));
    await turns();
    expect(names(world.asked)).toEqual(['a', 'b', 'c']);
    expect(read).toEqual(['a', 'b']);
    // It was let go already, and makes no second place where it ends.
    await world.release();
    expect(world.answers.pending).toBe(0);
  });

  test('lets few go as long as it asks more', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    world.folder.want(MANY.slice(0, 50), 'folder');
    for (let i = 0; i < 50; i += 1) await world.askings[i]?.received?.();
    expect(world.asked).toHaveLength(11);
    await world.release();
    for (let i = 11; i < 50; i += 1) await world.askings[i]?.received?.();
    expect(world.asked).toHaveLength(22);
  });

  test('is read first where somebody waits for it', async () => {
    const world = createWorld({ perHost: 3 });
    world.held = true;
    world.folder.want(named('a', 'b'), 'folder');
    const waited = world.folder.settle(named('w'), undefined, 'waited');
    await turns();
    const read: string[] = [];
    const all = world.askings.map(({ received }, i) => received?.().then(() => read.push(names(world.asked)[i] ?? '')));
    await Promise.all(all);
    expect(read).toEqual(['w', 'a', 'b']);
    await world.release();
    await waited;
  });

  test('lets none go while a lot of it is in memory', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    world.folder.want(MANY.slice(0, 50), 'folder');
    for (let i = 0; i < 50; i += 1) void world.askings[i]?.received?.();
    expect(world.asked).toHaveLength(11);
    await turns();
    expect(world.asked).toHaveLength(11);
    await world.release();
    expect(world.asked).toHaveLength(12);
  });
});

describe('giving up', () => {
  test('settle comes back on abort, and what nobody else wants is not asked', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    const abort = new AbortController();
    const settled = world.folder.settle(named('runs', 'waits', 'wanted'), abort.signal);
    world.folder.want(named('wanted'), 'folder');
    abort.abort();
    await settled;
    expect(stateOf(world.folder.peek(release('waits')))).toBe('not-asked');
    await world.release();
    await world.release();
    expect(names(world.asked)).toEqual(['runs', 'wanted']);
    expect(world.answers.pending).toBe(0);
  });

  test('one signal ends as many waits as its owner likes, without a warning of Node', async () => {
    const world = createWorld();
    world.held = true;
    const abort = new AbortController();
    const settled = Array.from({ length: 12 }, (_, i) => world.folder.settle(named(`a${i}`), abort.signal));
    await turns();
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(12);
    // None: no limit.
    expect(getMaxListeners(abort.signal)).toBe(0);
    abort.abort();
    await Promise.all(settled);
  });

  test('settle with a signal that is aborted already asks nothing', async () => {
    const world = createWorld();
    await world.folder.settle(named('a'), AbortSignal.abort());
    expect(world.asked).toEqual([]);
  });

  test('one who waits still gets what another one gave up', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    const abort = new AbortController();
    const givenUp = world.folder.settle(named('a', 'b'), abort.signal);
    const waiting = world.folder.settle(named('b'));
    abort.abort();
    await givenUp;
    await world.release();
    await world.release();
    await waiting;
    expect(stateOf(world.folder.peek(release('b')))).toBe('known');
  });

  test('close ends what is under way and leaves nobody waiting', async () => {
    const world = createWorld({ perHost: 1 });
    world.held = true;
    const settled = world.folder.settle(named('a', 'b'));
    await turns();
    await world.answers.close();
    await settled;
    expect(world.askings[0]?.signal?.aborted).toBe(true);
    await world.release();
    await world.folder.settle(named('c'));
    expect(names(world.asked)).toEqual(['a']);
    expect(world.answers.pending).toBe(0);
  });
});

describe('many questions', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('are all asked', async () => {
    const world = createWorld();
    await world.folder.settle(MANY);
    expect(world.asked).toHaveLength(MANY.length);
  });

  test('leave the event loop free between slices of time', async () => {
    let time = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      time += 1;
      return time;
    });
    const world = createWorld();
    world.held = true;
    const takenUp: number[] = [];
    world.folder.want(MANY.slice(0, 1000), 'folder');
    for (let turn = 0; turn < 4; turn += 1) {
      takenUp.push(world.answers.pending);
      await new Promise<void>(resolve => setImmediate(resolve));
    }
    // Every 16th question looks at the clock, which the test lets pass a millisecond each time: five make a turn.
    expect(takenUp).toEqual([80, 160, 240, 320]);
  });
});

describe('telling that answers have arrived', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is quick at first, and then once in a while for all', async () => {
    const world = createWorld();
    const calls: number[] = [];
    const start = world.now;
    const stop = world.answers.onArrival(() => calls.push(world.now - start));
    const pass = (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += 10) {
        world.now += 10;
        vi.advanceTimersByTime(10);
      }
    };
    await world.folder.settle(named('a', 'b', 'c'));
    pass(30);
    await world.folder.settle(named('d'));
    await world.folder.settle(named('e'));
    pass(1000);
    expect(calls).toEqual([20, 170]);
    stop();
    await world.folder.settle(named('f'));
    pass(1000);
    expect(calls).toHaveLength(2);
  });

  test('nothing new, nothing told', async () => {
    const world = createWorld();
    await world.folder.settle(named('a'));
    const listener = vi.fn();
    world.answers.onArrival(listener);
    world.folder.want(named('a'), 'screen');
    vi.advanceTimersByTime(1000);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('the count', () => {
  test('has each question once, and no hit where all was asked', async () => {
    const world = createWorld();
    await world.folder.settle(named('a', 'b', 'a'));
    world.now += HOUR;
    await world.folder.settle(named('a', 'b'));
    expect({ ...world.answers.stats }).toEqual({ questions: 2, cacheHits: 0 });
  });
});
