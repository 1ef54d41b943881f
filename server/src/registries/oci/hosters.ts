/**
 * Domains below which strangers live side by side, though the Public Suffix List, where their owners would have to
 * enter them, does not say so: hosted registries, clouds, a cluster's namespaces, and names that stand for any address.
 */
const HOSTERS: readonly string[] = [
  // Registries with a name for each customer.
  'azurecr.io',
  'cloudsmith.io',
  'container-registry.com',
  'jfrog.io',
  'ocir.io',
  'packagecloud.io',
  'pkg.dev',
  'sonatype.app',
  'tencentcloudcr.com',
  'vultrcr.com',
  // Clouds, which have names for customers' machines, load balancers and storage too.
  'aliyuncs.com',
  'amazonaws.com',
  'azure.com',
  'baidubce.com',
  'myhuaweicloud.com',
  'openshiftapps.com',
  'oraclecloud.com',
  'ovh.net',
  'scw.cloud',
  'tencentyun.com',
  'volces.com',
  'yandexcloud.net',
  // Kubernetes' own names of services (kubernetes/dns, docs/specification.md).
  'cluster.local',
  // Whatever address is written into the name, or this machine.
  'localtest.me',
  'lvh.me',
  'nip.io',
  'sslip.io',
  'traefik.me',
  'xip.io',
];

/** Whether a host lies below a domain of strangers, so that what it shares with a neighbour says nothing. */
export function isHosted(hostname: string): boolean {
  return HOSTERS.some(domain => hostname.replace(/\.$/, '').endsWith(`.${domain}`));
}
