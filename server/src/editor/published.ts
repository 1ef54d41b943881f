/**
 * Remembers what the client was told of its documents, and has it ask again where the answer would be another one now.
 */
export interface Published {
  /**
   * Takes note of an answer. `again` makes it anew by what is known then, or tells (`undefined`) that the client needs
   * it no more.
   */
  note(key: string, answer: unknown, again: () => unknown): void;
  /** Answers have arrived: looks whether any of it changed. */
  look(): void;
}

/** `refresh` asks the client to ask again, and settles when it has heard. */
export function createPublished(refresh: () => Promise<unknown>): Published {
  const notes = new Map<string, { readonly text: string; readonly again: () => unknown }>();
  let refreshing = false;
  let missed = false;

  function look(): void {
    if (refreshing) {
      missed = true;
      return;
    }
    let changed = false;
    for (const [key, { text, again }] of notes) {
      const now = madeAgain(again);
      if (now !== undefined && JSON.stringify(now) === text) continue;
      // A client that no longer shows it does not ask again, and is not to be told each time.
      notes.delete(key);
      changed ||= now !== undefined;
    }
    if (!changed) return;
    refreshing = true;
    const done = () => {
      refreshing = false;
      if (!missed) return;
      missed = false;
      look();
    };
    refresh().then(done, done);
  }

  return {
    note: (key, answer, again) => notes.set(key, { text: JSON.stringify(answer), again }),
    look,
  };
}

/** One document that cannot be drawn any more does not keep the others from it: the client asks, and is told. */
function madeAgain(again: () => unknown): unknown {
  try {
    return again();
  } catch {
    return null;
  }
}
