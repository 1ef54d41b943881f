/** Whether no walk enters a folder of that name: what is in it is not the user's own. */
export function isNeverEntered(name: string): boolean {
  return NEVER_ENTERED.has(name);
}

/** Whether a path with `/` leads through a folder that no walk enters. Thousands of paths are looked at in one turn. */
export function liesInNeverEntered(relative: string): boolean {
  for (let from = 0; ; ) {
    const end = relative.indexOf('/', from);
    if (end === -1) return false;
    if (isNeverEntered(relative.slice(from, end))) return true;
    from = end + 1;
  }
}

/** What tools put there: histories, and what they installed. */
const NEVER_ENTERED = new Set(['.git', 'node_modules', 'vendor', 'site-packages', '.venv', '.tox', '.nox']);
