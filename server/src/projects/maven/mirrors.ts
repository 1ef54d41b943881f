import type { Mirror } from './settings-file.ts';

/**
 * The mirror that stands in for a repository, by Maven's rules (maven-resolver-util, `DefaultMirrorSelector`): one that
 * names its very id, wherever that stands; else the first whose pattern fits. Blanks in a pattern belong to it.
 */
export function mirrorFor<Each extends Mirror>(
  mirrors: readonly Each[],
  repository: { readonly id: string; readonly url: string },
): Each | undefined {
  const fitting = mirrors.filter(({ layouts }) => isForLayout(layouts));
  return fitting.find(({ of }) => of === repository.id) ?? fitting.find(({ of }) => fits(of, repository));
}

function fits(pattern: string, { id, url }: { readonly id: string; readonly url: string }): boolean {
  let does = false;
  for (const part of pattern.split(',')) {
    // A name ends the search, for or against; a star goes on.
    if (part === `!${id}` && part.length > 1) return false;
    if (part === id) return true;
    if (part === '*') does = true;
    else if (part === 'external:*') does ||= !isLocal(url);
    else if (part === 'external:http:*') does ||= isHttp(url) && !isLocal(url);
  }
  return does;
}

/** All that is asked here is of the layout `default`. */
function isForLayout(layouts: string): boolean {
  const parts = layouts.split(',');
  return layouts === '' || (!parts.includes('!default') && (parts.includes('default') || parts.includes('*')));
}

function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'file:' || hostname === 'localhost' || hostname === '127.0.0.1';
}

function isHttp(url: string): boolean {
  return /^(?:http|dav|dav:http|dav\+http):\/\//i.test(url);
}

/** What Maven's own configuration holds since 3.8.1, where that file is not found. */
export const HTTP_BLOCKER: Mirror = {
  id: 'maven-default-http-blocker',
  url: 'http://0.0.0.0/',
  of: 'external:http:*',
  layouts: '',
  isBlocked: true,
};
