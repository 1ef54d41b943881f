import net from 'node:net';
import { embeddedIpv4 } from './embedded-ipv4.ts';
import { bareHost, isInNetwork, isLoopbackHost } from './inward.ts';

/**
 * Whether a host is asked directly, whatever proxy is configured, by what undici's own reading of `NO_PROXY` lacks.
 * Go's clients, docker and podman among them, have it in golang.org/x/net, http/httpproxy: a proxy may be another
 * machine and is never asked for this one, and `10.0.0.0/8` names all addresses of a network.
 */
export function isNeverProxied(hostname: string, noProxy: string): boolean {
  return isThisMachine(hostname) || noProxy.split(/[,\s]+/).some(entry => isInNetwork(hostname, entry));
}

/** Names that distributions give to this machine in `/etc/hosts`, besides those that RFC 6761 keeps for it. */
const OWN_NAMES = [
  'localhost.localdomain',
  'localhost4',
  'localhost4.localdomain4',
  'localhost6',
  'localhost6.localdomain6',
  'ip6-localhost',
  'ip6-loopback',
];

/**
 * Whatever stands for this machine in some spelling. Wider than {@link isLoopbackHost}, which also says what may be
 * sent unencrypted: to be asked directly harms nothing.
 */
function isThisMachine(hostname: string): boolean {
  const bare = bareHost(hostname);
  if (isLoopbackHost(bare) || OWN_NAMES.includes(bare)) return true;
  const spellings = net.isIPv6(bare) ? [bare, ...embeddedIpv4(bare)] : [bare];
  return spellings.some(one => OWN_NETWORKS.some(network => isInNetwork(one, network)));
}

/** Connecting to `0.0.0.0` or `::` reaches this machine (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.2). */
const OWN_NETWORKS = ['0.0.0.0/8', '127.0.0.0/8', '::/127'];
