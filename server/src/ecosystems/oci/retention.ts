import type { Retention } from '../../model/ecosystem.ts';

const COLLECT = new Set(['quay.io', 'registry.opensuse.org', 'registry.gitlab.com']);
const KEEP = new Set(['docker.io', 'mcr.microsoft.com', 'registry.k8s.io', 'gcr.io', 'public.ecr.aws']);

/**
 * Quay drops a manifest once no tag points to it, and openSUSE's registry does so within a day; GitLab's collects
 * untagged manifests with its clean-up. Docker Hub and the vendors' public registries keep what was pushed.
 */
export function retentionOf(host: string): Retention {
  if (COLLECT.has(host)) return 'collects';
  return KEEP.has(host) || host.endsWith('.gcr.io') ? 'keeps' : 'unknown';
}
