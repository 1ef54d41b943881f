import type { Reader } from '../../../model/reader.ts';
import { jsrConfigured } from '../syntax/jsr.ts';

/**
 * npm's configuration, of which manifests below are told whether it has a registry for JSR's packages. It holds
 * secrets: nothing else of it is looked at, and nothing of it is said.
 */
export const npmrc: Reader = {
  id: 'npmrc',
  files: ['.npmrc'],
  languages: [],
  speaks: 'below',
  isAside: true,
  mayState: text => text.includes('@jsr:'),
  read: text => ({
    references: [],
    ignores: [],
    statements: /^[ \t]*@jsr:registry[ \t]*=[ \t]*\S/m.test(text) ? [jsrConfigured()] : [],
  }),
};
