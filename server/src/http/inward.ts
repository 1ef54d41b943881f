import { lookup as systemLookup } from 'node:dns';
import net from 'node:net';
import { embeddedIpv4, unmapped } from './embedded-ipv4.ts';
import { isInwardName } from './inward-names.ts';

/**
 * Addresses that only machines inside reach: loopback, private, link-local, carrier-grade and reserved ones (IANA's
 * special-purpose registries, RFC 6890). A page outside must not send us there.
 */
const INWARD = new net.BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Azure's own platform, to which only its machines can speak.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  // Kept for examples (RFC 5737), so whoever answers there is somebody's own; below too (RFC 3849, RFC 9637).
  ['192.0.2.0', 24],
  // Relays of 6to4, which are no more (RFC 7526).
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  INWARD.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  // What is thrown away, benchmarks, examples, and identifiers of segments, which are no hosts (RFC 6666, 5180, 9602).
  ['100::', 64],
  ['2001:2::', 48],
  // Identifiers that are no addresses (RFC 4843, RFC 7343).
  ['2001:10::', 28],
  ['2001:20::', 28],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['5f00::', 16],
  // Translators of one's own network (RFC 8215), which decide themselves what they reach.
  ['64:ff9b:1::', 48],
] as const) {
  INWARD.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address, in any spelling that Node knows, leads inward. IPv4 inside IPv6 is judged as IPv4. */
export function isInwardAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const family = net.isIP(bare);
  if (family === 0) return false;
  if (family === 4) return INWARD.check(bare, 'ipv4');
  return INWARD.check(bare, 'ipv6') || embeddedIpv4(bare).some(carried => INWARD.check(carried, 'ipv4'));
}

const LOOPBACK = new net.BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a host, without its port, is this machine itself as it is written. */
export function isLoopbackHost(hostname: string): boolean {
  const bare = unmapped(bareHost(hostname));
  const family = net.isIP(bare);
  if (family === 0) return bare === 'localhost' || bare.endsWith('.localhost');
  return LOOPBACK.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a URL's host leads inward as it is written, by its address or its name, without asking the name service. */
export function isInwardHost(hostname: string): boolean {
  const bare = bareHost(hostname);
  return net.isIP(bare.replace(/%.*$/, '')) === 0 ? isInwardName(bare) : isInwardAddress(bare);
}

/** Whether an IP address lies in a network that is written as `10.0.0.0/8`. A name lies in none. */
export function isInNetwork(address: string, network: string): boolean {
  const [base = '', bits = ''] = network.split('/');
  const family = net.isIP(base);
  const bare = bareHost(address);
  const most = family === 6 ? 128 : 32;
  if (family === 0 || net.isIP(bare) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most) return false;
  const list = new net.BlockList();
  list.addSubnet(base, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  return list.check(bare, net.isIP(bare) === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves names as Node does, but fails where a name leads inward, at the moment of connecting. */
export const outwardLookup: net.LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const inward = addresses.find(({ address }) => isInwardAddress(address));
    const [first] = addresses;
    if (inward || first === undefined) return callback(new InwardAddressError(hostname), []);
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/** A redirect led to a name that resolves to an address inside. */
export class InwardAddressError extends Error {
  constructor(hostname: string) {
    super(`\`${hostname}\` resolves to an address of an inner network`);
  }
}

/** A URL's host in small letters, without brackets and a dot at the end. */
export function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}
