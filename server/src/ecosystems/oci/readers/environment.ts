import { parseEnv } from 'node:util';
import type { Reader } from '../../../model/reader.ts';
import { type Statement, variableKey } from '../../../model/statement.ts';

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
    const statements = Object.entries(parseEnv(text)).flatMap(([name, value]): Statement[] =>
      value === undefined ? [] : [{ says: 'gives', key: variableKey(name), reach: 'beside', value }],
    );
    return { references: [], ignores: [], statements };
  },
};
