import { isIP } from 'node:net';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { HttpLimits } from './http.ts';
import { isInwardAddress, isInwardHost, outwardLookup } from './inward.ts';
import { isNeverProxied } from './never-proxied.ts';

/** The connections of a process. */
export interface Dispatchers {
  /** Goes wherever the user's own configuration points. */
  readonly open: Dispatcher;
  /**
   * Goes where a redirect points: a name that resolves inward is not connected to. Shares no connection with `open`.
   */
  readonly outward: Dispatcher;
  /**
   * Whether a host is inside: by its address as written, or by the address that `open` was really connected to, which
   * no second answer of a name service can change.
   */
  isInward(hostname: string): boolean;
  /** Whether a proxy may be asked for a host, so that only the proxy learns where its name leads. */
  isProxied(hostname: string): boolean;
  close(): Promise<void>;
}

/** Variables as curl and docker read them; the lower-case names win. */
type Environment = Readonly<Record<string, string | undefined>>;

export function createDispatchers(limits: HttpLimits, environment: Environment): Dispatchers {
  const inwardNames = new Set<string>();
  const connect = buildConnector({ timeout: limits.connect });
  const rememberingConnect: buildConnector.connector = (options, callback) =>
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error === null && isIP(options.hostname) === 0 && isInwardAddress(socket.remoteAddress ?? '')) {
        inwardNames.add(options.hostname);
      }
      callback(...result);
    });
  const noProxy = environment.no_proxy ?? environment.NO_PROXY ?? '';
  const httpProxy = environment.http_proxy ?? environment.HTTP_PROXY ?? '';
  const httpsProxy = environment.https_proxy ?? environment.HTTPS_PROXY ?? '';
  const make = (connector: buildConnector.connector): Way => {
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
      httpProxy,
      httpsProxy,
      noProxy,
      // Plain http is asked of a proxy by the full address, as every other client does; many refuse CONNECT to port 80.
      proxyTunnel: false,
      proxyTls: { timeout: limits.connect },
      requestTls: { timeout: limits.connect },
    });
    const direct = new Agent(options);
    return {
      dispatcher: proxied.compose(dispatch => (request, handler) => {
        const { hostname } = new URL(String(request.origin));
        return isNeverProxied(hostname, noProxy) ? direct.dispatch(request, handler) : dispatch(request, handler);
      }),
      close: async () => void (await Promise.all([proxied.destroy(), direct.destroy()])),
    };
  };
  const open = make(rememberingConnect);
  const outward = make(buildConnector({ timeout: limits.connect, lookup: outwardLookup }));
  return {
    open: open.dispatcher,
    outward: outward.dispatcher,
    isInward: hostname => isInwardHost(hostname) || inwardNames.has(hostname),
    isProxied: hostname => `${httpProxy}${httpsProxy}` !== '' && !isNeverProxied(hostname, noProxy),
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
