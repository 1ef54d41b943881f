import type { Reader } from '../../../model/reader.ts';
import { type Statement, variableKey } from '../../../model/statement.ts';
import { envFile } from '../syntax/env-file.ts';

/**
 * `.env`, which says what variables stand for, for tools that start from its folder (Compose Specification,
 * 12-interpolation.md). It names nothing that a registry serves, and holds secrets: only what another file looks up by
 * its name is used.
 */
export const environment: Reader = {
  id: 'environment',
  files: ['.env'],
  languages: [],
  speaks: 'beside',
  isAside: true,
  largest: 200_000,
  read(text) {
    const statements = [...envFile(text)].map(
      ([name, value]): Statement => ({ says: 'gives', key: variableKey(name), reach: 'beside', value }),
    );
    return { references: [], ignores: [], statements };
  },
};
