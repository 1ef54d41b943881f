import type { TakeTurns } from '../files/turn.ts';

/** Looking at the clock for every item would cost more than the items. */
const ITEMS_PER_LOOK = 16;

/**
 * Visits each item in order: at once as far as a turn reaches, and the rest in later turns of the event loop. `isOver`
 * is asked between the turns and ends it.
 */
export async function visitInSlices<Item>(
  items: readonly Item[],
  visit: (item: Item) => void,
  isOver: () => boolean,
  turns: TakeTurns,
): Promise<void> {
  const turn = turns();
  // What few want is begun before anything else is done.
  for (const [index, item] of items.entries()) {
    if (index % ITEMS_PER_LOOK === 0 && index > 0 && turn.isOver()) {
      await turn.end();
      if (isOver()) return;
    }
    visit(item);
  }
}
