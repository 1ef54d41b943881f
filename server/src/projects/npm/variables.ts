/**
 * Whose word one of npm's variables is. `folder`: it only says again what the folder's files say. `untold`: a package
 * manager started this process, and may have made the variable of something in those files that it reads otherwise.
 */
export type VariableOwner = 'user' | 'folder' | 'untold';

/** Why a variable of which that cannot be told is not obeyed, as the rest of a sentence. */
export const UNTOLD =
  'comes from the package manager that started this, which may have it from the folder; start the command by itself';

/** Tells whose word a variable is, by its key and its value. */
export type OwnerOfVariable = (key: string, value: string) => VariableOwner;
