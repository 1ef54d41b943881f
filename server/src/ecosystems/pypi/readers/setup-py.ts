import type { Reader } from '../../../model/reader.ts';
import { libraryStated } from '../syntax/library.ts';

/** A program, of which no more is read than that a package lies there. */
export const setupPy: Reader = {
  id: 'setup-py',
  files: ['setup.py'],
  languages: [],
  speaks: 'below',
  isAside: true,
  read: text => ({
    references: [],
    ignores: [],
    ...(/\bsetup\s{0,10}\(/.test(text) ? { statements: [libraryStated()] } : {}),
  }),
};
