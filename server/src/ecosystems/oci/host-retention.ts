import type { Retention } from '../../model/ecosystem.ts';

const COLLECT = new Set(['quay.io', 'registry.opensuse.org', 'registry.gitlab.com']);
const KEEP = new Set(['docker.io', 'mcr.microsoft.com', 'registry.k8s.io', 'public.ecr.aws']);
/** Amazon's private registries: by region, with the names for FIPS and for both kinds of addresses. */
const ECR =
  /^\d+\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))$/;

/**
 * Quay drops a manifest once no tag points to it, and openSUSE's registry does so within a day; GitLab's collects
 * untagged manifests with its clean-up. Docker Hub and the vendors' public registries keep what was pushed. `gcr.io`
 * and its regional names have been repositories of Artifact Registry since 2025, for which their owners set policies.
 */
export function retentionOf(host: string): Retention {
  if (COLLECT.has(host)) return 'collects';
  return KEEP.has(host) ? 'keeps' : 'unknown';
}

/**
 * Whether a host answers for what its owner archived as it does for what is gone (ECR user guide, "Lifecycle policies",
 * `transition`): it can't be pulled, and comes back when it is restored.
 */
export function mayArchive(host: string): boolean {
  return ECR.test(host);
}
