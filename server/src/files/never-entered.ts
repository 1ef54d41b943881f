/** Whether no walk enters a folder of that name: what is in it is not the user's own. */
export function isNeverEntered(name: string): boolean {
  return NEVER_ENTERED.has(name);
}

/** Whether a path with `/` leads through a folder that no walk enters. */
export function liesInNeverEntered(relative: string): boolean {
  return relative.split('/').slice(0, -1).some(isNeverEntered);
}

const NEVER_ENTERED = new Set(['.git', 'node_modules', 'vendor']);
