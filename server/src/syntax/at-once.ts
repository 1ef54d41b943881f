/** Does what is done in steps at once. */
export function atOnce<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Makes something of each item of a long list, in steps of some hundreds. */
export function* mapInSteps<Item, Result>(
  items: readonly Item[],
  make: (item: Item, index: number) => Result,
): Generator<void, Result[]> {
  const made: Result[] = [];
  for (const item of items) {
    if (made.length % A_STEP === 0) yield;
    made.push(make(item, made.length));
  }
  return made;
}

/** So many entries of a lockfile are some milliseconds' work. */
const A_STEP = 500;
