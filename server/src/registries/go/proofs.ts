import { readInfo } from './info.ts';
import { readVersionList } from './version-list.ts';

/**
 * Which bases have shown that they are proxies: by a file of a module, else by one of a module that most proxies have,
 * for which each is asked once while something seems to be missing there. Any web server says 404 of what it does not
 * have.
 */
export interface Proofs {
  /** This came from below this base. */
  came(base: string, path: string, text: string): void;
  /**
   * Whether it is known, or `get` tells. Those who ask at the same time share one request, and a base that did not show
   * itself is left alone for a minute. Never rejects where `get` does not.
   *
   * @param get gives the text of a file, or `undefined`
   */
  isProxy(base: string, now: number, get: (path: string) => Promise<string | undefined>): Promise<boolean>;
}

export function createProofs(): Proofs {
  const proven = new Set<string>();
  const underWay = new Map<string, Promise<boolean>>();
  const failed = new Map<string, number>();

  async function prove(base: string, now: number, get: (path: string) => Promise<string | undefined>) {
    const text = await get(PROBE);
    if (text !== undefined) came(base, PROBE, text);
    if (!proven.has(base)) failed.set(base, now);
    return proven.has(base);
  }

  function came(base: string, path: string, text: string): void {
    if (!proven.has(base) && isProxys(path, text)) proven.add(base);
  }

  return {
    came,
    isProxy(base, now, get) {
      if (proven.has(base)) return Promise.resolve(true);
      const running = underWay.get(base);
      if (running !== undefined) return running;
      if (now < (failed.get(base) ?? Number.NEGATIVE_INFINITY) + LEFT_ALONE_MS) return Promise.resolve(false);
      const started = prove(base, now, get).finally(() => underWay.delete(base));
      underWay.set(base, started);
      return started;
    },
  };
}

/** Nearly every module that people write needs it in the end, and go itself tries proxies' addresses with its name. */
const PROBE = '/golang.org/x/text/@v/list';

const LEFT_ALONE_MS = 60_000;

/** Whether it is what a proxy has there, and nothing that any server might send. */
function isProxys(path: string, text: string): boolean {
  if (path.endsWith('/list')) return readVersionList(text).length > 0;
  return path.endsWith('.mod') ? /^module\s/m.test(text) : readInfo(text) !== undefined;
}
