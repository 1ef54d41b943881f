import type { Reader } from '../../../model/reader.ts';
import { saidOfAge } from '../syntax/age-limits.ts';
import { jsrConfigured } from '../syntax/jsr.ts';
import { npmrcSaid } from '../syntax/own-manifest.ts';
import { ageInNpmrc } from '../syntax/written-ages.ts';

/**
 * npm's configuration, of which what lies below is told whether it has a registry for JSR's packages, whether it names
 * another registry than the default one, what it says of publishing, and how old releases must be. It holds secrets:
 * nothing else of it is looked at, and nothing of it is said.
 */
export const npmrc: Reader = {
  id: 'npmrc',
  files: ['.npmrc'],
  languages: [],
  speaks: 'below',
  isAside: true,
  mayState: text => /registry|min-release-age|before|access|provenance/.test(text),
  read(text) {
    const jsr = /^[ \t]*@jsr:registry[ \t]*=[ \t]*\S/m.test(text) ? [jsrConfigured()] : [];
    const age = ageInNpmrc(text);
    const said = [...jsr, ...(age === undefined ? [] : [saidOfAge(age)]), ...npmrcSaid(text)];
    return { references: [], ignores: [], statements: said };
  },
};
