import type { Around } from '../../../model/reader.ts';
import { makesKey, type Statement } from '../../../model/statement.ts';
import { isSettings } from './gradle-declared.ts';
import type { GradleScript, GradleValue } from './gradle-nodes.ts';
import { propertyKey } from './gradle-variables.ts';
import { firstGiven } from './gradle-walk.ts';

/**
 * What a script says of the project that it builds: its name and its group, so that no repository hears of what the
 * workspace makes itself.
 */
export function projectStated(
  { statements }: GradleScript,
  file: string,
  { told, folder }: Around,
  textOf: (value: GradleValue) => string | undefined,
): readonly Statement[] {
  let group: string | undefined;
  let groupBelow: string | undefined;
  let name: string | undefined;
  for (const { chain, assigned } of statements) {
    const path = chain.map(link => link.name).join('.');
    const value = assigned ?? firstGiven(chain.at(-1));
    const text = value === undefined ? undefined : textOf(value);
    if (path === 'rootProject.name') name = text;
    if (path === 'group' || path === 'project.group') group = text;
    if (path !== 'allprojects' && path !== 'subprojects') continue;
    for (const inner of chain.at(-1)?.block ?? []) {
      const given = inner.assigned ?? firstGiven(inner.chain.at(-1));
      if (inner.chain.map(link => link.name).join('.') === 'group' && given !== undefined) groupBelow = textOf(given);
    }
  }
  if (isSettings(file)) {
    return name === undefined ? [] : [{ says: 'gives', key: NAME_KEY, reach: 'below', value: name }];
  }
  // A property of Gradle's of that name is the group of all projects below.
  const statedAbove = told(GROUP_KEY).at(-1) ?? told(propertyKey('group')).at(-1);
  const above = statedAbove?.says === 'gives' ? statedAbove.value : undefined;
  const its = group ?? groupBelow ?? above;
  const root = told(NAME_KEY).at(-1);
  const isRoot = root?.says === 'gives' && root.from.folder === folder;
  const own = isRoot ? root.value : lastOf(file.slice(0, file.lastIndexOf('/') + 1)) || lastOf(folder ?? '');
  return [
    ...(groupBelow === undefined
      ? []
      : [{ says: 'gives', key: GROUP_KEY, reach: 'below', value: groupBelow } satisfies Statement]),
    ...(its === undefined || own === '' || !NAME.test(`${its}:${own}`)
      ? []
      : [{ says: 'makes', key: makesKey('maven', `${its}:${own}`), reach: 'everywhere' } satisfies Statement]),
  ];
}

/** The name of the project that the settings beside a script give the root of its build. */
export function rootProjectName({ told, folder }: Around): string | undefined {
  const root = told(NAME_KEY).at(-1);
  return root?.says === 'gives' && root.from.folder === folder ? root.value : undefined;
}

const NAME_KEY = 'project maven';
const GROUP_KEY = 'group maven';
const NAME = /^[\w.-]{1,200}:[\w.-]{1,200}$/;

function lastOf(path: string): string {
  return (
    path
      .split('/')
      .filter(step => step !== '')
      .at(-1) ?? ''
  );
}
