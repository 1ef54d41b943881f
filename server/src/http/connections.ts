import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Connections, Proxies } from './dispatchers.ts';
import type { HttpLimits } from './http.ts';
import { isInwardAddress } from './inward.ts';
import { isNeverProxied } from './never-proxied.ts';

/**
 * Makes both ways out; see `Dispatchers`. A bundle of its own, which shares no class with the rest.
 *
 * @param lookup resolves the names of the way outward
 * @param onInward takes names that turn out to lie inside
 */
export function connect(
  limits: HttpLimits,
  proxies: Proxies,
  lookup: LookupFunction,
  onInward: (hostname: string) => void,
): Connections {
  const connectTo = buildConnector({ timeout: limits.connect });
  const rememberingConnect: buildConnector.connector = (options, callback) =>
    connectTo(options, (...result) => {
      const [error, socket] = result;
      if (error === null && isIP(options.hostname) === 0 && isInwardAddress(socket.remoteAddress ?? '')) {
        onInward(options.hostname);
      }
      callback(...result);
    });
  const open = wayOut(rememberingConnect, limits, proxies);
  const outward = wayOut(buildConnector({ timeout: limits.connect, lookup }), limits, proxies);
  return {
    open: open.dispatcher,
    outward: outward.dispatcher,
    async close() {
      await Promise.all([open.close(), outward.close()]);
    },
  };
}

/** One of the ways out, with the proxies that the environment names. */
interface Way {
  readonly dispatcher: Dispatcher;
  close(): Promise<void>;
}

function wayOut(connector: buildConnector.connector, limits: HttpLimits, proxies: Proxies): Way {
  const options = {
    connect: connector,
    connections: limits.perHost,
    // The exchange keeps these limits itself, to the millisecond.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const proxied = new EnvHttpProxyAgent({
    ...options,
    // An empty text, unlike an absent one, keeps undici from reading the process's own environment.
    httpProxy: proxies.http,
    httpsProxy: proxies.https,
    noProxy: proxies.not,
    // Plain http is asked of a proxy by the full address, as every other client does; many refuse CONNECT to port 80.
    proxyTunnel: false,
    proxyTls: { timeout: limits.connect },
    requestTls: { timeout: limits.connect },
  });
  const direct = new Agent(options);
  /** One origin is mostly asked many times in a row. */
  let last: { readonly origin: string; readonly isDirect: boolean } | undefined;
  const isDirect = (origin: string) => {
    if (last?.origin !== origin) last = { origin, isDirect: isNeverProxied(new URL(origin).hostname, proxies.not) };
    return last.isDirect;
  };
  return {
    dispatcher: proxied.compose(
      dispatch => (request, handler) =>
        isDirect(String(request.origin)) ? direct.dispatch(request, handler) : dispatch(request, handler),
    ),
    close: async () => void (await Promise.all([proxied.destroy(), direct.destroy()])),
  };
}
