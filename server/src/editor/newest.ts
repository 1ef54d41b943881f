/** Passes on what changes often: once, as it is when nothing more is queued, however many changes came together. */
export interface Newest<Item> {
  /** Takes the place of what waits under the same key. */
  put(key: string, item: Item): void;
  /** Passes on at once what waits. */
  flush(): void;
  drop(key: string): void;
  /** Resolves when everything that was put until now is passed on. */
  readonly passed: Promise<void>;
}

/**
 * The library handles one message in each turn of the event loop (vscode-jsonrpc, `triggerMessageQueue`), and begins
 * the next turn's after our own; so a message that is queued already comes before the second turn from now.
 */
const TURNS = 2;

/** Passes each newest item to `pass`, which may not throw. */
export function createNewest<Item>(pass: (item: Item) => void): Newest<Item> {
  const waiting = new Map<string, Item>();
  let passed: Promise<void> = Promise.resolve();
  let markPassed: (() => void) | undefined;
  let turn: NodeJS.Immediate | undefined;

  function flush(): void {
    clearImmediate(turn);
    const items = [...waiting.values()];
    waiting.clear();
    for (const item of items) pass(item);
    markPassed?.();
    markPassed = undefined;
  }

  function waitFor(turns: number): void {
    clearImmediate(turn);
    turn = setImmediate(() => (turns > 1 ? waitFor(turns - 1) : flush()));
  }

  return {
    put(key, item) {
      waiting.set(key, item);
      if (markPassed === undefined) {
        passed = new Promise(resolve => {
          markPassed = resolve;
        });
      }
      waitFor(TURNS);
    },
    flush,
    drop: key => void waiting.delete(key),
    get passed() {
      return passed;
    },
  };
}
