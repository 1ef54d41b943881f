import { expect, test } from 'vitest';
import { withUsersOwn } from '../../client/src/own-settings.ts';

const USERS = { 'registry.example': ['auth.example'] };
const FOLDERS = { 'registry:5000': ['evil.example'] };

test.each<[string, unknown, unknown, unknown]>([
  ['what the user set', { tokenServices: USERS, offline: true }, USERS, { offline: true, tokenServices: USERS }],
  ['what a folder added', { tokenServices: { ...USERS, ...FOLDERS } }, USERS, { tokenServices: USERS }],
  ['what a folder alone says', { tokenServices: FOLDERS, exclude: ['a'] }, undefined, { exclude: ['a'] }],
  ['a part of the name', { 'tokenServices.registry:5000': ['evil.example'] }, undefined, {}],
  ['nothing', null, USERS, null],
])('%s counts as the user set it', (_, section, users, expected) => {
  const valueOfUser = (name: string) => (name === 'tokenServices' ? users : expect.unreachable());
  expect(withUsersOwn(section, valueOfUser)).toEqual(expected);
});
