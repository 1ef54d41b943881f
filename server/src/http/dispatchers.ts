import type { Dispatcher } from 'undici';
import type { HttpLimits } from './http.ts';
import { isInwardHost, outwardLookup } from './inward.ts';
import { isNeverProxied } from './never-proxied.ts';

/** The connections of a process. What makes them is loaded when the first one is wanted: many a run needs none. */
export interface Dispatchers {
  /** Goes wherever the user's own configuration points. */
  open(): Promise<Dispatcher>;
  /**
   * Goes where a redirect points: a name that resolves inward is not connected to. Shares no connection with `open`.
   */
  outward(): Promise<Dispatcher>;
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
  const proxies = proxiesOf(environment);
  let connections: Promise<Connections> | undefined;
  const load = () => {
    connections ??= import('./connections.ts').then(({ connect }) =>
      connect(limits, proxies, outwardLookup, name => inwardNames.add(name)),
    );
    return connections;
  };
  return {
    open: async () => (await load()).open,
    outward: async () => (await load()).outward,
    isInward: hostname => isInwardHost(hostname) || inwardNames.has(hostname),
    isProxied: hostname => `${proxies.http}${proxies.https}` !== '' && !isNeverProxied(hostname, proxies.not),
    close: async () => (await connections)?.close(),
  };
}

/** Both ways out, once they are wanted. */
export interface Connections {
  readonly open: Dispatcher;
  readonly outward: Dispatcher;
  close(): Promise<void>;
}

/** Addresses of proxies, empty where there is none, and what is asked without them. */
export interface Proxies {
  readonly http: string;
  readonly https: string;
  readonly not: string;
}

function proxiesOf(environment: Environment): Proxies {
  return {
    http: environment.http_proxy ?? environment.HTTP_PROXY ?? '',
    https: environment.https_proxy ?? environment.HTTPS_PROXY ?? '',
    not: environment.no_proxy ?? environment.NO_PROXY ?? '',
  };
}
