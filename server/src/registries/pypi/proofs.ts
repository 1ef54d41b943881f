/**
 * Which bases have shown that they are indexes: by the page of a project, else by their root, for which each is asked
 * once while something seems to be missing there. Any web server says 404 of what it does not have.
 */
export interface Proofs {
  /** A page of a project came from this base. */
  shown(base: string): void;
  /**
   * Whether it is known, or `askRoot` tells. Those who ask at the same time share one request, and a base that did not
   * show itself is left alone for a minute. Never rejects where `askRoot` does not.
   */
  isIndex(base: string, now: number, askRoot: () => Promise<boolean>): Promise<boolean>;
}

const LEFT_ALONE_MS = 60_000;

export function createProofs(): Proofs {
  const proven = new Set<string>();
  const underWay = new Map<string, Promise<boolean>>();
  const failed = new Map<string, number>();

  async function prove(base: string, now: number, askRoot: () => Promise<boolean>): Promise<boolean> {
    const isProven = await askRoot();
    if (isProven) proven.add(base);
    else failed.set(base, now);
    return isProven || proven.has(base);
  }

  return {
    shown: base => void proven.add(base),
    isIndex(base, now, askRoot) {
      if (proven.has(base)) return Promise.resolve(true);
      const running = underWay.get(base);
      if (running !== undefined) return running;
      if (now < (failed.get(base) ?? Number.NEGATIVE_INFINITY) + LEFT_ALONE_MS) return Promise.resolve(false);
      const started = prove(base, now, askRoot).finally(() => underWay.delete(base));
      underWay.set(base, started);
      return started;
    },
  };
}
