/** What a host does with a manifest that no tag points to any more. */
export type Retention =
  /** It is removed sooner or later, by the host's own rules. */
  | 'collects'
  /** It stays, as far as the host's own words and everybody's experience go. */
  | 'keeps'
  /** The owner of the repository decides, and has not told us. */
  | 'unknown';

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

/** Whether a pattern of hosts stands for a host; a star is any text. Hosts are short and patterns are our own. */
export function covers(pattern: string, host: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return host === pattern;
  let at = first.length;
  for (const part of rest) {
    const found = host.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return host.startsWith(first);
}
