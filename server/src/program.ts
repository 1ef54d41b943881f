/** Both halves of the program, each loaded only where it is needed. Their files lie in one bundle: most is shared. */
export const loadEditor = () => import('./editor/inside.ts');
export const loadCommandLine = () => import('./cli/index.ts');
