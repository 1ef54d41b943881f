import { INCLUDES_KEY, type Statement } from '../../../model/statement.ts';

/** From where on the path of an included file is meant. */
export type IncludeBase =
  /** From the folder of who says it. */
  | 'beside'
  /** From the repository's root. */
  | 'root'
  /** From either: it is not known from which. */
  | 'any';

/**
 * States that a file includes another one of its own repository, whatever that is called. `undefined` for an address,
 * for what variables complete, for what is no YAML, and for what leads out of the workspace.
 *
 * @param kind the reader's id
 * @param file the path of who says it, with `/` from the workspace folder on
 */
export function localInclude(kind: string, file: string, written: string, base: IncludeBase): Statement | undefined {
  if (written.length > LONGEST || !/\.ya?ml$/i.test(written) || /[$:\\?*[\]{}@~]/.test(written)) return undefined;
  const depth = file.split('/').length - 1;
  const names: string[] = [];
  let up = 0;
  for (const name of written.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) up += 1;
  }
  if (up > (base === 'beside' ? depth : 0)) return undefined;
  const includes = { says: 'includes', key: INCLUDES_KEY, kind, path: names.join('/') } as const;
  if (base !== 'beside') return { ...includes, reach: 'everywhere', up: depth };
  // What lies below speaks to nobody else, also where it is only looked at for them.
  return { ...includes, reach: up === 0 ? 'below' : 'everywhere', up, isExact: true };
}

/** Those that are included, each once, as many as count. */
export function eachOnce(statements: Iterable<Statement | undefined>): readonly Statement[] {
  const stated = new Map<string, Statement>();
  for (const statement of statements) {
    if (statement?.says === 'includes' && stated.size < MOST_INCLUDES)
      stated.set(`${statement.up} ${statement.path}`, statement);
  }
  return [...stated.values()];
}

const LONGEST = 300;
// As many as pipelines may include.
const MOST_INCLUDES = 150;
