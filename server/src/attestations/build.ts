import { isPlain } from '../model/plain-text.ts';
import type { Build } from '../model/provenance.ts';

/** In characters; the longest paths of systems of files are. */
const LONGEST = 4096;

/**
 * A build in the form in which it is told; `undefined` where its repository is no plain web address. What else is not
 * plain is left out.
 *
 * @param workflow its path in the repository, or its address with what it was built from behind an `@`
 */
export function buildOf(repository: unknown, commit: unknown, workflow: unknown): Build | undefined {
  if (typeof repository !== 'string' || !isPlain(repository)) return undefined;
  const [, place] = /^https:\/\/([\w.-]+(?:\/[\w.~-]+)+?)(?:\.git)?\/?$/.exec(repository) ?? [];
  if (place === undefined) return undefined;
  const path = typeof workflow === 'string' && workflow.length <= LONGEST ? pathOf(workflow, place) : undefined;
  return {
    repository: place,
    ...(typeof commit === 'string' && /^(?:[\da-f]{40}|[\da-f]{64})$/.test(commit) ? { commit } : {}),
    ...(path === undefined ? {} : { workflow: path }),
  };
}

function pathOf(workflow: string, place: string): string | undefined {
  const [host = ''] = place.split('/', 1);
  // In full, as in certificates, and without the host, as npm first wrote it. GitLab puts two slashes before the path.
  const own = [`https://${place}/`, `${place.slice(host.length + 1)}/`].find(start => workflow.startsWith(start)) ?? '';
  const path = own === '' ? workflow : workflow.slice(own.length).replace(/^\//, '').replace(/@.*$/, '');
  return /^[\w.~@+-][\w.~@+/ -]*$/.test(path) && isPlain(path) ? path : undefined;
}
