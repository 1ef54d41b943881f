import { SETTING_ROWS, type SettingRow } from '../../server/src/settings.ts';

const PREFIX = 'registryLens.';

/**
 * The settings as VS Code gives them, with those that no workspace may set as the user alone has set them. VS Code
 * keeps a workspace from a setting by its name only: under `registryLens.tokenServices.some-host`, which is no setting,
 * a folder's file would add to one that is the user's.
 *
 * @param section what `workspace/configuration` answers for `registryLens`
 * @param valueOfUser the value in the user's own settings, by the setting's name below `registryLens`
 */
export function withUsersOwn(section: unknown, valueOfUser: (name: string) => unknown): unknown {
  if (typeof section !== 'object' || section === null) return section;
  const rows: readonly SettingRow[] = SETTING_ROWS;
  const names = rows.filter(row => row.usersOwn === true).map(({ key }) => key.slice(PREFIX.length));
  const others = Object.entries(section).filter(
    ([name]) => !names.some(own => name === own || name.startsWith(`${own}.`)),
  );
  const own = names.map(name => [name, valueOfUser(name)]).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...others, ...own]);
}
