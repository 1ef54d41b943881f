import { expect, test } from 'vitest';
import type { PackageFact } from '../../server/src/model/answer.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import type { Page } from '../../server/src/registries/registry.ts';
import { createWorld, HOUR, release, stateOf, turns, type WorldOptions } from './fake-registry.ts';

const PACKAGE: Question & { ask: 'package' } = { ask: 'package', registry: 'npm', name: 'a' };
const HISTORY: Question & { ask: 'history' } = { ask: 'history', registry: 'npm', name: 'a' };
const FACT: PackageFact = {
  standing: { is: 'live' },
  tags: { latest: '1.0.0' },
  releases: [
    { version: '1.0.0', standing: { is: 'live' } },
    { version: '1.1.0', standing: { is: 'deprecated', message: 'Use 1.0.0.' } },
  ],
};

/**
 * As an index does that has a file for each package: releases, and their dates, stand in the package's own document.
 */
function page(question: Question): Page | undefined {
  if (question.ask === 'release') {
    const { registry, name, version } = question;
    return {
      question: { ask: 'package', registry, name },
      pick: fact => ('releases' in fact ? fact.releases.find(each => each.version === version) : undefined),
      missing: 'version',
    };
  }
  if (question.ask !== 'history') return undefined;
  const published = { '1.0.0': '2026-01-01' };
  return { question: PACKAGE, pick: () => ({ published }), missing: 'package' };
}

function worldOf(options: WorldOptions = {}) {
  const world = createWorld({ page, ...options });
  world.says = { says: 'known', fact: FACT };
  return world;
}

const ALL = [release('a', '1.0.0'), release('a', '1.1.0'), HISTORY, PACKAGE];

test('questions that one document answers cost one request, also while it is under way', async () => {
  const world = worldOf();
  world.held = true;
  world.folder.want(ALL, 'folder');
  const settled = world.folder.settle(ALL);
  await turns();
  expect(ALL.map(question => stateOf(world.folder.peek(question)))).toEqual(['asking', 'asking', 'asking', 'asking']);
  await world.release();
  await settled;
  expect(world.asked).toEqual([questionKey(PACKAGE)]);
  expect(world.folder.peek(ALL[1] ?? PACKAGE)).toMatchObject({ state: 'known', fact: FACT.releases[1] });
  expect(world.folder.peek(HISTORY)).toMatchObject({ state: 'known', fact: { published: { '1.0.0': '2026-01-01' } } });
});

test('it is kept once, under one key, by which all hear of it', async () => {
  const saved: string[] = [];
  const store = {
    load: async () => undefined,
    look: async () => false,
    save: ({ name }: { name: string }) => void saved.push(name),
    cleanUp() {},
    close: async () => undefined,
  };
  const world = worldOf({ store });
  const keys = new Set(ALL.map(question => world.folder.lookUp(question).key));
  expect(keys.size).toBe(1);
  await world.folder.settle(ALL);
  expect(saved).toHaveLength(1);
});

test('what the document does not list is absent, and what cannot be had is not', async () => {
  const world = worldOf();
  const missing = release('a', '9.9.9');
  await world.folder.settle([missing]);
  expect(world.folder.peek(missing)).toMatchObject({ state: 'absent', missing: 'version' });
  expect(world.asked).toHaveLength(1);
  const down = worldOf();
  down.says = { says: 'unknown', why: 'unreachable' };
  await down.folder.settle([missing]);
  expect(stateOf(down.folder.peek(missing))).toBe('unreachable');
});

test('to refresh one of them asks for the document again', async () => {
  const world = worldOf();
  await world.folder.settle(ALL);
  world.folder.refresh([release('a', '1.0.0')]);
  await world.folder.settle([HISTORY]);
  expect(world.asked).toHaveLength(2);
  world.now += HOUR;
  await world.folder.settle(ALL);
  expect(world.asked).toHaveLength(3);
});
