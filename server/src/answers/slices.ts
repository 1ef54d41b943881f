import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds: half a frame, so that whatever else waits for the event loop comes in time. */
const LONGEST_SLICE = 8;
/** Looking at the clock for every item would cost more than the items. */
const ITEMS_PER_LOOK = 32;

/**
 * Visits each item in order: at once as far as a slice of time reaches, and the rest in later turns of the event loop.
 * `isOver` is asked between the slices and ends it.
 */
export async function visitInSlices<Item>(
  items: readonly Item[],
  visit: (item: Item) => void,
  isOver: () => boolean,
): Promise<void> {
  let start = performance.now();
  for (const [index, item] of items.entries()) {
    if (index % ITEMS_PER_LOOK === 0 && performance.now() - start > LONGEST_SLICE) {
      await nextTurn();
      if (isOver()) return;
      start = performance.now();
    }
    visit(item);
  }
}
