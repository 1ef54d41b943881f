import type { Ignorance } from '../../model/answer.ts';
import { parseJsonObject } from '../json.ts';
import type { Get } from './client.ts';

/** What came of asking an index for its `config.json`. */
export type IndexConfig =
  /** It is an index. `wantsToken`: all of it is for those with a token. */
  | { readonly is: 'index'; readonly wantsToken: boolean }
  /** `detail` is for the log. */
  | { readonly is: 'untold'; readonly why: Ignorance; readonly detail: string };

/** What is known of indexes by their own file, for as long as the client lives. */
export interface IndexConfigs {
  /**
   * The file, asked for where it is not known, or is known for longer than `within` milliseconds. Those who ask at the
   * same time share one request, and an index that did not tell is left alone for a minute. Never rejects.
   */
  of(place: IndexPlace, get: Get, now: number, within?: number): Promise<IndexConfig>;
}

/** An index, and who asks it. */
export interface IndexPlace {
  readonly base: string;
  readonly identity: string;
  /** Sent only where the file says that a token is wanted. */
  readonly token?: string | undefined;
}

export function createIndexConfigs(): IndexConfigs {
  const told = new Map<string, { readonly config: IndexConfig; readonly at: number }>();
  const underWay = new Map<string, Promise<IndexConfig>>();
  return {
    of(place, get, now, within = Number.POSITIVE_INFINITY) {
      const key = `${place.base} ${place.identity}`;
      const known = told.get(key);
      const age = known?.config.is === 'index' ? within : LEFT_ALONE_MS;
      if (known !== undefined && now < known.at + age) return Promise.resolve(known.config);
      const running = underWay.get(key);
      if (running !== undefined) return running;
      const started = ask(place, get)
        .then(config => {
          told.set(key, { config, at: now });
          return config;
        })
        .finally(() => underWay.delete(key));
      underWay.set(key, started);
      return started;
    },
  };
}

const LEFT_ALONE_MS = 60_000;

/**
 * As cargo: without the token, and where that is answered with 401, once more with it. The second answer then says
 * whether the rest wants it too.
 */
async function ask({ base, token }: IndexPlace, get: Get): Promise<IndexConfig> {
  const url = `${base}/config.json`;
  const first = await get(url, { pastCaches: true });
  const got = first.is === 'unauthorized' && token !== undefined ? await get(url, { token, pastCaches: true }) : first;
  switch (got.is) {
    case 'body': {
      const json = parseJsonObject(got.bytes);
      // `dl` is the one member that every index has.
      if (typeof json?.dl !== 'string') return untold('garbled', 'its `config.json` is not that of an index');
      return { is: 'index', wantsToken: json['auth-required'] === true };
    }
    case 'unchanged':
      return untold('garbled', 'answered 304 to a request without a condition');
    case 'not-found':
      return untold('garbled', `${got.detail} of its \`config.json\``);
    case 'unauthorized':
      return untold('refused', `${got.detail} of its \`config.json\``);
    case 'failure':
      return untold(got.why, got.detail);
  }
}

function untold(why: Ignorance, detail: string): IndexConfig {
  return { is: 'untold', why, detail };
}
