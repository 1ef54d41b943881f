/**
 * Which bases have shown that they are registries, as OCI's do by their root. A document of a package or a version
 * shows it; else the answer to `npm ping` does, for which each base is asked once while something seems to be missing
 * there.
 */
export interface Proofs {
  /** A document of a package came from this base. */
  shown(base: string): void;
  /**
   * Whether it is known, or `ping` tells. Those who ask at the same time share one request, and a base that did not
   * show itself is left alone for a minute. Never rejects where `ping` does not.
   */
  isRegistry(base: string, now: number, ping: () => Promise<boolean>): Promise<boolean>;
}

const LEFT_ALONE_MS = 60_000;

export function createProofs(): Proofs {
  const proven = new Set<string>();
  const underWay = new Map<string, Promise<boolean>>();
  const failed = new Map<string, number>();

  async function prove(base: string, now: number, ping: () => Promise<boolean>): Promise<boolean> {
    const isProven = await ping();
    if (isProven) proven.add(base);
    else failed.set(base, now);
    return isProven || proven.has(base);
  }

  return {
    shown: base => void proven.add(base),
    isRegistry(base, now, ping) {
      if (proven.has(base)) return Promise.resolve(true);
      const running = underWay.get(base);
      if (running !== undefined) return running;
      if (now < (failed.get(base) ?? Number.NEGATIVE_INFINITY) + LEFT_ALONE_MS) return Promise.resolve(false);
      const started = prove(base, now, ping).finally(() => underWay.delete(base));
      underWay.set(base, started);
      return started;
    },
  };
}
