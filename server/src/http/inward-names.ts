/**
 * Endings that no public name has, because they are kept for networks of one's own: RFC 6761 and RFC 6762 (`localhost`,
 * `local`, and the private ones of appendix G), RFC 8375 (`home.arpa`), ICANN's resolution 2024.07.29.06 (`internal`),
 * and what routers, Windows, systemd and Kubernetes hand out.
 */
const PRIVATE_ENDINGS = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'fritz.box',
  'home',
  'home.arpa',
  'lan',
  'mshome.net',
  'svc',
];

/**
 * Where clouds tell a machine its own credentials, under names that would be public by their form: Google's, Tencent's,
 * Equinix Metal's and IBM's. The others' end in `internal`, have no dot, or are addresses.
 */
const METADATA_SERVICES = new Set([
  'metadata.goog',
  'metadata.tencentyun.com',
  'metadata.packet.net',
  'metadata.platformequinix.com',
  'api.metadata.cloud.ibm.com',
]);

/**
 * Whether a name leads inward by itself. It need not be one that can be looked up here: behind a proxy nobody but the
 * proxy learns the address, and the proxy stands inside.
 *
 * @param name in small letters, without a port and a dot at the end; no IP address
 */
export function isInwardName(name: string): boolean {
  if (name === '' || METADATA_SERVICES.has(name)) return name !== '';
  return !name.includes('.') || PRIVATE_ENDINGS.some(ending => name.endsWith(`.${ending}`));
}
