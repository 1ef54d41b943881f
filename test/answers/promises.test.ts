import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../server/src/model/answer.ts';
import { openStore } from './disk/open-store.ts';
import { createWorld, DAY, HOUR, LIVE, MINUTE, release, type World } from './fake-registry.ts';

type Step =
  | { readonly do: 'ask'; readonly says: 'known' | 'absent' | 'unknown' }
  | { readonly do: 'refresh' | 'restart' | 'offline' | 'online' }
  | { readonly do: 'pass'; readonly time: number };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('ask' as const), says: fc.constantFrom('known', 'absent', 'unknown') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), time: fc.constantFrom(MINUTE, HOUR, 3 * DAY) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('refresh', 'restart', 'offline', 'online') }) },
);

const QUESTION = release('a');
const KEEP_FOR = 7 * DAY;

/** Whatever a registry does and the user does meanwhile, over several processes and one disk. */
test('what was known stays known while it may be kept, and a failure never says absent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 14 }), async steps => {
      const folder = await mkdtemp(join(tmpdir(), 'promises-'));
      const start = (now?: number): World =>
        createWorld({
          store: openStore(folder),
          keepFor: KEEP_FOR,
          ...(now === undefined ? {} : { now }),
        });
      let world = start();
      let isOffline = false;
      /** What the registry said last, and whether the last time of asking it failed. */
      let said: Answer<unknown> | undefined;
      let failed = false;

      for (const step of steps) {
        switch (step.do) {
          case 'pass':
            world.now += step.time;
            break;
          case 'refresh':
            world.folder.refresh([QUESTION]);
            break;
          case 'restart':
            await world.answers.close();
            world = start(world.now);
            break;
          case 'offline':
          case 'online':
            isOffline = step.do === 'offline';
            break;
          case 'ask':
            world.says = { says: step.says };
            break;
        }
        world.routing = route => (isOffline ? { open: false, why: 'offline', route } : { open: true, route });
        const before = world.asked.length;
        await world.folder.settle([QUESTION]);
        if (world.asked.length > before && typeof world.says === 'object') {
          failed = world.says.says === 'unknown';
          if (world.says.says === 'known') said = { state: 'known', fact: LIVE, asOf: world.now };
          if (world.says.says === 'absent') said = { state: 'absent', missing: 'version', asOf: world.now };
        }

        const shown = world.folder.peek(QUESTION);
        if (shown.state !== 'unknown') expect(shown).toEqual(said);
        if (said?.state === 'known' && world.now < said.asOf + KEEP_FOR) expect(shown).toEqual(said);
        if (failed) expect(shown.state).not.toBe('absent');
      }
      await world.answers.close();
      await rm(folder, { recursive: true, force: true });
    }),
    { numRuns: 60 },
  );
});
