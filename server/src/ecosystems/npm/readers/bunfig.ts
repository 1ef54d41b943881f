import type { Reader } from '../../../model/reader.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { saidOfAge } from '../syntax/age-limits.ts';
import { saidOfClient } from '../syntax/client-around.ts';
import { ageInBunfig } from '../syntax/written-ages.ts';

/**
 * Bun's configuration, of which manifests are told that it is there, and so who installs, and how old releases must be.
 * It may hold secrets: nothing else of it is looked at.
 */
export const bunfig: Reader = {
  id: 'bunfig',
  files: ['bunfig.toml'],
  languages: [],
  speaks: 'below',
  isAside: true,
  read(text) {
    const age = text.includes('minimumReleaseAge') ? ageInBunfig(parseToml(text)) : undefined;
    const statements = [saidOfClient({ is: 'shows', client: 'bun' }), ...(age === undefined ? [] : [saidOfAge(age)])];
    return { references: [], ignores: [], statements };
  },
};
