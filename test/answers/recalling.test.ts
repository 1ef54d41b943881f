import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openStore } from './disk/open-store.ts';
import { createWorld, HOUR, release, stateOf, turns, type World } from './fake-registry.ts';

const [A, B] = [release('a'), release('b')];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recalling-'));
});

/** As the next process finds it, after one that asked about `a`. */
async function nextWorld(later = 0): Promise<World> {
  const before = createWorld({ store: openStore(folder) });
  await before.folder.settle([A]);
  await before.answers.close();
  return createWorld({ store: openStore(folder), now: before.now + later });
}

describe('what is kept on disk', () => {
  test('is known without anybody being asked, and counts as kept', async () => {
    const world = await nextWorld();
    const recalled = await world.folder.recall([A, B, A]);
    expect([...recalled]).toEqual([world.folder.lookUp(A).key]);
    expect([A, B].map(question => stateOf(world.folder.peek(question)))).toEqual(['known', 'not-asked']);
    expect(await world.folder.recall([A])).toEqual(new Set());
    await world.folder.settle([A]);
    expect(world.asked).toEqual([]);
    expect({ ...world.answers.stats }).toEqual({ questions: 1, cacheHits: 1 });
    await world.answers.close();
  });

  test('is asked again where it is old, and is no hit then', async () => {
    const world = await nextWorld(HOUR);
    expect((await world.folder.recall([A])).size).toBe(1);
    expect(stateOf(world.folder.peek(A))).toBe('known');
    await world.folder.settle([A]);
    expect(world.asked).toHaveLength(1);
    expect({ ...world.answers.stats }).toEqual({ questions: 1, cacheHits: 0 });
    await world.answers.close();
  });

  test('is shown offline whatever its age, and not where the way is closed', async () => {
    const world = await nextWorld(HOUR);
    world.routing = () => ({ open: false, why: 'untrusted' });
    expect((await world.folder.recall([A])).size).toBe(0);
    world.routing = route => ({ open: false, why: 'offline', route });
    expect((await world.folder.recall([A])).size).toBe(1);
    expect(stateOf(world.folder.peek(A))).toBe('known');
    expect({ ...world.answers.stats }).toEqual({ questions: 1, cacheHits: 1 });
    await world.answers.close();
  });
});

test('without a disk there is nothing to recall', async () => {
  const world = createWorld();
  expect((await world.folder.recall([A])).size).toBe(0);
  expect(stateOf(world.folder.peek(A))).toBe('not-asked');
});

test('who gathers is given each key once, when it is taken', async () => {
  const world = createWorld();
  await world.folder.settle([A]);
  const [one, other] = [world.answers.gather(), world.answers.gather()];
  expect(one().size).toBe(0);
  world.folder.want([A, B], 'screen');
  await turns();
  const key = world.folder.lookUp(B).key;
  expect([...one()]).toEqual([key]);
  expect(one().size).toBe(0);
  expect([...other()]).toEqual([key]);
});
