import { liesInNeverEntered } from '../files/never-entered.ts';

/**
 * The folder whose files are likely to be others when something happens to a file: where git's `HEAD` names another
 * branch or commit. In a folder that was moved or made since VS Code began to watch, it tells of nothing else.
 *
 * @param names a path
 */
export function checkedOutAt(names: readonly string[]): readonly string[] | undefined {
  return names.at(-1) === 'HEAD' && names.at(-2) === '.git' ? names.slice(0, -2) : undefined;
}

/**
 * Whether what happens at a place is not looked at: programs write thousands of files to where no walk goes. Looks at
 * the text alone, so that such an event costs next to nothing.
 *
 * @param uri a `file:` URI
 * @param roots the URIs of the opened folders
 */
export function isUnread(uri: string, roots: readonly string[]): boolean {
  const isIn = (root: string) => uri.startsWith(root) && uri[root.length] === '/';
  return (
    roots.some(root => isIn(root) && liesInNeverEntered(uri.slice(root.length + 1))) && !uri.endsWith('/.git/HEAD')
  );
}
