/**
 * One text for the ways to write where sources are, so that two can be compared: host and path, without scheme, login,
 * fragment and `.git` (npm's documentation, "package.json", `repository`; the forms of hosted-git-info). `undefined`
 * for what is no such place.
 */
export function repositoryKey(written: string): string | undefined {
  if (written.length > LONGEST) return undefined;
  const text = written.trim().replace(/#.*$/s, '');
  const [, host = '', path = ''] = SHORT.exec(text) ?? [];
  if (path !== '') return `${HOSTS[host] ?? 'github.com'}/${path}`.toLowerCase().replace(/\.git$/, '');
  const [, where, there] = ADDRESS.exec(text) ?? SCP.exec(text) ?? [];
  if (where === undefined || there === undefined) return undefined;
  const key = `${where}/${there}`
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  // A page below the repository's own, as of one package of many.
  return key.replace(/\/(?:-\/)?tree\/.*$/, '');
}

/** In characters. */
const LONGEST = 500;

const SHORT = /^(?:(github|gitlab|bitbucket):)?([\w-]+\/[\w.-]+)$/;
const ADDRESS = /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^/@\s]*@)?([^/\s:]+)(?::\d+)?[/:]([^\s?]+)$/i;
const SCP = /^(?:[\w-]+@)([\w.-]+):([^\s?]+)$/;

const HOSTS: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};
