import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findProject, type NpmProject } from '../../../server/src/projects/npm/project.ts';
import { ownershipIn } from '../../support/ownership.ts';
import { npmWorld } from './npm-world.ts';

const world = npmWorld();

function find(root: string): Promise<NpmProject> {
  const home = path.join(world.place, 'home');
  const folder = path.join(world.place, root);
  return findProject(folder, { home, ownership: ownershipIn([folder], home) });
}

describe("npm's folder", () => {
  const npmFolder = async (root: string) => {
    const project = await find(root);
    return path.relative(world.place, project.npmFolder).split(path.sep).join('/');
  };
  const ROOT = { 'repo/package.json': '{"workspaces": ["packages/*"]}' };

  test.each<[string, Record<string, string>, string, string]>([
    ['the opened one with a manifest', { 'repo/package.json': '{}' }, 'repo', 'repo'],
    ['the nearest with a manifest', { 'repo/package.json': '{}', 'repo/src/x': '' }, 'repo/src', 'repo'],
    ['the nearest with node_modules', { 'repo/node_modules/': '', 'repo/src/x': '' }, 'repo/src', 'repo'],
    ['the opened one where there is none', { 'repo/src/x': '' }, 'repo/src', 'repo/src'],
    ['the root of a member', { ...ROOT, 'repo/packages/a/package.json': '{}' }, 'repo/packages/a', 'repo'],
    [
      'the root of a folder in a member',
      { ...ROOT, 'repo/packages/a/package.json': '{}', 'repo/packages/a/src/x': '' },
      'repo/packages/a/src',
      'repo',
    ],
    [
      'its own of a folder that is no member',
      { ...ROOT, 'repo/tools/a/package.json': '{}' },
      'repo/tools/a',
      'repo/tools/a',
    ],
    [
      'the root, past a manifest between',
      { ...ROOT, 'repo/packages/package.json': '{}', 'repo/packages/a/package.json': '{}' },
      'repo/packages/a',
      'repo',
    ],
    [
      'the root, even if somebody types in it',
      { 'repo/package.json': '{"workspaces": ["packages/*"]', 'repo/packages/a/package.json': '{}' },
      'repo/packages/a',
      'repo',
    ],
    ['the opened one with an .npmrc for what is below', { 'package.json': '{}', 'repo/.npmrc': '' }, 'repo', 'repo'],
    [
      'never above the home folder',
      { 'package.json': '{"workspaces": ["home/*"]}', 'home/a/package.json': '{}' },
      'home/a',
      'home/a',
    ],
    ['the home folder, if need be', { 'home/package.json': '{}', 'home/a/b/x': '' }, 'home/a/b', 'home'],
  ])('%s', async (_, files, root, expected) => {
    await world.write({ 'home/': '', ...files });
    expect(await npmFolder(root)).toBe(expected);
  });

  test('is where the folder really is', async () => {
    await world.write({ 'home/': '', 'link/': '', ...ROOT, 'repo/packages/a/package.json': '{}' });
    await symlink(path.join(world.place, 'repo', 'packages', 'a'), path.join(world.place, 'link', 'a'), 'dir');
    expect(await npmFolder('link/a')).toBe('repo');
  });

  test('is found past links that lead nowhere or in a circle', async () => {
    await world.write({ 'home/': '', 'repo/a/package.json': '{}' });
    for (const name of ['package.json', '.npmrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'node_modules']) {
      await symlink(path.join(world.place, 'repo', name), path.join(world.place, 'repo', name));
    }
    expect(await npmFolder('repo/a')).toBe('repo/a');
  });
});

describe('the package manager', () => {
  test.each<[string, Record<string, string>, string]>([
    ['nothing said', {}, 'npm'],
    ['Yarn 1', { 'repo/package.json': '{"packageManager": "yarn@1.22.22"}', 'repo/.yarnrc.yml': '' }, 'yarn-1'],
    ['a lockfile of Yarn alone', { 'repo/package.json': '{}', 'repo/yarn.lock': '' }, 'yarn-1'],
    [
      'a lockfile and a file of Yarn',
      { 'repo/package.json': '{}', 'repo/yarn.lock': '', 'repo/.yarnrc.yml': '' },
      'yarn',
    ],
    ['Yarn 4', { 'repo/package.json': '{"packageManager": "yarn@4.9.2+sha512.abc"}' }, 'yarn'],
    ['Yarn 10', { 'repo/package.json': '{"packageManager": "yarn@10.0.0"}' }, 'yarn'],
    ['pnpm', { 'repo/package.json': '{"packageManager": "pnpm@10.0.0"}', 'repo/.yarnrc.yml': '' }, 'pnpm'],
    ['npm', { 'repo/package.json': '{"packageManager": "npm@11.0.0"}', 'repo/.yarnrc.yml': '' }, 'npm'],
    ['Bun', { 'repo/package.json': '{"packageManager": "bun@1.0.0"}' }, 'bun'],
    ['a file of Bun', { 'repo/package.json': '{}', 'repo/bunfig.toml': '' }, 'bun'],
    ['a lockfile of Bun beside one that it wrote for Yarn', { 'repo/bun.lock': '', 'repo/yarn.lock': '' }, 'bun'],
    ['another', { 'repo/package.json': '{"packageManager": "vlt@1.0.0"}' }, 'npm'],
    ['said by the root', { 'package.json': '{"packageManager": "yarn@4.0.0"}', 'repo/package.json': '{}' }, 'yarn'],
    ['a file of Yarn', { 'repo/package.json': '{}', 'repo/.yarnrc.yml': '' }, 'yarn'],
    ['a file of Yarn above the project', { 'repo/package.json': '{}', '.yarnrc.yml': '' }, 'npm'],
    ["the user's file of Yarn", { 'repo/package.json': '{}', 'home/.yarnrc.yml': '' }, 'npm'],
    ['a file of pnpm', { 'repo/package.json': '{}', 'repo/pnpm-workspace.yaml': '' }, 'pnpm'],
    ['a lockfile of pnpm alone', { 'repo/package.json': '{}', 'repo/pnpm-lock.yaml': '' }, 'pnpm'],
    ['a lockfile of pnpm above the project', { 'repo/package.json': '{}', 'pnpm-lock.yaml': '' }, 'npm'],
    ['a file of pnpm above', { 'repo/package.json': '{}', 'pnpm-workspace.yaml': '' }, 'pnpm'],
    ['a manifest that is none', { 'repo/package.json': '[1]', 'repo/.yarnrc.yml': '' }, 'yarn'],
  ])('%s', async (_, files, tool) => {
    await world.write({ 'home/': '', 'repo/': '', ...files });
    const project = await find('repo');
    expect(project.tool).toBe(tool);
  });
});
