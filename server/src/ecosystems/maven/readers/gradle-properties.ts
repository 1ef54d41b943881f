import type { Reader } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import { mayBeTold, propertyKey } from '../syntax/gradle-variables.ts';

/**
 * Properties of a build, which scripts beside it and below see (docs.gradle.org, "Project properties"). They are read
 * around scripts alone, and of them only what may be a version or a name.
 */
export const gradleProperties: Reader = {
  id: 'gradle-properties',
  files: ['gradle.properties'],
  languages: [],
  speaks: 'below',
  isAside: true,
  read: text => {
    const values = new Map<string, string>();
    for (const line of text.split(/\r\n|\r|\n/)) {
      const [, name, value] = PROPERTY.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      // The last one counts.
      values.delete(name);
      if (mayBeTold(name, value)) values.set(name, value);
    }
    const statements = [...values]
      .slice(0, MOST)
      .map(([name, value]): Statement => ({ says: 'gives', key: propertyKey(name), reach: 'below', value }));
    return { references: [], ignores: [], ...(statements.length === 0 ? {} : { statements }) };
  },
};

/** A line that goes on, or has an escape, is none that versions are written in. */
const PROPERTY = /^[ \t\f]{0,50}([\w.-]{1,200})[ \t]{0,50}[=:][ \t]{0,50}([^\\\s](?:[^\\]{0,300}[^\\\s])?)[ \t]{0,50}$/;
const MOST = 2000;
