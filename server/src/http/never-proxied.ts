import { isInNetwork, isLoopbackHost } from './inward.ts';

/**
 * Whether a host is asked directly, whatever proxy is configured, by what undici's own reading of `NO_PROXY` lacks.
 * Go's clients, docker and podman among them, have it in golang.org/x/net, http/httpproxy: a proxy may be another
 * machine and is never asked for this one, and `10.0.0.0/8` names all addresses of a network.
 */
export function isNeverProxied(hostname: string, noProxy: string): boolean {
  return isLoopbackHost(hostname) || noProxy.split(/[,\s]+/).some(entry => isInNetwork(hostname, entry));
}
