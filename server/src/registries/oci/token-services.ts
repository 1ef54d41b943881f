import { isLoopbackHost } from '../../http/inward.ts';
import type { Route } from '../route.ts';
import { isHosted } from './hosters.ts';

/**
 * Whether a login may be given to a token service; `detail` is for the log, and names the setting that would allow it.
 */
export type Lending = { readonly is: 'lent' } | { readonly is: 'withheld'; readonly detail: string };

/**
 * Vendors whose registry and token service have nothing in common by their names, or are neighbours of their customers.
 * Each row is theirs to answer for: a host of a registry, a blank, and the host that gets its login.
 */
const VENDORS: readonly RegExp[] = [
  // NVIDIA/nvidia-container-toolkit#1945: the realm of a request whose token is over.
  /^nvcr\.io authn\.nvidia\.com$/,
  // apple/container#2268: all of Scaleway's regions.
  /^rg\.[a-z]{2}-[a-z]{3}\.scw\.cloud api\.scaleway\.com$/,
  // docker/docs#23859 and docker/login-action#1054: Docker's hardened images take the login of a Docker account.
  /^dhi\.io auth\.docker\.io$/,
  // Where tokens for the registry of subscribers were had at first; today it names itself.
  /^registry\.redhat\.io sso\.redhat\.com$/,
  // JFrog: a repository that has a name of its own, by that of its server.
  /^([a-z0-9-]+)-[a-z0-9]+\.jfrog\.io \1\.jfrog\.io$/,
  // Alibaba Cloud: the registries of a region, and those of its customers there.
  /^[a-z0-9-]+\.([a-z0-9-]+)(?:\.cr)?\.aliyuncs\.com dockerauth(?:-[a-z]+)*\.\1\.aliyuncs\.com$/,
];

/**
 * Whether the token service that a registry names may get the registry's login: its own host, whatever the port, a host
 * of the same registrable domain (the Public Suffix List with its private part, so that two customers of one provider
 * are strangers; where the list lacks a provider, only a host below the registry's own), or one that the user's setting
 * or the vendor names for it. A registry that was broken into, or that a folder chose, could name any host else.
 *
 * Over plain http a login leaves only for a registry on this machine, or one that the user's own configuration calls
 * insecure: others that are asked by http have none (`credentials/oci.ts`), and an https registry's realm is never
 * asked by http.
 *
 * @param realm an absolute address
 */
export async function lendingTo(realm: string, route: Route): Promise<Lending> {
  const service = new URL(realm);
  const registry = new URL(route.base);
  const isKin =
    service.hostname === registry.hostname ||
    (isLoopbackHost(service.hostname) && isLoopbackHost(registry.hostname)) ||
    (await isOfSameDomain(service.hostname, registry.hostname));
  if (isKin || isNamed(service, route.tokenServices ?? [])) return { is: 'lent' };
  const isVendors = VENDORS.some(pattern => pattern.test(`${registry.host} ${service.host}`));
  if (isVendors) return { is: 'lent' };
  const setting = `\`"registryLens.tokenServices": {"${registry.host}": ["${service.host}"]}\``;
  const what = `the login of \`${registry.host}\` is not sent to its token service \`${service.host}\``;
  return { is: 'withheld', detail: `${what} of another domain; if the two belong together, allow it by ${setting}` };
}

/** An address and a name without a dot belong to no domain. */
async function isOfSameDomain(service: string, registry: string): Promise<boolean> {
  if (isHosted(service) || isHosted(registry)) return isHosted(registry) && service.endsWith(`.${registry}`);
  // The list is long: few requests need it, and no start.
  const { getDomain } = await import('tldts');
  const domain = getDomain(service, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(registry, { allowPrivateDomains: true });
}

/** Without a port, a host is named for all of its ports. */
function isNamed(service: URL, named: readonly string[]): boolean {
  return named.some(host => host === service.host || host === service.hostname);
}
