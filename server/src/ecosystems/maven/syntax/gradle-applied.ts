import type { Around } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import type { GradleLink, GradleValue } from './gradle-nodes.ts';
import type { GradleRepositories } from './gradle-repositories.ts';
import { firstGiven, givenBy } from './gradle-walk.ts';

/**
 * What the scripts declare that `apply from: 'repositories.gradle'` means (Gradle, "Script plugins"): all that have the
 * name, since what stands before it must often be computed; `unknown` where the name is not written out, or is an
 * address. `undefined` where no script is applied.
 */
export function appliedScripts(
  link: GradleLink,
  { told }: Pick<Around, 'told'>,
): readonly GradleRepositories[] | undefined {
  const from = givenBy(link.given, 'from');
  if (from === undefined) return undefined;
  const name = scriptIn(from);
  if (name === undefined) return ['unknown'];
  // Made by this room alone.
  return told(scriptKey(name)).flatMap(said => (said.says === 'gives' ? [JSON.parse(said.value)] : []));
}

/** What a script means to those that apply it. */
export function scriptStated(file: string, repositories: GradleRepositories): Statement {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return { says: 'gives', key: scriptKey(name), reach: 'everywhere', value: JSON.stringify(repositories) };
}

/** The name at the end of a path: `'gradle/x.gradle'`, `"$rootDir/gradle/x.gradle"`, `file('x.gradle')`. */
function scriptIn(value: GradleValue): string | undefined {
  if (value.is === 'chain') {
    const inner = firstGiven(value.chain.at(-1));
    return inner === undefined ? undefined : scriptIn(inner);
  }
  if (value.is !== 'text') return undefined;
  const [first, last] = [value.token.pieces[0], value.token.pieces.at(-1)];
  if (last?.is !== 'text' || (first?.is === 'text' && /^https?:/i.test(first.value))) return undefined;
  const isWhole = first === last || last.value.includes('/');
  return isWhole ? last.value.slice(last.value.lastIndexOf('/') + 1) : undefined;
}

function scriptKey(name: string): string {
  return `script maven ${name}`;
}
