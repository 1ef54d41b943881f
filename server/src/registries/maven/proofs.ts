import type { Route } from '../route.ts';
import type { Get } from './client.ts';
import { isPublic } from './well-known.ts';

/**
 * Which bases have shown that they are repositories: by a document that came from there, else by a root that is there.
 * Any web server says 404 of what it does not have; one that has not even a root is hardly a repository.
 */
export interface Proofs {
  /** A document of a repository came from this base. */
  shown(base: string): void;
  /**
   * Whether it is known, or its root tells. Those who ask at the same time share one request, and a base that did not
   * show itself is left alone for a minute. Never rejects where `get` does not.
   */
  isRepository(route: Route, now: number, get: Get): Promise<boolean>;
}

const LEFT_ALONE_MS = 60_000;

export function createProofs(): Proofs {
  const proven = new Set<string>();
  const underWay = new Map<string, Promise<boolean>>();
  const failed = new Map<string, number>();

  async function askRoot(route: Route, now: number, get: Get): Promise<boolean> {
    const { is } = await get(route, '/');
    if (is === 'body') proven.add(route.base);
    else failed.set(route.base, now);
    return proven.has(route.base);
  }

  return {
    shown: base => void proven.add(base),
    isRepository(route, now, get) {
      const { base } = route;
      if (isPublic(base) || proven.has(base)) return Promise.resolve(true);
      const running = underWay.get(base);
      if (running !== undefined) return running;
      if (now < (failed.get(base) ?? Number.NEGATIVE_INFINITY) + LEFT_ALONE_MS) return Promise.resolve(false);
      const started = askRoot(route, now, get).finally(() => underWay.delete(base));
      underWay.set(base, started);
      return started;
    },
  };
}
