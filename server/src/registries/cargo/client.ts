import type { Http } from '../../http/http.ts';
import type { Asking } from '../registry.ts';
import { type CargoReply, replyOf } from './replies.ts';

/** Asks one address of an index. With an earlier answer's `validator`, the reply may be that nothing has changed. */
export type Get = (url: string, how: GetOptions) => Promise<CargoReply>;

interface GetOptions {
  /** The value of `Authorization`, as it is: cargo puts no `Bearer` before a token. */
  readonly token?: string | undefined;
  readonly pastCaches?: boolean;
  readonly validator?: string | undefined;
}

/** Sends requests as cargo does (src/cargo/sources/registry/http_remote.rs). */
export function createGet(http: Http, { signal, received }: Asking): Get {
  return async (url, { token, pastCaches, validator }) => {
    const outcome = await http.send({
      method: 'GET',
      url,
      headers: {
        accept: 'text/plain',
        'cargo-protocol': 'version=1',
        ...(pastCaches === true ? { 'cache-control': 'no-cache' } : {}),
        ...(validator === undefined ? {} : { 'if-none-match': validator }),
      },
      ...(token === undefined ? {} : { authorization: token }),
      maxBytes: LARGEST_FILE,
      redirects: 'anywhere',
      ...(signal === undefined ? {} : { signal }),
    });
    await received?.();
    return replyOf(outcome, url);
  };
}

/** 64 MiB: several times the largest known file of an index. */
const LARGEST_FILE = 64 * 1024 * 1024;
