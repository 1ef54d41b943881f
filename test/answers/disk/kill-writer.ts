import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from './open-store.ts';

/**
 * A process that writes to a store until it is killed: `kill-writer.ts FOLDER NAME COUNT`. It saves numbered texts
 * under names of its own, and under names that the other writer saves as well; now and then it closes the store, tells
 * its parent which number is on disk by then, and opens it again. Segments are small, so that it always compacts too.
 */
const [, , folder = '', writer = '', start = '0'] = process.argv;
/** Of each kind. */
const NAMES = 20;

process.on('disconnect', () => process.exit());
let count = Number(start);
for (;;) {
  const store = openStore(folder, { maxBytes: 512 * 1024 });
  store.cleanUp(24 * 60 * 60_000);
  for (let round = 0; round < 3; round += 1) {
    count += 1;
    for (let number = 0; number < NAMES; number += 1)
      for (const owner of [writer, 'shared']) {
        const name = `${owner} ${number}`;
        store.save({ name, text: textOf(name, writer, count), neverChanges: number % 2 === 0 });
      }
    // A look beside the writing, as the program does it.
    await store.look();
    await store.load(`shared ${count % NAMES}`);
    await pause(count % 30);
  }
  await store.close();
  process.send?.(count);
}

/** Says its name, its writer and its number, and is as long as they make it, so that any mixture is seen. */
function textOf(name: string, by: string, number: number): string {
  const word = `${name} by ${by}: ${number}.`;
  return word.repeat(1 + ((number * 7) % 60));
}
